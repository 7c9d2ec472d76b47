/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Vectors against single numbers: an elementwise operation on a dense tensor, which goes through the kernels of an
 * instruction set, gives for each element the bits that the operation gives for that element alone, and so does its
 * gradient; whatever is left over behind the last whole group of lanes. */

#include <math.h>
#include <string.h>

#include "grad/grad-autograd.h"
#include "grad/grad-op-private.h"
#include "grad/grad-sum.h"

enum
{
  LARGEST = 1000,
};

static const guint sizes[] = { 1, 5, 63, 64, 65, 130, LARGEST };

/* What stands at the side of a vector. */
typedef enum
{
  OTHER_VECTOR,
  OTHER_SCALAR,
  N_OTHERS,
} Other;

static GradTensor *
new_vector (GradDType     dtype,
            const double *values,
            guint         n)
{
  const gint64 shape = n;
  GradTensor  *tensor = grad_tensor_new (dtype, &shape, 1, NULL, NULL);
  const gsize  size = grad_dtype_get_size (dtype);

  for (guint i = 0; i < n; i++)
    grad_scalar_store (dtype, (char *) tensor->data + i * size, values[i]);
  return tensor;
}

static void
assert_same_bits (const GradTensor *vector,
                  guint             i,
                  GradTensor       *number,
                  const GradOp     *op,
                  const char       *what)
{
  const gsize  size = grad_dtype_get_size (number->dtype);
  const void  *element = (const char *) vector->data + i * size;
  const double a = grad_scalar_load (vector->dtype, element), b = grad_scalar_load (number->dtype, number->data);

  g_assert_cmpint (vector->dtype, ==, number->dtype);
  if (memcmp (element, number->data, size) != 0 && !(isnan (a) && isnan (b)))
    g_error ("%s, %s of element %u: %.17g in a vector, %.17g alone", grad_op_get_schema (op), what, i, a, b);
}

/* result = op (x, z); result.backward (g) */
static GradTensor *
call_and_differentiate (const GradOp *op,
                        GradTensor   *x,
                        GradTensor   *z,
                        GradTensor   *g)
{
  GradTensor *y = grad_op_call (op, (GradTensor *[]){ x, z }, op->n_inputs, NULL);

  g_assert_nonnull (y);
  g_assert_true (grad_tensor_set_requires_grad (x, TRUE, NULL));
  g_clear_pointer (&y, grad_tensor_unref);
  y = grad_op_call (op, (GradTensor *[]){ x, z }, op->n_inputs, NULL);
  g_assert_true (grad_tensor_backward (y, g, GRAD_BACKWARD_DEFAULT, NULL));
  return y;
}

static void
check_element (const GradOp     *op,
               GradDType         dtype,
               const double      numbers[3],
               guint             i,
               const GradTensor *x,
               const GradTensor *y)
{
  g_autoptr (GradTensor) x_i = grad_tensor_new_scalar (numbers[0], dtype);
  g_autoptr (GradTensor) z_i = grad_tensor_new_scalar (numbers[1], dtype);
  g_autoptr (GradTensor) g_i = grad_tensor_new_scalar (numbers[2], dtype);
  g_autoptr (GradTensor) y_i = call_and_differentiate (op, x_i, z_i, g_i);

  assert_same_bits (y, i, y_i, op, "value");
  assert_same_bits (x->grad, i, x_i->grad, op, "gradient");
}

static void
check_row (const GradOp *op,
           GradDType     dtype,
           guint         n,
           Other         other)
{
  double values[3][LARGEST], low, high;
  GRand *random = g_rand_new_with_seed (n + 10 * op->id);
  g_autoptr (GradTensor) x = NULL;
  g_autoptr (GradTensor) z = NULL;
  g_autoptr (GradTensor) g = NULL;
  g_autoptr (GradTensor) y = NULL;

  grad_op_get_range (op, &low, &high);
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < 3; k++)
      values[k][i] = k == 1 && other == OTHER_SCALAR && i > 0 ? values[1][0] : g_rand_double_range (random, low, high);
  x = new_vector (dtype, values[0], n);
  z = other == OTHER_SCALAR ? grad_tensor_new_scalar (values[1][0], dtype) : new_vector (dtype, values[1], n);
  g = new_vector (dtype, values[2], n);
  y = call_and_differentiate (op, x, z, g);
  for (guint i = 0; i < n; i++)
    check_element (op, dtype, (const double[]){ values[0][i], values[1][i], values[2][i] }, i, x, y);
  g_rand_free (random);
}

static void
test_rows (void)
{
  guint                n_ops, n_rows = 0;
  const GradOp *const *ops = grad_op_list (&n_ops);

  for (guint i = 0; i < n_ops; i++)
    if (!ops[i]->in_place && (ops[i]->kind == GRAD_OP_UNARY || ops[i]->kind == GRAD_OP_BINARY) && ops[i]->formula != NULL)
      {
        n_rows++;
        for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
          for (Other other = 0; other < (ops[i]->kind == GRAD_OP_UNARY ? 1 : N_OTHERS); other++)
            {
              check_row (ops[i], GRAD_FLOAT32, sizes[k], other);
              check_row (ops[i], GRAD_FLOAT64, sizes[k], other);
            }
      }
  g_assert_cmpuint (n_rows, >, 50);
}

/* x -= z of vectors, element by element once and no more. */
static void
test_in_place (void)
{
  double values[2][LARGEST];

  for (guint i = 0; i < LARGEST; i++)
    {
      values[0][i] = i;
      values[1][i] = 0.25 * i;
    }
  for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      g_autoptr (GradTensor) x = new_vector (GRAD_FLOAT32, values[0], sizes[k]);
      g_autoptr (GradTensor) z = new_vector (GRAD_FLOAT32, values[1], sizes[k]);

      g_assert_true (grad_tensor_sub_ (x, z, NULL));
      for (guint i = 0; i < sizes[k]; i++)
        g_assert_cmpfloat (((const float *) x->data)[i], ==, 0.75f * (float) i);
      g_assert_cmpuint (grad_tensor_get_version_counter (x), ==, 1);
    }
}

/* PyTorch's order of additions, as it is for single numbers that stand apart, dealt by hand to 4 registers of 8 lanes:
 * with up to 16 rows of registers there is one level of the cascade. */
static float
sum_by_hand (const float *x,
             guint        n)
{
  float sums[4][8] = { { 0 } }, total = 0;
  guint n_lanes = n / 8;

  for (guint i = 0; i < n_lanes; i++)
    for (guint lane = 0; lane < 8; lane++)
      sums[i < n_lanes / 4 * 4 ? i % 4 : 0][lane] += x[i * 8 + lane];
  for (guint w = 1; w < 4; w++)
    for (guint lane = 0; lane < 8; lane++)
      sums[0][lane] += sums[w][lane];
  for (guint i = n_lanes * 8; i < n; i++)
    total += x[i];
  for (guint lane = 0; lane < 8; lane++)
    total += sums[0][lane];
  return total;
}

static void
test_sum (void)
{
  float  x[500];
  GRand *random = g_rand_new_with_seed (1);

  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    x[i] = (float) g_rand_double_range (random, -1, 1);
  for (guint n = 8; n < G_N_ELEMENTS (x); n++)
    g_assert_cmpfloat (grad_sum_f32 (x, n, 1), ==, sum_by_hand (x, n));
  g_rand_free (random);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grad/dense/rows", test_rows);
  g_test_add_func ("/grad/dense/in-place", test_in_place);
  g_test_add_func ("/grad/dense/sum", test_sum);
  return g_test_run ();
}
