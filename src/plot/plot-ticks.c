/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Ticks. A step is 1, 2 or 5 times a power of ten and a tick is an integer multiple of it. Its value is read from
 * its decimal, so it is the number nearest to what the label says, without the dust of repeated additions. */

#include "plot/plot-number.h"
#include "plot/plot-scale-private.h"

#include <math.h>

/* From here on, and below its inverse, a label is written with a power of ten. */
#define GREAT_EXPONENT 6
#define SMALL_EXPONENT (-5)

/* mantissa · 10^exponent */
typedef struct
{
  int mantissa;
  int exponent;
} Step;

static double
multiple_of (const Step *step,
             double      i)
{
  char text[64];

  g_snprintf (text, sizeof text, "%.0fe%d", i * step->mantissa, step->exponent);
  return g_ascii_strtod (text, NULL);
}

/* The nice step nearest, as a ratio, to width / n: the borders lie at the geometric means of 1, 2, 5 and 10. */
static Step
choose_step (double width,
             guint  n)
{
  double raw = width / n;
  int    exponent = (int) floor (log10 (raw));
  double ratio = raw / pow (10, exponent);

  if (ratio >= sqrt (50))
    return (Step){ 1, exponent + 1 };
  return (Step){ ratio >= sqrt (10) ? 5 : ratio >= sqrt (2) ? 2
                                                            : 1,
                 exponent };
}

static void
clear_tick (gpointer data)
{
  PlotTick *tick = data;

  g_free (tick->label);
}

static void
take_tick (GArray *ticks,
           double  value,
           char   *label)
{
  PlotTick tick = { value, label };

  g_array_append_val (ticks, tick);
}

static char *
label_linear (const Step *step,
              double      i,
              int         greatest)
{
  /* A step of 5·10⁻¹ needs as many decimals as one of 1·10⁻¹. */
  if (greatest < GREAT_EXPONENT && step->exponent >= SMALL_EXPONENT)
    return plot_number_format_fixed (multiple_of (step, i), MAX (0, -step->exponent));
  if (i == 0)
    return g_strdup ("0");
  return plot_number_format_power (multiple_of (&(Step){ step->mantissa, step->exponent - greatest }, i),
                                   MAX (0, greatest - step->exponent), greatest, FALSE);
}

static void
add_linear (GArray          *ticks,
            const PlotScale *scale,
            guint            n_wanted)
{
  Step   step = choose_step (scale->max - scale->min, n_wanted);
  double unit = multiple_of (&step, 1);
  double first = ceil (scale->min / unit) - 1;
  double last = floor (scale->max / unit) + 1;
  double reach = MAX (fabs (first + 1), fabs (last - 1)) * unit;
  int    greatest = reach > 0 ? (int) floor (log10 (reach) + 1e-9) : 0;

  for (double i = first; i <= last; i++)
    {
      double value = multiple_of (&step, i);

      if (value >= scale->min && value <= scale->max)
        take_tick (ticks, value + 0.0, label_linear (&step, i, greatest));
    }
}

static char *
label_log (int      mantissa,
           int      exponent,
           gboolean plain)
{
  if (plain)
    return plot_number_format_fixed (multiple_of (&(Step){ mantissa, exponent }, 1), MAX (0, -exponent));
  return plot_number_format_power (mantissa, 0, exponent, TRUE);
}

/* The multiples of a power of ten that are ticks too: the more room, the more of them. */
static const char *
choose_mantissas (double n_decades,
                  guint  n_wanted)
{
  return 6 * n_decades <= n_wanted ? "123456789" : 2 * n_decades <= n_wanted ? "125"
                                                                             : "1";
}

/* Powers of ten at a stride that leaves about n_wanted, and with room their multiples. */
static void
add_log (GArray          *ticks,
         const PlotScale *scale,
         guint            n_wanted)
{
  double   n_decades = log10 (scale->max) - log10 (scale->min);
  int      low = (int) floor (log10 (scale->min));
  int      high = (int) ceil (log10 (scale->max));
  int      stride = MAX (1, (int) ceil ((high - low) / (double) n_wanted - 0.5));
  gboolean plain = low > SMALL_EXPONENT && high < GREAT_EXPONENT;

  for (int exponent = low - (low % stride + stride) % stride; exponent <= high; exponent += stride)
    for (const char *c = choose_mantissas (n_decades, n_wanted); *c != '\0'; c++)
      {
        int    mantissa = *c - '0';
        double value = multiple_of (&(Step){ mantissa, exponent }, 1);

        if (value >= scale->min && value <= scale->max)
          take_tick (ticks, value, label_log (mantissa, exponent, plain));
      }
}

GArray *
plot_scale_ticks (const PlotScale *scale,
                  guint            n_wanted)
{
  GArray  *ticks = g_array_new (FALSE, FALSE, sizeof (PlotTick));
  gboolean log_scale = scale->kind == PLOT_SCALE_LOG && scale->max / 10 >= scale->min;

  g_array_set_clear_func (ticks, clear_tick);
  if (n_wanted > 0)
    (log_scale ? add_log : add_linear) (ticks, scale, n_wanted);
  return ticks;
}
