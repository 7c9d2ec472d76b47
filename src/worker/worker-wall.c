/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The wall on Linux. The filter is an allowlist, and a short one, since it is raised after everything is loaded: a
 * program that computes needs memory, the clock and its channel. A rule here must be needed by every libc and Python
 * we run on; the tests run every example with WORKER_WALL_KILL to find what is missing, and try every system call
 * there is to find what is too many. */

#include "worker/worker-wall.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lab/lab-protocol.h"

static bool
fail (WorkerWall *wall,
      const char *what,
      int         error)
{
  snprintf (wall->problem, sizeof wall->problem, "%s (%s)", what, strerror (error));
  return false;
}

/* ---- before anything is loaded ---- */

static bool
redirect_to_nothing (void)
{
  int  nothing = open ("/dev/null", O_RDWR | O_CLOEXEC);
  bool done = nothing >= 0 && dup2 (nothing, 0) >= 0 && dup2 (nothing, 1) >= 0;

  if (nothing > 1)
    close (nothing);
  return done;
}

/* close_range came with Linux 5.9; before it, one by one. */
static void
close_the_rest (void)
{
  const unsigned first = WORKER_WALL_CHANNEL + 1;

  if (syscall (SYS_close_range, first, ~0u, 0) == 0)
    return;
  for (int fd = (int) first; fd < (int) sysconf (_SC_OPEN_MAX); fd++)
    close (fd);
}

/* When memory runs out, this process goes first, and it never slows the window down. Best effort. */
static void
be_modest (void)
{
  int fd = open ("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

  if (fd >= 0)
    {
      (void) !write (fd, "1000", 4);
      close (fd);
    }
  errno = 0;
  (void) !nice (5);
}

/* Many systems forbid this to ordinary processes (AppArmor, Flatpak), so nothing depends on it. */
static bool
enter_namespaces (void)
{
  return unshare (CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWNS | CLONE_NEWUTS) == 0 || unshare (CLONE_NEWUSER | CLONE_NEWNET) == 0;
}

static bool
set_limits (bool limit_memory)
{
  const struct
  {
    __rlimit_resource_t resource;
    rlim_t              value;
    bool                wanted;
  } limits[] = {
    { RLIMIT_CORE, 0, true },
    { RLIMIT_FSIZE, 0, true },
    { RLIMIT_NPROC, 0, true },
    { RLIMIT_STACK, (rlim_t) WORKER_WALL_STACK << 20, true },
    { RLIMIT_AS, (rlim_t) WORKER_WALL_MEMORY << 20, limit_memory },
  };

  for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
    {
      const struct rlimit limit = { limits[i].value, limits[i].value };

      if (limits[i].wanted && setrlimit (limits[i].resource, &limit) != 0)
        return false;
    }
  return true;
}

bool
worker_wall_prepare (WorkerWall *wall,
                     bool        limit_memory)
{
  *wall = (WorkerWall){ 0 };
  if (!redirect_to_nothing ())
    return fail (wall, "the standard streams cannot be closed", errno);
  close_the_rest ();
  if (clearenv () != 0)
    return fail (wall, "the environment cannot be emptied", errno);
  be_modest ();
  /* New credentials would clear the signal of death, so it comes after them. */
  if (enter_namespaces ())
    wall->parts |= LAB_WALL_NAMESPACES;
  if (prctl (PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl (PR_SET_DUMPABLE, 0) != 0)
    return fail (wall, "the process cannot be tied to its parent", errno);
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return fail (wall, "new privileges cannot be forbidden", errno);
  wall->parts |= LAB_WALL_NO_NEW_PRIVILEGES;
  if (!set_limits (limit_memory))
    return fail (wall, "limits cannot be set", errno);
  wall->parts |= LAB_WALL_LIMITS;
  return true;
}

/* ---- Landlock: the same again by another mechanism ---- */

/* The kernel's struct, whose last fields came later than the headers of Debian 12. */
typedef struct
{
  uint64_t handled_access_fs;
  uint64_t handled_access_net; /* ABI 4 */
  uint64_t scoped;             /* ABI 6 */
} LandlockRules;

/* Everything that this version of Landlock can handle is handled, and nothing is then allowed. */
static size_t
fill_landlock_rules (LandlockRules *rules,
                     int            abi)
{
  enum
  {
    FS_ABI_1 = (1 << 13) - 1,
    FS_REFER = 1 << 13,     /* ABI 2 */
    FS_TRUNCATE = 1 << 14,  /* ABI 3 */
    FS_IOCTL_DEV = 1 << 15, /* ABI 5 */
    NET_TCP = 3,            /* bind and connect */
    SCOPE_ALL = 3,          /* abstract sockets and signals */
  };

  *rules = (LandlockRules){ .handled_access_fs = FS_ABI_1 };
  if (abi >= 2)
    rules->handled_access_fs |= FS_REFER;
  if (abi >= 3)
    rules->handled_access_fs |= FS_TRUNCATE;
  if (abi >= 5)
    rules->handled_access_fs |= FS_IOCTL_DEV;
  if (abi >= 4)
    rules->handled_access_net = NET_TCP;
  if (abi >= 6)
    rules->scoped = SCOPE_ALL;
  return abi >= 6 ? sizeof *rules : abi >= 4 ? offsetof (LandlockRules, scoped)
                                             : offsetof (LandlockRules, handled_access_net);
}

/* The version of Landlock that now holds, 0 for none. */
static int
raise_landlock (void)
{
  enum
  {
    SYS_CREATE_RULESET = 444, /* the same on every architecture */
    SYS_RESTRICT_SELF = 446,
    QUERY_VERSION = 1,
  };
  const int     abi = (int) syscall (SYS_CREATE_RULESET, NULL, 0, QUERY_VERSION);
  LandlockRules rules;
  size_t        size;
  int           ruleset, done;

  if (abi < 1)
    return 0;
  size = fill_landlock_rules (&rules, abi);
  ruleset = (int) syscall (SYS_CREATE_RULESET, &rules, size, 0);
  if (ruleset < 0)
    return 0;
  done = (int) syscall (SYS_RESTRICT_SELF, ruleset, 0);
  close (ruleset);
  return done == 0 ? abi : 0;
}

/* Whatever the parent (or the new user namespace) gave: nothing of it is needed any more. Best effort. */
static void
drop_capabilities (void)
{
  struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
  struct __user_cap_data_struct   none[_LINUX_CAPABILITY_U32S_3] = { 0 };

  (void) !syscall (SYS_capset, &header, none);
}

/* ---- the filter ---- */

static const int allowed[] = {
  /* memory, but for mmap and mprotect below */
  SCMP_SYS (brk),
  SCMP_SYS (munmap),
  SCMP_SYS (mremap),
  SCMP_SYS (madvise),
  /* threads that wait, signals that return */
  SCMP_SYS (futex),
  SCMP_SYS (sched_yield),
  SCMP_SYS (rt_sigreturn),
  SCMP_SYS (rt_sigprocmask),
  SCMP_SYS (sigaltstack),
  SCMP_SYS (restart_syscall),
  /* time and chance */
  SCMP_SYS (clock_gettime),
  SCMP_SYS (gettimeofday),
  SCMP_SYS (clock_nanosleep),
  SCMP_SYS (nanosleep),
  SCMP_SYS (getrandom),
  /* oneself */
  SCMP_SYS (gettid),
  SCMP_SYS (getpid),
  SCMP_SYS (exit),
  SCMP_SYS (exit_group),
};

static int
add_rules_with_conditions (scmp_filter_ctx filter)
{
  const struct scmp_arg_cmp from_channel = SCMP_A0 (SCMP_CMP_EQ, WORKER_WALL_CHANNEL);
  const struct scmp_arg_cmp to_errors = SCMP_A0 (SCMP_CMP_EQ, WORKER_WALL_ERRORS);
  const struct scmp_arg_cmp not_executable = SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
  const struct scmp_arg_cmp anonymous = SCMP_A3 (SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS);
  const struct scmp_arg_cmp own = SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ());
  const struct scmp_arg_cmp abortion = SCMP_A2 (SCMP_CMP_EQ, SIGABRT);
  int                       error = 0;

  error = error ? error : seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (read), 1, from_channel);
  error = error ? error : seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (recvfrom), 1, from_channel);
  error = error ? error : seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (write), 1, from_channel);
  error = error ? error : seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (write), 1, to_errors);
  error = error ? error : seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mmap), 2, not_executable, anonymous);
  error = error ? error : seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mprotect), 1, not_executable);
  /* so that abort () ends this process, and no other */
  error = error ? error : seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 2, own, abortion);
  return error;
}

static int
fill_filter (scmp_filter_ctx filter)
{
  int error = 0;

  error = error ? error : seccomp_attr_set (filter, SCMP_FLTATR_CTL_NNP, 1);
  error = error ? error : seccomp_attr_set (filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  for (size_t i = 0; error == 0 && i < sizeof allowed / sizeof allowed[0]; i++)
    error = seccomp_rule_add (filter, SCMP_ACT_ALLOW, allowed[i], 0);
  return error ? error : add_rules_with_conditions (filter);
}

bool
worker_wall_raise (WorkerWall    *wall,
                   WorkerWallMode mode)
{
  scmp_filter_ctx filter = seccomp_init (mode == WORKER_WALL_KILL ? SCMP_ACT_KILL_PROCESS : SCMP_ACT_ERRNO (EPERM));
  int             error = filter == NULL ? -ENOMEM : fill_filter (filter);

  wall->landlock_abi = (uint32_t) raise_landlock ();
  if (wall->landlock_abi > 0)
    wall->parts |= LAB_WALL_LANDLOCK;
  drop_capabilities ();
  if (error == 0)
    error = seccomp_load (filter);
  seccomp_release (filter);
  if (error != 0)
    return fail (wall, "the system-call filter cannot be loaded", -error);
  wall->parts |= LAB_WALL_SECCOMP;
  return true;
}

/* ---- the test ---- */

static long
try_to_open (void)
{
  return open ("/dev/null", O_RDONLY | O_CLOEXEC);
}

static long
try_to_connect (void)
{
  return socket (AF_UNIX, SOCK_STREAM, 0);
}

static long
try_to_fork (void)
{
  pid_t child = fork ();

  if (child == 0)
    _exit (0);
  return child;
}

static long
try_to_signal (void)
{
  return kill (getppid (), 0);
}

static long
try_to_execute (void)
{
  return mmap (NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
}

static long
try_to_read_stdin (void)
{
  char byte;

  return read (0, &byte, 1);
}

static long
try_to_write_stdout (void)
{
  return write (1, "", 0);
}

bool
worker_wall_test (WorkerWall *wall)
{
  static const struct
  {
    const char *what;
    long (*attempt) (void);
  } attempts[] = {
    { "a file can be opened", try_to_open },
    { "a socket can be made", try_to_connect },
    { "a process can be started", try_to_fork },
    { "another process can be reached", try_to_signal },
    { "memory can be made executable", try_to_execute },
    { "standard input can be read", try_to_read_stdin },
    { "standard output can be written", try_to_write_stdout },
  };

  for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++)
    {
      errno = 0;
      if (attempts[i].attempt () >= 0 || errno != EPERM)
        return fail (wall, attempts[i].what, errno);
    }
  return true;
}
