/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* All elementwise rows of grad-ops.def for the type T, by way of the words of grad-elementwise-words.h, which must
 * be included before. For the row sin, T float, there come to be:
 *
 *   forward_sin (x, z, numbers)                 sinf (x)
 *   gradient_sin_x (g, x, z, y, numbers)        g * cosf (x)
 *   loop_sin, gradient_loop_sin_x               the same over runs of n elements, where a stride may be 0
 *   quick_sin (x, numbers), run_sin (node)      the short way: a 0-d result, recorded; its gradient, handed on
 */

#define DEFINE_FORWARD(id, forward, Result)                                                                        \
  static inline Result                                                                                             \
      forward_##id (T x, T z, const double *numbers)                                                               \
  {                                                                                                                \
    return forward;                                                                                                \
  }                                                                                                                \
  static void                                                                                                      \
      loop_##id (gint64 n, void *y_data, gint64 y_stride, const void *x_data, gint64 x_stride, const void *z_data, \
                 gint64 z_stride, const double *numbers)                                                           \
  {                                                                                                                \
    Result  *y = y_data;                                                                                           \
    const T *x = x_data, *z = z_data;                                                                              \
                                                                                                                   \
    if (y_stride == 1 && x_stride == 1 && z_stride == 1)                                                           \
      for (gint64 i = 0; i < n; i++)                                                                               \
        y[i] = forward_##id (x[i], z[i], numbers);                                                                 \
    else if (y_stride == 1 && x_stride == 1 && z_stride == 0)                                                      \
      for (gint64 i = 0; i < n; i++)                                                                               \
        y[i] = forward_##id (x[i], z[0], numbers);                                                                 \
    else                                                                                                           \
      for (gint64 i = 0; i < n; i++)                                                                               \
        y[i * y_stride] = forward_##id (x[i * x_stride], z[i * z_stride], numbers);                                \
  }

#define DEFINE_GRADIENT(id, input, formula)                                                            \
  static inline T                                                                                      \
      gradient_##id##_##input (T g, T x, T z, T y, const double *numbers)                              \
  {                                                                                                    \
    return formula;                                                                                    \
  }                                                                                                    \
  static void                                                                                          \
      gradient_loop_##id##_##input (gint64 n, void *data, const void *const operands[GRAD_N_OPERANDS], \
                                    const gint64 strides[GRAD_N_OPERANDS], const double *numbers)      \
  {                                                                                                    \
    T       *d = data;                                                                                 \
    const T *g = operands[GRAD_OPERAND_G], *x = operands[GRAD_OPERAND_X];                              \
    const T *z = operands[GRAD_OPERAND_Z], *y = operands[GRAD_OPERAND_Y];                              \
    gint64   gs = strides[GRAD_OPERAND_G], xs = strides[GRAD_OPERAND_X];                               \
    gint64   zs = strides[GRAD_OPERAND_Z], ys = strides[GRAD_OPERAND_Y];                               \
                                                                                                       \
    for (gint64 i = 0; i < n; i++)                                                                     \
      d[i] = gradient_##id##_##input (g[i * gs], x[i * xs], z[i * zs], y[i * ys], numbers);            \
  }

/* A saved input as a number, if its formula reads it; FALSE if it was changed since. */
static inline gboolean
load_saved (const GradNode *node,
            guint           i,
            T              *value)
{
  const GradTensor *saved = node->input[i].saved;

  if (!(node->flags & (i == 0 ? GRAD_NODE_SAVES_X : GRAD_NODE_SAVES_Z)))
    return TRUE;
  if (node->flags & (i == 0 ? GRAD_NODE_NUMBER_X : GRAD_NODE_NUMBER_Z))
    {
      *value = (T) node->input[i].number;
      return TRUE;
    }
  *value = *(const T *) saved->data;
  return grad_tensor_get_version (saved) == node->versions[i];
}

static inline gboolean
load_result (const GradNode *node,
             T              *value)
{
  const GradTensor *y = grad_node_get_own_tensor (node);

  *value = *(const T *) y->data;
  return grad_tensor_get_version (y) == (y->flags & GRAD_TENSOR_STORED ? y->version : 0);
}

/* Hands a gradient on to the node it belongs to. */
static inline void
add_gradient (GradBackward *backward,
              GradNode     *node,
              T             value)
{
  if (G_UNLIKELY (grad_node_get_own_tensor (node)->dtype != DTYPE || (node->flags & GRAD_NODE_TENSOR_GRADIENT)))
    grad_backward_add_number (backward, node, (double) value);
  else if (node->flags & GRAD_NODE_REACHED)
    node->gradient.scalar.FIELD += value;
  else
    {
      node->gradient.scalar.FIELD = value;
      grad_backward_reach (backward, node);
    }
}

#define HAS_NUMBERS(schema) (strstr (schema, "Scalar") != NULL)

#define DEFINE_QUICK_UNARY(id, schema)                                                           \
  static inline GradTensor *                                                                     \
      quick_##id (GradTensor *x, const double *numbers)                                          \
  {                                                                                              \
    GradTensor *y = grad_box_take (DTYPE);                                                       \
                                                                                                 \
    y->value.FIELD = forward_##id (*(const T *) x->data, 0, numbers);                            \
    if (grad_should_record (x->flags))                                                           \
      grad_record_unary (y, GRAD_OP_##id, GRAD_NODE_QUICK, GRAD_READS_##id##_x, x,               \
                         HAS_NUMBERS (schema) ? numbers : NULL);                                 \
    return y;                                                                                    \
  }                                                                                              \
  static inline gboolean                                                                         \
      run_##id (const GradNode *node, T gradients[2])                                            \
  {                                                                                              \
    T vx = 0, vy = 0;                                                                            \
                                                                                                 \
    if (((GRAD_READS_##id##_x & GRAD_READS_X) && !load_saved (node, 0, &vx)) ||                  \
        ((GRAD_READS_##id##_x & GRAD_READS_Y) && !load_result (node, &vy)))                      \
      return FALSE;                                                                              \
    gradients[0] = gradient_##id##_x (node->gradient.scalar.FIELD, vx, 0, vy, node->parameters); \
    return TRUE;                                                                                 \
  }

/* x ** 2 is an operation of its own, and so is x % 2. */
static GradTensor *quick_pow_number (GradTensor   *x,
                                     const double *numbers);
static GradTensor *quick_remainder_number (GradTensor   *x,
                                           const double *numbers);
static GradTensor *quick_fmod_number (GradTensor   *x,
                                      const double *numbers);

#define DEFINE_QUICK_BINARY(id)                                                                                         \
  static inline GradTensor *                                                                                            \
      quick_##id (GradTensor *x, GradTensor *z)                                                                         \
  {                                                                                                                     \
    GradTensor *y = grad_box_take (DTYPE);                                                                              \
                                                                                                                        \
    y->value.FIELD = forward_##id (*(const T *) x->data, *(const T *) z->data, no_numbers);                             \
    if (grad_should_record (x->flags | z->flags))                                                                       \
      grad_record_binary (y, GRAD_OP_##id, GRAD_NODE_QUICK, GRAD_READS_##id##_x, GRAD_READS_##id##_z, x, z);            \
    return y;                                                                                                           \
  }                                                                                                                     \
  static inline GradTensor *                                                                                            \
      quick_##id##_by_number (GradTensor *x, double z)                                                                  \
  {                                                                                                                     \
    GradTensor *y;                                                                                                      \
                                                                                                                        \
    if (GRAD_OP_##id == GRAD_OP_pow)                                                                                    \
      return quick_pow_number (x, (const double[]){ z, 0 });                                                            \
    if (GRAD_OP_##id == GRAD_OP_remainder)                                                                              \
      return quick_remainder_number (x, (const double[]){ z, 0 });                                                      \
    if (GRAD_OP_##id == GRAD_OP_fmod)                                                                                   \
      return quick_fmod_number (x, (const double[]){ z, 0 });                                                           \
    y = grad_box_take (DTYPE);                                                                                          \
    y->value.FIELD = forward_##id (*(const T *) x->data, (T) z, no_numbers);                                            \
    if (grad_should_record (x->flags))                                                                                  \
      grad_record_binary_number (y, GRAD_OP_##id, GRAD_NODE_QUICK, GRAD_READS_##id##_x, x, z);                          \
    return y;                                                                                                           \
  }                                                                                                                     \
  static void                                                                                                           \
      write_##id (GradTensor *x, GradTensor *z)                                                                         \
  {                                                                                                                     \
    T *data = x->data;                                                                                                  \
                                                                                                                        \
    *data = forward_##id (*data, *(const T *) z->data, no_numbers);                                                     \
    grad_tensor_bump_version (x);                                                                                       \
  }                                                                                                                     \
  static inline gboolean                                                                                                \
      run_##id (const GradNode *node, T gradients[2])                                                                   \
  {                                                                                                                     \
    enum                                                                                                                \
    {                                                                                                                   \
      READS = GRAD_READS_##id##_x | GRAD_READS_##id##_z,                                                                \
    };                                                                                                                  \
    T vg = node->gradient.scalar.FIELD, vx = 0, vz = 0, vy = 0;                                                         \
                                                                                                                        \
    if (((READS & GRAD_READS_X) && !load_saved (node, 0, &vx)) ||                                                       \
        ((READS & GRAD_READS_Z) && !load_saved (node, 1, &vz)) || ((READS & GRAD_READS_Y) && !load_result (node, &vy))) \
      return FALSE;                                                                                                     \
    gradients[0] = gradient_##id##_x (vg, vx, vz, vy, no_numbers);                                                      \
    if (node->input[1].node != NULL)                                                                                    \
      gradients[1] = gradient_##id##_z (vg, vx, vz, vy, no_numbers);                                                    \
    return TRUE;                                                                                                        \
  }

#define UNARY(id, schema, grad_fn, low, high, forward, gradient) \
  DEFINE_FORWARD (id, forward, T)                                \
  DEFINE_GRADIENT (id, x, gradient)                              \
  DEFINE_QUICK_UNARY (id, schema)
#define BINARY(id, schema, grad_fn, low, high, forward, gradient_x, gradient_z) \
  DEFINE_FORWARD (id, forward, T)                                               \
  DEFINE_GRADIENT (id, x, gradient_x)                                           \
  DEFINE_GRADIENT (id, z, gradient_z)                                           \
  DEFINE_QUICK_BINARY (id)
#define PLAIN(id, schema, forward, integer) DEFINE_FORWARD (id, forward, T)
#define COMPARE(id, schema, forward) DEFINE_FORWARD (id, forward, guint8)
#define TEST(id, schema, forward) DEFINE_FORWARD (id, forward, guint8)
#include "grad/grad-ops.def"

const GradKernels NAMED (kernels)[GRAD_N_OPS] = {
#define UNARY(id, ...) \
  [GRAD_OP_##id] = { { .unary = quick_##id }, loop_##id, { gradient_loop_##id##_x } },
#define BINARY(id, ...)                                                                                      \
  [GRAD_OP_##id] = { { .binary = quick_##id, .binary_number = quick_##id##_by_number, .write = write_##id }, \
                     loop_##id,                                                                              \
                     { gradient_loop_##id##_x, gradient_loop_##id##_z } },
#define PLAIN(id, ...) [GRAD_OP_##id] = { .loop = loop_##id },
#define COMPARE(id, ...) [GRAD_OP_##id] = { .loop = loop_##id },
#define TEST(id, ...) [GRAD_OP_##id] = { .loop = loop_##id },
#include "grad/grad-ops.def"
};

/* Computes the gradients of the inputs of a quick node; FALSE if what the node saved was changed. */
static inline gboolean
run (const GradNode *node,
     T               gradients[2])
{
  switch (node->op)
    {
#define UNARY(id, ...) \
  case GRAD_OP_##id:   \
    return run_##id (node, gradients);
#define BINARY(id, ...) UNARY (id)
#include "grad/grad-ops.def"
    default:
      return FALSE;
    }
}

GradNode *
NAMED (run_quick_nodes) (GradBackward *backward,
                         GradNode     *node)
{
  T gradients[2];

  while (node != NULL && grad_node_is_quick (node) && grad_node_get_own_tensor (node)->dtype == DTYPE)
    {
      backward->current = node;
      if (G_UNLIKELY (!run (node, gradients)))
        return node;
      if (node->input[0].node != NULL)
        add_gradient (backward, node->input[0].node, gradients[0]);
      if (!(node->flags & GRAD_NODE_HAS_PARAMETERS) && node->input[1].node != NULL)
        add_gradient (backward, node->input[1].node, gradients[1]);
      if (backward->retain)
        node->flags &= (guint16) ~GRAD_NODE_REACHED;
      else
        grad_node_leave_quick (node);
      node = grad_backward_next (backward);
    }
  return node;
}
