/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* U+2212, as wide as a plus. */
#define PLOT_MINUS "\342\210\222"

/* A number with at most so many significant digits, for sentences: “−0.25”, “1.5e−7”, “∞”, and
 * “undefined” for what is not a number. Transfer full. */
char *plot_number_format (double value,
                          int    n_digits);

/* The number with so many digits behind the point: “−0.50”. Transfer full. */
char *plot_number_format_fixed (double value,
                                int    n_decimals);

/* mantissa times a power of ten, as a tick shows it: “2×10⁻⁷”, and “10⁸” for a mantissa of 1 if bare.
 * Transfer full. */
char *plot_number_format_power (double   mantissa,
                                int      n_decimals,
                                int      exponent,
                                gboolean bare);

G_END_DECLS
