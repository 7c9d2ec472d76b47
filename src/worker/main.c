/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The worker: one process for one program. Everything is loaded, then the wall is raised and tested, and only then is
 * the first byte of a program read. Nothing is cleaned up at the end: the process is the thing that is thrown away. */

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "worker/worker-channel.h"
#include "worker/worker-python.h"
#include "worker/worker-run.h"
#include "worker/worker-wall.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED true
#endif
#endif
#ifndef SANITIZED
#define SANITIZED false
#endif

static double
get_time_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static _Noreturn void
give_up (const char *sentence)
{
  fprintf (stderr, "%s\n", sentence);
  _exit (WORKER_WALL_EXIT_CODE);
}

/* The interpreter is broken: what is complete is sent, and the errors say where it was. Only calls that are safe in a
 * signal handler. */
static void
crashed_cb (int number)
{
  char     text[64];
  unsigned line = (unsigned) worker_program.line;
  int      at = sizeof text;

  worker_channel_flush_from_handler ();
  text[--at] = '\n';
  do
    text[--at] = (char) ('0' + line % 10);
  while ((line /= 10) > 0);
  at -= 6;
  memcpy (text + at, " line ", 6);
  text[--at] = (char) ('0' + number % 10);
  text[--at] = (char) ('0' + number / 10);
  at -= 7;
  memcpy (text + at, "signal ", 7);
  (void) !write (WORKER_WALL_ERRORS, text + at, sizeof text - (size_t) at);
  _exit (128 + number);
}

static void
flush_cb (int number)
{
  worker_channel_flush_from_handler ();
}

/* Handlers of C, beside the one that boot.py sets for the signal to stop. */
static void
catch_signals (void)
{
  static char            stack[64 * 1024];
  static const int       crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP };
  const stack_t          alternate = { .ss_sp = stack, .ss_size = sizeof stack };
  const struct sigaction on_crash = { .sa_handler = crashed_cb, .sa_flags = SA_ONSTACK | SA_RESETHAND };
  const struct sigaction on_flush = { .sa_handler = flush_cb, .sa_flags = SA_RESTART };

  sigaltstack (&alternate, NULL);
  sigaction (SIGUSR2, &on_flush, NULL);
  for (size_t i = 0; !SANITIZED && i < sizeof crashes / sizeof crashes[0]; i++)
    sigaction (crashes[i], &on_crash, NULL);
}

static void
say_hello (const WorkerWall *wall,
           const double      times[4])
{
  const char *version = Py_GetVersion ();

  worker_channel_send (&(LabMessage){ .kind = LAB_HELLO,
                                      .hello = { .protocol = LAB_PROTOCOL_VERSION,
                                                 .python = { version, (uint32_t) strcspn (version, " ") },
                                                 .wall = wall->parts,
                                                 .landlock_abi = wall->landlock_abi,
                                                 .init_ms = times[1] - times[0],
                                                 .preload_ms = times[2] - times[1],
                                                 .wall_ms = times[3] - times[2] } });
  worker_channel_flush ();
}

static void
serve (void)
{
  LabMessage message;

  for (;;)
    {
      worker_channel_receive (&message);
      if (message.kind == LAB_CHECK)
        worker_check (&message.check);
      else if (message.kind == LAB_PROGRAM)
        {
          worker_run (&message.program);
          return;
        }
      else if (message.kind == LAB_STOP)
        return;
    }
}

int
main (int   argc,
      char *argv[])
{
  const WorkerWallMode mode = argc > 1 && strcmp (argv[1], "--kill") == 0 ? WORKER_WALL_KILL : WORKER_WALL_REFUSE;
  WorkerWall           wall;
  const char          *problem;
  double               times[4] = { get_time_ms () };

  if (!worker_wall_prepare (&wall, !SANITIZED))
    give_up (wall.problem);
  if (!worker_python_init (&problem))
    give_up (problem);
  times[1] = get_time_ms ();
  if (!worker_python_boot (&problem))
    give_up (problem);
  catch_signals ();
  times[2] = get_time_ms ();
  if (!worker_wall_raise (&wall, mode) || (mode == WORKER_WALL_REFUSE && !worker_wall_test (&wall)))
    give_up (wall.problem);
  times[3] = get_time_ms ();
  say_hello (&wall, times);
  serve ();
  _exit (0);
}
