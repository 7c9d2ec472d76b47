/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The wall around a lab program: what the operating system forbids this process, whatever it executes. It comes in
 * three steps: prepare first thing in main, raise when everything that is needed has been loaded, and test. Only
 * after all three may a byte of a program be read. The system-call filter is required, the rest is done where the
 * system has it; parts says what stands.
 *
 * Another system gets its own worker-wall-NAME.c behind this header. */

typedef struct
{
  uint32_t parts; /* LabWallPart */
  uint32_t landlock_abi;
  char     problem[200]; /* one sentence, when a step failed */
} WorkerWall;

typedef enum
{
  WORKER_WALL_REFUSE, /* what is not allowed fails with EPERM, so that a person can read why */
  WORKER_WALL_KILL,   /* …ends the process: for tests that nothing outside the list is needed */
} WorkerWallMode;

enum
{
  WORKER_WALL_ERRORS = 2,    /* descriptors: the process may write a few words here */
  WORKER_WALL_CHANNEL = 3,   /* and talk here; nothing else is open */
  WORKER_WALL_MEMORY = 512,  /* MiB of address space */
  WORKER_WALL_STACK = 8,     /* MiB */
  WORKER_WALL_EXIT_CODE = 5, /* of a worker whose wall does not stand */
};

/* Leaves the parent's world: nothing open but 2 and 3, no environment, no new privileges, limits, namespaces of its
 * own, and death with the parent. limit_memory is false only under a sanitizer, which needs terabytes. */
bool worker_wall_prepare (WorkerWall *wall,
                          bool        limit_memory);

/* No file, network, process, signal or executable page from here on. There is no way back. */
bool worker_wall_raise (WorkerWall    *wall,
                        WorkerWallMode mode);

/* Tries what must fail, and fails if anything does not. Not for WORKER_WALL_KILL. */
bool worker_wall_test (WorkerWall *wall);
