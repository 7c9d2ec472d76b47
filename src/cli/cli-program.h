/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "lab/lab-run.h"

G_BEGIN_DECLS

enum
{
  CLI_EXIT_EXCEPTION = 1,
  CLI_EXIT_LIMIT = 3,
  CLI_EXIT_INTERRUPTED = 130,
};

/* The text of a program; NULL if it cannot be read, which has been said. Transfer full. */
char *cli_program_read (const char *path);

/* Runs the program at path to its end. show is called whenever the run has changed, and once in the end. NULL if it
 * cannot be read, which has been said. Transfer full. */
LabRun *cli_program_run (const char    *path,
                         LabRunOptions *options,
                         void (*show) (LabRun *run, gpointer data),
                         gpointer data);

/* What a run means for the shell. An end that Python has not put into words is said on stderr. */
int cli_program_finish (LabRun *run);

G_END_DECLS
