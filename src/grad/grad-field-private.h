/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-field.h"
#include "grad/grad-program-private.h"

G_BEGIN_DECLS

/* The pointers of calls to one place that moves from block to block: the caller's arrays, mostly. */
typedef struct
{
  void ***pointers;
  guint  *indices; /* of the arrays that they point into */
  guint   n;
} GradMoving;

/* A section with its operands in memory. */
typedef struct
{
  guint           n_calls;
  GradKernel     *kernels;
  GradKernelCall *calls;
  GradMoving      moving[GRAD_N_PLACES];
} GradBoundSection;

/* What a run of a program needs beside the caller's arrays. */
typedef struct
{
  const GradProgram      *program;
  const GradFieldKernels *kernels;
  guint                   block;  /* lanes */
  gsize                   size;   /* bytes of an element */
  gsize                   stride; /* bytes from one block of memory to the next */
  char                   *blocks; /* those not yet taken */
  void                   *uniforms;
  GPtrArray              *memory; /* aligned, freed with the run */
} GradFieldRun;

void grad_field_run_init (GradFieldRun           *run,
                          const GradProgram      *program,
                          const GradFieldOptions *options,
                          const double           *parameters,
                          guint                   block);
void grad_field_run_clear (GradFieldRun *run);

/* n elements at an address that suits all vectors; the run's. */
void *grad_field_run_allocate (GradFieldRun *run,
                               gsize         n);

/* n blocks of lanes, run->stride apart. There are enough for the registers of all sections, three states, and a stage
 * of inputs and outputs. */
char *grad_field_run_take_blocks (GradFieldRun *run,
                                  guint         n);

/* columns is where blocks of values of x alone lie, one after the other; NULL if the section reads none. */
void grad_bound_section_init (GradBoundSection *bound,
                              GradFieldRun     *run,
                              GradSectionKind   kind,
                              void             *columns);
void grad_bound_section_clear (GradBoundSection *bound);

/* Points the operands of that place at offset bytes into the arrays. */
static inline void
grad_bound_section_move (GradBoundSection  *bound,
                         GradPlace          place,
                         const void *const *arrays,
                         gsize              offset)
{
  const GradMoving *moving = &bound->moving[place];

  for (guint i = 0; i < moving->n; i++)
    *moving->pointers[i] = (char *) arrays[moving->indices[i]] + offset;
}

/* Moves the operands of that place on by so many bytes. */
static inline void
grad_bound_section_advance (GradBoundSection *bound,
                            GradPlace         place,
                            gsize             bytes)
{
  const GradMoving *moving = &bound->moving[place];

  for (guint i = 0; i < moving->n; i++)
    *moving->pointers[i] = (char *) *moving->pointers[i] + bytes;
}

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
