/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Says on stderr, once a second has passed, what is being done: on a terminal in a line that counts the seconds and
 * vanishes in the end, elsewhere in one line. */
typedef struct _CliProgress CliProgress;

CliProgress *cli_progress_new (const char *what);
void         cli_progress_free (CliProgress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliProgress, cli_progress_free)

G_END_DECLS
