/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

enum
{
  CLI_EXIT_OK = 0,
  CLI_EXIT_FAILED = 2, /* with one line on stderr */
};

/* One row of the subcommand table in cli-main.c: a file cli-NAME.c defines its row and the function behind it. */
typedef struct
{
  const char *name;
  const char *arguments;    /* what follows the options on the usage line; NULL for none */
  const char *summary;      /* N_ () */
  char *(*describe) (void); /* the paragraphs after the options in --help, translated; NULL for none */
  int (*run) (int   argc,
              char *argv[]); /* argv[0] is the program; returns the exit status */
} CliCommand;

extern const CliCommand cli_descend_command;
extern const CliCommand cli_fit_command;
extern const CliCommand cli_lab_command;
extern const CliCommand cli_ops_command;
extern const CliCommand cli_render_command;

/* The kinds of “render”, in the table of cli-render.c. */
extern const CliCommand cli_render_curve_command;
extern const CliCommand cli_render_surface_command;
extern const CliCommand cli_render_fit_command;
extern const CliCommand cli_render_graph_command;
extern const CliCommand cli_render_program_command;

/* Reads the options of argv into entries (and more, if not NULL). Arguments that are no option are left in
 * argv[1…] and counted in *argc. FALSE if the program is to end with *status: --help was asked for and given, or
 * an option is wrong, which has been said. */
gboolean cli_command_parse (const CliCommand   *command,
                            const GOptionEntry *entries,
                            const GOptionEntry *more,
                            int                *argc,
                            char               *argv[],
                            int                *status);

/* Complains of the first argument that is left, if there is one. */
gboolean cli_command_refuse_arguments (int         argc,
                                       char *const argv[]);

G_END_DECLS
