/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib-object.h>

#include "grad/grad-dtype.h"
#include "grad/grad-error.h"

G_BEGIN_DECLS

/* A tensor means what torch.Tensor means. A small reference-counted box; not thread-safe, except that
 * tensors which are never changed may be read from any thread. Values are passed as double where a call
 * is generic: every float32 and every int64 up to 2^53 passes unharmed. */
typedef struct _GradTensor GradTensor;

#define GRAD_TYPE_TENSOR (grad_tensor_get_type ())
GType grad_tensor_get_type (void);

/* A 0-d tensor, rounded to dtype: torch.tensor (value, dtype=dtype). Transfer full. */
GradTensor *grad_tensor_new_scalar (double    value,
                                    GradDType dtype);

/* What a bare Python number is in an expression with tensors: a 0-d tensor that does not take part in type
 * promotion beyond its kind (float, int or bool), PyTorch's "wrapped number". Transfer full. */
GradTensor *grad_tensor_new_number (double value);
GradTensor *grad_tensor_new_integer (gint64 value);
GradTensor *grad_tensor_new_boolean (gboolean value);

/* A dense tensor of n_dims dimensions with its elements, in row-major order, copied from data; zeros if
 * data is NULL. GRAD_ERROR_RUNTIME for a negative size or too many elements. Transfer full. */
GradTensor *grad_tensor_new (GradDType     dtype,
                             const gint64 *shape,
                             guint         n_dims,
                             const void   *data,
                             GError      **error);

GradTensor *grad_tensor_ref (GradTensor *tensor);
void        grad_tensor_unref (GradTensor *tensor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GradTensor, grad_tensor_unref)

GradDType     grad_tensor_get_dtype (const GradTensor *tensor);
guint         grad_tensor_get_n_dims (const GradTensor *tensor);
const gint64 *grad_tensor_get_shape (const GradTensor *tensor);   /* NULL for 0-d */
const gint64 *grad_tensor_get_strides (const GradTensor *tensor); /* in elements; NULL for 0-d */
gint64        grad_tensor_get_n_elements (const GradTensor *tensor);
gboolean      grad_tensor_is_contiguous (const GradTensor *tensor);

/* The address of the first element, for as long as the tensor lives and is not assigned other data; elements
 * stand apart by the strides. What writes there changes the tensor and all that share its memory, unseen by
 * version counters. */
void *grad_tensor_get_data (GradTensor *tensor);

/* The value of a one-element tensor; GRAD_ERROR_RUNTIME with PyTorch's text for any other. */
gboolean grad_tensor_item (GradTensor *tensor,
                           double     *value,
                           GError    **error);

/* All values in row-major order, into n_elements doubles. */
void grad_tensor_get_values (GradTensor *tensor,
                             double     *values);

/* Autograd state, by PyTorch's names and rules. */
gboolean    grad_tensor_get_requires_grad (const GradTensor *tensor);
gboolean    grad_tensor_set_requires_grad (GradTensor *tensor,
                                           gboolean    requires_grad,
                                           GError    **error);
gboolean    grad_tensor_is_leaf (const GradTensor *tensor);
GradTensor *grad_tensor_get_grad (const GradTensor *tensor); /* transfer none, nullable */
void        grad_tensor_zero_grad (GradTensor *tensor);      /* x.grad.zero_ (); nothing if there is none */

/* How often the tensor's memory was changed in place: x._version. */
guint32 grad_tensor_get_version_counter (const GradTensor *tensor);

G_END_DECLS
