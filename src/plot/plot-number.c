/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Numbers as a figure writes them: never dependent on the locale, with a real minus sign. */

#include "plot/plot-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const char *const superscripts[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };

/* text with each ASCII minus made real, and the plus and the zeros that C puts into an exponent left out. */
static char *
polish (const char *text)
{
  GString    *polished = g_string_new (NULL);
  const char *exponent = strchr (text, 'e');

  for (const char *c = text; *c != '\0'; c++)
    if (*c == '-')
      g_string_append (polished, PLOT_MINUS);
    else if (exponent == NULL || c <= exponent || (*c != '+' && !(*c == '0' && !g_ascii_isdigit (c[-1]))))
      g_string_append_c (polished, *c);
  return g_string_free (polished, FALSE);
}

static char *
format (double      value,
        const char *how)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE * 16];

  if (isnan (value))
    return g_strdup (C_ ("number", "undefined"));
  if (isinf (value))
    return g_strdup (value > 0 ? "∞" : PLOT_MINUS "∞");
  /* Adding nought turns −0 into 0. */
  return polish (g_ascii_formatd (text, sizeof text, how, value + 0.0));
}

char *
plot_number_format (double value,
                    int    n_digits)
{
  char how[16];

  g_snprintf (how, sizeof how, "%%.%dg", n_digits);
  return format (value, how);
}

char *
plot_number_format_fixed (double value,
                          int    n_decimals)
{
  char how[16];

  g_snprintf (how, sizeof how, "%%.%df", n_decimals);
  return format (value, how);
}

static void
append_superscript (GString *string,
                    int      exponent)
{
  char digits[16];

  if (exponent < 0)
    g_string_append (string, "⁻");
  g_snprintf (digits, sizeof digits, "%d", ABS (exponent));
  for (const char *c = digits; *c != '\0'; c++)
    g_string_append (string, superscripts[*c - '0']);
}

char *
plot_number_format_power (double   mantissa,
                          int      n_decimals,
                          int      exponent,
                          gboolean bare)
{
  g_autofree char *front = plot_number_format_fixed (mantissa, n_decimals);
  GString         *string = g_string_new (NULL);

  if (!bare || !g_str_equal (front, "1"))
    g_string_printf (string, "%s×", front);
  g_string_append (string, "10");
  append_superscript (string, exponent);
  return g_string_free (string, FALSE);
}
