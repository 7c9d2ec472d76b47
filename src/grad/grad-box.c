/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* How tensors and nodes come and go. Boxes are cut from slabs and returned to a list, so that making one takes a
 * few instructions. A graph is released by a list of what is left to do, never by recursion: a loop that sums
 * its losses builds chains a million nodes long. */

#include <stdlib.h>
#include <string.h>

#include "grad/grad-function-private.h"
#include "grad/grad-thread.h"

enum
{
#ifdef __SANITIZE_ADDRESS__
  SLAB_BOXES = 1, /* each its own, so that no use after free hides in a list */
#else
  SLAB_BOXES = 512,
#endif
};

_Thread_local GradThread grad_thread __attribute__ ((tls_model ("initial-exec")));

/* All slabs ever cut, kept reachable; and boxes left by threads that have ended. A box may end in another thread
 * than where it began: it then changes lists. */
static GMutex     shared_lock;
static GPtrArray *shared_slabs;
static GradBox   *shared_boxes;

static inline GradExtra *
take_extra (void)
{
  GradExtra *extra = grad_thread.free_extras;

  grad_thread.free_extras = (GradExtra *) extra->inputs;
  return extra;
}

GradExtra *
grad_extra_new (void)
{
  GradExtra *extra = grad_thread.free_extras != NULL ? take_extra () : g_new (GradExtra, 1);

  memset (extra, 0, offsetof (GradExtra, own_values));
  extra->parameters[0] = 1;
  return extra;
}

static void
return_extra (GradExtra *extra)
{
#ifdef __SANITIZE_ADDRESS__
  g_free (extra);
#else
  extra->inputs = (GradInput *) grad_thread.free_extras;
  grad_thread.free_extras = extra;
#endif
}

static void
leave_boxes (gpointer data)
{
  g_mutex_lock (&shared_lock);
  while (grad_thread.free_boxes != NULL)
    {
      GradBox *box = grad_thread.free_boxes;

      grad_thread.free_boxes = GRAD_BOX_NEXT (box);
      GRAD_BOX_NEXT (box) = shared_boxes;
      shared_boxes = box;
    }
  g_mutex_unlock (&shared_lock);
  while (grad_thread.free_extras != NULL)
    g_free (take_extra ());
}

static GPrivate thread_key = G_PRIVATE_INIT (leave_boxes);

static inline void
return_box (GradBox *box)
{
#ifdef __SANITIZE_ADDRESS__
  free (box);
#else
  GRAD_BOX_NEXT (box) = grad_thread.free_boxes;
  grad_thread.free_boxes = box;
#endif
}

static void
cut_slab (void)
{
  GradBox *slab = aligned_alloc (64, SLAB_BOXES * sizeof (GradBox));

  G_STATIC_ASSERT (sizeof (GradBox) == 128);
  if (slab == NULL)
    g_error ("out of memory");
  memset (slab, 0, SLAB_BOXES * sizeof (GradBox));
  for (guint i = SLAB_BOXES; i-- > 0;)
    {
      slab[i].tensor.data = &slab[i].tensor.value;
      GRAD_BOX_NEXT (&slab[i]) = grad_thread.free_boxes;
      grad_thread.free_boxes = &slab[i];
    }
  if (SLAB_BOXES == 1)
    return;
  if (shared_slabs == NULL)
    shared_slabs = g_ptr_array_new ();
  g_ptr_array_add (shared_slabs, slab);
}

void
grad_box_refill (void)
{
  g_private_set (&thread_key, &thread_key);
  g_mutex_lock (&shared_lock);
  if (shared_boxes != NULL)
    {
      grad_thread.free_boxes = shared_boxes;
      shared_boxes = NULL;
    }
  else
    cut_slab ();
  g_mutex_unlock (&shared_lock);
}

/* Boxes that nothing refers to any more, linked through their sequence, until their contents are given up. */
typedef struct
{
  GradBox *first;
} Doomed;

static inline void
doom (Doomed  *doomed,
      GradBox *box)
{
  box->node.gradient.tensor = (GradTensor *) doomed->first;
  doomed->first = box;
}

static void drop_tensor (Doomed     *doomed,
                         GradTensor *tensor);
static void empty_all (Doomed *doomed);

static inline void
drop_node (Doomed   *doomed,
           GradNode *node)
{
  GradTensor *tensor;

  if (--node->ref_count > 0)
    return;
  tensor = grad_node_get_own_tensor (node);
  if (tensor->ref_count == 0)
    doom (doomed, (GradBox *) tensor);
}

static inline void
release_storage (GradTensor *tensor)
{
  if (!(tensor->flags & GRAD_TENSOR_STORED))
    return;
  grad_storage_unref (tensor->storage);
  tensor->data = &tensor->value;
  tensor->flags &= (guint8) ~GRAD_TENSOR_STORED;
}

/* Out of the ring of a base and its views. A base leaves only when it has none left. */
static void
unlink_view (GradTensor *view)
{
  GradExtra *extra = grad_tensor_get_own_node (view)->extra;

  if (extra == NULL || extra->next_view == NULL)
    return;
  grad_tensor_get_own_node (extra->next_view)->extra->previous_view = extra->previous_view;
  grad_tensor_get_own_node (extra->previous_view)->extra->next_view = extra->next_view;
  extra->next_view = extra->previous_view = NULL;
}

/* The view is gone through which a node wrote, or has a newer history. */
static void
drop_changed_by (Doomed    *doomed,
                 GradExtra *extra)
{
  GradNode *node = extra->changed_by;

  if (node == NULL)
    return;
  node->extra->changed_view = NULL;
  extra->changed_by = NULL;
  drop_node (doomed, node);
}

void
grad_view_forget_change (GradTensor *view)
{
  Doomed doomed = { NULL };

  drop_changed_by (&doomed, grad_tensor_get_own_node (view)->extra);
  empty_all (&doomed);
}

/* The last handle is gone: whoever waits for that hears of it. */
static G_GNUC_NO_INLINE void
announce_end_slowly (GradTensor *tensor)
{
  if ((tensor->flags & GRAD_TENSOR_RETAINS) && tensor->node != NULL && tensor->node->extra != NULL)
    tensor->node->extra->retainer = NULL;
  if ((tensor->flags & GRAD_TENSOR_TRACED) && grad_thread.observer != NULL && grad_thread.observer->tensor_freed != NULL)
    grad_thread.observer->tensor_freed (tensor, grad_thread.observer_data);
  tensor->flags &= (guint8) ~(GRAD_TENSOR_RETAINS | GRAD_TENSOR_TRACED);
}

static inline void
announce_end (GradTensor *tensor)
{
  if (G_UNLIKELY (tensor->flags & (GRAD_TENSOR_RETAINS | GRAD_TENSOR_TRACED)))
    announce_end_slowly (tensor);
}

/* The tensor is gone, but the graph still goes through its node: a leaf stays as it is, since gradients flow to it
 * and the graph can show it; of any other remains what formulas read. */
static void
retire_tensor (Doomed     *doomed,
               GradTensor *tensor,
               GradNode   *node)
{
  GradNode   *computed_by = tensor->node;
  GradTensor *grad = tensor->grad;

  announce_end (tensor);
  if (node->flags & GRAD_NODE_LEAF)
    return;
  unlink_view (tensor);
  if (node->extra != NULL && node->extra->base != NULL)
    {
      drop_changed_by (doomed, node->extra);
      drop_tensor (doomed, node->extra->base);
      node->extra->base = NULL;
      tensor->flags &= (guint8) ~GRAD_TENSOR_VIEW;
    }
  tensor->node = NULL;
  tensor->grad = NULL;
  if (computed_by != NULL && computed_by != node)
    drop_node (doomed, computed_by);
  if (grad != NULL)
    drop_tensor (doomed, grad);
  if (!(node->flags & GRAD_NODE_SAVES_RESULT))
    release_storage (tensor);
}

static inline void
drop_tensor_inline (Doomed     *doomed,
                    GradTensor *tensor)
{
  GradNode *node = grad_tensor_get_own_node (tensor);

  if (--tensor->ref_count > 0)
    return;
  if (node->ref_count == 0)
    doom (doomed, (GradBox *) tensor);
  else if (tensor->flags & GRAD_TENSOR_RICH)
    retire_tensor (doomed, tensor, node);
}

static void
drop_tensor (Doomed     *doomed,
             GradTensor *tensor)
{
  drop_tensor_inline (doomed, tensor);
}

static inline void
drop_saved (Doomed   *doomed,
            GradNode *node)
{
  if ((node->flags & (GRAD_NODE_SAVES_X | GRAD_NODE_NUMBER_X)) == GRAD_NODE_SAVES_X)
    drop_tensor_inline (doomed, node->input[0].saved);
  if ((node->flags & (GRAD_NODE_SAVES_Z | GRAD_NODE_NUMBER_Z)) == GRAD_NODE_SAVES_Z)
    drop_tensor_inline (doomed, node->input[1].saved);
}

/* A value, whose tensors may be the heads of graphs of their own. */
static void
drop_value (Doomed    *doomed,
            GradValue *value)
{
  if (value->type == GRAD_VALUE_TENSOR)
    drop_tensor (doomed, value->tensor);
  else if (value->type == GRAD_VALUE_TENSORS)
    {
      for (guint i = 0; i < value->n; i++)
        if (value->tensors[i] != NULL)
          drop_tensor (doomed, value->tensors[i]);
      g_free ((GradTensor **) value->tensors);
    }
  else
    grad_value_clear (value);
  value->type = GRAD_VALUE_NONE;
}

static void
drop_extra (Doomed    *doomed,
            GradExtra *extra)
{
  g_clear_pointer (&extra->hooks, g_ptr_array_unref);
  g_clear_pointer (&extra->untangled, g_hash_table_unref);
  g_clear_pointer (&extra->function, grad_function_free);
  for (guint i = 0; i < extra->n_inputs; i++)
    if (extra->inputs[i].node != NULL)
      drop_node (doomed, extra->inputs[i].node);
  drop_changed_by (doomed, extra);
  if (extra->base != NULL)
    drop_tensor (doomed, extra->base);
  for (guint i = 0; i < extra->n_values; i++)
    drop_value (doomed, &extra->values[i]);
  if (extra->values != extra->own_values)
    {
      g_free (extra->values);
      g_free (extra->value_versions);
    }
  g_free (extra->inputs);
  return_extra (extra);
}

/* What only the box of a rich tensor holds. */
static G_GNUC_NO_INLINE void
empty_rich (Doomed  *doomed,
            GradBox *box)
{
  GradTensor *tensor = &box->tensor;

  announce_end (tensor);
  unlink_view (tensor);
  release_storage (tensor);
  if (tensor->grad != NULL)
    drop_tensor (doomed, tensor->grad);
  if (tensor->node != NULL && tensor->node != &box->node)
    drop_node (doomed, tensor->node);
  if (box->node.extra != NULL)
    drop_extra (doomed, box->node.extra);
  grad_layout_unref (tensor->layout);
  tensor->grad = NULL;
  tensor->layout = NULL;
  box->node.extra = NULL;
}

static G_GNUC_NO_INLINE void
announce_end_of_node (GradNode *node)
{
  if (grad_thread.observer != NULL && grad_thread.observer->node_ended != NULL)
    grad_thread.observer->node_ended (node->sequence, grad_thread.observer_data);
}

/* Gives up what a node holds. */
static inline void
empty_node (Doomed   *doomed,
            GradNode *node)
{
  if (node->flags & (GRAD_NODE_SAVES_X | GRAD_NODE_SAVES_Z))
    drop_saved (doomed, node);
  if (node->input[0].node != NULL)
    drop_node (doomed, node->input[0].node);
  if (node->input[1].node != NULL && !(node->flags & GRAD_NODE_HAS_PARAMETERS))
    drop_node (doomed, node->input[1].node);
  node->input[0].node = NULL;
  node->input[1].node = NULL;
  if (G_UNLIKELY (node->flags & GRAD_NODE_TRACED))
    announce_end_of_node (node);
  node->sequence = 0;
}

/* Gives up all that the box holds, and the box, which is left as grad_box_take expects it. */
static inline void
empty_box (Doomed  *doomed,
           GradBox *box)
{
  if (G_UNLIKELY (box->tensor.flags & GRAD_TENSOR_RICH))
    empty_rich (doomed, box);
  if (box->node.sequence != 0)
    empty_node (doomed, &box->node);
  box->tensor.node = NULL;
  box->tensor.version = 0;
  box->node.flags = 0;
  return_box (box);
}

static void
empty_all (Doomed *doomed)
{
  while (doomed->first != NULL)
    {
      GradBox *box = doomed->first;

      doomed->first = (GradBox *) box->node.gradient.tensor;
      empty_box (doomed, box);
    }
}

void
grad_tensor_end (GradTensor *tensor)
{
  GradBox *box = (GradBox *) tensor;
  Doomed   doomed = { NULL };

  if (!(tensor->flags & GRAD_TENSOR_RICH) && box->node.ref_count == 0 && box->node.sequence == 0)
    {
      /* A number that no graph knows. */
      tensor->version = 0;
      box->node.flags = 0;
      return_box (box);
      return;
    }
  tensor->ref_count = 1;
  drop_tensor_inline (&doomed, tensor);
  empty_all (&doomed);
}

void
grad_tensor_unref (GradTensor *tensor)
{
  if (--tensor->ref_count == 0 && !grad_tensor_stays (tensor))
    grad_tensor_end (tensor);
}

void
grad_node_unref (GradNode *node)
{
  Doomed doomed = { NULL };

  drop_node (&doomed, node);
  if (doomed.first != NULL)
    empty_all (&doomed);
}

void
grad_node_free_saved (GradNode *node)
{
  Doomed      doomed = { NULL };
  GradTensor *tensor = grad_node_get_own_tensor (node);

  if (!(node->flags & GRAD_NODE_SAVES))
    return;
  drop_saved (&doomed, node);
  if (node->flags & GRAD_NODE_SAVES_MORE)
    for (guint i = 0; i < node->extra->n_values; i++)
      if (node->extra->values[i].type == GRAD_VALUE_TENSOR || node->extra->values[i].type == GRAD_VALUE_TENSORS)
        drop_value (&doomed, &node->extra->values[i]);
  if ((node->flags & GRAD_NODE_SAVES_RESULT) && tensor->ref_count == 0)
    release_storage (tensor);
  node->flags &= (guint16) ~(GRAD_NODE_SAVES | GRAD_NODE_NUMBER_X | GRAD_NODE_NUMBER_Z);
  node->flags |= GRAD_NODE_FREED;
  if (doomed.first != NULL)
    empty_all (&doomed);
}
