/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-dtype.h"

G_BEGIN_DECLS

/* A number for people: the shortest decimal that reads back as the same float32 or float64, scientific
 * from 1e6 up and below 1e-4, a real minus sign, “∞”. Never locale-dependent. Transfer full. */
char *descent_format_number (double    value,
                             GradDType dtype);

/* The same for a number of which only so many digits mean something, such as a measured factor. */
char *descent_format_rounded (double value,
                              int    n_digits);

/* The same for machines: ASCII minus, "inf", "-inf", "nan". Transfer full. */
char *descent_format_data (double    value,
                           GradDType dtype);

/* Appends what descent_format_data () returns. */
void descent_format_append_data (GString  *string,
                                 double    value,
                                 GradDType dtype);

/* A number typed by a person, decimal point, the whole text; DESCENT_ERROR_VALUE says in one sentence, naming
 * the text and what (“learning rate”, already translated) was expected, why not. Infinite and nan are refused. */
gboolean descent_parse_number (const char *text,
                               const char *what,
                               double     *value,
                               GError    **error);

/* The same for a count, from minimum to maximum. */
gboolean descent_parse_count (const char *text,
                              const char *what,
                              guint       minimum,
                              guint       maximum,
                              guint      *value,
                              GError    **error);

G_END_DECLS
