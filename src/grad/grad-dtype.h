/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The element types of tensors, PyTorch's: float32 is the default. Ordered by promotion rank. */
typedef enum
{
  GRAD_BOOL,
  GRAD_INT64,
  GRAD_FLOAT32,
  GRAD_FLOAT64,
} GradDType;

/* The name PyTorch gives the type, without "torch.": "float32". */
const char *grad_dtype_get_name (GradDType dtype);

/* Bytes per element. */
static inline gsize
grad_dtype_get_size (GradDType dtype)
{
  return dtype == GRAD_FLOAT32 ? sizeof (float) : dtype == GRAD_BOOL ? sizeof (guint8)
                                                                     : sizeof (double);
}

/* The name PyTorch's messages give a tensor of the type: "torch.FloatTensor"; and the type itself: "Float". */
const char *grad_dtype_get_tensor_type (GradDType dtype);
const char *grad_dtype_get_scalar_type (GradDType dtype);
const char *grad_dtype_get_c_type (GradDType dtype); /* "float", as some messages have it */

static inline gboolean
grad_dtype_is_floating_point (GradDType dtype)
{
  return dtype >= GRAD_FLOAT32;
}

/* Sets *dtype to the type of that name ("float32", "torch.float32", "double"…); FALSE if there is none. */
gboolean grad_dtype_from_name (const char *name,
                               GradDType  *dtype);

G_END_DECLS
