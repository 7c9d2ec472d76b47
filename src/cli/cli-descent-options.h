/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-preset.h"
#include "descent/descent-run.h"

G_BEGIN_DECLS

/* The options that say which descent is meant, as typed; what is NULL was not given. Shared by the commands that
 * make a run. Zero it with { 0 }, clear it in the end. */
typedef struct
{
  char    *function;
  char    *preset;
  char    *start;
  char    *lr;
  char    *steps;
  char    *dtype;
  gboolean accumulate;
} CliDescentOptions;

/* The entries that fill options, for cli_command_parse (). Transfer full (g_free). */
GOptionEntry *cli_descent_options_new_entries (CliDescentOptions *options);
void          cli_descent_options_clear (CliDescentOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliDescentOptions, cli_descent_options_clear)

/* The names of the presets of n_inputs variables, 0 for all, with commas. Transfer full. */
char *cli_descent_options_list_presets (guint n_inputs);

/* The settings of a run that the options ask for; what they leave open comes from the preset. n_inputs is 1 or 2, or
 * 0 if the start or the preset decides. *settings owns a reference to its function; *preset is NULL for a typed
 * function. The error of a typed function has its place in options->function. */
gboolean cli_descent_options_resolve (const CliDescentOptions *options,
                                      guint                    n_inputs,
                                      DescentSettings         *settings,
                                      const DescentPreset    **preset,
                                      GError                 **error);

G_END_DECLS
