/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Products of vectors and matrices. Sums of products are carried in double, so that a float32 result is rounded
 * once. */

#include "grad/grad-ops-private.h"

#include "grad/grad-rule-words.h"

/* A matrix at data: element (i, j) at i · row + j · column. */
typedef struct
{
  const void *data;
  gint64      row, column;
} Matrix;

static Matrix
matrix_of (const GradTensor *x,
           gint64            offset,
           guint             first)
{
  const gint64 *strides = grad_layout_get_strides (x->layout);
  guint         n_dims = x->layout->n_dims;

  return (Matrix){
    (const char *) x->data + offset * (gint64) grad_dtype_get_size (x->dtype),
    first + 2 <= n_dims ? strides[first] : 0, strides[n_dims - 1]
  };
}

/* out (n × m, row-major) = a (n × inner) · b (inner × m): row by row, so that b is read along its rows. */
#define DEFINE_MULTIPLY(T, suffix, Sum)                                                              \
  static void                                                                                        \
      multiply_##suffix (T *out, const Matrix *a, const Matrix *b, gint64 n, gint64 inner, gint64 m) \
  {                                                                                                  \
    const T        *x = a->data, *z = b->data;                                                       \
    g_autofree Sum *sums = g_new (Sum, (gsize) MAX (m, 1));                                          \
                                                                                                     \
    for (gint64 i = 0; i < n; i++)                                                                   \
      {                                                                                              \
        memset (sums, 0, (gsize) m * sizeof *sums);                                                  \
        for (gint64 k = 0; k < inner; k++)                                                           \
          {                                                                                          \
            Sum      factor = (Sum) x[i * a->row + k * a->column];                                   \
            const T *row = z + k * b->row;                                                           \
                                                                                                     \
            for (gint64 j = 0; j < m; j++)                                                           \
              sums[j] += factor * (Sum) row[j * b->column];                                          \
          }                                                                                          \
        for (gint64 j = 0; j < m; j++)                                                               \
          out[i * m + j] = (T) sums[j];                                                              \
      }                                                                                              \
  }
DEFINE_MULTIPLY (float, f32, double)
DEFINE_MULTIPLY (double, f64, double)
DEFINE_MULTIPLY (gint64, i64, guint64)

static void
multiply (GradDType     dtype,
          void         *out,
          const Matrix *a,
          const Matrix *b,
          gint64        n,
          gint64        inner,
          gint64        m)
{
  if (dtype == GRAD_FLOAT32)
    multiply_f32 (out, a, b, n, inner, m);
  else if (dtype == GRAD_FLOAT64)
    multiply_f64 (out, a, b, n, inner, m);
  else
    multiply_i64 (out, a, b, n, inner, m);
}

static gboolean
check_dims (GradTensor *x,
            guint       n_dims,
            const char *message,
            GError    **error)
{
  if (grad_layout_get_n_dims (x->layout) == n_dims)
    return TRUE;
  g_set_error_literal (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, message);
  return FALSE;
}

static gboolean
check_not_bool (GradTensor *x,
                const char *kernel,
                GError    **error)
{
  if (x->dtype != GRAD_BOOL)
    return TRUE;
  grad_set_not_implemented (kernel, x->dtype, error);
  return FALSE;
}

/* Where nothing is multiplied, PyTorch does not look at the types. */
static gboolean
is_any_empty (GradTensor *x,
              GradTensor *z)
{
  return x->layout->n_elements == 0 || z->layout->n_elements == 0;
}

/* What a product of x and z is computed into; zeros where nothing will be. */
static GradTensor *
new_product (GradTensor   *x,
             GradTensor   *z,
             const gint64 *sizes,
             guint         n_dims,
             GError      **error)
{
  if (is_any_empty (x, z))
    return grad_tensor_new (z->dtype, sizes, n_dims, NULL, error);
  return grad_tensor_new_empty (z->dtype, grad_layout_new (sizes, NULL, n_dims), error);
}

/* Records a product, of which each side is kept for the gradient of the other alone. */
static void
record_product (GradTensor        *y,
                const GradCall    *call,
                GradTensor *const *inputs)
{
  if (grad_should_record (inputs[0]->flags | inputs[1]->flags))
    grad_node_get_extra (grad_record_binary (y, call->op->id, 0, GRAD_READS_Z, GRAD_READS_X, inputs[0], inputs[1]))->n_edges = 2;
}

/* dot */

static gboolean
check_dot (GradTensor *x,
           GradTensor *z,
           GError    **error)
{
  guint x_dims = grad_layout_get_n_dims (x->layout), z_dims = grad_layout_get_n_dims (z->layout);

  if (x_dims != 1 || z_dims != 1)
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "1D tensors expected, but got %uD and %uD tensors", x_dims, z_dims);
  else if (x->dtype != z->dtype)
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                 "dot : expected both vectors to have same dtype, but found %s and %s",
                 grad_dtype_get_scalar_type (x->dtype), grad_dtype_get_scalar_type (z->dtype));
  else if (x->layout->n_elements != z->layout->n_elements)
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                 "inconsistent tensor size, expected tensor [%" G_GINT64_FORMAT "] and src [%" G_GINT64_FORMAT "] to have "
                 "the same number of elements, but got %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT " elements respectively",
                 x->layout->n_elements, z->layout->n_elements, x->layout->n_elements, z->layout->n_elements);
  else
    return check_not_bool (x, "dot", error);
  return FALSE;
}

GradTensor *
grad_call_dot (GradCall *call)
{
  GradTensor *inputs[] = { call->values[0].tensor, call->values[1].tensor }, *y;
  Matrix      a, b;

  if (!check_dot (inputs[0], inputs[1], call->error))
    return NULL;
  a = matrix_of (inputs[0], 0, 0);
  b = matrix_of (inputs[1], 0, 0);
  b.row = b.column;
  y = grad_box_new (inputs[0]->dtype, NULL);
  multiply (y->dtype, &y->value, &a, &b, 1, inputs[0]->layout->n_elements, 1);
  record_product (y, call, inputs);
  return y;
}

GradTensor *
grad_gradient_dot (GradRule   *rule,
                   guint       input,
                   GradTensor *g)
{
  return mul (g, input == 0 ? rule->z : rule->x);
}

/* mv: (n, m) · (m) */

static gboolean
check_mv (GradTensor *x,
          GradTensor *z,
          GError    **error)
{
  guint x_dims = grad_layout_get_n_dims (x->layout), z_dims = grad_layout_get_n_dims (z->layout);

  if (x_dims != 2 || z_dims != 1)
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "vector + matrix @ vector expected, got 1, %u, %u", x_dims, z_dims);
  else if (x->layout->dims[1] != z->layout->dims[0])
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                 "size mismatch, got input (%" G_GINT64_FORMAT "), mat (%" G_GINT64_FORMAT "x%" G_GINT64_FORMAT "), vec "
                 "(%" G_GINT64_FORMAT ")",
                 x->layout->dims[0], x->layout->dims[0], x->layout->dims[1], z->layout->dims[0]);
  else if (x->dtype != z->dtype && !is_any_empty (x, z))
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "expected scalar type %s but found %s",
                 grad_dtype_get_scalar_type (x->dtype), grad_dtype_get_scalar_type (z->dtype));
  else
    return is_any_empty (x, z) || check_not_bool (x, "addmv_impl_cpu", error);
  return FALSE;
}

GradTensor *
grad_call_mv (GradCall *call)
{
  GradTensor *inputs[] = { call->values[0].tensor, call->values[1].tensor }, *y;
  Matrix      a, b;

  if (!check_mv (inputs[0], inputs[1], call->error))
    return NULL;
  y = new_product (inputs[0], inputs[1], inputs[0]->layout->dims, 1, call->error);
  if (y == NULL)
    return NULL;
  a = matrix_of (inputs[0], 0, 0);
  b = matrix_of (inputs[1], 0, 0);
  b.row = b.column;
  if (!is_any_empty (inputs[0], inputs[1]))
    multiply (y->dtype, y->data, &a, &b, inputs[0]->layout->dims[0], inputs[0]->layout->dims[1], 1);
  record_product (y, call, inputs);
  return y;
}

GradTensor *
grad_gradient_mv (GradRule   *rule,
                  guint       input,
                  GradTensor *g)
{
  if (input == 0)
    return mul (CALL (unsqueeze, g, GRAD_VALUE_OF_INT (1)), CALL (unsqueeze, rule->z, GRAD_VALUE_OF_INT (0)));
  return CALL (mv, CALL (t, rule->x), GRAD_VALUE_OF_TENSOR (g));
}

/* mm: (n, k) · (k, m) */

static gboolean
check_mm (GradTensor *x,
          GradTensor *z,
          GError    **error)
{
  if (!check_dims (x, 2, "self must be a matrix", error) || !check_dims (z, 2, "mat2 must be a matrix", error))
    return FALSE;
  if (x->layout->dims[1] != z->layout->dims[0])
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                 "mat1 and mat2 shapes cannot be multiplied (%" G_GINT64_FORMAT "x%" G_GINT64_FORMAT " and "
                 "%" G_GINT64_FORMAT "x%" G_GINT64_FORMAT ")",
                 x->layout->dims[0], x->layout->dims[1], z->layout->dims[0], z->layout->dims[1]);
  else if (x->dtype != z->dtype)
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "expected m1 and m2 to have the same dtype, but got: %s != %s",
                 grad_dtype_get_c_type (x->dtype), grad_dtype_get_c_type (z->dtype));
  else
    return is_any_empty (x, z) || check_not_bool (x, "addmm_impl_cpu_", error);
  return FALSE;
}

/* Unrecorded. */
static GradTensor *
compute_mm (GradTensor *x,
            GradTensor *z,
            GError    **error)
{
  gint64      sizes[2] = { x->layout->dims[0], z->layout->dims[1] };
  Matrix      a = matrix_of (x, 0, 0), b = matrix_of (z, 0, 0);
  GradTensor *y;

  if (!grad_shape_check (sizes, 2, sizeof (double), error))
    return NULL;
  y = new_product (x, z, sizes, 2, error);
  if (y != NULL && !is_any_empty (x, z))
    multiply (y->dtype, y->data, &a, &b, sizes[0], x->layout->dims[1], sizes[1]);
  return y;
}

GradTensor *
grad_call_mm (GradCall *call)
{
  GradTensor *inputs[] = { call->values[0].tensor, call->values[1].tensor }, *y;

  if (!check_mm (inputs[0], inputs[1], call->error) ||
      (y = compute_mm (inputs[0], inputs[1], call->error)) == NULL)
    return NULL;
  record_product (y, call, inputs);
  return y;
}

static GradTensor *
call_mm (GradRule   *rule,
         GradTensor *a,
         GradTensor *b)
{
  return b != NULL ? CALL (mm, a, GRAD_VALUE_OF_TENSOR (b)) : NULL;
}

GradTensor *
grad_gradient_mm (GradRule   *rule,
                  guint       input,
                  GradTensor *g)
{
  return input == 0 ? call_mm (rule, g, CALL (t, rule->z)) : call_mm (rule, CALL (t, rule->x), g);
}

static gboolean
check_addmm (GradTensor *const *inputs,
             GError           **error)
{
  static const char *const names[] = { "self", "mat1", "mat2" };

  for (guint i = 0; i < 2; i++)
    if (inputs[i]->dtype != inputs[2]->dtype)
      {
        g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "%s and mat2 must have the same dtype, but got %s and %s", names[i],
                     grad_dtype_get_scalar_type (inputs[i]->dtype), grad_dtype_get_scalar_type (inputs[2]->dtype));
        return FALSE;
      }
  for (guint i = 1; i < 3; i++)
    if (grad_layout_get_n_dims (inputs[i]->layout) != 2)
      {
        g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "%s must be a matrix, got %u-D tensor", names[i],
                     grad_layout_get_n_dims (inputs[i]->layout));
        return FALSE;
      }
  return TRUE;
}

/* Whether x expands to (n, m), with PyTorch's error if not. */
static gboolean
check_expands (GradTensor *x,
               gint64      n,
               gint64      m,
               GError    **error)
{
  const gint64 sizes[2] = { n, m };
  gboolean     was_off = grad_pause_recording ();
  g_autoptr (GradTensor) wide = grad_op_apply (&grad_ops[GRAD_OP_expand], (GradValue[]){ GRAD_VALUE_OF_TENSOR (x), GRAD_VALUE_OF_INTS (sizes, 2) },
                                               2, NULL, error);

  grad_resume_recording (was_off);
  return wide != NULL;
}

/* self + mat1 · mat2; it keeps each matrix for the gradient of the other. */
GradTensor *
grad_call_addmm (GradCall *call)
{
  GradTensor *inputs[] = { call->values[0].tensor, call->values[1].tensor, call->values[2].tensor }, *y;
  g_autoptr (GradTensor) product = NULL;
  GradValue values[] = { call->values[0], call->values[1], call->values[2], call->values[1], call->values[2] };
  GradCall  recorded = *call;
  gboolean  was_off;

  if (!check_addmm (inputs, call->error) || !check_mm (inputs[1], inputs[2], call->error) ||
      !check_expands (inputs[0], inputs[1]->layout->dims[0], inputs[2]->layout->dims[1], call->error) ||
      (product = compute_mm (inputs[1], inputs[2], call->error)) == NULL)
    return NULL;
  was_off = grad_pause_recording ();
  y = grad_op_call_binary (GRAD_OP_add, product, inputs[0], call->error);
  grad_resume_recording (was_off);
  if (y == NULL)
    return NULL;
  for (guint i = 1; i < 3; i++)
    if (!(inputs[3 - i]->flags & GRAD_TENSOR_REQUIRES_GRAD))
      values[2 + i].type = GRAD_VALUE_NONE;
  recorded.values = values;
  recorded.kept_values = 2;
  recorded.n_more_values = 2;
  grad_record (y, &recorded, inputs, 3);
  return y;
}

GradTensor *
grad_gradient_addmm (GradRule   *rule,
                     guint       input,
                     GradTensor *g)
{
  const GradValue *values = rule->node->extra->values;

  if (input == 0)
    return g;
  return input == 1 ? call_mm (rule, g, CALL (t, values[4].tensor)) : call_mm (rule, CALL (t, values[3].tensor), g);
}

/* bmm: (b, n, k) · (b, k, m) */

/* PyTorch has a kernel of its own for stacks of small matrices. */
static gboolean
is_small (GradTensor *x,
          GradTensor *z)
{
  return x->layout->dims[2] * x->layout->dims[1] * z->layout->dims[2] < 400;
}

static gboolean
check_bmm (GradTensor *x,
           GradTensor *z,
           GError    **error)
{
  if (!check_dims (x, 3, "batch1 must be a 3D tensor", error) || !check_dims (z, 3, "batch2 must be a 3D tensor", error))
    return FALSE;
  if (x->layout->dims[0] != z->layout->dims[0] || x->layout->dims[2] != z->layout->dims[1])
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME,
                 "Expected size for first two dimensions of batch2 tensor to be: [%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
                 "] but got: [%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT "].",
                 x->layout->dims[0], x->layout->dims[2], z->layout->dims[0], z->layout->dims[1]);
  else if (x->dtype != z->dtype && !is_any_empty (x, z))
    g_set_error (error, GRAD_ERROR, GRAD_ERROR_RUNTIME, "expected scalar type %s but found %s",
                 grad_dtype_get_scalar_type (x->dtype), grad_dtype_get_scalar_type (z->dtype));
  else
    return is_any_empty (x, z) || check_not_bool (x, is_small (x, z) ? "bmm" : "addmm_impl_cpu_", error);
  return FALSE;
}

GradTensor *
grad_call_bmm (GradCall *call)
{
  GradTensor *inputs[] = { call->values[0].tensor, call->values[1].tensor }, *x = inputs[0], *z = inputs[1], *y;
  gint64      sizes[3], step;

  if (!check_bmm (x, z, call->error))
    return NULL;
  sizes[0] = x->layout->dims[0];
  sizes[1] = x->layout->dims[1];
  sizes[2] = z->layout->dims[2];
  step = sizes[1] * sizes[2] * (gint64) grad_dtype_get_size (z->dtype);
  if (!grad_shape_check (sizes, 3, sizeof (double), call->error) ||
      (y = new_product (x, z, sizes, 3, call->error)) == NULL)
    return NULL;
  for (gint64 i = 0; i < sizes[0] && !is_any_empty (x, z); i++)
    {
      Matrix a = matrix_of (x, i * grad_layout_get_strides (x->layout)[0], 1);
      Matrix b = matrix_of (z, i * grad_layout_get_strides (z->layout)[0], 1);

      multiply (y->dtype, (char *) y->data + i * step, &a, &b, sizes[1], x->layout->dims[2], sizes[2]);
    }
  record_product (y, call, inputs);
  return y;
}

GradTensor *
grad_gradient_bmm (GradRule   *rule,
                   guint       input,
                   GradTensor *g)
{
  GradTensor *other = CALL (transpose, input == 0 ? rule->z : rule->x, GRAD_VALUE_OF_INT (1), GRAD_VALUE_OF_INT (2));

  if (other == NULL)
    return NULL;
  return input == 0 ? CALL (bmm, g, GRAD_VALUE_OF_TENSOR (other)) : CALL (bmm, other, GRAD_VALUE_OF_TENSOR (g));
}
