/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The wall without Python: each test forks a child that raises it and then tries to get out. A child reports by its
 * exit status, the only way left to it. */

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab/lab-protocol.h"
#include "worker/worker-wall.h"

#if defined(__SANITIZE_ADDRESS__)
#define LIMIT_MEMORY false
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LIMIT_MEMORY false
#endif
#endif
#ifndef LIMIT_MEMORY
#define LIMIT_MEMORY true
#endif

enum
{
  HELD = 0, /* the wall held */
  BROKEN = 1,
  NOT_RAISED = 2,
};

/* In the child: channel becomes descriptor 3, as the worker has it. */
static void
raise_wall (int            channel,
            WorkerWallMode mode)
{
  WorkerWall wall;

  if (channel != WORKER_WALL_CHANNEL && dup2 (channel, WORKER_WALL_CHANNEL) < 0)
    _exit (NOT_RAISED);
  if (!worker_wall_prepare (&wall, LIMIT_MEMORY) || !worker_wall_raise (&wall, mode))
    _exit (NOT_RAISED);
}

/* What became of a child that runs attempt behind the wall. */
static int
run_behind_the_wall (int (*attempt) (gconstpointer),
                     gconstpointer  data,
                     WorkerWallMode mode)
{
  int   status, pair[2];
  pid_t child;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, pair), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      raise_wall (pair[0], mode);
      _exit (attempt (data));
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  close (pair[0]);
  close (pair[1]);
  return status;
}

static void
assert_held (int status)
{
  g_assert_cmpint (WIFSIGNALED (status) ? WTERMSIG (status) : 0, ==, 0);
  g_assert_cmpint (WEXITSTATUS (status), ==, HELD);
}

static int
test_itself (gconstpointer data)
{
  WorkerWall wall;

  return worker_wall_test (&wall) ? HELD : BROKEN;
}

static void
it_passes_its_own_test (void)
{
  assert_held (run_behind_the_wall (test_itself, NULL, WORKER_WALL_REFUSE));
}

/* Without the wall the test must fail, or it tests nothing. */
static void
its_test_fails_where_no_wall_is (void)
{
  int   status;
  pid_t child = fork ();

  if (child == 0)
    {
      WorkerWall wall;

      _exit (!worker_wall_test (&wall) && wall.problem[0] != '\0' ? HELD : BROKEN);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  assert_held (status);
}

static const char *const allowed[] = {
  "brk", "munmap", "mremap", "madvise", "futex", "sched_yield", "rt_sigreturn", "rt_sigprocmask", "sigaltstack", "restart_syscall",
  "clock_gettime", "gettimeofday", "clock_nanosleep", "nanosleep", "getrandom", "gettid", "getpid", "exit", "exit_group", NULL
};

/* Linux lets no filter see these two of x86-64, the return paths of its own probes; a program that calls them by
 * itself gets SIGILL. */
static gboolean
is_beyond_filters (int number)
{
  return number == 335 /* uretprobe */ || number == 336 /* uprobe */;
}

/* Calls with arguments that mean nothing anywhere, so that each fails by itself too, but with another error. Only
 * the filter says EPERM to all. */
static int
call_number (gconstpointer data)
{
  const long number = GPOINTER_TO_INT (data);

  errno = 0;
  if (syscall (number, -1L, -1L, -1L, -1L, -1L, -1L) == -1 && errno == EPERM)
    return HELD;
  return BROKEN;
}

static int
call_every_number (gconstpointer data)
{
  const GArray *numbers = data;

  /* If this is open, do not try what is worse. */
  if (call_number (GINT_TO_POINTER (SYS_openat)) != HELD)
    return BROKEN;
  for (guint i = 0; i < numbers->len; i++)
    if (call_number (GINT_TO_POINTER (g_array_index (numbers, int, i))) != HELD)
      return BROKEN;
  return HELD;
}

/* Every system call that the library can name or that may be added to the kernel later, but for the allowed. mmap and
 * mprotect are in it: with these arguments they ask for executable memory. */
static void
every_other_system_call_is_refused (void)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (int));

  for (int number = 0; number < 1000; number++)
    {
      g_autofree char *name = NULL;
      char            *named = seccomp_syscall_resolve_num_arch (SCMP_ARCH_NATIVE, number);

      name = g_strdup (named);
      free (named);
      if ((name == NULL || !g_strv_contains (allowed, name)) && !is_beyond_filters (number))
        g_array_append_val (numbers, number);
    }
  g_assert_cmpuint (numbers->len, >, 900);
  assert_held (run_behind_the_wall (call_every_number, numbers, WORKER_WALL_REFUSE));
}

typedef struct
{
  const char *name;
  long        number;
  long        arguments[6];
} Call;

static int
call_with_arguments (gconstpointer data)
{
  const Call *call = data;
  const long *a = call->arguments;

  errno = 0;
  return syscall (call->number, a[0], a[1], a[2], a[3], a[4], a[5]) == -1 && errno == EPERM ? HELD : BROKEN;
}

/* Calls that are allowed, but not so. */
static void
allowed_calls_are_allowed_as_we_need_them (void)
{
  static char byte[1];
  const Call  calls[] = {
     { "read from standard input", SYS_read, { 0, (long) byte, 1 } },
     { "read from the errors", SYS_read, { 2, (long) byte, 1 } },
     { "write to standard output", SYS_write, { 1, (long) byte, 1 } },
     { "write to another descriptor", SYS_write, { 4, (long) byte, 1 } },
     { "receive from another descriptor", SYS_recvfrom, { 4, (long) byte, 1 } },
     { "send to the channel with a message that can carry descriptors", SYS_sendmsg, { 3, (long) byte, 0 } },
     { "receive from the channel a message that can carry descriptors", SYS_recvmsg, { 3, (long) byte, 0 } },
     { "map executable memory", SYS_mmap, { 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0 } },
     { "map a descriptor", SYS_mmap, { 0, 4096, PROT_READ, MAP_PRIVATE, 3, 0 } },
     { "make memory executable", SYS_mprotect, { 0, 4096, PROT_READ | PROT_EXEC } },
     { "signal the parent", SYS_tgkill, { getpid (), getpid (), SIGABRT } },
     { "signal everybody", SYS_kill, { -1, 0 } },
     { "signal a parent that is stopped", SYS_tgkill, { getpid (), getpid (), SIGCONT } },
     { "start a process", SYS_clone, { SIGCHLD, 0, 0, 0, 0 } },
     { "start a thread", SYS_clone, { 0x3d0f00, 0, 0, 0, 0 } },
     { "execute", SYS_execve, { (long) "/bin/true", 0, 0 } },
     { "read another process", SYS_process_vm_readv, { getpid (), 0, 0, 0, 0, 0 } },
     { "trace another process", SYS_ptrace, { 16, getpid (), 0, 0 } },
     { "change the filter", SYS_seccomp, { SECCOMP_SET_MODE_FILTER, 0, 0 } },
     { "raise a limit", SYS_prlimit64, { 0, 9, (long) byte, 0 } },
     { "type into the terminal", SYS_ioctl, { 2, 0x5412, (long) byte } },
     { "open a file", SYS_openat, { AT_FDCWD, (long) "/etc/passwd", O_RDONLY } },
     { "open a file another way", 437 /* openat2 */, { AT_FDCWD, (long) "/etc/passwd", (long) byte, 24 } },
     { "make a socket", SYS_socket, { AF_INET, SOCK_STREAM, 0 } },
     { "make a ring of requests", 425 /* io_uring_setup */, { 1, (long) byte } },
     { "make a file in memory", SYS_memfd_create, { (long) "x", 0 } },
     { "leave by a namespace", SYS_unshare, { 0x10000000 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_test_message ("%s", calls[i].name);
      assert_held (run_behind_the_wall (call_with_arguments, &calls[i], WORKER_WALL_REFUSE));
    }
}

static int
compute (gconstpointer data)
{
  const struct timespec moment = { 0, 1000 };
  struct timespec       now;
  volatile char        *memory = malloc (1 << 22);

  if (memory == NULL)
    return BROKEN;
  for (gsize i = 0; i < 1 << 22; i += 4096)
    memory[i] = 1;
  free ((void *) memory);
  if (clock_gettime (CLOCK_MONOTONIC, &now) != 0 || nanosleep (&moment, NULL) != 0)
    return BROKEN;
  if (write (WORKER_WALL_CHANNEL, "x", 1) != 1 || write (WORKER_WALL_ERRORS, "", 0) != 0)
    return BROKEN;
  return HELD;
}

static void
what_a_program_needs_is_allowed (void)
{
  assert_held (run_behind_the_wall (compute, NULL, WORKER_WALL_KILL));
}

static int
make_socket (gconstpointer data)
{
  return socket (AF_UNIX, SOCK_STREAM, 0) < 0 ? HELD : BROKEN;
}

static void
the_strict_wall_kills (void)
{
  int status = run_behind_the_wall (make_socket, NULL, WORKER_WALL_KILL);

  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGSYS);
}

#ifdef __x86_64__
static int
call_as_x32 (gconstpointer data)
{
  return syscall (0x40000000 | SYS_getpid) == -1 ? HELD : BROKEN;
}

static int
call_as_i386 (gconstpointer data)
{
  int result;

  __asm__ volatile("int $0x80"
                   : "=a"(result)
                   : "a"(20)
                   : "memory");
  return result < 0 ? HELD : BROKEN;
}

/* The numbers mean other calls there, so the first of them is the end. */
static void
another_architecture_kills (void)
{
  int (*const attempts[]) (gconstpointer) = { call_as_x32, call_as_i386 };

  for (gsize i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      int status = run_behind_the_wall (attempts[i], NULL, WORKER_WALL_REFUSE);

      /* A kernel without 32-bit calls says so itself, by a signal or an error. */
      g_assert_true (WIFSIGNALED (status) || (WIFEXITED (status) && WEXITSTATUS (status) == HELD));
    }
}
#endif

static int
look_around (gconstpointer data)
{
  return (environ == NULL || environ[0] == NULL) && getenv ("PATH") == NULL ? HELD : BROKEN;
}

static void
nothing_of_the_parents_world_is_left (void)
{
  assert_held (run_behind_the_wall (look_around, NULL, WORKER_WALL_REFUSE));
}

static int
write_to_leaked (gconstpointer data)
{
  return write (GPOINTER_TO_INT (data), "x", 1) == -1 ? HELD : BROKEN;
}

/* A descriptor that the parent forgot to close. */
static void
descriptors_do_not_leak (void)
{
  int  pipes[2];
  char byte;

  g_assert_cmpint (pipe (pipes), ==, 0);
  assert_held (run_behind_the_wall (write_to_leaked, GINT_TO_POINTER (pipes[1]), WORKER_WALL_REFUSE));
  close (pipes[1]);
  g_assert_cmpint (read (pipes[0], &byte, 1), ==, 0);
  close (pipes[0]);
}

static int
take_much_memory (gconstpointer data)
{
  /* Volatile, or clang knows that memory which nobody uses can always be had. */
  void *volatile memory = malloc ((gsize) 2 * WORKER_WALL_MEMORY << 20);

  return memory == NULL ? HELD : BROKEN;
}

static void
memory_has_an_end (void)
{
  if (!LIMIT_MEMORY)
    g_test_skip ("a sanitizer needs all of it");
  else
    assert_held (run_behind_the_wall (take_much_memory, NULL, WORKER_WALL_REFUSE));
}

/* A kernel or a container that allows no filter: the wall does not stand, and says so. */
static void
without_a_filter_there_is_no_wall (void)
{
  int   status;
  pid_t child = fork ();

  if (child == 0)
    {
      WorkerWall      wall = { 0 };
      scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);

      seccomp_rule_add (filter, SCMP_ACT_ERRNO (EPERM), SCMP_SYS (seccomp), 0);
      seccomp_rule_add (filter, SCMP_ACT_ERRNO (EPERM), SCMP_SYS (prctl), 1, SCMP_A0 (SCMP_CMP_EQ, PR_SET_SECCOMP));
      if (seccomp_load (filter) != 0)
        _exit (NOT_RAISED);
      _exit (!worker_wall_raise (&wall, WORKER_WALL_REFUSE) && wall.problem[0] != '\0' ? HELD : BROKEN);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  assert_held (status);
}

static int
report (gconstpointer data)
{
  return HELD;
}

static void
a_child_that_does_nothing_wrong_ends_well (void)
{
  assert_held (run_behind_the_wall (report, NULL, WORKER_WALL_KILL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/wall/a-child-that-does-nothing-wrong-ends-well", a_child_that_does_nothing_wrong_ends_well);
  g_test_add_func ("/lab/wall/it-passes-its-own-test", it_passes_its_own_test);
  g_test_add_func ("/lab/wall/its-test-fails-where-no-wall-is", its_test_fails_where_no_wall_is);
  g_test_add_func ("/lab/wall/every-other-system-call-is-refused", every_other_system_call_is_refused);
  g_test_add_func ("/lab/wall/allowed-calls-are-allowed-as-we-need-them", allowed_calls_are_allowed_as_we_need_them);
  g_test_add_func ("/lab/wall/what-a-program-needs-is-allowed", what_a_program_needs_is_allowed);
  g_test_add_func ("/lab/wall/the-strict-wall-kills", the_strict_wall_kills);
#ifdef __x86_64__
  g_test_add_func ("/lab/wall/another-architecture-kills", another_architecture_kills);
#endif
  g_test_add_func ("/lab/wall/nothing-of-the-parents-world-is-left", nothing_of_the_parents_world_is_left);
  g_test_add_func ("/lab/wall/descriptors-do-not-leak", descriptors_do_not_leak);
  g_test_add_func ("/lab/wall/memory-has-an-end", memory_has_an_end);
  g_test_add_func ("/lab/wall/without-a-filter-there-is-no-wall", without_a_filter_there_is_no_wall);
  return g_test_run ();
}
