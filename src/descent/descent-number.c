/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Python's ints and floats, as far as a typed function needs them. What stands between constants is computed by
 * Python, in double and exactly for ints, before PyTorch sees it; so it is here. */

#include "descent/descent-number.h"

#include <math.h>
#include <string.h>

DescentNumber
descent_number_from_integer (gint64 value)
{
  return (DescentNumber){ TRUE, value, (double) value };
}

DescentNumber
descent_number_from_real (double value)
{
  return (DescentNumber){ FALSE, 0, value };
}

DescentNumber
descent_number_from_literal (const char *text,
                             gsize       length)
{
  g_autofree char *literal = g_strndup (text, length);
  gint64           integer;

  if (strpbrk (literal, ".eE") == NULL && g_ascii_string_to_signed (literal, 10, 0, G_MAXINT64, &integer, NULL))
    return descent_number_from_integer (integer);
  return descent_number_from_real (g_ascii_strtod (literal, NULL));
}

DescentNumber
descent_number_negate (DescentNumber a)
{
  if (a.is_integer && a.integer != G_MININT64)
    return descent_number_from_integer (-a.integer);
  return descent_number_from_real (-a.real);
}

DescentNumber
descent_number_add (DescentNumber a,
                    DescentNumber b)
{
  gint64 sum;

  if (a.is_integer && b.is_integer && !__builtin_add_overflow (a.integer, b.integer, &sum))
    return descent_number_from_integer (sum);
  return descent_number_from_real (a.real + b.real);
}

DescentNumber
descent_number_subtract (DescentNumber a,
                         DescentNumber b)
{
  gint64 difference;

  if (a.is_integer && b.is_integer && !__builtin_sub_overflow (a.integer, b.integer, &difference))
    return descent_number_from_integer (difference);
  return descent_number_from_real (a.real - b.real);
}

DescentNumber
descent_number_multiply (DescentNumber a,
                         DescentNumber b)
{
  gint64 product;

  if (a.is_integer && b.is_integer && !__builtin_mul_overflow (a.integer, b.integer, &product))
    return descent_number_from_integer (product);
  return descent_number_from_real (a.real * b.real);
}

DescentNumber
descent_number_divide (DescentNumber a,
                       DescentNumber b)
{
  if (b.real == 0)
    return descent_number_from_real (NAN);
  return descent_number_from_real (a.real / b.real);
}

/* a to the power of b >= 0, exactly; FALSE if it does not fit. */
static gboolean
integer_power (gint64  a,
               gint64  b,
               gint64 *power)
{
  gint64 square = a;

  for (*power = 1; b > 0; b >>= 1)
    {
      if ((b & 1) && __builtin_mul_overflow (*power, square, power))
        return FALSE;
      if (b > 1 && __builtin_mul_overflow (square, square, &square))
        return FALSE;
    }
  return TRUE;
}

DescentNumber
descent_number_power (DescentNumber a,
                      DescentNumber b)
{
  gint64 power;

  if (a.is_integer && b.is_integer && b.integer >= 0 && integer_power (a.integer, b.integer, &power))
    return descent_number_from_integer (power);
  if (a.real == 0 && b.real < 0)
    return descent_number_from_real (NAN);
  return descent_number_from_real (pow (a.real, b.real));
}

char *
descent_number_to_python (DescentNumber number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (number.is_integer)
    return g_strdup_printf ("%" G_GINT64_FORMAT, number.integer);
  for (int digits = 15; digits <= 17; digits++)
    {
      g_autofree char *format = g_strdup_printf ("%%.%dg", digits);

      if (g_ascii_strtod (g_ascii_formatd (buffer, sizeof buffer, format, number.real), NULL) == number.real)
        break;
    }
  if (strpbrk (buffer, ".e") == NULL)
    g_strlcat (buffer, ".0", sizeof buffer);
  return g_strdup (buffer);
}
