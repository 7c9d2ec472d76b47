/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The Curve page's figure: the curve of f, sampled more closely where it bends, the way taken on it, and the tangent
 * that says which way is down. */

#include "scene/scene-descent-private.h"

#include "plot/plot-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Sampling begins with so many intervals, and halves those that bend by more than a share of the height in sight. */
#define FIRST_SAMPLES 301
#define MOST_SAMPLES 6000
#define MOST_ROUNDS 7
#define SMOOTH 0.0015

/* A few values far beyond nearly all others, as beside a pole, do not set the range of y. */
#define OUTLYING 40.0
#define TAIL 0.05
#define MARGIN 0.05

typedef struct
{
  GArray *xs; /* of double */
  GArray *ys;
} Samples;

static double
get (const GArray *array,
     guint         i)
{
  return g_array_index (array, double, i);
}

/* Transfer full. */
static double *
evaluate (SceneDescent *scene,
          const double *xs,
          guint         n)
{
  g_autofree float *values = g_new (float, n);
  double           *ys = g_new (double, n);

  descent_function_sample (descent_run_get_settings (scene->run)->function, xs, n, NULL, 0, values);
  for (guint i = 0; i < n; i++)
    ys[i] = values[i];
  return ys;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The least and greatest value to show; FALSE if none is finite. */
static gboolean
find_range (const double *ys,
            guint         n,
            double       *min,
            double       *max)
{
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (double));
  double low, high;

  for (guint i = 0; i < n; i++)
    if (isfinite (ys[i]))
      g_array_append_val (sorted, ys[i]);
  if (sorted->len == 0)
    return FALSE;
  g_array_sort (sorted, compare_doubles);
  *min = get (sorted, 0);
  *max = get (sorted, sorted->len - 1);
  low = get (sorted, (guint) (TAIL * (sorted->len - 1)));
  high = get (sorted, (guint) ((1 - TAIL) * (sorted->len - 1)));
  if (high > low && *max - *min > OUTLYING * (high - low))
    {
      *min = low - (high - low) * 0.25;
      *max = high + (high - low) * 0.25;
    }
  return TRUE;
}

/* Whether the curve bends at sample i by so much that its neighbourhood wants more samples. */
static gboolean
bends (const Samples *samples,
       guint          i,
       double         height)
{
  double left, right, slope;

  if (i == 0 || i + 1 >= samples->xs->len)
    return FALSE;
  left = get (samples->xs, i) - get (samples->xs, i - 1);
  right = get (samples->xs, i + 1) - get (samples->xs, i);
  slope = (get (samples->ys, i + 1) - get (samples->ys, i - 1)) / (left + right);
  /* A neighbour that is no number may hide the very end of the curve. */
  if (isfinite (get (samples->ys, i - 1)) != isfinite (get (samples->ys, i + 1)))
    return TRUE;
  return fabs (get (samples->ys, i) - get (samples->ys, i - 1) - slope * left) > SMOOTH * height;
}

/* The middles of intervals beside a bend. */
static GArray *
find_middles (const Samples *samples,
              double         height)
{
  GArray *middles = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i + 1 < samples->xs->len && samples->xs->len + middles->len < MOST_SAMPLES; i++)
    if (bends (samples, i, height) || bends (samples, i + 1, height))
      {
        double middle = get (samples->xs, i) / 2 + get (samples->xs, i + 1) / 2;

        if (middle > get (samples->xs, i) && middle < get (samples->xs, i + 1))
          g_array_append_val (middles, middle);
      }
  return middles;
}

static void
merge (Samples      *samples,
       const GArray *xs,
       const double *ys)
{
  Samples merged = { g_array_new (FALSE, FALSE, sizeof (double)), g_array_new (FALSE, FALSE, sizeof (double)) };
  guint   j = 0;

  for (guint i = 0; i < samples->xs->len; i++)
    {
      for (; j < xs->len && get (xs, j) < get (samples->xs, i); j++)
        {
          g_array_append_val (merged.xs, g_array_index (xs, double, j));
          g_array_append_val (merged.ys, ys[j]);
        }
      g_array_append_val (merged.xs, g_array_index (samples->xs, double, i));
      g_array_append_val (merged.ys, g_array_index (samples->ys, double, i));
    }
  g_array_unref (samples->xs);
  g_array_unref (samples->ys);
  *samples = merged;
}

static void
refine (SceneDescent *scene,
        Samples      *samples,
        double        height)
{
  for (guint round = 0; round < MOST_ROUNDS; round++)
    {
      g_autoptr (GArray) middles = find_middles (samples, height);
      g_autofree double *values = NULL;

      if (middles->len == 0)
        return;
      values = evaluate (scene, (const double *) (void *) middles->data, middles->len);
      merge (samples, middles, values);
    }
}

/* Between neighbours on opposite sides of the view the function does not run, it jumps: a pole. */
static void
cut_poles (Samples         *samples,
           const PlotRange *view)
{
  double nothing = NAN;

  for (guint i = 0; i + 1 < samples->ys->len; i++)
    {
      double y0 = get (samples->ys, i), y1 = get (samples->ys, i + 1);

      if (!(MIN (y0, y1) < view->y_min && MAX (y0, y1) > view->y_max))
        continue;
      g_array_insert_val (samples->xs, i + 1, nothing);
      g_array_insert_val (samples->ys, i + 1, nothing);
      i++;
    }
}

/* The view with the range of y that follows, if none was given: that of the curve, and of what points lie over the
 * same stretch of x, unless they lie as far off as no picture could show. */
static PlotRange
fit_view (SceneDescent *scene)
{
  PlotRange view = scene->view;
  double    min = 0, max = 1, reach, margin;

  if (view.y_min < view.y_max)
    return view;
  if (find_range (scene->curve_ys, FIRST_SAMPLES, &min, &max) && !scene->run_hidden)
    {
      reach = (max - min) * OUTLYING;
      for (guint k = 0; k < scene->n_points; k++)
        if (scene->xs[k] >= view.x_min && scene->xs[k] <= view.x_max && fabs (scene->ys[k] - min) <= reach)
          {
            min = MIN (min, scene->ys[k]);
            max = MAX (max, scene->ys[k]);
          }
    }
  margin = (max - min) * MARGIN;
  view.y_min = min - margin;
  view.y_max = max + margin;
  return view;
}

/* The curve as it is to be drawn in a view, from its first samples. */
static void
trace_curve (SceneDescent    *scene,
             const double    *first,
             const PlotRange *view)
{
  Samples          samples = { g_array_new (FALSE, FALSE, sizeof (double)), g_array_new (FALSE, FALSE, sizeof (double)) };
  const char      *text = descent_function_get_text (descent_run_get_settings (scene->run)->function);
  g_autofree char *pretty = scene_prettify (text);
  g_autofree char *label = g_strdup_printf ("f(x) = %s", pretty);

  g_array_append_vals (samples.xs, first, FIRST_SAMPLES);
  g_array_append_vals (samples.ys, scene->curve_ys, FIRST_SAMPLES);
  refine (scene, &samples, view->y_max - view->y_min);
  cut_poles (&samples, view);
  g_clear_pointer (&scene->curve, plot_mark_unref);
  scene->curve = plot_mark_new_curve ((const double *) (void *) samples.xs->data,
                                      (const double *) (void *) samples.ys->data, samples.xs->len, PLOT_ROLE_CURVE, label);
  plot_figure_set_labels (scene->figure, "x", label);
  g_array_unref (samples.xs);
  g_array_unref (samples.ys);
}

static void
show (SceneDescent *scene)
{
  g_autofree double *first = scene_spread (scene->view.x_min, scene->view.x_max, FIRST_SAMPLES);
  PlotRange          view = fit_view (scene);

  trace_curve (scene, first, &view);
  plot_figure_set_range (scene->figure, &view);
}

static void
draw_function (SceneDescent *scene)
{
  g_autofree double *first = scene_spread (scene->view.x_min, scene->view.x_max, FIRST_SAMPLES);

  g_free (scene->curve_ys);
  scene->curve_ys = evaluate (scene, first, FIRST_SAMPLES);
  show (scene);
}

/* Another run may reach other heights; else the curve is what it was. */
static void
follow_run (SceneDescent *scene)
{
  PlotRange view = fit_view (scene);
  PlotRange shown = plot_figure_get_range (scene->figure);

  if (view.y_min != shown.y_min || view.y_max != shown.y_max)
    show (scene);
}

static PlotRange
choose_view (SceneDescent *scene)
{
  double reach = MAX (1, fabs (scene->xs[0]) * 1.1);

  return (PlotRange){ -reach, reach, 0, 0 };
}

static void
draw_trail (SceneDescent *scene)
{
  scene_draw_path (scene, plot_mark_ref (scene->curve), FALSE);
}

static void
draw_cursor (SceneDescent *scene)
{
  double              part;
  guint               k = scene_get_point (scene, &part);
  const DescentPoint *point = descent_run_get_point (scene->run, k);

  scene_draw_head (scene, plot_mark_new_slope (point->x[0], point->value, point->gradient[0], PLOT_ROLE_TANGENT), FALSE);
}

/* The cross stands on the curve, where there is any; else where the pointer is. */
static void
draw_pointer (SceneDescent *scene)
{
  const DescentSettings *settings = descent_run_get_settings (scene->run);
  PlotRange              range = plot_figure_get_range (scene->figure);
  double                 x = scene->pointer[0], y = scene->pointer[1], value, slope;
  g_autofree char       *x_text = plot_number_format (x, READING_DIGITS);
  g_autofree char       *value_text = NULL, *slope_text = NULL, *text = NULL;
  PlotMark              *mark;

  descent_function_evaluate (settings->function, settings->dtype, &x, &value, &slope);
  value_text = plot_number_format (value, READING_DIGITS);
  slope_text = plot_number_format (slope, READING_DIGITS);
  text = g_strdup_printf ("x  %s\nf(x)  %s\nf′(x)  %s", x_text, value_text, slope_text);
  if (value >= range.y_min && value <= range.y_max)
    y = value;
  mark = plot_mark_new_crosshair (x, y, text);
  plot_figure_take_marks (scene->figure, PLOT_LAYER_POINTER, &mark, 1);
}

const SceneKind scene_curve = {
  .name = N_ ("Curve plot"),
  .choose_view = choose_view,
  .draw_function = draw_function,
  .follow_run = follow_run,
  .draw_trail = draw_trail,
  .draw_cursor = draw_cursor,
  .draw_pointer = draw_pointer,
};
