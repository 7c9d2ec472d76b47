/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "lab/lab-log.h"
#include "lab/lab-worker.h"

G_BEGIN_DECLS

/* What to run and how. Zeroed limits are the usual ones. */
typedef struct
{
  const char *name; /* of the file, as tracebacks show it */
  const char *text;
  gint64      seed;
  gboolean    traced;      /* record lines, variables, tensors and the graph; otherwise output, figures and the end */
  gboolean    strict;      /* for tests: the wall kills */
  guint64     max_lines;   /* recorded before it is asked whether to go on: 200 000 */
  guint64     max_events;  /* 1 000 000 */
  guint64     max_text;    /* bytes printed before the program is ended: 1 MiB */
  guint32     max_figures; /* 20 */
} LabRunOptions;

typedef enum
{
  LAB_RUN_STARTING,
  LAB_RUN_RUNNING,
  LAB_RUN_PAUSED, /* the record is as long as was asked for; lab_run_go_on () makes it longer */
  LAB_RUN_STOPPING,
  LAB_RUN_ENDED,
} LabRunState;

/* How a run ended. All but the first are worth a sentence. */
typedef enum
{
  LAB_ENDING_FINISHED,
  LAB_ENDING_EXCEPTION,
  LAB_ENDING_SYNTAX,
  LAB_ENDING_STOPPED,
  LAB_ENDING_LIMIT,
  LAB_ENDING_CRASHED,     /* Python itself broke */
  LAB_ENDING_LEFT,        /* the process ended without a last word */
  LAB_ENDING_KILLED,      /* by the system */
  LAB_ENDING_DISTRUSTED,  /* the worker said what it may not say */
  LAB_ENDING_UNAVAILABLE, /* it never ran */
} LabEnding;

#define LAB_TYPE_RUN (lab_run_get_type ())
G_DECLARE_FINAL_TYPE (LabRun, lab_run, LAB, RUN, GObject)

/* One run of one program. Its signal “changed” is emitted, a few times a second at most, when the log has grown or the
 * state is another. The log outlives the process, whatever happens to it. Made by a LabClient. */

LabLog     *lab_run_get_log (LabRun *run);
LabRunState lab_run_get_state (LabRun *run);

/* When it has ended: how, and that in one translated sentence; the exit code that sys.exit () was given. */
LabEnding   lab_run_get_ending (LabRun *run);
const char *lab_run_get_sentence (LabRun *run);
int         lab_run_get_exit_code (LabRun *run);

/* Seconds since the program was last heard of while it should be running: one long call, at the last line of the
 * log. 0 otherwise. */
double lab_run_get_silence (LabRun *run);

/* What of the wall stands (LabWallPart); 0 before the worker is ready. */
guint32 lab_run_get_wall (LabRun *run);

/* Ends the program: first by an exception in it, then without asking. Returns at once. */
void lab_run_stop (LabRun *run);

/* Lets a run that is PAUSED record as much again. */
void lab_run_go_on (LabRun *run);

/* Asks for elements of a tensor while PAUSED; they come as a VALUES event. */
void lab_run_inspect (LabRun *run,
                      guint64 tensor,
                      guint64 from,
                      guint32 count);

/* For LabClient: starts the program in a worker that has not run one (transfer full). n_skipped answers to CHECKs will
 * come first. worker NULL: the run has ended as unavailable, with that sentence. */
LabRun *lab_run_new (LabWorker           *worker,
                     gboolean             ready,
                     guint32              wall,
                     guint                n_skipped,
                     const LabRunOptions *options,
                     const char          *problem);

G_END_DECLS
