/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Two buffers, one for each direction. The one for sending always has room for the longest frame, so encoding goes
 * straight into it. */

#include "worker/worker-channel.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "worker/worker-wall.h"

enum
{
  FLUSH_AT = 32 * 1024,
  FLUSH_EVERY_NS = 16 * 1000 * 1000,
  MAX_FRAME = LAB_FRAME_HEADER + LAB_MAX_PAYLOAD,
};

static struct
{
  uint8_t      buffer[FLUSH_AT + MAX_FRAME];
  size_t       complete; /* bytes of whole frames */
  size_t       written;
  volatile int flushing;
  uint64_t     n_events, n_bytes;
  int64_t      last_flush_ns;
} outgoing;

static struct
{
  uint8_t data[MAX_FRAME];
  size_t  used;  /* by the message that was returned last */
  size_t  count; /* bytes there */
} incoming;

static struct
{
  char    text[LAB_MAX_OUT];
  size_t  n;
  uint8_t stream;
} printed;

static int64_t
get_time_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

static void
write_out (void)
{
  outgoing.flushing = 1;
  atomic_signal_fence (memory_order_seq_cst);
  while (outgoing.written < outgoing.complete)
    {
      ssize_t n = write (WORKER_WALL_CHANNEL, outgoing.buffer + outgoing.written, outgoing.complete - outgoing.written);

      if (n > 0)
        outgoing.written += (size_t) n;
      else if (errno != EINTR)
        _exit (0);
    }
  outgoing.complete = outgoing.written = 0;
  atomic_signal_fence (memory_order_seq_cst);
  outgoing.flushing = 0;
}

/* A handler interrupts between two instructions, so the frame that is being encoded behind complete is not sent. */
void
worker_channel_flush_from_handler (void)
{
  if (!outgoing.flushing)
    {
      const size_t complete = outgoing.complete;

      while (outgoing.written < complete)
        {
          ssize_t n = write (WORKER_WALL_CHANNEL, outgoing.buffer + outgoing.written, complete - outgoing.written);

          if (n <= 0)
            return;
          outgoing.written += (size_t) n;
        }
    }
}

static void
encode (const LabMessage *message)
{
  size_t length = lab_protocol_encode (message, outgoing.buffer + outgoing.complete, sizeof outgoing.buffer - outgoing.complete);

  if (length == 0)
    return;
  outgoing.n_events++;
  outgoing.n_bytes += length;
  atomic_signal_fence (memory_order_release);
  outgoing.complete += length;
  if (outgoing.complete >= FLUSH_AT)
    write_out ();
}

static void
send_printed (void)
{
  LabMessage message = { .kind = LAB_OUT, .out = { printed.stream, { printed.text, (uint32_t) printed.n } } };

  printed.n = 0;
  encode (&message);
}

void
worker_channel_send (const LabMessage *message)
{
  if (printed.n > 0)
    send_printed ();
  encode (message);
}

/* How many of n bytes fit into space without cutting a character. */
static size_t
fit_characters (const char *text,
                size_t      n,
                size_t      space)
{
  if (n <= space)
    return n;
  while (space > 0 && ((uint8_t) text[space] & 0xc0) == 0x80)
    space--;
  return space;
}

void
worker_channel_print (uint8_t     stream,
                      const char *text,
                      size_t      n)
{
  if (printed.n > 0 && printed.stream != stream)
    send_printed ();
  printed.stream = stream;
  while (n > 0)
    {
      size_t part = fit_characters (text, n, sizeof printed.text - printed.n);

      memcpy (printed.text + printed.n, text, part);
      printed.n += part;
      text += part;
      n -= part;
      if (n > 0)
        send_printed ();
    }
}

void
worker_channel_flush (void)
{
  if (printed.n > 0)
    send_printed ();
  write_out ();
  outgoing.last_flush_ns = get_time_ns ();
}

void
worker_channel_flush_now_and_then (void)
{
  if (get_time_ns () - outgoing.last_flush_ns > FLUSH_EVERY_NS)
    worker_channel_flush ();
}

static void
read_more (void)
{
  ssize_t n = read (WORKER_WALL_CHANNEL, incoming.data + incoming.count, sizeof incoming.data - incoming.count);

  if (n > 0)
    incoming.count += (size_t) n;
  else if (n == 0 || errno != EINTR)
    _exit (0);
}

void
worker_channel_receive (LabMessage *message)
{
  const char *problem;
  size_t      length;
  LabDecode   result;

  incoming.count -= incoming.used;
  memmove (incoming.data, incoming.data + incoming.used, incoming.count);
  incoming.used = 0;
  for (;;)
    {
      result = lab_protocol_decode (incoming.data, incoming.count, LAB_TO_WORKER, message, &length, &problem);
      if (result != LAB_DECODE_MORE)
        break;
      read_more ();
    }
  if (result == LAB_DECODE_BAD)
    _exit (0);
  incoming.used = length;
}

uint64_t
worker_channel_get_n_events (void)
{
  return outgoing.n_events;
}

uint64_t
worker_channel_get_n_bytes (void)
{
  return outgoing.n_bytes;
}

void
worker_channel_reset_counts (void)
{
  outgoing.n_events = outgoing.n_bytes = 0;
}
