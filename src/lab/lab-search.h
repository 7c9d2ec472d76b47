/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "lab/lab-log.h"

G_BEGIN_DECLS

/* Where to go from a cursor. Stepping is a search in the log, in either direction; the worker is not asked. */
typedef enum
{
  LAB_SEARCH_STEP_INTO, /* the next line that ran */
  LAB_SEARCH_STEP_OVER, /* …not inside a call made from here */
  LAB_SEARCH_STEP_OUT,  /* …back in the caller */
  LAB_SEARCH_BACK_INTO, /* the line that ran before */
  LAB_SEARCH_BACK_OVER,
  LAB_SEARCH_BACK_OUT, /* where this function was called */
  LAB_SEARCH_OP,       /* the next op, forward or backward: finer than a line */
  LAB_SEARCH_BACK_OP,
  LAB_SEARCH_BACKWARD_NODE, /* the next node that backward passes, or leaf that it reaches */
  LAB_SEARCH_LINE,          /* the next time that line argument is about to run */
  LAB_SEARCH_BACK_LINE,
} LabSearch;

/* Sets *found to the cursor just after the event looked for and returns TRUE; FALSE if the log does not have it (yet:
 * while the program is still going, more credit may bring it). argument is for LINE and BACK_LINE. */
gboolean lab_search (LabLog   *log,
                     guint64   cursor,
                     LabSearch search,
                     guint32   argument,
                     guint64  *found);

/* Who wrote the .grad of a leaf, as it is at cursor: an ACC of a backward, an INPLACE (zero_, -=…) or an assignment
 * (GRAD). FALSE if its .grad is None. */
gboolean lab_search_gradient_writer (LabLog  *log,
                                     guint64  cursor,
                                     guint64  leaf,
                                     guint64 *event);

/* The last event before cursor that gave tensor its values, though the tensor may be gone by now. */
gboolean lab_search_tensor (LabLog  *log,
                            guint64  cursor,
                            guint64  tensor,
                            guint64 *event);

/* The LINE during which an event happened. */
gboolean lab_search_line_of (LabLog  *log,
                             guint64  event,
                             guint64 *line_event);

/* Appends to stops (guint64) the cursors at which a person who steps through the program stops, among the events from
 * number first on: each line that is about to run, and in a backward each node passed and leaf reached. */
void lab_search_list_stops (const LabLog *log,
                            guint64       first,
                            GArray       *stops);

/* The variables that hold a tensor in a state, the module's first, “x, y”; NULL if none does. Transfer full. */
char *lab_search_names (const LabLog   *log,
                        const LabState *state,
                        guint64         tensor);

G_END_DECLS
