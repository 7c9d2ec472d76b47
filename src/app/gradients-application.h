/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GRADIENTS_TYPE_APPLICATION (gradients_application_get_type ())
G_DECLARE_FINAL_TYPE (GradientsApplication, gradients_application, GRADIENTS, APPLICATION, AdwApplication)

/* The program: one instance with one window; a second start brings that window to the front. */
GradientsApplication *gradients_application_new (const char       *application_id,
                                                 GApplicationFlags flags);

G_END_DECLS
