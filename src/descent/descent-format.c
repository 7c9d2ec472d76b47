/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Numbers as text and back. A float is first reduced to its shortest digits and a power of ten, from which the
 * spellings for people and for machines are laid out. */

#include "descent/descent-format.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "descent/descent-error.h"

#define MINUS_SIGN "−"

/* value = ± d.ddd · 10^exponent */
typedef struct
{
  char digits[20];
  int  n_digits;
  int  exponent;
} Decimal;

/* Which powers of ten are written out. */
typedef struct
{
  const char *minus;
  int         smallest;
  int         largest;
} Layout;

static const Layout for_people = { MINUS_SIGN, -4, 5 };
static const Layout for_machines = { "-", -5, 15 };

/* magnitude, rounded to n_digits; zeros at the end are left away. */
static void
round_to_digits (double   magnitude,
                 int      n_digits,
                 Decimal *decimal)
{
  char  buffer[32];
  char  format[8];
  char *mark;

  g_snprintf (format, sizeof format, "%%.%de", n_digits - 1);
  g_ascii_formatd (buffer, sizeof buffer, format, magnitude);
  mark = strchr (buffer, 'e');
  decimal->exponent = (int) g_ascii_strtoll (mark + 1, NULL, 10);
  decimal->digits[0] = buffer[0];
  memcpy (decimal->digits + 1, buffer + 2, (gsize) (n_digits - 1));
  for (decimal->n_digits = n_digits; decimal->n_digits > 1; decimal->n_digits--)
    if (decimal->digits[decimal->n_digits - 1] != '0')
      break;
  decimal->digits[decimal->n_digits] = '\0';
}

/* The next decimal of n_digits above. */
static void
increment (Decimal *decimal,
           int      n_digits)
{
  memset (decimal->digits + decimal->n_digits, '0', (gsize) (n_digits - decimal->n_digits));
  decimal->n_digits = n_digits;
  while (decimal->n_digits > 1 && decimal->digits[decimal->n_digits - 1] == '9')
    decimal->n_digits--;
  decimal->digits[decimal->n_digits - 1]++;
  decimal->digits[decimal->n_digits] = '\0';
}

/* Whether decimal reads back as magnitude. Without a decimal point no locale can spoil the reading. */
static gboolean
reads_back (const Decimal *decimal,
            double         magnitude,
            GradDType      dtype)
{
  char buffer[40];

  g_snprintf (buffer, sizeof buffer, "%se%d", decimal->digits, decimal->exponent - decimal->n_digits + 1);
  if (dtype == GRAD_FLOAT32)
    return (double) strtof (buffer, NULL) == magnitude;
  return strtod (buffer, NULL) == magnitude;
}

/* Six digits pass through any float32 and fifteen through any float64 unharmed, so no shorter decimal than the one
 * of that length without its zeros can stand for the number; then up to three more are tried. Not so for the
 * numbers next to zero, which have fewer digits the smaller they are. Above a power of two
 * the floats lie twice as wide apart as below, so there the nearest decimal may fail where the next one up does not. */
static void
find_shortest (double    magnitude,
               GradDType dtype,
               Decimal  *decimal)
{
  gboolean normal = magnitude >= (dtype == GRAD_FLOAT32 ? (double) FLT_MIN : DBL_MIN);
  int      n_digits = !normal ? 1 : dtype == GRAD_FLOAT32 ? FLT_DIG
                                                          : DBL_DIG;
  int      exponent;
  double   fraction = frexp (magnitude, &exponent);

  for (;; n_digits++)
    {
      round_to_digits (magnitude, n_digits, decimal);
      if (reads_back (decimal, magnitude, dtype))
        return;
      if (fraction != 0.5)
        continue;
      increment (decimal, n_digits);
      if (reads_back (decimal, magnitude, dtype))
        return;
    }
}

static void
append_plain (GString       *string,
              const Decimal *decimal)
{
  int whole = decimal->exponent + 1;

  if (whole <= 0)
    g_string_append (string, "0.");
  for (int i = whole; i < 0; i++)
    g_string_append_c (string, '0');
  for (int i = 0; i < MAX (decimal->n_digits, whole); i++)
    {
      if (i > 0 && i == whole)
        g_string_append_c (string, '.');
      g_string_append_c (string, i < decimal->n_digits ? decimal->digits[i] : '0');
    }
}

static void
append_scientific (GString       *string,
                   const Decimal *decimal,
                   const Layout  *layout)
{
  g_string_append_c (string, decimal->digits[0]);
  if (decimal->n_digits > 1)
    g_string_append_printf (string, ".%s", decimal->digits + 1);
  g_string_append_printf (string, "e%s%d", decimal->exponent < 0 ? layout->minus : "", ABS (decimal->exponent));
}

static void
append_decimal (GString       *string,
                gboolean       negative,
                const Decimal *decimal,
                const Layout  *layout)
{
  if (negative)
    g_string_append (string, layout->minus);
  if (decimal->exponent >= layout->smallest && decimal->exponent <= layout->largest)
    append_plain (string, decimal);
  else
    append_scientific (string, decimal, layout);
}

static void
append_finite (GString      *string,
               double        value,
               GradDType     dtype,
               const Layout *layout)
{
  Decimal decimal = { "0", 1, 0 };

  if (value != 0)
    find_shortest (fabs (value), dtype, &decimal);
  append_decimal (string, signbit (value) != 0, &decimal, layout);
}

/* TRUE if value is no finite number and string got the word for it. */
static gboolean
append_for_people_unless_finite (GString *string,
                                 double   value)
{
  if (isfinite (value))
    return FALSE;
  g_string_append (string, isnan (value) ? C_ ("number", "undefined") : value > 0 ? "∞"
                                                                                  : MINUS_SIGN "∞");
  return TRUE;
}

/* The number that a tensor of dtype makes of value. Only such a number has digits that read back as it. */
static double
round_to_dtype (double    value,
                GradDType dtype)
{
  return dtype == GRAD_FLOAT32 ? (double) (float) value : value;
}

char *
descent_format_number (double    value,
                       GradDType dtype)
{
  GString *string = g_string_new (NULL);

  value = round_to_dtype (value, dtype);
  if (!append_for_people_unless_finite (string, value))
    append_finite (string, value == 0 ? 0 : value, dtype, &for_people);
  return g_string_free (string, FALSE);
}

char *
descent_format_rounded (double value,
                        int    n_digits)
{
  GString *string = g_string_new (NULL);
  Decimal  decimal = { "0", 1, 0 };

  if (!append_for_people_unless_finite (string, value))
    {
      if (value != 0)
        round_to_digits (fabs (value), CLAMP (n_digits, 1, 17), &decimal);
      append_decimal (string, value < 0, &decimal, &for_people);
    }
  return g_string_free (string, FALSE);
}

void
descent_format_append_data (GString  *string,
                            double    value,
                            GradDType dtype)
{
  value = round_to_dtype (value, dtype);
  if (isfinite (value))
    append_finite (string, value, dtype, &for_machines);
  else
    g_string_append (string, isnan (value) ? "nan" : value > 0 ? "inf"
                                                               : "-inf");
}

char *
descent_format_data (double    value,
                     GradDType dtype)
{
  GString *string = g_string_new (NULL);

  descent_format_append_data (string, value, dtype);
  return g_string_free (string, FALSE);
}

/* The text as a C number: without the space around it, and with an ASCII minus for the real one. */
static char *
normalize (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_auto (GStrv) parts = g_strsplit (stripped, MINUS_SIGN, -1);

  return g_strjoinv ("-", parts);
}

static gboolean
refuse (const char *text,
        const char *what,
        const char *reason,
        GError    **error)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  /* TRANSLATORS: such as “abc” is no learning rate: a number such as 0.1 is expected */
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("“%s” is no %s: %s"), valid, what, reason);
  return FALSE;
}

gboolean
descent_parse_number (const char *text,
                      const char *what,
                      double     *value,
                      GError    **error)
{
  g_autofree char *number = normalize (text);
  char            *end;
  double           parsed;

  if (*number == '\0')
    {
      g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("The %s is missing: a number such as 0.1 is expected"), what);
      return FALSE;
    }
  if (strspn (number, "+-.0123456789eE") != strlen (number))
    return refuse (text, what, _ ("a number such as 0.1 is expected"), error);
  parsed = g_ascii_strtod (number, &end);
  if (*end != '\0')
    return refuse (text, what, _ ("a number such as 0.1 is expected"), error);
  if (!isfinite (parsed))
    return refuse (text, what, _ ("it is too large"), error);
  *value = parsed;
  return TRUE;
}

gboolean
descent_parse_count (const char *text,
                     const char *what,
                     guint       minimum,
                     guint       maximum,
                     guint      *value,
                     GError    **error)
{
  g_autofree char *number = g_strstrip (g_strdup (text));
  g_autofree char *expected = NULL;
  guint64          parsed;

  if (g_ascii_string_to_unsigned (number, 10, minimum, maximum, &parsed, NULL))
    {
      *value = (guint) parsed;
      return TRUE;
    }
  expected = g_strdup_printf (_ ("a whole number from %u to %u is expected"), minimum, maximum);
  return refuse (text, what, expected, error);
}
