/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The PyTorch program of a run, run by PyTorch, prints the run's numbers. Skipped where there is no PyTorch.
 *
 * Arithmetic, powers with the usual exponents, roots, abs, min and max are rounded correctly by every PyTorch, and so
 * the bits must agree. Sine, exponential and the like are not: some builds are a unit in the last place off here and
 * there, which a descent then carries along. How far is no matter of taste: the test carries the same error through
 * the run's own linearisation, and allows that. Where PyTorch's functions are exact, nothing is allowed. */

#include "descent/descent-export.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include <gio/gio.h>

#include "descent/descent-preset.h"

typedef struct
{
  DescentRun *run;
  gboolean    exact; /* must agree to the bit whatever the build */
} Case;

static void
clear_case (gpointer data)
{
  descent_run_unref (((Case *) data)->run);
}

/* The last is an exponent that is no float32: PyTorch keeps it in double for a single number but rounds it for long
 * vectors; the engine rounds it for all. */
static gboolean
uses_inexact_functions (DescentFunction *function)
{
  const char *const inexact[] = { "sin", "cos", "tan", "exp", "log", "sigmoid", "**x", "**y", "**2.5", "**5", "**1.0001" };
  g_autofree char  *python = descent_function_to_python (function);

  for (gsize i = 0; i < G_N_ELEMENTS (inexact); i++)
    if (strstr (python, inexact[i]) != NULL)
      return TRUE;
  return FALSE;
}

static void
add_case (GArray                *cases,
          const char            *text,
          const DescentSettings *settings,
          guint                  n_inputs)
{
  g_autoptr (GError) error = NULL;
  DescentSettings whole = *settings;
  Case            added;

  whole.function = descent_function_new (text, n_inputs, &error);
  g_assert_no_error (error);
  added.run = descent_run_new (&whole, &error);
  g_assert_no_error (error);
  added.exact = !uses_inexact_functions (whole.function);
  g_array_append_val (cases, added);
  descent_function_unref (whole.function);
}

static GArray *
create_cases (void)
{
  GArray *cases = g_array_new (FALSE, FALSE, sizeof (Case));

  g_array_set_clear_func (cases, clear_case);
  return cases;
}

static char *
join_scripts (GArray *cases)
{
  GString *scripts = g_string_new (NULL);

  for (guint i = 0; i < cases->len; i++)
    {
      g_autofree char *script = descent_run_to_python (g_array_index (cases, Case, i).run);

      g_string_append_printf (scripts, "%s%s", i > 0 ? "%%\n" : "", script);
    }
  return g_string_free (scripts, FALSE);
}

/* What Python prints, cut at the lines “%%”; NULL if there is no PyTorch. The first piece starts with a line that
 * says whether it is exact. */
static char **
run_scripts (GArray *cases)
{
  g_autofree char *driver = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "descent", "run_scripts.py", NULL);
  g_autofree char *scripts = join_scripts (cases);
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) python = NULL;

  g_subprocess_launcher_unsetenv (launcher, "MALLOC_CHECK_"); /* it triples the time that PyTorch takes */
  python = g_subprocess_launcher_spawn (launcher, &error, "/usr/bin/python3", driver, NULL);
  if (python == NULL)
    return NULL;
  g_assert_true (g_subprocess_communicate_utf8 (python, scripts, NULL, &output, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (python));
  if (g_str_has_prefix (output, "missing"))
    return NULL;
  return g_strsplit (output, "%%\n", -1);
}

/* How far x, x.grad and the value may be from the run's own, after each step. */
typedef struct
{
  double x;
  double grad;
} Doubt;

static double
largest_of (const double *values,
            guint         n)
{
  return n == 1 ? fabs (values[0]) : MAX (fabs (values[0]), fabs (values[1]));
}

/* |Δx'| ≤ |Δx| + lr·|Δgrad|, where a gradient that is not accumulated has |Δgrad| ≤ |f″|·|Δx| and rounding. The norm
 * of 1 − lr·f″ would be less where steps contract; then the error stays what it was. */
static void
carry_doubt (const DescentSettings *settings,
             const DescentPoint    *point,
             double                 gradient_scale,
             Doubt                 *doubt)
{
  guint  n = descent_function_get_n_inputs (settings->function);
  double hessian[4], curvature = 0, growth;
  double rounding = 4 * FLT_EPSILON * gradient_scale;

  descent_function_hessian (settings->function, GRAD_FLOAT64, point->x, hessian);
  for (guint i = 0; i < n; i++)
    curvature = MAX (curvature, fabs (hessian[i * n]) + (n > 1 ? fabs (hessian[i * n + 1]) : 0));
  if (settings->zero_gradients)
    {
      growth = n == 1 ? MAX (1, fabs (1 - settings->lr * hessian[0])) : 1 + settings->lr * curvature;
      doubt->x = growth * doubt->x + settings->lr * rounding;
    }
  else
    {
      doubt->grad += curvature * doubt->x + rounding;
      doubt->x += settings->lr * doubt->grad;
    }
  doubt->x += FLT_EPSILON * largest_of (point->x, n);
}

static void
compare_number (double ours,
                double theirs,
                double doubt)
{
  if (isnan (ours) && isnan (theirs))
    return;
  if (ours != theirs && !(fabs (ours - theirs) <= doubt))
    g_error ("%.17g is not %.17g, and the doubt is %.3g", ours, theirs, doubt);
}

static void
compare_line (const DescentRun *run,
              guint             k,
              const char       *line,
              gboolean          exact,
              const Doubt      *doubt)
{
  const DescentSettings *settings = descent_run_get_settings (run);
  const DescentPoint    *point = descent_run_get_point (run, k);
  guint                  n = descent_function_get_n_inputs (settings->function);
  char                  *end = (char *) line;
  double                 slope = largest_of (point->gradient, n) + 10 * doubt->x;

  for (guint i = 0; i < n; i++)
    compare_number (point->x[i], g_ascii_strtod (end, &end), exact ? 0 : doubt->x);
  compare_number (point->value, g_ascii_strtod (end, &end),
                  exact ? 0 : 2 * slope * doubt->x + 4 * FLT_EPSILON * MAX (1, fabs (point->value)));
}

static double
find_gradient_scale (const DescentRun *run)
{
  guint  n = descent_function_get_n_inputs (descent_run_get_settings (run)->function);
  double scale = 1;

  for (guint k = 0; k < descent_run_get_n_points (run); k++)
    scale = MAX (scale, largest_of (descent_run_get_point (run, k)->gradient, n));
  return scale;
}

static void
compare_case (const Case *compared,
              const char *output,
              gboolean    exact)
{
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);
  const DescentSettings *settings = descent_run_get_settings (compared->run);
  double                 scale = find_gradient_scale (compared->run);
  Doubt                  doubt = { 0, 0 };

  g_test_message ("%s, zeroing %d", descent_function_get_text (settings->function), settings->zero_gradients);
  g_assert_cmpuint (g_strv_length (lines), ==, descent_run_get_n_points (compared->run) + 1);
  for (guint k = 0; k < descent_run_get_n_points (compared->run); k++)
    {
      compare_line (compared->run, k, lines[k], exact || compared->exact, &doubt);
      if (!compared->exact)
        carry_doubt (settings, descent_run_get_point (compared->run, k), scale, &doubt);
    }
}

static void
compare_cases (GArray *cases)
{
  g_auto (GStrv) outputs = run_scripts (cases);
  gboolean exact;

  if (outputs == NULL)
    {
      g_test_skip ("there is no PyTorch: install python3-torch to compare with it");
      return;
    }
  exact = g_str_has_prefix (outputs[0], "exact");
  g_test_message ("PyTorch's functions are %s", exact ? "exact" : "approximate");
  for (guint i = 0; i < cases->len; i++)
    compare_case (&g_array_index (cases, Case, i), i == 0 ? strchr (outputs[0], '\n') + 1 : outputs[i], exact);
}

static void
presets_print_the_same_numbers (void)
{
  g_autoptr (GArray) cases = create_cases ();

  for (guint n_inputs = 1; n_inputs <= 2; n_inputs++)
    for (gboolean zero_gradients = 0; zero_gradients <= 1; zero_gradients++)
      {
        guint                n_presets;
        const DescentPreset *presets = descent_preset_list (n_inputs, &n_presets);

        for (guint i = 0; i < n_presets; i++)
          {
            DescentSettings settings = { NULL, GRAD_FLOAT32, { presets[i].start[0], presets[i].start[1] }, presets[i].lr, MIN (presets[i].n_steps, 500), zero_gradients };

            add_case (cases, presets[i].text, &settings, n_inputs);
          }
      }
  compare_cases (cases);
}

/* Every way in which an expression reaches PyTorch. */
static void
expressions_print_the_same_numbers (void)
{
  const char *const curves[] = {
    "x**3 - x**2 + x**-1",
    "x**0 + x**1 + x**2.0 + x**0.5 + x**-0.5 + x**-2",
    "3/x + x/3",
    "0.1/x + x/0.1",
    "2 - x - 0.1x",
    "min(x, 0.7) + max(0.3x, -1)",
    "max(x, 0.9) + min(x, 0.9)",
    "|x||x-1|",
    "relu(x - 0.5)x",
    "(-x)**3 + -x**2",
    "sqrt(x)x",
    "9007199254740993x/2**53",
    "2**70x/2**69",
    "1e39x/1e39",
    "x/3/7",
    "x*(1/3)",
    "pi/4 x + e",
    "--x + +x",
    "x",
    "abs(-3)x**2",
    "-0.0x",
    "pow(x, 4)",
    "x**5",
    "sin(x) + cos(2x)",
    "tan(x) + atan(x)",
    "asin(x/2) + acos(x/3)",
    "sinh(x) + cosh(x)",
    "tanh(3x)",
    "exp(x) + log(x)",
    "sigmoid(2x)",
    "2**x",
    "x**x",
    "x**2.5",
    "x**1.0001",
    "exp(-x)/x",
    "1/(1 + exp(-x))",
  };
  const char *const surfaces[] = { "x", "y", "xy", "x**2 - 3xy", "max(x, y) + min(x, 2y)", "x**y", "x/y", "(x + y)**2/(x - y)", "-0.0x - 0.0y", "y**2 + |x|" };
  DescentSettings   settings = { NULL, GRAD_FLOAT32, { 0.9, 0.4 }, 0.01, 12, TRUE };
  g_autoptr (GArray) cases = create_cases ();

  for (gsize i = 0; i < G_N_ELEMENTS (curves); i++)
    add_case (cases, curves[i], &settings, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (surfaces); i++)
    add_case (cases, surfaces[i], &settings, 2);
  compare_cases (cases);
}

static void
overflow_and_float64_print_the_same_numbers (void)
{
  DescentSettings bounce = { NULL, GRAD_FLOAT32, { 100 }, 1.1, 470, TRUE };
  DescentSettings precise = { NULL, GRAD_FLOAT64, { 0.9, 0.4 }, 0.1, 50, TRUE };
  DescentSettings tiny = { NULL, GRAD_FLOAT32, { 100 }, 1e-60, 3, TRUE };
  DescentSettings huge = { NULL, GRAD_FLOAT32, { 1 }, 1e60, 3, TRUE };
  g_autoptr (GArray) cases = create_cases ();

  add_case (cases, "x**2", &bounce, 1);
  add_case (cases, "x**2", &tiny, 1);
  add_case (cases, "x**2", &huge, 1);
  add_case (cases, "x**2 + 0.1x + min(x, 0.3)", &precise, 1);
  add_case (cases, "(1 - x)**2 + (y - x**2)**2/3", &precise, 2);
  compare_cases (cases);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/descent/python/presets-print-the-same-numbers", presets_print_the_same_numbers);
  g_test_add_func ("/descent/python/expressions-print-the-same-numbers", expressions_print_the_same_numbers);
  g_test_add_func ("/descent/python/overflow-and-float64-print-the-same-numbers", overflow_and_float64_print_the_same_numbers);
  return g_test_run ();
}
