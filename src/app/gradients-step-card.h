/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

#include "descent/descent-diagnosis.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_STEP_CARD (gradients_step_card_get_type ())
G_DECLARE_FINAL_TYPE (GradientsStepCard, gradients_step_card, GRADIENTS, STEP_CARD, GtkWidget)

typedef enum
{
  GRADIENTS_TONE_NEUTRAL,
  GRADIENTS_TONE_GOOD,
  GRADIENTS_TONE_CAREFUL,
  GRADIENTS_TONE_BAD,
} GradientsTone;

GradientsTone gradients_tone_from_verdict (DescentVerdict verdict);

/* What is to be said of a step and of the run: the rule with this step's numbers (one line per variable, or formulas four spaces apart that share a line where there is room), the
 * sentence about the step ("Status"), and the verdict ("Diagnosis"). With the property "compact" the sentences have two
 * lines at most; what is cut off can be read in their tooltips. With "busy" it shows that something is being computed, if that lasts. */
GtkWidget *gradients_step_card_new (void);

void gradients_step_card_set_rule (GradientsStepCard *self, const char *rule);
void gradients_step_card_set_status (GradientsStepCard *self, const char *status);
void gradients_step_card_set_diagnosis (GradientsStepCard *self, const char *diagnosis, GradientsTone tone);

/* The card keeps the height that its longest text needed; this begins anew, when what it speaks of is another. */
void gradients_step_card_forget_height (GradientsStepCard *self);

G_END_DECLS
