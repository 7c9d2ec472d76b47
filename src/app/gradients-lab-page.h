/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "app/gradients-lab-run.h"
#include "app/gradients-page.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_LAB_PAGE (gradients_lab_page_get_type ())
G_DECLARE_FINAL_TYPE (GradientsLabPage, gradients_lab_page, GRADIENTS, LAB_PAGE, GradientsPage)

/* The page Autograd lab. It opens on its first example, which it runs when it is first in sight; nothing else runs
 * unasked. */
GtkWidget *gradients_lab_page_new (void);

GradientsLabRun *gradients_lab_page_get_run (GradientsLabPage *self);

/* Puts a text in the place of the program, so that undoing brings that back. */
void gradients_lab_page_replace_text (GradientsLabPage *self, const char *text);

G_END_DECLS
