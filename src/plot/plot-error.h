/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PLOT_ERROR (plot_error_quark ())
GQuark plot_error_quark (void);

/* What a person can do wrong in this layer. */
typedef enum
{
  PLOT_ERROR_FORMAT, /* a file ending that names no picture format */
  PLOT_ERROR_SIZE,   /* a picture of no size, or too large to draw */
} PlotError;

G_END_DECLS
