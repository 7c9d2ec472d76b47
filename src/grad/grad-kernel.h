/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

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
#define UNARY_INT(name, ...) GRAD_KERNEL_FAMILY (name, 1)
#define BINARY(name, ...) GRAD_KERNEL_FAMILY (name, 4)
#define BINARY_INT(name, ...) GRAD_KERNEL_FAMILY (name, 4)
#define PLAIN(name, ...) GRAD_KERNEL_FAMILY (name, 4)
#define COMPARE(name, ...) GRAD_KERNEL_FAMILY (name, 4)
#define TEST(name, ...)
#define OP(name, ...)
#define OTHER(name, ...)
#include "grad/grad-ops.def"
#undef UNARY
#undef UNARY_INT
#undef BINARY
#undef BINARY_INT
#undef PLAIN
#undef COMPARE
#undef TEST
#undef OP
#undef OTHER
#define FUNCTION(name, ...)
#define FUNCTION2(name, ...)
#define SINCOS(name, ...) GRAD_KERNEL_FAMILY (name, 1)
#define KERNEL1(name, ...) GRAD_KERNEL_FAMILY (name, 2)
#define KERNEL3(name, ...) GRAD_KERNEL_FAMILY (name, 8)
#define FUSED3(name, ...) GRAD_KERNEL_FAMILY (name, 8)
#define FUSED4(name, ...) GRAD_KERNEL_FAMILY (name, 16)
#define FUSED5(name, ...) GRAD_KERNEL_FAMILY (name, 32)
#include "grad/grad-kernels.def"
#undef FUNCTION
#undef FUNCTION2
#undef SINCOS
#undef KERNEL1
#undef KERNEL3
#undef FUSED3
#undef FUSED4
#undef FUSED5
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

/* The loops as compiled for one instruction set. */
typedef struct
{
  const char      *name; /* "x86-64-v3" */
  GradFieldKernels sets[GRAD_N_KERNEL_SETS];
} GradKernelTable;

/* The best table that this machine can run, or the one that the environment's GRADIENTS_ISA names. */
const GradKernelTable *grad_kernel_table_get (void);

/* All tables that this machine can run, the best last. */
const GradKernelTable *const *grad_kernel_table_list (guint *n_tables);

G_END_DECLS
