/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "lab/lab-run.h"

G_BEGIN_DECLS

#define LAB_TYPE_CLIENT (lab_client_get_type ())
G_DECLARE_FINAL_TYPE (LabClient, lab_client, LAB, CLIENT, GObject)

/* Runs programs in workers. It can keep one worker ready, so that a run starts at once; each worker runs one program.
 * Nothing here waits: everything happens in the main context. */
LabClient *lab_client_new (void);

/* Whether to keep a spare worker ready from now on (while the lab is looked at, say). */
void lab_client_set_warm (LabClient *client,
                          gboolean   warm);

/* Starts a program. Never fails: a run that cannot begin has ended, with a sentence. Transfer full. */
LabRun *lab_client_run (LabClient           *client,
                        const LabRunOptions *options);

/* What Python says of a program that it only reads. */
typedef struct
{
  gboolean fine;
  GArray  *lines;   /* guint32: where it can stop, if fine */
  LabSpan  span;    /* of the error */
  char    *message; /* of the error, clean */
} LabCheckResult;

void lab_check_result_free (LabCheckResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabCheckResult, lab_check_result_free)

/* Has a program read without running it. The result is transfer full; NULL with error if no worker can be asked. */
void lab_client_check_async (LabClient          *client,
                             const char         *text,
                             GAsyncReadyCallback callback,
                             gpointer            data);

LabCheckResult *lab_client_check_finish (LabClient    *client,
                                         GAsyncResult *result,
                                         GError      **error);

G_END_DECLS
