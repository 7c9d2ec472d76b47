/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* fuzz-ops COUNT [SEED]: calls rows of the op table with arguments that have the right types and otherwise anything:
 * dtypes, shapes, views, indices, sizes, infinities. A call may be refused, with an error; it must not end the program, nor
 * read or write where it should not, which the sanitizers see. What comes of a call is differentiated, printed, and kept
 * as an argument for later ones. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "grad/grad-autograd.h"
#include "grad/grad-index.h"
#include "grad/grad-node.h"
#include "grad/grad-op.h"
#include "grad/grad-repr.h"
#include "grad/grad-schema.h"

enum
{
  MAX_ARGUMENTS = 12,
  MAX_LIST = 5,
  POOL = 24,
  MAX_ELEMENTS = 4096, /* of what is kept */
};

typedef struct
{
  GRand      *rand;
  GradTensor *pool[POOL];
  guint64     n_accepted, n_refused;
} Fuzz;

static guint
choose (Fuzz *fuzz,
        guint n)
{
  return (guint) g_rand_int_range (fuzz->rand, 0, (gint32) n);
}

static gint64
make_integer (Fuzz *fuzz)
{
  static const gint64 extremes[] = { G_MAXINT64, G_MININT64, G_MAXINT64 - 1, G_GINT64_CONSTANT (1) << 45, -(G_GINT64_CONSTANT (1) << 33) };

  if (choose (fuzz, 24) == 0)
    return extremes[choose (fuzz, G_N_ELEMENTS (extremes))];
  return (gint64) choose (fuzz, 8) - 3;
}

static double
make_number (Fuzz *fuzz)
{
  static const double extremes[] = { NAN, INFINITY, -INFINITY, 0.0, -0.0, 1e308, -1e308, 5e-324, 1e30, 9.3e18, -9.3e18 };

  if (choose (fuzz, 8) == 0)
    return extremes[choose (fuzz, G_N_ELEMENTS (extremes))];
  return g_rand_double_range (fuzz->rand, -3, 3);
}

/* A new tensor of any dtype with up to four dimensions. */
static GradTensor *
make_tensor (Fuzz *fuzz)
{
  const GradDType dtype = (GradDType) choose (fuzz, 4);
  const guint     n_dims = choose (fuzz, 5);
  gint64          shape[4], n = 1;
  GradTensor     *tensor;

  for (guint d = 0; d < n_dims; d++)
    n *= shape[d] = choose (fuzz, 4);
  tensor = grad_tensor_new (dtype, shape, n_dims, NULL, NULL);
  for (gint64 i = 0; i < n; i++)
    switch (dtype)
      {
      case GRAD_BOOL:
        ((guint8 *) grad_tensor_get_data (tensor))[i] = (guint8) choose (fuzz, 2);
        break;
      case GRAD_INT64:
        ((gint64 *) grad_tensor_get_data (tensor))[i] = make_integer (fuzz);
        break;
      case GRAD_FLOAT32:
        ((float *) grad_tensor_get_data (tensor))[i] = (float) make_number (fuzz);
        break;
      default:
        ((double *) grad_tensor_get_data (tensor))[i] = make_number (fuzz);
        break;
      }
  if (grad_dtype_is_floating_point (dtype) && choose (fuzz, 3) > 0)
    grad_tensor_set_requires_grad (tensor, TRUE, NULL);
  return tensor;
}

/* One of the pool, borrowed; now and then it is a new one, or a number. */
static GradTensor *
pick_tensor (Fuzz *fuzz)
{
  GradTensor **place = &fuzz->pool[choose (fuzz, POOL)];

  if (*place == NULL || choose (fuzz, 4) == 0)
    {
      g_clear_pointer (place, grad_tensor_unref);
      switch (choose (fuzz, 12))
        {
        case 0:
          *place = grad_tensor_new_number (make_number (fuzz));
          break;
        case 1:
          *place = grad_tensor_new_integer (make_integer (fuzz));
          break;
        default:
          *place = make_tensor (fuzz);
          break;
        }
    }
  return *place;
}

/* The arguments of a call and what they borrow from: the tensors are held, as a call may change the pool's places. */
typedef struct
{
  GradValue   values[MAX_ARGUMENTS];
  gint64      integers[MAX_ARGUMENTS][MAX_LIST];
  GradTensor *tensors[MAX_ARGUMENTS][MAX_LIST];
  GPtrArray  *held;
} Arguments;

static GradTensor *
hold (Fuzz      *fuzz,
      Arguments *arguments)
{
  GradTensor *tensor = grad_tensor_ref (pick_tensor (fuzz));

  g_ptr_array_add (arguments->held, tensor);
  return tensor;
}

static GradValue
make_list (Fuzz               *fuzz,
           Arguments          *arguments,
           guint               i,
           const GradArgument *argument)
{
  const guint n = choose (fuzz, MAX_LIST);

  for (guint k = 0; k < n; k++)
    if (argument->type == GRAD_TYPE_IS_TENSOR)
      arguments->tensors[i][k] = argument->accepts_none && choose (fuzz, 3) == 0 ? NULL : hold (fuzz, arguments);
    else
      arguments->integers[i][k] = make_integer (fuzz);
  return argument->type == GRAD_TYPE_IS_TENSOR ? GRAD_VALUE_OF_TENSORS (arguments->tensors[i], n)
                                               : GRAD_VALUE_OF_INTS (arguments->integers[i], n);
}

static GradValue
make_scalar (Fuzz *fuzz)
{
  switch (choose (fuzz, 4))
    {
    case 0:
      return GRAD_VALUE_OF_INT (make_integer (fuzz));
    case 1:
      return GRAD_VALUE_OF_BOOL ((gboolean) choose (fuzz, 2));
    default:
      return GRAD_VALUE_OF_FLOAT (make_number (fuzz));
    }
}

static GradValue
make_value (Fuzz               *fuzz,
            Arguments          *arguments,
            guint               i,
            const GradArgument *argument)
{
  static const char *const words[] = { "mean", "sum", "none", "avg", "" };

  if (!argument->required && choose (fuzz, 2) == 0)
    return (GradValue){ .type = GRAD_VALUE_DEFAULT };
  if (argument->accepts_none && choose (fuzz, 6) == 0)
    return (GradValue){ .type = GRAD_VALUE_NONE };
  if (argument->is_list)
    return make_list (fuzz, arguments, i, argument);
  switch (argument->type)
    {
    case GRAD_TYPE_IS_TENSOR:
      return GRAD_VALUE_OF_TENSOR (hold (fuzz, arguments));
    case GRAD_TYPE_IS_SCALAR:
    case GRAD_TYPE_IS_FLOAT:
      return make_scalar (fuzz);
    case GRAD_TYPE_IS_INT:
      return GRAD_VALUE_OF_INT (make_integer (fuzz));
    case GRAD_TYPE_IS_BOOL:
      return GRAD_VALUE_OF_BOOL ((gboolean) choose (fuzz, 2));
    case GRAD_TYPE_IS_STRING:
      return GRAD_VALUE_OF_STRING (words[choose (fuzz, G_N_ELEMENTS (words))]);
    default:
      return GRAD_VALUE_OF_DTYPE ((GradDType) choose (fuzz, 4));
    }
}

/* Prints the tensor, goes backward from it, and keeps it (transfer full) if it is small. */
static void
use (Fuzz       *fuzz,
     GradTensor *tensor)
{
  static const GradBackwardFlags flags[] = { GRAD_BACKWARD_DEFAULT, GRAD_BACKWARD_RETAIN_GRAPH };
  g_autoptr (GError) error = NULL, unused = NULL;
  g_autoptr (GradTensor) gradient = NULL;
  GradTensor **place = &fuzz->pool[choose (fuzz, POOL)];
  const gint64 n = grad_tensor_get_n_elements (tensor);

  if (n <= MAX_ELEMENTS && choose (fuzz, 3) == 0)
    {
      g_autofree char *text = grad_tensor_to_string (tensor, "tensor", NULL);

      g_assert_true (g_str_has_prefix (text, "tensor("));
    }
  if (choose (fuzz, 2) == 0 && grad_tensor_get_requires_grad (tensor))
    {
      g_autoptr (GradTensor) total = n <= MAX_ELEMENTS ? grad_op_call (grad_op_lookup ("sum"), &tensor, 1, NULL) : NULL;

      /* A .grad with a history would be a circle of references, as in PyTorch: only asked for, it is none. */
      if (total != NULL && choose (fuzz, 4) == 0)
        grad_autograd_grad (&total, 1, NULL, &tensor, 1, GRAD_BACKWARD_CREATE_GRAPH | GRAD_BACKWARD_ALLOW_UNUSED, &gradient, &unused);
      if (total != NULL && !grad_tensor_backward (total, NULL, flags[choose (fuzz, G_N_ELEMENTS (flags))], &error))
        g_assert_nonnull (error);
    }
  if (n > MAX_ELEMENTS)
    {
      grad_tensor_unref (tensor);
      return;
    }
  g_clear_pointer (place, grad_tensor_unref);
  *place = tensor;
}

static const GradOp *
pick_op (Fuzz *fuzz)
{
  guint                n_ops, i;
  const GradOp *const *ops = grad_op_list (&n_ops);

  do
    i = choose (fuzz, n_ops);
  while (grad_op_is_internal (ops[i]));
  return ops[i];
}

static void
fuzz_call (Fuzz *fuzz)
{
  guint               n;
  const GradOp       *op = pick_op (fuzz);
  const GradArgument *schema = grad_op_get_arguments (op, &n);
  Arguments           arguments = { .held = g_ptr_array_new_with_free_func ((GDestroyNotify) grad_tensor_unref) };
  g_autoptr (GPtrArray) more = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GradTensor *result;

  g_assert_cmpuint (n, <=, MAX_ARGUMENTS);
  for (guint i = 0; i < n; i++)
    arguments.values[i] = make_value (fuzz, &arguments, i, &schema[i]);
  if (getenv ("FUZZ_VERBOSE") != NULL)
    fprintf (stderr, "%s\n", grad_op_get_schema (op));
  result = grad_op_call_full (op, arguments.values, n, more, &error);
  g_assert_true (result != NULL || error != NULL || g_str_equal (grad_op_get_name (op), "unbind") || g_str_equal (grad_op_get_name (op), "split"));
  g_assert_true (result == NULL || error == NULL);
  if (result != NULL)
    {
      fuzz->n_accepted++;
      use (fuzz, result);
      for (guint i = 0; i < more->len; i++)
        use (fuzz, more->pdata[i]);
    }
  else
    fuzz->n_refused++;
  g_ptr_array_unref (arguments.held);
}

static void
fuzz_index (Fuzz *fuzz)
{
  GradIndex   parts[MAX_LIST];
  const guint n = choose (fuzz, MAX_LIST + 1);
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func ((GDestroyNotify) grad_tensor_unref);
  g_autoptr (GradTensor) x = grad_tensor_ref (pick_tensor (fuzz)), value = grad_tensor_ref (pick_tensor (fuzz));
  g_autoptr (GError) error = NULL;
  GradTensor *result;

  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (held, grad_tensor_ref (pick_tensor (fuzz)));
      parts[i] = (GradIndex){ (GradIndexType) choose (fuzz, 6), make_integer (fuzz), make_integer (fuzz), make_integer (fuzz),
                              make_integer (fuzz), held->pdata[i] };
    }
  if (choose (fuzz, 3) == 0)
    {
      if (!grad_tensor_set_index (x, parts, n, value, &error))
        g_assert_nonnull (error);
      return;
    }
  result = grad_tensor_index (x, parts, n, &error);
  g_assert_true ((result == NULL) == (error != NULL));
  if (result != NULL)
    use (fuzz, result);
}

int
main (int   argc,
      char *argv[])
{
  const guint64 count = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 20000;
  const guint32 seed = argc > 2 ? (guint32) g_ascii_strtoull (argv[2], NULL, 10) : 1;
  Fuzz          fuzz = { .rand = g_rand_new_with_seed (seed) };

  for (guint64 i = 0; i < count; i++)
    if (choose (&fuzz, 12) == 0)
      fuzz_index (&fuzz);
    else
      fuzz_call (&fuzz);
  for (guint i = 0; i < POOL; i++)
    g_clear_pointer (&fuzz.pool[i], grad_tensor_unref);
  g_rand_free (fuzz.rand);
  printf ("%" G_GUINT64_FORMAT " calls accepted, %" G_GUINT64_FORMAT " refused\n", fuzz.n_accepted, fuzz.n_refused);
  return 0;
}
