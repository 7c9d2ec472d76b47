/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "descent/descent-name.h"

#include <string.h>

static void
every_word_finds_itself (void)
{
  guint              n_names;
  const DescentName *names = descent_name_list (&n_names);

  for (guint i = 0; i < n_names; i++)
    {
      g_assert_true (descent_name_lookup (names[i].text, strlen (names[i].text)) == &names[i]);
      g_assert_cmpuint (descent_name_split (names[i].text, strlen (names[i].text)), ==, strlen (names[i].text));
      g_assert_cmpstr (descent_name_suggest (names[i].text, strlen (names[i].text), 2)->text, ==, names[i].text);
    }
  g_assert_null (descent_name_lookup ("sinus", 5));
  g_assert_null (descent_name_lookup ("", 0));
}

static void
runs_of_letters_are_taken_apart (void)
{
  const struct
  {
    const char *text;
    gsize       first;
  } cases[] = {
    { "xy", 1 },
    { "xsin", 1 },
    { "sinx", 0 },
    { "pix", 2 },
    { "x0x1", 2 },
    { "xexp", 1 },
    { "expx", 0 },
    { "x2", 0 },
    { "xyz", 0 },
    { "ee", 1 },
    { "", 0 },
    { "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 1 },
    { "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 0 }, /* longer than anybody means */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (descent_name_split (cases[i].text, strlen (cases[i].text)), ==, cases[i].first);
    }
}

static void
slips_are_recognised (void)
{
  const struct
  {
    const char *text;
    const char *meant;
  } cases[] = {
    { "sni", "sin" },
    { "sine", "sin" },
    { "SQRT", "sqrt" },
    { "sqr", "sqrt" },
    { "squareroot", NULL },
    { "tahn", "tanh" },
    { "lgo", "log" },
    { "sigmiod", "sigmoid" },
    { "maximun", "maximum" },
    { "z", NULL },
    { "foo", NULL },
    { "Pi", "pi" },
    { "averyveryverylongname", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DescentName *name = descent_name_suggest (cases[i].text, strlen (cases[i].text), 1);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (name != NULL ? name->text : NULL, ==, cases[i].meant);
    }
}

static void
a_curve_is_not_offered_a_second_variable (void)
{
  g_assert_null (descent_name_suggest ("Y", 1, 1));
  g_assert_cmpstr (descent_name_suggest ("Y", 1, 2)->text, ==, "y");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/descent/name/every-word-finds-itself", every_word_finds_itself);
  g_test_add_func ("/descent/name/runs-of-letters-are-taken-apart", runs_of_letters_are_taken_apart);
  g_test_add_func ("/descent/name/slips-are-recognised", slips_are_recognised);
  g_test_add_func ("/descent/name/a-curve-is-not-offered-a-second-variable", a_curve_is_not_offered_a_second_variable);
  return g_test_run ();
}
