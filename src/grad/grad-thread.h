/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-tensor-private.h"
#include "grad/grad-trace.h"

G_BEGIN_DECLS

typedef struct _GradBackward GradBackward;

/* What each thread has of its own. */
typedef struct
{
  GradBox            *free_boxes;  /* linked through their values */
  GradExtra          *free_extras; /* linked through their inputs */
  guint64             sequence;    /* number of the last node */
  gboolean            not_recording;
  guint               n_hooks;  /* hooks that are set on tensors of this thread */
  GradBackward       *backward; /* the innermost walk that is going on */
  const GradObserver *observer;
  gpointer            observer_data;
} GradThread;

extern _Thread_local GradThread grad_thread __attribute__ ((tls_model ("initial-exec")));

/* A free box is linked through its value, and is otherwise as a new one: all pointers NULL but data. */
#define GRAD_BOX_NEXT(box) (*(GradBox **) &(box)->tensor.value)

void grad_box_refill (void);

/* An extra with nothing in it. */
GradExtra *grad_extra_new (void);

/* A box for a 0-d tensor: one handle, no history, the value not set. */
static inline GradTensor *
grad_box_take (GradDType dtype)
{
  GradBox *box = grad_thread.free_boxes;

  if (G_UNLIKELY (box == NULL))
    {
      grad_box_refill ();
      box = grad_thread.free_boxes;
    }
  grad_thread.free_boxes = GRAD_BOX_NEXT (box);
  box->tensor.ref_count = 1;
  box->tensor.dtype = (guint8) dtype;
  box->tensor.flags = 0;
  box->tensor.output_nr = 0;
  return &box->tensor;
}

/* The same for a tensor of any layout (transfer full). */
static inline GradTensor *
grad_box_new (GradDType   dtype,
              GradLayout *layout)
{
  GradTensor *tensor = grad_box_take (dtype);

  if (layout != NULL)
    {
      tensor->layout = layout;
      tensor->flags = GRAD_TENSOR_RICH;
    }
  return tensor;
}

static inline gboolean
grad_should_record (guint8 flags)
{
  return (flags & GRAD_TENSOR_REQUIRES_GRAD) && !grad_thread.not_recording;
}

G_END_DECLS
