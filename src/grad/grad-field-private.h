/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-field.h"
#include "grad/grad-program-private.h"

G_BEGIN_DECLS

/* A section with its operands in memory: calls of kernels, of which only the pointers into the caller's arrays move
 * from block to block. */
typedef struct
{
  void    **pointer; /* of a call */
  GradPlace place;
  guint     index;
} GradMoving;

typedef struct
{
  guint           n_calls;
  GradKernel     *kernels;
  GradKernelCall *calls;
  GradMoving     *moving;
  guint           n_moving;
} GradBoundSection;

/* What a run of a program needs beside the caller's arrays. */
typedef struct
{
  const GradProgram      *program;
  const GradFieldKernels *kernels;
  guint                   block; /* lanes */
  gsize                   size;  /* bytes of an element */
  void                   *uniforms;
  GPtrArray              *memory; /* aligned, freed with the run */
} GradFieldRun;

void grad_field_run_init (GradFieldRun           *run,
                          const GradProgram      *program,
                          const GradFieldOptions *options,
                          const double           *parameters,
                          guint                   block);
void grad_field_run_clear (GradFieldRun *run);

/* n elements, zeroed, at an address that suits all vectors; the run's. */
void *grad_field_run_allocate (GradFieldRun *run,
                               gsize         n);

/* columns is where blocks of values of x alone lie, one after the other; NULL if the section reads none. */
void grad_bound_section_init (GradBoundSection *bound,
                              GradFieldRun     *run,
                              GradSectionKind   kind,
                              void             *columns);
void grad_bound_section_clear (GradBoundSection *bound);

/* Points the operands of that place at offset bytes into the arrays. */
void grad_bound_section_move (GradBoundSection  *bound,
                              GradPlace          place,
                              const void *const *arrays,
                              gsize              offset);

static inline void
grad_bound_section_run (const GradBoundSection *bound,
                        guint                   n_lanes)
{
  for (guint i = 0; i < bound->n_calls; i++)
    bound->kernels[i](&bound->calls[i], n_lanes);
}

/* n rounded up to whole vectors. */
static inline guint
grad_field_pad (gsize n)
{
  return (guint) ((n + GRAD_KERNEL_LANES - 1) / GRAD_KERNEL_LANES * GRAD_KERNEL_LANES);
}

/* Copies n elements and repeats the last up to whole vectors. */
void grad_field_copy_padded (void       *to,
                             const void *from,
                             gsize       n,
                             gsize       size);

G_END_DECLS
