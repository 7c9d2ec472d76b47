/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "lab/lab-run.h"

G_BEGIN_DECLS

/* The words for an end that the program reported itself. Transfer full. */
char *lab_ending_describe_word (LabLog       *log,
                                const LabEnd *end,
                                LabEnding    *ending);

/* The words for a process that ended without END. Transfer full. */
char *lab_ending_describe_silence (LabLog             *log,
                                   const LabWorkerEnd *end,
                                   LabEnding          *ending);

G_END_DECLS
