/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "lab/lab-error.h"
#include "lab/lab-state.h"

G_BEGIN_DECLS

/* Everything a worker said, in order: the record of a run. It only grows, so what was taken from it stays valid as
 * long as it lives. Going back in time is looking further up. A cursor is a number of events: the state at cursor n
 * is what events 0 to n − 1 made. Not thread-safe. */
typedef struct _LabLog LabLog;

LabLog *lab_log_new (void);
LabLog *lab_log_ref (LabLog *log);
void    lab_log_unref (LabLog *log);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabLog, lab_log_unref)

/* The log refuses more bytes than this (256 MiB unless set). */
void lab_log_set_limit (LabLog *log,
                        guint64 bytes);

/* Appends one frame from the worker, after checking it against everything said before. FALSE with
 * LAB_ERROR_PROTOCOL or LAB_ERROR_LIMIT: nothing was appended, and nothing after it can be trusted. */
gboolean lab_log_append (LabLog       *log,
                         const guint8 *frame,
                         gsize         length,
                         GError      **error);

guint64 lab_log_get_n_events (const LabLog *log);
guint64 lab_log_get_n_bytes (const LabLog *log); /* of the frames */
guint64 lab_log_get_memory (const LabLog *log);  /* of all, about */

/* The event with this number, which must be there. It points into the log. */
LabKind lab_log_get_kind (const LabLog *log,
                          guint64       event);
void    lab_log_get_event (const LabLog *log,
                           guint64       event,
                           LabMessage   *message);

/* The state at cursor, valid until the next call or append. Walking forward costs what is walked; a jump starts at
 * the nearest keyframe. */
const LabState *lab_log_get_state (LabLog *log,
                                   guint64 cursor);

const LabNames *lab_log_get_names (const LabLog *log);

/* The tensor an event speaks of (of LEAF, OP, INPLACE, REFRESH, ACC or BWD); FALSE for any other. */
gboolean lab_log_get_tensor (const LabLog *log,
                             guint64       event,
                             LabTensor    *tensor);

/* What the program had printed at cursor: stream 1 is stdout, 2 stderr (with warnings and the last traceback),
 * 0 both as they came. Transfer full. */
char *lab_log_dup_output (const LabLog *log,
                          guint64       cursor,
                          guint         stream);

/* The FIGURE events of the figures shown before cursor; figure i is the events from there to its SHOW. Transfer
 * full, guint64. */
GArray *lab_log_list_figures (LabLog *log,
                              guint64 cursor);

G_END_DECLS
