/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes sure that descriptors 0, 1 and 2 are taken, so that no file of ours can become the standard output. */
void cli_output_prepare (void);

/* Writes text to stdout, whole. CLI_EXIT_OK, or CLI_EXIT_FAILED when that went wrong, which has been said. */
int cli_output_write (const char *text);

/* Says “gradients-cli: message” on stderr, in one line. */
void cli_output_complain (const char *message);

/* The same about an error; text, if not NULL, is what its place lies in, shown with a mark below that place.
 * Returns CLI_EXIT_FAILED. */
int cli_output_fail (const GError *error,
                     const char   *text);

G_END_DECLS
