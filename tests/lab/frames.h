/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

#include "lab/lab-protocol.h"

G_BEGIN_DECLS

/* Sets *message to a message of that row with random contents within its limits (small lists). What it points to
 * lives in arena, which the caller frees. */
void frames_fill (const LabMessageRow *row,
                  GRand               *rand,
                  GPtrArray           *arena,
                  LabMessage          *message);

/* The frame of message; fails the test if it cannot be encoded. */
GByteArray *frames_encode (const LabMessage *message);

/* A text of the protocol from a C string, which must live on. */
LabText frames_text (const char *text);

G_END_DECLS
