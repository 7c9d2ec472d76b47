/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-op-private.h"

G_BEGIN_DECLS

/* The inner loops of compiled programs: one call does one instruction for a block of lanes. There is one for each
 * elementwise row of grad-ops.def and for each row of grad-kernels.def, compiled for several instruction sets; the
 * best that the machine has is taken at start. */

enum
{
  GRAD_KERNEL_LANES = 64, /* a block is a multiple of these */
  GRAD_KERNEL_MAX_INPUTS = 5,
  GRAD_KERNEL_MAX_OUTPUTS = 4,
};

/* What a call works on. Outputs do not overlap inputs; inputs that the kernel does not have point to some number. */
typedef struct
{
  void       *out[GRAD_KERNEL_MAX_OUTPUTS];
  const void *in[GRAD_KERNEL_MAX_INPUTS];
  double      numbers[2]; /* the Scalars of an operation's schema */
} GradKernelCall;

typedef void (*GradKernel) (const GradKernelCall *call,
                            guint                 n_lanes);

/* A kernel with several inputs comes once for each set of inputs that are one number for all lanes instead of lanes:
 * bit i of the set is input i, and the set is added to the kernel's number. */
#define GRAD_KERNEL_FAMILY(name, n_sets) GRAD_KERNEL_##name, GRAD_KERNEL_LAST_##name = GRAD_KERNEL_##name + (n_sets) -1,
typedef enum
{
#define UNARY(name, ...) GRAD_KERNEL_FAMILY (name, 1)
#define BINARY(name, ...) GRAD_KERNEL_FAMILY (name, 4)
#define PLAIN(name, ...) GRAD_KERNEL_FAMILY (name, 4)
#define COMPARE(name, ...) GRAD_KERNEL_FAMILY (name, 4)
#include "grad/grad-ops.def"
#define SINCOS(name, ...) GRAD_KERNEL_FAMILY (name, 1)
#define KERNEL1(name, ...) GRAD_KERNEL_FAMILY (name, 2)
#define KERNEL3(name, ...) GRAD_KERNEL_FAMILY (name, 8)
#define FUSED3(name, ...) GRAD_KERNEL_FAMILY (name, 8)
#define FUSED4(name, ...) GRAD_KERNEL_FAMILY (name, 16)
#define FUSED5(name, ...) GRAD_KERNEL_FAMILY (name, 32)
#include "grad/grad-kernels.def"
  GRAD_N_KERNELS,
} GradKernelId;
#undef GRAD_KERNEL_FAMILY

/* Exact kernels give what the engine gives, to the bit; fast ones drop a few bits, for pictures. */
typedef enum
{
  GRAD_KERNELS_EXACT_F32,
  GRAD_KERNELS_FAST_F32,
  GRAD_KERNELS_EXACT_F64,
  GRAD_N_KERNEL_SETS,
} GradKernelSet;

typedef struct
{
  GradKernel kernels[GRAD_N_KERNELS];
} GradFieldKernels;

/* The operands of a gradient: g, x, z, y. */
enum
{
  GRAD_OPERAND_G,
  GRAD_OPERAND_X,
  GRAD_OPERAND_Z,
  GRAD_OPERAND_Y,
  GRAD_N_OPERANDS,
};

/* The gradient formula of an elementwise row for n elements, any number, in one loop. All operands are dense but one at
 * most, g, x or z, which is a single number; GRAD_N_OPERANDS if there is none. numbers are the Scalars of the schema.
 * What the formula does not read must still be readable. */
typedef void (*GradGradientKernel) (gint64            n,
                                    void             *d,
                                    const void *const operands[GRAD_N_OPERANDS],
                                    guint             single,
                                    const double     *numbers);

/* By row and input; NULL for others than elementwise rows, and where a formula has functions, which are computed in
 * lanes when it goes operation by operation. */
typedef struct
{
  GradGradientKernel kernels[GRAD_N_OPS][2];
} GradGradientKernels;

/* The loops as compiled for one instruction set. */
typedef struct
{
  const char         *name; /* "x86-64-v3" */
  GradFieldKernels    sets[GRAD_N_KERNEL_SETS];
  GradGradientKernels gradients_f32, gradients_f64;
  float (*sum_f32) (const float *x, gint64 n); /* in the order of grad_sum_f32 */
  double (*sum_f64) (const double *x, gint64 n);
} GradKernelTable;

/* The best table that this machine can run, or the one that the environment's GRADIENTS_ISA names. */
const GradKernelTable *grad_kernel_table_choose (void);

extern const GradKernelTable *grad_kernel_table_chosen; /* NULL before the first question */

static inline const GradKernelTable *
grad_kernel_table_get (void)
{
  const GradKernelTable *table = g_atomic_pointer_get (&grad_kernel_table_chosen);

  return G_LIKELY (table != NULL) ? table : grad_kernel_table_choose ();
}

/* All tables that this machine can run, the best last. */
const GradKernelTable *const *grad_kernel_table_list (guint *n_tables);

G_END_DECLS
