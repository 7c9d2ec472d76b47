/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Formulas as they are printed, from formulas as they are typed. Only signs are exchanged, so that what is printed
 * could be typed too. */

#include "scene/scene-descent-private.h"

#include <string.h>

static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };

static gsize
measure_power_sign (const char *text)
{
  return g_str_has_prefix (text, "**") ? 2 : *text == '^' ? 1
                                                          : 0;
}

/* How long a whole number is that is all of the exponent at text; 0 if something else stands there, or goes on. */
static gsize
measure_exponent (const char *text)
{
  gsize length = 0;

  while (g_ascii_isdigit (text[length]))
    length++;
  if (text[length] == '.' || text[length] == 'e' || text[length] == 'E' ||
      measure_power_sign (text + length) > 0)
    return 0;
  return length;
}

static const char *
append_power (GString    *pretty,
              const char *text)
{
  gsize       sign = measure_power_sign (text);
  gsize       length = measure_exponent (text + sign);
  const char *end = text + sign + length;

  if (length == 0)
    g_string_append_len (pretty, text, (gssize) sign);
  for (const char *c = text + sign; c < end; c++)
    g_string_append (pretty, raised[*c - '0']);
  return end;
}

char *
scene_prettify (const char *text)
{
  GString *pretty = g_string_new (NULL);

  while (*text != '\0')
    if (measure_power_sign (text) > 0)
      text = append_power (pretty, text);
    else if (*text == '-' || *text == '*')
      g_string_append (pretty, *text++ == '-' ? "−" : "·");
    else
      g_string_append_c (pretty, *text++);
  return g_string_free (pretty, FALSE);
}
