/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "plot/plot-number.h"

#include <locale.h>
#include <math.h>

static void
numbers_read_well (void)
{
  static const struct
  {
    double      value;
    int         n_digits;
    const char *text;
  } rows[] = {
    { 0, 6, "0" },
    { -0.0, 6, "0" },
    { 100, 6, "100" },
    { -0.25, 6, "−0.25" },
    { 1.5e-7, 6, "1.5e−7" },
    { -2e30, 6, "−2e30" },
    { 1e100, 6, "1e100" },
    { 123456789, 5, "1.2346e8" },
    { 1e10, 5, "1e10" },
    { INFINITY, 6, "∞" },
    { -INFINITY, 6, "−∞" },
    { NAN, 6, "undefined" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = plot_number_format (rows[i].value, rows[i].n_digits);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
the_locale_changes_nothing (void)
{
  g_autofree char *text = NULL;

  if (setlocale (LC_NUMERIC, "fr_FR.UTF-8") == NULL && setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    g_test_message ("no locale with a decimal comma here: the C locale is tested alone");
  text = plot_number_format_fixed (-0.5, 2);
  setlocale (LC_NUMERIC, "C");
  g_assert_cmpstr (text, ==, "−0.50");
}

static void
a_power_says_only_what_is_needed (void)
{
  g_autofree char *bare = plot_number_format_power (1, 0, 8, TRUE);
  g_autofree char *full = plot_number_format_power (1, 0, 8, FALSE);
  g_autofree char *small = plot_number_format_power (-2.5, 1, -12, TRUE);

  g_assert_cmpstr (bare, ==, "10⁸");
  g_assert_cmpstr (full, ==, "1×10⁸");
  g_assert_cmpstr (small, ==, "−2.5×10⁻¹²");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/number/numbers-read-well", numbers_read_well);
  g_test_add_func ("/plot/number/the-locale-changes-nothing", the_locale_changes_nothing);
  g_test_add_func ("/plot/number/a-power-says-only-what-is-needed", a_power_says_only_what_is_needed);
  return g_test_run ();
}
