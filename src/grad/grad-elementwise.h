/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-tensor-private.h"

G_BEGIN_DECLS

/* The elementwise rows of grad-ops.def as machine code, for one dtype each: on single numbers, and in loops over
 * strided runs. numbers are the Scalars of the schema; what a row does not use is not read. */

typedef void (*GradForwardLoop) (gint64        n,
                                 void         *y,
                                 gint64        y_stride,
                                 const void   *x,
                                 gint64        x_stride,
                                 const void   *z,
                                 gint64        z_stride,
                                 const double *numbers);

/* The operands of a gradient: g, x, z, y. */
enum
{
  GRAD_OPERAND_G,
  GRAD_OPERAND_X,
  GRAD_OPERAND_Z,
  GRAD_OPERAND_Y,
  GRAD_N_OPERANDS,
};

typedef void (*GradGradientLoop) (gint64            n,
                                  void             *dx,
                                  const void *const operands[GRAD_N_OPERANDS],
                                  const gint64      strides[GRAD_N_OPERANDS],
                                  const double     *numbers);

typedef struct
{
  float (*forward) (float x, float z, const double *numbers);
  float (*gradient[2]) (float g, float x, float z, float y, const double *numbers);
  GradForwardLoop  forward_loop;
  GradGradientLoop gradient_loop[2];
} GradFloatKernels;

typedef struct
{
  double (*forward) (double x, double z, const double *numbers);
  double (*gradient[2]) (double g, double x, double z, double y, const double *numbers);
  GradForwardLoop  forward_loop;
  GradGradientLoop gradient_loop[2];
} GradDoubleKernels;

/* Indexed by row; empty for structural operations. Comparisons fill y with guint8. */
extern const GradFloatKernels  grad_kernels_f32[];
extern const GradDoubleKernels grad_kernels_f64[];
extern const GradForwardLoop   grad_kernels_i64[]; /* NULL where integers become float32 */

G_END_DECLS
