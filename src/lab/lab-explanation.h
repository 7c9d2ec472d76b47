/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "lab/lab-log.h"

G_BEGIN_DECLS

/* Why a learner's program failed, and what to do about it, in a few plain sentences. Static; the texts are marked for
 * translation, the getters translate. */
typedef struct
{
  const char *id;      /* "second-backward" */
  const char *type;    /* of the exception or warning; NULL for a trap, which raises nothing */
  const char *pattern; /* the message, with * for what varies */
  const char *title;
  const char *cause;
  const char *fix;
} LabExplanation;

const LabExplanation *lab_explanation_list (guint *n_explanations);
const LabExplanation *lab_explanation_lookup (const char *id); /* NULL if there is none */

/* The explanation of an exception or warning by its type and exact message; NULL if we have none. */
const LabExplanation *lab_explanation_find (const char *type,
                                            const char *message);

const char *lab_explanation_get_title (const LabExplanation *explanation);
const char *lab_explanation_get_cause (const LabExplanation *explanation);
const char *lab_explanation_get_fix (const LabExplanation *explanation);

/* A silent mistake: PyTorch says nothing, but the events show it. */
typedef struct
{
  const LabExplanation *explanation;
  guint64               event; /* where it happened */
} LabTrap;

/* The traps that a program stepped into before cursor, each at its first event, in order. Transfer full, LabTrap. */
GArray *lab_explanation_list_traps (const LabLog *log,
                                    guint64       cursor);

/* All that can be explained of what happened before cursor, each explanation once, where it applied first: exceptions
 * (also those that the program handled), warnings and traps, in order. Transfer full, LabTrap. */
GArray *lab_explanation_list_all (const LabLog *log,
                                  guint64       cursor);

G_END_DECLS
