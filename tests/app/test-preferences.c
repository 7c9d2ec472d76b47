/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What is remembered, with and without GSettings. */

#include "app/gradients-preferences.h"

static void
defaults_are_those_of_the_schema (void)
{
  GradientsPreferences *preferences = gradients_preferences_new ();
  g_autoptr (GSettings) settings = g_settings_new ("org.gradients.Gradients");
  g_autofree char *page = NULL;
  g_autofree char *theme = NULL;
  g_autofree char *colormap = NULL;
  int              width, height;

  g_object_get (preferences, "page", &page, "theme", &theme, "colormap", &colormap, "window-width", &width,
                "window-height", &height, NULL);
  g_assert_cmpstr (page, ==, "curve");
  g_assert_cmpstr (theme, ==, "system");
  g_assert_cmpstr (colormap, ==, "viridis");
  g_assert_cmpint (width, ==, g_settings_get_int (settings, "window-width"));
  g_assert_cmpint (height, ==, g_settings_get_int (settings, "window-height"));
  g_assert_finalize_object (preferences);
}

static void
what_is_set_is_remembered (void)
{
  GradientsPreferences *preferences = gradients_preferences_new ();
  g_autofree char      *page = NULL;

  g_object_set (preferences, "page", "surface", NULL);
  g_assert_finalize_object (preferences);
  preferences = gradients_preferences_new ();
  g_object_get (preferences, "page", &page, NULL);
  g_assert_cmpstr (page, ==, "surface");
  g_assert_finalize_object (preferences);
}

static void
they_work_without_a_schema (void)
{
  GradientsPreferences *preferences;
  g_autofree char      *theme = NULL;

  if (!g_test_subprocess ())
    {
      g_autofree char *nowhere = g_build_filename (g_get_tmp_dir (), "no-schemas-here", NULL);
      g_autofree char *schemas = g_strdup (g_getenv ("GSETTINGS_SCHEMA_DIR"));

      g_setenv ("GSETTINGS_SCHEMA_DIR", nowhere, TRUE);
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_setenv ("GSETTINGS_SCHEMA_DIR", schemas, TRUE);
      g_test_trap_assert_passed ();
      return;
    }
  preferences = gradients_preferences_new ();
  g_object_set (preferences, "theme", "dark", NULL);
  g_object_get (preferences, "theme", &theme, NULL);
  g_assert_cmpstr (theme, ==, "dark");
  g_assert_finalize_object (preferences);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/preferences/they-work-without-a-schema", they_work_without_a_schema);
  g_test_add_func ("/app/preferences/defaults-are-those-of-the-schema", defaults_are_those_of_the_schema);
  g_test_add_func ("/app/preferences/what-is-set-is-remembered", what_is_set_is_remembered);
  return g_test_run ();
}
