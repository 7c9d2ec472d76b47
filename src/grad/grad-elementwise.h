/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-backward-private.h"
#include "grad/grad-kernel.h"

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

/* The gradient formula of a row, operands as grad-kernel.h has them, each with its stride. */
typedef void (*GradGradientLoop) (gint64            n,
                                  void             *d,
                                  const void *const operands[GRAD_N_OPERANDS],
                                  const gint64      strides[GRAD_N_OPERANDS],
                                  const double     *numbers);

/* The short way of a row on 0-d tensors of the dtype, computed and recorded. */
typedef struct
{
  GradTensor *(*unary) (GradTensor *x, const double *numbers);
  GradTensor *(*binary) (GradTensor *x, GradTensor *z);
  GradTensor *(*binary_number) (GradTensor *x, double z);
  void (*write) (GradTensor *x, GradTensor *z); /* x = op (x, z) in place, unrecorded */
} GradQuick;

typedef struct
{
  GradQuick        quick;
  GradForwardLoop  loop;
  GradGradientLoop gradient_loop[2];
} GradKernels;

/* Visits node and those whose turn it is after it, as long as they are quick and of the dtype. Gives the first that is
 * not, unvisited, or whose saved tensors were changed; NULL if none is left. */
GradNode *grad_run_quick_nodes_f32 (GradBackward *backward,
                                    GradNode     *node);
GradNode *grad_run_quick_nodes_f64 (GradBackward *backward,
                                    GradNode     *node);

/* The arguments of an elementwise call. */
typedef struct
{
  GradTensor *inputs[2];
  guint       n_inputs;
  double      parameters[2];
  guint       n_parameters;
  GradDType   kind; /* the highest of the Scalars, as PyTorch sees Python numbers */
} GradElementwiseCall;

/* Reads them from values in the order of the schema, as far as they are given. */
void grad_elementwise_read (const GradOp        *op,
                            const GradValue     *values,
                            guint                n_values,
                            GradElementwiseCall *call);

/* The dtype of what the operation computes of x and, unless it is NULL, z, with Scalars of a kind. Where there is no kernel
 * for the dtype, it is the one that there is none for. */
GradDType grad_elementwise_find_type (GradOpId    id,
                                      GradTensor *x,
                                      GradTensor *z,
                                      GradDType   kind);

/* Indexed by row; empty for structural operations. Comparisons fill y with guint8. */
extern const GradKernels     grad_kernels_f32[];
extern const GradKernels     grad_kernels_f64[];
extern const GradForwardLoop grad_kernels_i64[]; /* NULL where integers become float32 */

G_END_DECLS
