/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "lab/lab-protocol.h"

/* The worker's end of the socket. What is sent is collected and written in large pieces; the process has one thread,
 * but a signal handler may ask for a flush at any moment, and only whole frames leave. */

/* Sends message, after what was printed before it. A message that breaks a limit of the protocol is our bug and is
 * left out. */
void worker_channel_send (const LabMessage *message);

/* Sends n bytes of text (UTF-8) on stream 1 or 2, joined with what was printed just before. */
void worker_channel_print (uint8_t     stream,
                           const char *text,
                           size_t      n);

/* Everything so far reaches the lab. */
void worker_channel_flush (void);

/* …unless that was done within the last 16 ms. */
void worker_channel_flush_now_and_then (void);

/* The same from a signal handler: only frames that are complete, and nothing if a flush is under way. */
void worker_channel_flush_from_handler (void);

/* Waits for the next message. The process ends if the lab is gone or sends what it may not: there is nobody left to
 * tell. message points into memory that the next call reuses. */
void worker_channel_receive (LabMessage *message);

/* Frames and bytes since the last reset, for the limits. */
uint64_t worker_channel_get_n_events (void);
uint64_t worker_channel_get_n_bytes (void);
void     worker_channel_reset_counts (void);
