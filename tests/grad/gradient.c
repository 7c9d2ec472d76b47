/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Gradients against central differences. The differences are taken in float64 also for float32, at the same points: then
 * only the gradient is rounded. */

#include "gradient.h"

#include <math.h>

#include "grad/grad-autograd.h"
#include "grad/grad-node.h"

enum
{
  MAX_NUMBERS = 256,
};

/* All elements of all inputs, one after the other. */
typedef struct
{
  double numbers[MAX_NUMBERS];
  guint  n;
} Point;

static guint
count (const GradientInput *input)
{
  guint n = 1;

  for (guint d = 0; d < input->n_dims; d++)
    n *= (guint) input->shape[d];
  return n;
}

static GradTensor *
call (const char *name,
      GradTensor *x,
      GradTensor *z)
{
  g_autoptr (GError) error = NULL;
  GradTensor *y = grad_op_call (grad_op_lookup (name), (GradTensor *[]){ x, z }, z != NULL ? 2 : 1, &error);

  g_assert_no_error (error);
  return y;
}

static GradTensor *
make_tensor (const GradientInput *input,
             const double        *numbers,
             GradDType            dtype)
{
  g_autoptr (GradTensor) x = grad_tensor_new (GRAD_FLOAT64, input->shape, input->n_dims, numbers, NULL);
  GradValue values[] = { GRAD_VALUE_OF_TENSOR (x), GRAD_VALUE_OF_DTYPE (dtype) };

  return grad_op_call_full (grad_op_lookup ("to"), values, 2, NULL, NULL);
}

static void
make_inputs (const GradientCheck *check,
             const Point         *point,
             GradDType            dtype,
             GradTensor         **inputs)
{
  guint n = 0;

  for (guint i = 0; i < check->n_inputs; i++)
    {
      inputs[i] = make_tensor (&check->inputs[i], point->numbers + n, dtype);
      g_assert_true (grad_tensor_set_requires_grad (inputs[i], TRUE, NULL));
      n += count (&check->inputs[i]);
    }
}

static void
clear_tensors (GradTensor **tensors,
               guint        n)
{
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&tensors[i], grad_tensor_unref);
}

/* Numbers that repeat nothing, of the shape of x. */
static GradTensor *
make_weights (GradTensor *x,
              guint       phase)
{
  const gint64       n = grad_tensor_get_n_elements (x);
  g_autofree double *numbers = g_new (double, (gsize) MAX (n, 1));
  GradientInput      shape = { .n_dims = grad_tensor_get_n_dims (x) };

  g_assert_cmpuint (shape.n_dims, <=, GRADIENT_MAX_DIMS);
  for (guint d = 0; d < shape.n_dims; d++)
    shape.shape[d] = grad_tensor_get_shape (x)[d];
  for (gint64 i = 0; i < n; i++)
    numbers[i] = 1.5 + cos (1.3 * (double) i + phase);
  return make_tensor (&shape, numbers, grad_tensor_get_dtype (x));
}

/* The sum of all, each with its weight; skips what has no gradient. NULL if that is nothing. Transfer full. */
static GradTensor *
sum_weighted (GradTensor *const *tensors,
              guint              n)
{
  GradTensor *total = NULL;

  for (guint i = 0; i < n; i++)
    if (tensors[i] != NULL && grad_tensor_get_requires_grad (tensors[i]))
      {
        g_autoptr (GradTensor) weights = make_weights (tensors[i], i);
        g_autoptr (GradTensor) product = call ("mul", weights, tensors[i]);
        g_autoptr (GradTensor) sum = call ("sum", product, NULL);
        GradTensor *more = total != NULL ? call ("add", total, sum) : grad_tensor_ref (sum);

        g_clear_pointer (&total, grad_tensor_unref);
        total = more;
      }
  return total;
}

static void
note_rows (const GradientCheck *check,
           GradTensor          *tensor)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  if (grad_tensor_get_grad_fn (tensor) != NULL)
    g_ptr_array_add (nodes, grad_tensor_get_grad_fn (tensor));
  for (guint i = 0; i < nodes->len; i++)
    {
      GradNode *node = nodes->pdata[i];

      if (!g_hash_table_add (seen, node) || grad_node_get_operation (node) == NULL)
        continue;
      g_hash_table_add (check->rows, (gpointer) grad_node_get_operation (node));
      for (guint k = 0; k < grad_node_get_n_next (node); k++)
        if (grad_node_get_next (node, k) != NULL)
          g_ptr_array_add (nodes, grad_node_get_next (node, k));
    }
}

static void
fail (const GradientCheck *check,
      const char          *format,
      ...) G_GNUC_PRINTF (2, 3);

static void
fail (const GradientCheck *check,
      const char          *format,
      ...)
{
  g_autofree char *text = NULL;
  va_list          arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_test_message ("%s: %s", check->name, text);
  g_test_fail ();
}

/* The weighted sum of the results at a point, recorded. NULL, reported, if the function refuses. Transfer full. */
static GradTensor *
run (const GradientCheck *check,
     GradTensor *const   *inputs)
{
  g_autoptr (GPtrArray) outputs = g_ptr_array_new_with_free_func ((GDestroyNotify) grad_tensor_unref);
  g_autoptr (GError) error = NULL;
  GradTensor *total;

  if (!check->function (inputs, outputs, check->data, &error))
    {
      fail (check, "%s", error != NULL ? error->message : "refused without an error");
      return NULL;
    }
  total = sum_weighted ((GradTensor *const *) outputs->pdata, outputs->len);
  if (total == NULL)
    fail (check, "its results have no gradient");
  return total;
}

static void
store (const GradientCheck *check,
       GradTensor *const   *gradients,
       double              *numbers)
{
  for (guint i = 0; i < check->n_inputs; i++)
    {
      const guint n = count (&check->inputs[i]);

      if (gradients[i] != NULL)
        grad_tensor_get_values (gradients[i], numbers);
      else
        memset (numbers, 0, n * sizeof *numbers);
      numbers += n;
    }
}

/* Value, gradient and the gradient of the weighted sum of the gradient, at a point. */
typedef struct
{
  double value, slope; /* slope: that sum */
  double first[MAX_NUMBERS], second[MAX_NUMBERS];
} Derivatives;

static gboolean
differentiate_twice (const GradientCheck *check,
                     GradTensor          *total,
                     GradTensor *const   *inputs,
                     Derivatives         *result)
{
  GradTensor *first[GRADIENT_MAX_INPUTS] = { NULL }, *second[GRADIENT_MAX_INPUTS] = { NULL };
  g_autoptr (GradTensor) slope = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  grad_tensor_item (total, &result->value, NULL);
  ok = grad_autograd_grad (&total, 1, NULL, inputs, check->n_inputs, GRAD_BACKWARD_CREATE_GRAPH | GRAD_BACKWARD_ALLOW_UNUSED, first, &error);
  if (ok)
    {
      store (check, first, result->first);
      slope = sum_weighted (first, check->n_inputs);
    }
  if (slope != NULL)
    {
      note_rows (check, slope);
      grad_tensor_item (slope, &result->slope, NULL);
      ok = grad_autograd_grad (&slope, 1, NULL, inputs, check->n_inputs, GRAD_BACKWARD_ALLOW_UNUSED, second, &error);
    }
  if (ok)
    store (check, second, result->second);
  else
    fail (check, "%s", error->message);
  clear_tensors (first, check->n_inputs);
  clear_tensors (second, check->n_inputs);
  return ok;
}

static gboolean
derive (const GradientCheck *check,
        const Point         *point,
        GradDType            dtype,
        Derivatives         *result)
{
  GradTensor *inputs[GRADIENT_MAX_INPUTS] = { NULL };
  g_autoptr (GradTensor) total = NULL;
  gboolean ok = FALSE;

  memset (result, 0, sizeof *result);
  make_inputs (check, point, dtype, inputs);
  total = run (check, inputs);
  if (total != NULL)
    {
      note_rows (check, total);
      ok = differentiate_twice (check, total, inputs, result);
    }
  clear_tensors (inputs, check->n_inputs);
  return ok;
}

static void
compare (const GradientCheck *check,
         const char          *what,
         guint                i,
         double               got,
         double               difference,
         double               tolerance)
{
  if (!(fabs (got - difference) <= tolerance * (1 + fabs (difference))))
    fail (check, "%s: element %u is %.9g, by central differences %.9g", what, i, got, difference);
}

static void
compare_all (const GradientCheck *check,
             const Point         *point,
             const Derivatives   *wide,
             const Derivatives   *narrow)
{
  const double h = 1e-5;

  for (guint i = 0; i < point->n; i++)
    {
      Point       shifted = *point;
      Derivatives above, below;

      shifted.numbers[i] = point->numbers[i] + h;
      if (!derive (check, &shifted, GRAD_FLOAT64, &above))
        return;
      shifted.numbers[i] = point->numbers[i] - h;
      if (!derive (check, &shifted, GRAD_FLOAT64, &below))
        return;
      compare (check, "gradient", i, wide->first[i], (above.value - below.value) / (2 * h), 1e-6);
      compare (check, "gradient in float32", i, narrow->first[i], (above.value - below.value) / (2 * h), 2e-4);
      compare (check, "second gradient", i, wide->second[i], (above.slope - below.slope) / (2 * h), 1e-5);
      compare (check, "second gradient in float32", i, narrow->second[i], (above.slope - below.slope) / (2 * h), 2e-3);
    }
}

void
gradient_check (GradientCheck *check)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_str_hash (check->name));
  Point       point = { .n = 0 };
  Derivatives wide, narrow;

  for (guint i = 0; i < check->n_inputs; i++)
    for (guint k = 0; k < count (&check->inputs[i]); k++)
      {
        g_assert_cmpuint (point.n, <, MAX_NUMBERS);
        /* A float32, so that both types stand at the same point. */
        point.numbers[point.n++] = (double) (float) g_rand_double_range (rand, check->inputs[i].low, check->inputs[i].high);
      }
  if (derive (check, &point, GRAD_FLOAT64, &wide) && derive (check, &point, GRAD_FLOAT32, &narrow))
    compare_all (check, &point, &wide, &narrow);
}
