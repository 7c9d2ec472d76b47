/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-diagnosis.h"

G_BEGIN_DECLS

/* JSON has no word for what is not finite, so that is a string. */
void descent_json_append_number (GString  *json,
                                 double    value,
                                 GradDType dtype);

void descent_json_append_string (GString    *json,
                                 const char *text);

/* A member on a line of its own: a step, or null if it is negative. */
void descent_json_append_step (GString    *json,
                               const char *key,
                               int         step);

/* The member "diagnosis" on a line of its own. */
void descent_json_append_diagnosis (GString                *json,
                                    const DescentDiagnosis *diagnosis);

G_END_DECLS
