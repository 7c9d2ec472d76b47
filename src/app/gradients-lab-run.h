/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gio/gio.h>

#include "lab/lab-client.h"
#include "lab/lab-explanation.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_LAB_RUN (gradients_lab_run_get_type ())
G_DECLARE_FINAL_TYPE (GradientsLabRun, gradients_lab_run, GRADIENTS, LAB_RUN, GObject)

/* What the page Autograd lab shows: a program as it is typed, and the record of the last run of it, which may be of an
 * older text. Signals: "changed" when the record has grown or its state is another, "checked" when the text has been
 * read for errors. */
GradientsLabRun *gradients_lab_run_new (void);

/* Why programs cannot run here, in a sentence; NULL if they can. */
const char *gradients_lab_run_get_problem (GradientsLabRun *self);

/* The program as it is typed. A moment after it was set it is read for errors. */
void        gradients_lab_run_set_text (GradientsLabRun *self, const char *text);
const char *gradients_lab_run_get_text (GradientsLabRun *self);

/* What Python has to say of the text as it stands: FALSE if nothing is wrong with it, or that is not known. */
gboolean gradients_lab_run_find_fault (GradientsLabRun *self, guint32 *line, const char **message);

/* The same in a sentence, if something is wrong. Transfer full. */
char *gradients_lab_run_describe_fault (GradientsLabRun *self);

/* Whether a worker is kept ready: while the page is in sight. */
void gradients_lab_run_set_warm (GradientsLabRun *self, gboolean warm);

/* Runs the text, instead of what ran before. */
void gradients_lab_run_start (GradientsLabRun *self);
void gradients_lab_run_stop (GradientsLabRun *self);
void gradients_lab_run_go_on (GradientsLabRun *self);

/* The last run, NULL before the first, and how many there were: what tells one from the other. */
LabRun *gradients_lab_run_get_run (GradientsLabRun *self);
guint   gradients_lab_run_get_n_runs (GradientsLabRun *self);
LabLog *gradients_lab_run_get_log (GradientsLabRun *self);

/* The text that ran, whether it is another than is typed now, and whether it is still at work. */
const char *gradients_lab_run_get_text_run (GradientsLabRun *self);
gboolean    gradients_lab_run_is_old (GradientsLabRun *self);
gboolean    gradients_lab_run_is_busy (GradientsLabRun *self);
gboolean    gradients_lab_run_is_paused (GradientsLabRun *self);

/* The cursors (guint64) of the steps: those of lab_search_list_stops, and the end. */
GArray *gradients_lab_run_get_stops (GradientsLabRun *self);
guint64 gradients_lab_run_get_stop (GradientsLabRun *self, guint step);

/* The step at which an event has happened: the first that is behind it. */
guint gradients_lab_run_find_step (GradientsLabRun *self, guint64 event);

/* Why the last run ended, if that was an error: its line (0 if it has none) and Python's words. Transfer full. */
gboolean gradients_lab_run_find_error (GradientsLabRun *self, guint32 *line, char **message);

/* All that can be explained of a run that has ended or waits, as lab_explanation_list_all. */
GArray *gradients_lab_run_get_explanations (GradientsLabRun *self);

/* What is to be said of the run, in a sentence or two. Transfer full. */
char *gradients_lab_run_describe (GradientsLabRun *self);

G_END_DECLS
