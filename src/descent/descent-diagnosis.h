/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-run.h"

G_BEGIN_DECLS

typedef enum
{
  DESCENT_CONVERGED,   /* reached a minimum to the precision of the dtype, or within the gradient's tolerance */
  DESCENT_CONVERGING,  /* the distance to a minimum shrinks by a steady factor, from one side */
  DESCENT_CRAWLING,    /* it shrinks, but would need many times the steps */
  DESCENT_OSCILLATING, /* it shrinks while changing sides */
  DESCENT_BOUNCING,    /* a cycle */
  DESCENT_WANDERING,   /* neither settles nor leaves: bounded or travelling without growing steps */
  DESCENT_DIVERGING,   /* each step multiplies the distance by more than one */
  DESCENT_FLAT,        /* the gradient vanished where there is no minimum */
  DESCENT_OVERFLOWED,  /* stopped being finite at some step */
} DescentVerdict;

/* The account of a run, from what happened and from the Hessian where it ends. */
typedef struct
{
  DescentVerdict verdict;
  char          *sentence;    /* translated, with the numbers; owned */
  double         factor;      /* of the distance, per step; nan if none was found */
  guint          period;      /* of a cycle; 0 if none */
  double         critical_lr; /* 2/λmax where the run ends or at the minimum it circles; nan if there is none */
  double         best_lr;     /* 2/(λmin+λmax), or 1/f″; nan if there is none */
} DescentDiagnosis;

DescentDiagnosis *descent_diagnosis_new (DescentRun *run);
void              descent_diagnosis_free (DescentDiagnosis *diagnosis);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DescentDiagnosis, descent_diagnosis_free)

const char *descent_verdict_get_name (DescentVerdict verdict); /* "diverging", for machines */

G_END_DECLS
