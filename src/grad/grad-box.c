/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* How tensors and nodes come and go. Boxes are cut from slabs and returned to a list, so that making one takes a
 * few instructions. A graph is released by a list of what is left to do, never by recursion: a loop that sums
 * its losses builds chains a million nodes long. */

#include "grad/grad-tensor-private.h"

#include <stdlib.h>

enum
{
  SLAB_BOXES = 512,
};

/* The lists of a thread. A box may end in another thread than where it began: it then changes lists. */
static _Thread_local GradBox *free_boxes;

/* All slabs ever cut, kept reachable; and boxes left by threads that have ended. */
static GMutex     shared_lock;
static GPtrArray *shared_slabs;
static GradBox   *shared_boxes;

/* A free box is linked through its data. */
#define NEXT(box) (*(GradBox **) &(box)->tensor.data)

static void
leave_boxes (gpointer data)
{
  g_mutex_lock (&shared_lock);
  while (free_boxes != NULL)
    {
      GradBox *box = free_boxes;

      free_boxes = NEXT (box);
      NEXT (box) = shared_boxes;
      shared_boxes = box;
    }
  g_mutex_unlock (&shared_lock);
}

static GPrivate thread_key = G_PRIVATE_INIT (leave_boxes);

static G_GNUC_NO_INLINE void
refill (void)
{
  g_private_set (&thread_key, &thread_key);
  g_mutex_lock (&shared_lock);
  if (shared_boxes != NULL)
    {
      free_boxes = shared_boxes;
      shared_boxes = NULL;
    }
  else
    {
      GradBox *slab = aligned_alloc (64, SLAB_BOXES * sizeof (GradBox));

      G_STATIC_ASSERT (sizeof (GradBox) == 128);
      if (slab == NULL)
        g_error ("out of memory");
      if (shared_slabs == NULL)
        shared_slabs = g_ptr_array_new ();
      g_ptr_array_add (shared_slabs, slab);
      for (guint i = SLAB_BOXES; i-- > 0;)
        {
          NEXT (&slab[i]) = free_boxes;
          free_boxes = &slab[i];
        }
    }
  g_mutex_unlock (&shared_lock);
}

static inline GradBox *
take_box (void)
{
#ifdef __SANITIZE_ADDRESS__
  return g_malloc (sizeof (GradBox));
#else
  GradBox *box;

  if (G_UNLIKELY (free_boxes == NULL))
    refill ();
  box = free_boxes;
  free_boxes = NEXT (box);
  return box;
#endif
}

static inline void
return_box (GradBox *box)
{
#ifdef __SANITIZE_ADDRESS__
  g_free (box);
#else
  NEXT (box) = free_boxes;
  free_boxes = box;
#endif
}

GradTensor *
grad_box_new (GradDType   dtype,
              GradLayout *layout)
{
  GradBox *box = take_box ();

  box->tensor.ref_count = 1;
  box->tensor.dtype = (guint8) dtype;
  box->tensor.flags = 0;
  box->tensor.output_nr = 0;
  box->tensor.data = &box->tensor.value;
  box->tensor.node = NULL;
  box->tensor.grad = NULL;
  box->tensor.layout = layout;
  box->tensor.version = 0;
  box->node.ref_count = 0;
  box->node.op = 0;
  box->node.flags = 0;
  box->node.mark = 0;
  box->node.input[0].node = NULL;
  box->node.input[1].node = NULL;
  box->node.extra = NULL;
  return &box->tensor;
}

/* Boxes that nothing refers to any more, linked through their data, until their contents are given up. */
typedef struct
{
  GradBox *first;
} Doomed;

static inline void
doom (Doomed  *doomed,
      GradBox *box)
{
  NEXT (box) = doomed->first;
  doomed->first = box;
}

static void drop_tensor (Doomed     *doomed,
                         GradTensor *tensor);

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

/* The tensor is gone, but the graph still goes through its node: a leaf stays as it is, since gradients flow to it
 * and the graph can show it; of any other remains what formulas read. */
static void
retire_tensor (Doomed     *doomed,
               GradTensor *tensor,
               GradNode   *node)
{
  if (node->flags & GRAD_NODE_LEAF)
    return;
  if (tensor->node != NULL && tensor->node != node)
    drop_node (doomed, tensor->node);
  tensor->node = NULL;
  if (tensor->grad != NULL)
    drop_tensor (doomed, tensor->grad);
  tensor->grad = NULL;
  if ((tensor->flags & GRAD_TENSOR_STORED) && !(node->flags & GRAD_NODE_SAVES_RESULT))
    {
      grad_storage_unref (tensor->storage);
      tensor->flags &= (guint8) ~GRAD_TENSOR_STORED;
    }
}

static void
drop_tensor (Doomed     *doomed,
             GradTensor *tensor)
{
  GradNode *node = grad_tensor_get_own_node (tensor);

  if (--tensor->ref_count > 0)
    return;
  if (node->ref_count == 0)
    doom (doomed, (GradBox *) tensor);
  else
    retire_tensor (doomed, tensor, node);
}

static inline void
drop_saved (Doomed   *doomed,
            GradNode *node)
{
  if ((node->flags & (GRAD_NODE_SAVES_X | GRAD_NODE_NUMBER_X)) == GRAD_NODE_SAVES_X)
    drop_tensor (doomed, node->input[0].saved);
  if ((node->flags & (GRAD_NODE_SAVES_Z | GRAD_NODE_NUMBER_Z)) == GRAD_NODE_SAVES_Z)
    drop_tensor (doomed, node->input[1].saved);
}

static void
drop_extra (Doomed    *doomed,
            GradExtra *extra)
{
  for (guint i = 0; i < extra->n_inputs; i++)
    {
      if (extra->inputs[i].node != NULL)
        drop_node (doomed, extra->inputs[i].node);
      if (extra->inputs[i].saved != NULL)
        drop_tensor (doomed, extra->inputs[i].saved);
    }
  if (extra->base != NULL)
    drop_tensor (doomed, extra->base);
  grad_values_free (extra->values, extra->n_values);
  g_free (extra->inputs);
  g_free (extra->versions);
  g_free (extra);
}

/* Gives up all that the box holds, and the box. */
static inline void
empty_box (Doomed  *doomed,
           GradBox *box)
{
  GradTensor *tensor = &box->tensor;
  GradNode   *node = &box->node;

  if (tensor->flags & GRAD_TENSOR_STORED)
    grad_storage_unref (tensor->storage);
  if (tensor->grad != NULL)
    drop_tensor (doomed, tensor->grad);
  if (tensor->node != NULL && tensor->node != node)
    drop_node (doomed, tensor->node);
  grad_layout_unref (tensor->layout);
  drop_saved (doomed, node);
  if (node->input[0].node != NULL)
    drop_node (doomed, node->input[0].node);
  if (!(node->flags & GRAD_NODE_HAS_PARAMETERS) && node->input[1].node != NULL)
    drop_node (doomed, node->input[1].node);
  if (node->extra != NULL)
    drop_extra (doomed, node->extra);
  return_box (box);
}

static G_GNUC_NO_INLINE void
empty_all (Doomed *doomed)
{
  while (doomed->first != NULL)
    {
      GradBox *box = doomed->first;

      doomed->first = NEXT (box);
      empty_box (doomed, box);
    }
}

void
grad_tensor_unref (GradTensor *tensor)
{
  Doomed doomed = { NULL };

  drop_tensor (&doomed, tensor);
  if (doomed.first != NULL)
    empty_all (&doomed);
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

  if (node->flags & (GRAD_NODE_SAVES_X | GRAD_NODE_SAVES_Z | GRAD_NODE_SAVES_RESULT))
    {
      drop_saved (&doomed, node);
      if ((node->flags & GRAD_NODE_SAVES_RESULT) && tensor->ref_count == 0 && (tensor->flags & GRAD_TENSOR_STORED))
        {
          grad_storage_unref (tensor->storage);
          tensor->flags &= (guint8) ~GRAD_TENSOR_STORED;
        }
      node->flags |= GRAD_NODE_FREED;
      node->flags &= (guint16) ~(GRAD_NODE_SAVES_X | GRAD_NODE_SAVES_Z | GRAD_NODE_SAVES_RESULT);
    }
  empty_all (&doomed);
}
