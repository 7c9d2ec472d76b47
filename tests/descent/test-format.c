/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "descent/descent-format.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "descent/descent-error.h"

typedef struct
{
  double      value;
  const char *people;
  const char *machines;
} Case;

static const Case float32_cases[] = {
  { 0, "0", "0" },
  { -0.0, "0", "-0" },
  { 100, "100", "100" },
  { 51.2f, "51.2", "51.2" },
  { 32.767998f, "32.767998", "32.767998" },
  { 13.421771f, "13.421771", "13.421771" },
  { 0.1f, "0.1", "0.1" },
  { -0.0364143699f, "−0.03641437", "-0.03641437" },
  { 999999, "999999", "999999" },
  { 1e6f, "1e6", "1000000" },
  { 1234567, "1.234567e6", "1234567" },
  { 0.0001f, "0.0001", "0.0001" },
  { 0.00001f, "1e−5", "0.00001" },
  { 1.5e-7f, "1.5e−7", "1.5e-7" },
  { 16777216, "1.6777216e7", "16777216" },
  { 3.4028235e38f, "3.4028235e38", "3.4028235e38" },
  { 1e-45f, "1e−45", "1e-45" },
  { INFINITY, "∞", "inf" },
  { -INFINITY, "−∞", "-inf" },
};

static const Case float64_cases[] = {
  { 51.2, "51.2", "51.2" },
  { 0.1f, "0.10000000149011612", "0.10000000149011612" },
  { 16.777216000000003, "16.777216000000003", "16.777216000000003" },
  { 1e16, "1e16", "1e16" },
  { 123456789012345, "1.23456789012345e14", "123456789012345" },
  { 5e-324, "5e−324", "5e-324" },
  { 9007199254740992, "9.007199254740992e15", "9007199254740992" },
};

static void
check_cases (const Case *cases,
             gsize       n_cases,
             GradDType   dtype)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autofree char *people = descent_format_number (cases[i].value, dtype);
      g_autofree char *machines = descent_format_data (cases[i].value, dtype);

      g_assert_cmpstr (people, ==, cases[i].people);
      g_assert_cmpstr (machines, ==, cases[i].machines);
    }
}

static void
numbers_are_shown_with_their_shortest_digits (void)
{
  check_cases (float32_cases, G_N_ELEMENTS (float32_cases), GRAD_FLOAT32);
  check_cases (float64_cases, G_N_ELEMENTS (float64_cases), GRAD_FLOAT64);
}

static void
no_number_is_said_as_such (void)
{
  g_autofree char *people = descent_format_number (NAN, GRAD_FLOAT32);
  g_autofree char *machines = descent_format_data (NAN, GRAD_FLOAT32);

  g_assert_cmpstr (people, ==, "undefined");
  g_assert_cmpstr (machines, ==, "nan");
}

/* Whether a decimal with one digit less than text could stand for value: the nearest two are tried. */
static gboolean
is_shortenable (float       value,
                const char *text)
{
  int digits = 0;

  for (const char *p = text; *p != '\0' && *p != 'e'; p++)
    digits += g_ascii_isdigit (*p) && (digits > 0 || *p != '0');
  for (int step = -1; step <= 1 && digits > 1; step++)
    {
      char   buffer[64], *mark;
      double scale;

      g_snprintf (buffer, sizeof buffer, "%.*e", digits - 2, value);
      mark = strchr (buffer, 'e');
      scale = pow (10, atoi (mark + 1) - (digits - 2));
      g_snprintf (buffer, sizeof buffer, "%.*e", digits - 2, strtod (buffer, NULL) + step * scale);
      if (strtof (buffer, NULL) == value)
        return TRUE;
    }
  return FALSE;
}

static void
check_float32 (guint32 bits)
{
  float            value;
  g_autofree char *text = NULL;

  memcpy (&value, &bits, sizeof value);
  if (!isfinite (value))
    return;
  text = descent_format_data (value, GRAD_FLOAT32);
  g_assert_cmpfloat (strtof (text, NULL), ==, value);
  if (strlen (text) > 8 && is_shortenable (value, text) && strchr (text, '.') != NULL)
    g_error ("%s is not the shortest for %.9g", text, value);
}

/* A double between two float32 was formatted with ever more digits, beyond the end of the buffer. */
static void
a_double_is_shown_as_the_float32_that_it_becomes (void)
{
  g_autofree char *between = descent_format_data (2.33, GRAD_FLOAT32);
  g_autofree char *people = descent_format_number (-1.0 / 3, GRAD_FLOAT32);
  g_autofree char *beyond = descent_format_data (1e300, GRAD_FLOAT32);
  g_autofree char *below = descent_format_data (1e-300, GRAD_FLOAT32);

  g_assert_cmpstr (between, ==, "2.33");
  g_assert_cmpstr (people, ==, "−0.33333334");
  g_assert_cmpstr (beyond, ==, "inf");
  g_assert_cmpstr (below, ==, "0");
}

static void
any_float32_reads_back (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (int i = 0; i < 20000; i++)
    check_float32 (g_rand_int (random));
}

/* Where the spacing of the floats changes, the nearest decimal of some length may fail and the next one not. */
static void
powers_of_two_read_back_and_are_shortest (void)
{
  for (guint32 exponent = 1; exponent < 255; exponent++)
    for (int offset = -1; offset <= 1; offset++)
      check_float32 ((exponent << 23) + (guint32) offset);
}

static void
any_float64_reads_back (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2);

  for (int i = 0; i < 20000; i++)
    {
      guint64          bits = ((guint64) g_rand_int (random) << 32) | g_rand_int (random);
      double           value;
      g_autofree char *text = NULL;

      memcpy (&value, &bits, sizeof value);
      if (!isfinite (value))
        continue;
      text = descent_format_data (value, GRAD_FLOAT64);
      g_assert_cmpfloat (g_ascii_strtod (text, NULL), ==, value);
    }
}

static void
measured_numbers_are_rounded (void)
{
  const struct
  {
    double      value;
    int         n_digits;
    const char *text;
  } cases[] = {
    { 1.2000001, 4, "1.2" },
    { 2.0 / 9, 4, "0.2222" },
    { 0.99996, 4, "1" },
    { -12345.6, 3, "−12300" },
    { 12345678, 3, "1.23e7" },
    { 0, 4, "0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = descent_format_rounded (cases[i].value, cases[i].n_digits);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
typed_numbers_are_read (void)
{
  const struct
  {
    const char *text;
    double      value;
  } cases[] = {
    { "0.1", 0.1 },
    { " 3 ", 3 },
    { "-2.5", -2.5 },
    { "−2.5", -2.5 },
    { "1e-3", 1e-3 },
    { "1e−3", 1e-3 },
    { ".5", 0.5 },
    { "5.", 5 },
    { "+7", 7 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      double value;

      g_assert_true (descent_parse_number (cases[i].text, "learning rate", &value, &error));
      g_assert_no_error (error);
      g_assert_cmpfloat (value, ==, cases[i].value);
    }
}

static void
other_text_is_no_number (void)
{
  const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "abc", "“abc” is no learning rate: a number such as 0.1 is expected" },
    { "", "The learning rate is missing: a number such as 0.1 is expected" },
    { "  ", "The learning rate is missing: a number such as 0.1 is expected" },
    { "0,1", "“0,1” is no learning rate: a number such as 0.1 is expected" },
    { "1e400", "“1e400” is no learning rate: it is too large" },
    { "1 2", "“1 2” is no learning rate: a number such as 0.1 is expected" },
    { "inf", "“inf” is no learning rate: a number such as 0.1 is expected" },
    { "nan", "“nan” is no learning rate: a number such as 0.1 is expected" },
    { "0x10", "“0x10” is no learning rate: a number such as 0.1 is expected" },
    { "1e", "“1e” is no learning rate: a number such as 0.1 is expected" },
    { "-", "“-” is no learning rate: a number such as 0.1 is expected" },
    { "\xff", "“\xef\xbf\xbd” is no learning rate: a number such as 0.1 is expected" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      double value;

      g_assert_false (descent_parse_number (cases[i].text, "learning rate", &value, &error));
      g_assert_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

static void
counts_stay_in_their_range (void)
{
  const struct
  {
    const char *text;
    int         value; /* -1 if refused */
  } cases[] = { { "0", -1 }, { "1", 1 }, { " 40 ", 40 }, { "100", 100 }, { "101", -1 }, { "-3", -1 }, { "1.5", -1 }, { "ten", -1 }, { "", -1 }, { "99999999999999999999", -1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      guint value = 0;

      g_assert_cmpint (descent_parse_count (cases[i].text, "number of steps", 1, 100, &value, &error), ==, cases[i].value >= 0);
      if (cases[i].value >= 0)
        g_assert_cmpint ((int) value, ==, cases[i].value);
      else
        g_assert_true (g_str_has_suffix (error->message, "a whole number from 1 to 100 is expected"));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/descent/format/numbers-are-shown-with-their-shortest-digits", numbers_are_shown_with_their_shortest_digits);
  g_test_add_func ("/descent/format/no-number-is-said-as-such", no_number_is_said_as_such);
  g_test_add_func ("/descent/format/a-double-is-shown-as-the-float32-that-it-becomes", a_double_is_shown_as_the_float32_that_it_becomes);
  g_test_add_func ("/descent/format/any-float32-reads-back", any_float32_reads_back);
  g_test_add_func ("/descent/format/powers-of-two-read-back-and-are-shortest", powers_of_two_read_back_and_are_shortest);
  g_test_add_func ("/descent/format/any-float64-reads-back", any_float64_reads_back);
  g_test_add_func ("/descent/format/measured-numbers-are-rounded", measured_numbers_are_rounded);
  g_test_add_func ("/descent/format/typed-numbers-are-read", typed_numbers_are_read);
  g_test_add_func ("/descent/format/other-text-is-no-number", other_text_is_no_number);
  g_test_add_func ("/descent/format/counts-stay-in-their-range", counts_stay_in_their_range);
  return g_test_run ();
}
