/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

#include "lab/lab-protocol.h"

G_BEGIN_DECLS

/* Appends message to json as one JSON object without a line end: {"event":"line","line":3,"depth":0}. Numbers that
 * JSON lacks become the texts "nan", "inf" and "-inf"; every float32 is the shortest decimal that reads back. */
void lab_dump_message (const LabMessage *message,
                       GString          *json);

G_END_DECLS
