/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* fuzz-parser [COUNT [SEED]]: random texts through parser, engine, compiler, Python and diagnosis. Half follow the
 * grammar, in all its spellings; half of those, and texts from nowhere, have bytes changed. What is accepted must
 * compute, differentiate twice, compile to the same bits, mean the same when its Python is read again, and give runs
 * that can be told in words; what is refused must say where and why, in one sentence. The sanitizers watch the rest. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "descent/descent-diagnosis.h"
#include "descent/descent-error.h"
#include "descent/descent-evaluator.h"

typedef struct
{
  GRand *random;
  guint  n_inputs;
  guint  n_accepted;
  guint  n_refused;
  guint  n_reread;
} Fuzz;

#define PICK(fuzz, list) (list)[g_rand_int_range ((fuzz)->random, 0, G_N_ELEMENTS (list))]

static const char *const operators[] = { "+", "-", "*", "/", "**", "^", " ", "", "·", "×", "÷", "−", " + ", " * " };
static const char *const functions[] = { "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "log", "ln", "sqrt", "abs", "sigmoid", "relu", "arctan" };
static const char *const pairs[] = { "min", "max", "pow", "minimum", "maximum" };
static const char *const numbers[] = { "0", "1", "2", "3", "10", "0.5", ".1", "1e-3", "2e3", "1e38", "1e-40", "9223372036854775807", "9007199254740993", "pi", "π", "e", "-1", "2.", "1e309" };
static const char *const variables[] = { "x", "y", "x0", "x1", "x", "x", "xy", "xx" };
static const char *const pieces[] = { "(", ")", "|", ",", "**", "²", "sin", "x", "=", "..", "\xff", "（", "π", "\t", "1e", "%", "max(", "((((", "||||", "----" };

static void append_expression (Fuzz    *fuzz,
                               GString *text,
                               int      depth);

static void
append_operand (Fuzz    *fuzz,
                GString *text,
                int      depth)
{
  int kind = g_rand_int_range (fuzz->random, 0, depth > 0 ? 9 : 4);

  if (kind < 2)
    g_string_append (text, PICK (fuzz, variables));
  else if (kind < 4)
    g_string_append (text, PICK (fuzz, numbers));
  else if (kind == 6)
    g_string_append_c (text, '|');
  else if (kind == 7)
    g_string_append_printf (text, "%s(", PICK (fuzz, functions));
  else if (kind == 8)
    g_string_append_printf (text, "%s(", PICK (fuzz, pairs));
  else
    g_string_append_c (text, '(');
  if (kind < 4)
    return;
  append_expression (fuzz, text, depth - 1);
  if (kind == 8)
    {
      g_string_append (text, ", ");
      append_expression (fuzz, text, depth - 1);
    }
  g_string_append_c (text, kind == 6 ? '|' : ')');
}

static void
append_expression (Fuzz    *fuzz,
                   GString *text,
                   int      depth)
{
  int n = g_rand_int_range (fuzz->random, 1, 4);

  for (int i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (text, PICK (fuzz, operators));
      if (g_rand_int_range (fuzz->random, 0, 8) == 0)
        g_string_append_c (text, '-');
      append_operand (fuzz, text, depth);
      if (g_rand_int_range (fuzz->random, 0, 10) == 0)
        g_string_append (text, g_rand_boolean (fuzz->random) ? "²" : "**2");
    }
}

static void
mutate (Fuzz    *fuzz,
        GString *text)
{
  for (int n = g_rand_int_range (fuzz->random, 1, 5); n > 0; n--)
    {
      gssize place = g_rand_int_range (fuzz->random, 0, (gint32) text->len + 1);

      switch (g_rand_int_range (fuzz->random, 0, 4))
        {
        case 0:
          g_string_truncate (text, (gsize) place);
          break;
        case 1:
          if (place < (gssize) text->len)
            text->str[place] = (char) g_rand_int_range (fuzz->random, 1, 256);
          break;
        case 2:
          if (place < (gssize) text->len)
            g_string_erase (text, place, 1);
          break;
        default:
          g_string_insert (text, place, PICK (fuzz, pieces));
        }
    }
}

static char *
create_text (Fuzz *fuzz)
{
  GString *text = g_string_new (NULL);
  int      kind = g_rand_int_range (fuzz->random, 0, 8);

  if (kind > 0)
    append_expression (fuzz, text, g_rand_int_range (fuzz->random, 0, 5));
  else
    for (int n = g_rand_int_range (fuzz->random, 0, 12); n > 0; n--)
      g_string_append (text, PICK (fuzz, pieces));
  if (kind < 4)
    mutate (fuzz, text);
  return g_string_free (text, FALSE);
}

/* The Python of a function in our own words. */
static char *
translate (const char *python)
{
  const char *const foreign[] = { "torch.", "math.", "x.new_tensor" };
  char             *text = g_strdup (python);

  for (gsize i = 0; i < G_N_ELEMENTS (foreign); i++)
    {
      g_auto (GStrv) parts = g_strsplit (text, foreign[i], -1);

      g_free (text);
      text = g_strjoinv ("", parts);
    }
  return text;
}

static gboolean
is_same (double a,
         double b)
{
  return a == b || (isnan (a) && isnan (b));
}

static void
compare (const char      *text,
         DescentFunction *a,
         DescentFunction *b,
         const double    *x)
{
  double values[2], gradients[2][DESCENT_MAX_INPUTS] = { { 0 } };

  descent_function_evaluate (a, GRAD_FLOAT32, x, &values[0], gradients[0]);
  descent_function_evaluate (b, GRAD_FLOAT32, x, &values[1], gradients[1]);
  if (!is_same (values[0], values[1]) || !is_same (gradients[0][0], gradients[1][0]) || !is_same (gradients[0][1], gradients[1][1]))
    g_error ("read again, its Python means something else: %s", text);
}

static gboolean
has_same_bits (double a,
               double b)
{
  return (isnan (a) && isnan (b)) || (a == b && signbit (a) == signbit (b));
}

/* The compiled function is the eager engine to the bit, in both dtypes. */
static void
check_compiled (const char      *text,
                DescentFunction *function,
                const double    *x)
{
  const GradDType dtypes[] = { GRAD_FLOAT32, GRAD_FLOAT64 };

  for (gsize i = 0; i < G_N_ELEMENTS (dtypes); i++)
    {
      g_autoptr (DescentEvaluator) compiled = descent_evaluator_new (function, dtypes[i]);
      g_autoptr (DescentEvaluator) eager = descent_evaluator_new_eager (function, dtypes[i]);
      double values[2], gradients[2][DESCENT_MAX_INPUTS] = { { 0 } };

      descent_evaluator_evaluate (compiled, x, &values[0], gradients[0]);
      descent_evaluator_evaluate (eager, x, &values[1], gradients[1]);
      if (!has_same_bits (values[0], values[1]) || !has_same_bits (gradients[0][0], gradients[1][0]) ||
          !has_same_bits (gradients[0][1], gradients[1][1]))
        g_error ("compiled for %s, at (%.17g, %.17g) it is %.9g (%.9g, %.9g), but %.9g (%.9g, %.9g) by the engine: %s",
                 grad_dtype_get_name (dtypes[i]), x[0], x[1], values[0], gradients[0][0], gradients[0][1], values[1],
                 gradients[1][0], gradients[1][1], text);
    }
}

/* A run from anywhere, at any rate, has a verdict and a sentence. */
static void
check_diagnosis (Fuzz            *fuzz,
                 const char      *text,
                 DescentFunction *function)
{
  DescentSettings settings = { function, g_rand_boolean (fuzz->random) ? GRAD_FLOAT32 : GRAD_FLOAT64, { g_rand_double_range (fuzz->random, -3, 3), g_rand_double_range (fuzz->random, -3, 3) }, pow (10, g_rand_double_range (fuzz->random, -6, 3)), (guint) g_rand_int_range (fuzz->random, 0, 40), g_rand_boolean (fuzz->random) };
  g_autoptr (DescentRun) run = descent_run_new (&settings, NULL);
  g_autoptr (DescentDiagnosis) diagnosis = descent_diagnosis_new (run);

  if (diagnosis->sentence == NULL || *diagnosis->sentence == '\0' || strchr (diagnosis->sentence, '\n') != NULL)
    g_error ("no sentence about a run of %s", text);
}

static void
check_accepted (Fuzz            *fuzz,
                const char      *text,
                DescentFunction *function)
{
  const double     x[] = { g_rand_double_range (fuzz->random, -3, 3), g_rand_double_range (fuzz->random, -3, 3) };
  double           hessian[DESCENT_MAX_INPUTS * DESCENT_MAX_INPUTS];
  float            samples[6];
  g_autofree char *python = descent_function_to_python (function);
  g_autofree char *again = translate (python);
  g_autoptr (GError) error = NULL;
  g_autoptr (DescentFunction) reread = descent_function_new (again, fuzz->n_inputs, &error);

  fuzz->n_accepted++;
  if (fuzz->n_accepted % 10 == 0)
    check_diagnosis (fuzz, text, function);
  check_compiled (text, function, x);
  descent_function_hessian (function, GRAD_FLOAT64, x, hessian);
  descent_function_sample (function, (double[]){ -1, 0, 2 }, 3, (double[]){ 0.5, 1 }, 2, samples);
  if (reread == NULL && strlen (again) <= 900 && strstr (error->message, "nested") == NULL)
    g_error ("its Python is not read again: %s: %s: %s", text, again, error->message);
  if (reread == NULL)
    return;
  fuzz->n_reread++;
  compare (text, function, reread, x);
}

static void
check_refused (Fuzz         *fuzz,
               const char   *text,
               const GError *error)
{
  gsize start, length;

  fuzz->n_refused++;
  g_assert_error (error, DESCENT_ERROR, DESCENT_ERROR_SYNTAX);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_true (descent_error_get_span (error, &start, &length));
  g_assert_cmpuint (start + length, <=, strlen (text));
  g_assert_null (strchr (error->message, '\n'));
}

static void
try_text (Fuzz *fuzz)
{
  g_autofree char *text = create_text (fuzz);
  g_autoptr (GError) error = NULL;
  g_autoptr (DescentFunction) function = NULL;

  fuzz->n_inputs = g_rand_int_range (fuzz->random, 0, 4) == 0 ? 1 : 2;
  function = descent_function_new (text, fuzz->n_inputs, &error);
  if (function != NULL)
    check_accepted (fuzz, text, function);
  else
    check_refused (fuzz, text, error);
}

int
main (int   argc,
      char *argv[])
{
  guint count = argc > 1 ? (guint) atoi (argv[1]) : 20000;
  Fuzz  fuzz = { .random = g_rand_new_with_seed (argc > 2 ? (guint32) atoi (argv[2]) : 1) };

  for (guint i = 0; i < count; i++)
    try_text (&fuzz);
  g_print ("%u texts: %u accepted, %u of them read again from Python, %u refused\n",
           count, fuzz.n_accepted, fuzz.n_reread, fuzz.n_refused);
  g_rand_free (fuzz.random);
  return fuzz.n_accepted > count / 5 && fuzz.n_refused > count / 5 ? 0 : 1;
}
