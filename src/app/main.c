/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The program that opens the window: translations, then the application. */

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "app/gradients-application.h"

int
main (int    argc,
      char **argv)
{
  /* Where the translations are in a build that is not installed. */
  const char *localedir = g_getenv ("GRADIENTS_LOCALEDIR");
  g_autoptr (GradientsApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, localedir != NULL ? localedir : GRADIENTS_INSTALLED_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name (_ ("Gradients"));

  application = gradients_application_new ("org.gradients.Gradients", G_APPLICATION_DEFAULT_FLAGS);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
