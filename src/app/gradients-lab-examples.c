/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The programs that the page Autograd lab offers. They lie in resources/lab; a test runs each. */

#include "app/gradients-lab-examples.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#define FOLDER "/org/gradients/Gradients/lab/"

static const GradientsLabExample examples[] = {
  { "first-backward.py", N_ ("A first backward"), FALSE, NULL },
  { "used-twice.py", N_ ("A value used twice"), FALSE, NULL },
  { "descent.py", N_ ("Descent on x²"), FALSE, NULL },
  { "surface.py", N_ ("Descent on a surface"), FALSE, NULL },
  { "line-fit.py", N_ ("Fitting a line"), FALSE, NULL },
  { "no-grad.py", N_ ("What is not recorded: no_grad, detach"), FALSE, NULL },
  { "accumulate.py", N_ ("Trap: gradients add up"), FALSE, "trap-no-zero-grad" },
  { "twice.py", N_ ("Error: backward twice"), TRUE, "second-backward" },
  { "in-place.py", N_ ("Error: a parameter changed in place"), TRUE, "leaf-in-place" },
};

const GradientsLabExample *
gradients_lab_examples_list (guint *n_examples)
{
  *n_examples = G_N_ELEMENTS (examples);
  return examples;
}

const char *
gradients_lab_examples_get_title (const GradientsLabExample *example)
{
  return g_dgettext (GETTEXT_PACKAGE, example->title);
}

char *
gradients_lab_examples_dup_text (const GradientsLabExample *example)
{
  g_autofree char *path = g_strconcat (FOLDER, example->file, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_return_val_if_fail (bytes != NULL, g_strdup (""));

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}
