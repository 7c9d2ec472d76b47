/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "lab/lab-client.h"

G_BEGIN_DECLS

/* Runs a program in a real worker until it has ended (or fails the test after a minute). act, if not NULL, is called
 * each time the run has changed. Transfer full. */
LabRun *running_run (LabClient     *client,
                     LabRunOptions *options,
                     void (*act) (LabRun *run));

/* A traced run of text with the usual limits, and no act. */
LabRun *running_run_text (LabClient  *client,
                          const char *text);

/* What it printed on both streams. Transfer full. */
char *running_dup_output (LabRun *run);

/* How often an event of that kind is in the log. */
guint running_count (LabRun *run,
                     LabKind kind);

/* Lets the main context work until condition holds or ms have passed; returns whether it holds. */
gboolean running_wait (gboolean (*condition) (gpointer data),
                       gpointer data,
                       guint    ms);

G_END_DECLS
