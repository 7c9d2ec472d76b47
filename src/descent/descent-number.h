/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A constant as Python holds it, since that is what PyTorch is handed: 2 is an int and 2.0 a float, and a power
 * takes another path for each. An int that leaves 64 bits becomes a float. */
typedef struct
{
  gboolean is_integer;
  gint64   integer;
  double   real; /* the value, of an int too */
} DescentNumber;

DescentNumber descent_number_from_integer (gint64 value);
DescentNumber descent_number_from_real (double value);

/* A literal of digits, at most one point and an exponent. */
DescentNumber descent_number_from_literal (const char *text,
                                           gsize       length);

/* Python's arithmetic; what Python refuses (1/0, (-8)**0.5, 10.0**999) comes out infinite or nan. */
DescentNumber descent_number_negate (DescentNumber a);
DescentNumber descent_number_add (DescentNumber a,
                                  DescentNumber b);
DescentNumber descent_number_subtract (DescentNumber a,
                                       DescentNumber b);
DescentNumber descent_number_multiply (DescentNumber a,
                                       DescentNumber b);
DescentNumber descent_number_divide (DescentNumber a,
                                     DescentNumber b);
DescentNumber descent_number_power (DescentNumber a,
                                    DescentNumber b);

/* The literal that Python reads back as this number. Transfer full. */
char *descent_number_to_python (DescentNumber number);

G_END_DECLS
