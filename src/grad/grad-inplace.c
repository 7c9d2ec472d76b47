/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Operations that write into their first input: add_, sin_, copy_ … Each is its operation out of place, whose result
 * is then written over the input. While recording, the tensor's history is exchanged as well: it becomes the result
 * of the new node, whose input is what the tensor was before. */

#include "grad/grad-elementwise.h"
#include "grad/grad-inplace-check.h"
#include "grad/grad-view.h"
#include "grad/grad-walk.h"

/* Gives tensor, which is new, the history of x. */
static GradTensor *
take_history (GradTensor *tensor,
              GradTensor *x)
{
  tensor->flags |= (x->flags & GRAD_TENSOR_REQUIRES_GRAD) | GRAD_TENSOR_RICH;
  tensor->node = x->node;
  if (x->node != NULL)
    x->node->ref_count++;
  return tensor;
}

GradTensor *
grad_tensor_new_before (GradTensor *tensor)
{
  return take_history (grad_tensor_new_alias (tensor, grad_layout_ref (tensor->layout), 0), tensor);
}

/* What x was before it is written to, with its values if they will be read. Transfer full. */
static GradTensor *
snapshot (GradTensor *x,
          gboolean    copy,
          GError    **error)
{
  GradTensor *before;

  if (!copy)
    return grad_tensor_new_before (x);
  before = grad_new_like (x, x->dtype, error);
  if (before == NULL)
    return NULL;
  grad_copy (before, x);
  return take_history (before, x);
}

/* x = y where several elements of x may stand in one place: only what changed is written, so that it is not undone by what
 * did not. */
static gboolean
write_changes (GradTensor *x,
               GradTensor *y,
               GError    **error)
{
  g_autoptr (GradTensor) old = grad_make_contiguous (x, error);
  const gint64 size = (gint64) grad_dtype_get_size (x->dtype);
  GradWalk     walk;

  if (old == NULL)
    return FALSE;
  grad_walk_init (&walk, x->layout, 3, (const GradLayout *[]){ x->layout, y->layout, old->layout });
  while (grad_walk_next (&walk))
    for (gint64 i = 0; i < walk.n; i++)
      {
        const char *value = (char *) y->data + (walk.offsets[1] + i * walk.strides[1]) * size;

        if (memcmp (value, (char *) old->data + (walk.offsets[2] + i * walk.strides[2]) * size, (gsize) size) != 0)
          memcpy ((char *) x->data + (walk.offsets[0] + i * walk.strides[0]) * size, value, (gsize) size);
      }
  return TRUE;
}

/* x = y, which has its shape. */
static gboolean
write_values (GradTensor *x,
              GradTensor *y,
              GError    **error)
{
  if (y->dtype == x->dtype && grad_layout_overlaps (x->layout))
    return write_changes (x, y, error);
  grad_copy (x, y);
  return TRUE;
}

/* x becomes the result of the node that computed y; y, as that node's own, looks at the memory of x. */
static void
rebase (GradTensor *x,
        GradTensor *y)
{
  GradStorage *storage = grad_storage_ref (grad_tensor_share (x));

  if (y->flags & GRAD_TENSOR_STORED)
    grad_storage_unref (y->storage);
  grad_layout_unref (y->layout);
  y->layout = grad_layout_ref (x->layout);
  y->storage = storage;
  y->data = x->data;
  y->dtype = x->dtype;
  y->flags |= GRAD_TENSOR_STORED | GRAD_TENSOR_RICH;
  y->version = storage->version;
  /* What the short way computed it does not have at hand any more. */
  grad_tensor_get_own_node (y)->flags &= (guint16) ~GRAD_NODE_QUICK;
  if (grad_view_get_base (x) != NULL)
    {
      grad_view_rebase (x, y);
      return;
    }
  y->node->ref_count++;
  grad_tensor_set_node (x, y->node);
  grad_view_refresh_all (x);
}

/* What logic writes depends on nothing: it changes no history, and may be written over a leaf. */
static gboolean
is_logic (GradOpId id)
{
  return id >= GRAD_OP_logical_and && id <= GRAD_OP_logical_not;
}

/* "EqBackward1" of two tensors, "EqBackward0" of a tensor and a number. */
static const char *
name_comparison (GradOpId id,
                 guint    n_inputs)
{
  const char      *name = grad_op_get_name (&grad_ops[id]);
  g_autofree char *grad_fn = g_strdup_printf ("%c%sBackward%u", g_ascii_toupper (name[0]), name + 1, n_inputs - 1);

  return g_intern_string (grad_fn);
}

/* The result of a comparison of what was in a tensor before it was written over. Transfer full. */
static GradTensor *
record_comparison (GradOpId    id,
                   GradTensor *before,
                   GradTensor *z)
{
  const guint n_inputs = grad_tensor_is_number (z) ? 1 : 2;
  GradValue   values[2] = { GRAD_VALUE_OF_TENSOR (before), { .type = GRAD_VALUE_NONE } };
  GradCall    call = { .op = &grad_ops[GRAD_OP_compared], .values = values };
  GradTensor *y = grad_tensor_new_alias (before, grad_layout_ref (before->layout), 0);

  grad_record (y, &call, (GradTensor *[]){ before, z }, n_inputs);
  if (y->node != NULL)
    y->node->extra->name = name_comparison (id, n_inputs);
  return y;
}

static gboolean
any_requires_grad (const GradValue *values,
                   guint            n_values)
{
  for (guint i = 0; i < n_values; i++)
    if (values[i].type == GRAD_VALUE_TENSOR && (values[i].tensor->flags & GRAD_TENSOR_REQUIRES_GRAD))
      return TRUE;
  return FALSE;
}

/* Whether the values of before are needed: for the gradient, or for those of the operations that this one is made of. */
static gboolean
reads_before (const GradOp *op)
{
  return ((op->reads[0] | op->reads[1]) & GRAD_READS_X) != 0 || (op->kind == GRAD_OP_STRUCTURAL && op->grad_fn == NULL);
}

GradTensor *
grad_call_in_place (GradOpId         id,
                    const GradValue *values,
                    guint            n_values,
                    GError         **error)
{
  const GradOp *op = &grad_ops[id];
  GradTensor   *x = values[0].tensor;
  gboolean      record = any_requires_grad (values, n_values) && !grad_thread.not_recording && x->dtype >= GRAD_FLOAT32 && !is_logic (id);
  GradValue     arguments[8];
  g_autoptr (GradTensor) before = NULL;
  g_autoptr (GradTensor) y = NULL;

  g_return_val_if_fail (n_values <= G_N_ELEMENTS (arguments), NULL);
  if (!grad_view_check_writable (x, record, error) || !grad_in_place_check (op, values, n_values, error))
    return NULL;
  before = record ? snapshot (x, reads_before (grad_op_get_over (id)), error) : grad_tensor_ref (x);
  if (before == NULL)
    return NULL;
  memcpy (arguments, values, n_values * sizeof *values);
  arguments[0].tensor = before;
  y = grad_op_apply (record ? grad_op_get_over (id) : op, arguments, n_values, NULL, error);
  if (y == NULL || !grad_in_place_check_shape (x, y->layout, error) || !write_values (x, y, error))
    return NULL;
  grad_tensor_bump_version (x);
  if (record && id >= GRAD_OP_eq && id <= GRAD_OP_ge)
    {
      grad_tensor_unref (y);
      y = record_comparison (id, before, arguments[1].tensor);
    }
  if (record && y->node != NULL)
    {
      if (op->formula == NULL)
        grad_node_get_extra (y->node)->in_place = TRUE;
      grad_untangle (x, y->node);
      rebase (x, y);
    }
  else
    grad_view_refresh_all (x);
  return grad_tensor_ref (x);
}

/* Two 0-d tensors of one dtype outside of recording: the step of a descent. */
static inline gboolean
write_quick (GradOpId    id,
             GradTensor *x,
             GradTensor *z)
{
  const GradKernels *kernels = x->dtype == GRAD_FLOAT32 ? grad_kernels_f32 : grad_kernels_f64;

  if (x->layout != NULL || z->layout != NULL || x->dtype != z->dtype || x->dtype < GRAD_FLOAT32 ||
      grad_should_record (x->flags | z->flags) || ((x->flags | z->flags) & GRAD_TENSOR_NUMBER))
    return FALSE;
  kernels[id].quick.write (x, z);
  return TRUE;
}

static gboolean
write_binary (GradOpId    id,
              GradTensor *x,
              GradTensor *z,
              GError    **error)
{
  GradValue   values[2] = { GRAD_VALUE_OF_TENSOR (x), GRAD_VALUE_OF_TENSOR (z) };
  GradTensor *result;

  if (write_quick (id, x, z))
    return TRUE;
  if (!grad_should_record (x->flags | z->flags) && grad_elementwise_write (id, x, z))
    {
      grad_tensor_bump_version (x);
      grad_view_refresh_all (x);
      return TRUE;
    }
  result = grad_call_in_place (id, values, 2, error);
  if (result == NULL)
    return FALSE;
  grad_tensor_unref (result);
  return TRUE;
}

gboolean
grad_tensor_sub_ (GradTensor *tensor,
                  GradTensor *other,
                  GError    **error)
{
  return write_binary (GRAD_OP_sub, tensor, other, error);
}

gboolean
grad_tensor_add_ (GradTensor *tensor,
                  GradTensor *other,
                  GError    **error)
{
  return write_binary (GRAD_OP_add, tensor, other, error);
}
