/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-fit.h"

G_BEGIN_DECLS

/* The options that say which fit is meant, as typed; what is NULL was not given. Shared by the commands that make a
 * fit. Zero it with { 0 }, clear it in the end. */
typedef struct
{
  char    *data;
  char    *samples;
  char    *seed;
  char    *true_w;
  char    *true_b;
  char    *noise;
  char    *w;
  char    *b;
  char    *lr;
  char    *epochs;
  char    *reduction;
  gboolean standardize;
  gboolean accumulate;
} CliFitOptions;

/* The entries that fill options, for cli_command_parse (). Transfer full (g_free). */
GOptionEntry *cli_fit_options_new_entries (CliFitOptions *options);
void          cli_fit_options_clear (CliFitOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliFitOptions, cli_fit_options_clear)

/* The settings of a fit that the options ask for; what they leave open is as in the course. *settings owns a
 * reference to its data. */
gboolean cli_fit_options_resolve (const CliFitOptions *options,
                                  DescentFitSettings  *settings,
                                  GError             **error);

G_END_DECLS
