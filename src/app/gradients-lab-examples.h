/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A program to begin with, named by what it teaches. */
typedef struct
{
  const char *file; /* in resources/lab */
  const char *title;
  gboolean    fails;     /* it ends with an exception, which is the lesson */
  const char *explained; /* the explanation that it leads to, of lab_explanation_lookup; NULL if none */
} GradientsLabExample;

const GradientsLabExample *gradients_lab_examples_list (guint *n_examples);

const char *gradients_lab_examples_get_title (const GradientsLabExample *example); /* translated */
char       *gradients_lab_examples_dup_text (const GradientsLabExample *example);  /* transfer full */

G_END_DECLS
