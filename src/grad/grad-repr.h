/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-tensor.h"

G_BEGIN_DECLS

typedef enum
{
  GRAD_SCI_MODE_AUTOMATIC,
  GRAD_SCI_MODE_NEVER,
  GRAD_SCI_MODE_ALWAYS,
} GradSciMode;

/* torch.set_printoptions. */
typedef struct
{
  guint       precision;  /* digits after the point */
  guint       threshold;  /* elements, beyond which the middle is left out */
  guint       edge_items; /* at both ends, then */
  guint       line_width;
  GradSciMode sci_mode;
} GradPrintOptions;

extern const GradPrintOptions grad_print_options_default;

/* What print (tensor) shows, to the letter. prefix is the name before the bracket, "tensor" unless the type has
 * another; options may be NULL. Transfer full. Source: PyTorch 2.6, torch/_tensor_str.py. */
char *grad_tensor_to_string (GradTensor             *tensor,
                             const char             *prefix,
                             const GradPrintOptions *options);

/* A float as Python shows it: the fewest digits that read back as the same double: “1.0”, “1e-05”, “inf”.
 * Transfer full. */
char *grad_repr_float (double value);

/* A shape as Python shows a list: "[2, 3]". Transfer full. */
char *grad_repr_shape (const gint64 *shape,
                       guint         n_dims);

G_END_DECLS
