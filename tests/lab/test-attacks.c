/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Programs that want out, or want to take the lab down with them. Whatever they try: nothing outside is touched, this
 * process lives, one sentence says what happened, and the log up to there is kept. */

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab-client.h"
#include "running.h"

/* What a program gets hold of without import: the modules that are loaded for others. ask () prints what becomes of
 * an attempt, which is “held” when the system refused. PREY is a folder, PARENT a process. */
static const char prelude[] =
    "import sys\n"
    "os = sys.modules['os']; posix = sys.modules['posix']\n"
    "def ask(attempt):\n"
    "    try:\n"
    "        print('BROKEN', attempt())\n"
    "    except (PermissionError, RuntimeError, MemoryError) as error:\n"
    "        print('held', type(error).__name__)\n";

static const char *const attempts[] = {
  "open(PREY + '/secret').read()",
  "open(PREY + '/new', 'w').write('x')",
  "open('/dev/tty', 'w')",
  "posix.open(PREY + '/secret', posix.O_RDONLY)",
  "os.listdir(PREY)",
  "os.scandir(PREY)",
  "os.stat(PREY)",
  "os.mkdir(PREY + '/folder')",
  "os.unlink(PREY + '/secret')",
  "os.rename(PREY + '/secret', PREY + '/other')",
  "os.symlink('/etc/passwd', PREY + '/link')",
  "os.chmod(PREY + '/secret', 0o777)",
  "os.chdir('/')",
  "os.truncate(PREY + '/secret', 0)",
  "os.utime(PREY + '/secret')",
  "os.getxattr(PREY + '/secret', 'user.x')",
  "os.pipe()",
  "os.dup(3)",
  "os.close(3)",
  "os.memfd_create('x')",
  "os.fork()",
  "os.execv('/bin/true', ['true'])",
  "os.posix_spawn('/bin/true', ['true'], {})",
  "os.kill(PARENT, 0)",
  "os.kill(PARENT, 9)",
  "os.kill(-1, 0)",
  "os.killpg(os.getpgid(0), 9)",
  "os.setuid(0)",
  "os.setpriority(os.PRIO_PROCESS, 0, -20)",
  "os.sched_setaffinity(0, {0})",
  "os.sendfile(3, 2, 0, 10)",
  "os.read(0, 10)",
  "os.write(1, b'x')",
  "os.writev(3, [b'x'])",
  "os.urandom(4) and os.getrandom(4) and os.uname()",
};

typedef struct
{
  char *folder;
} Prey;

static Prey
make_prey (void)
{
  Prey             prey = { g_dir_make_tmp ("gradients-attack-XXXXXX", NULL) };
  g_autofree char *secret = g_build_filename (prey.folder, "secret", NULL);

  g_assert_true (g_file_set_contents (secret, "hidden", -1, NULL));
  return prey;
}

/* The folder is as it was. */
static void
check_prey (Prey *prey)
{
  g_autofree char *secret = g_build_filename (prey->folder, "secret", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GDir) folder = g_dir_open (prey->folder, 0, NULL);

  g_assert_cmpstr (g_dir_read_name (folder), ==, "secret");
  g_assert_null (g_dir_read_name (folder));
  g_assert_true (g_file_get_contents (secret, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "hidden");
  g_unlink (secret);
  g_rmdir (prey->folder);
  g_free (prey->folder);
}

static void
the_system_refuses (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  Prey     prey = make_prey ();
  GString *text = g_string_new (prelude);
  g_autoptr (LabRun) run = NULL;
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;

  g_string_append_printf (text, "PREY = '%s'; PARENT = %d\n", prey.folder, getpid ());
  for (gsize i = 0; i < G_N_ELEMENTS (attempts); i++)
    g_string_append_printf (text, "ask(lambda: %s)\n", attempts[i]);
  run = running_run_text (client, text->str);
  output = running_dup_output (run);
  lines = g_strsplit (output, "\n", -1);
  g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_FINISHED);
  g_assert_cmpuint (g_strv_length (lines), ==, G_N_ELEMENTS (attempts) + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      g_test_message ("%s: %s", attempts[i], lines[i]);
      g_assert_true (g_str_has_prefix (lines[i], "held"));
    }
  check_prey (&prey);
  g_string_free (text, TRUE);
}

/* Modules that are part of the interpreter can be had without a file; they do not help. */
static const char built_in[] =
    "import sys\n"
    "find = sys.modules['importlib.machinery'].BuiltinImporter\n"
    "def load(name):\n"
    "    spec = find.find_spec(name)\n"
    "    if spec is None: return None\n"
    "    module = find.create_module(spec); find.exec_module(module); return module\n"
    "socket = load('_socket')\n"
    "if socket is not None:\n"
    "    for family in (1, 2, 10, 16, 17):\n"
    "        for kind in (1, 2, 3):\n"
    "            try: print('BROKEN', socket.socket(family, kind))\n"
    "            except PermissionError: pass\n"
    "    try: print('BROKEN', socket.socketpair())\n"
    "    except PermissionError: pass\n"
    "spawn = load('_posixsubprocess')\n"
    "if spawn is not None:\n"
    "    try: print('BROKEN', spawn.fork_exec([b'/bin/true'], [b'/bin/true'], True, (), None, None, -1, -1, -1, -1, -1, -1, -1, -1, True, False, -1, None, None, None, -1, None))\n"
    "    except (PermissionError, TypeError): pass\n"
    "thread = load('_thread') or sys.modules['_thread']\n"
    "try: thread.start_new_thread(print, ('BROKEN',))\n"
    "except RuntimeError as error: print(error)\n"
    "print('held', load('_ctypes'))\n";

static void
built_in_modules_do_not_help (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  g_autoptr (LabRun) run = running_run_text (client, built_in);
  g_autofree char *output = running_dup_output (run);

  g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_FINISHED);
  g_assert_cmpstr (output, ==, "can't start new thread\nheld None\n");
}

/* A C library that was in reach would still run nothing. */
static void
a_shell_runs_nothing (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  Prey             prey = make_prey ();
  g_autofree char *text = g_strdup_printf ("import sys\nprint(sys.modules['posix'].system('touch %s/new') != 0)\n", prey.folder);
  g_autoptr (LabRun) run = running_run_text (client, text);
  g_autofree char *output = running_dup_output (run);

  g_assert_cmpstr (output, ==, "True\n");
  check_prey (&prey);
}

/* ---- exhaustion ---- */

static const struct
{
  const char *what;
  const char *text;
  gboolean    traced;
  LabEnding   ending;
  const char *printed; /* found in the output */
} exhausting[] = {
  { "a memory bomb", "print('before')\nx = []\nwhile True: x.append(bytearray(10**7))\n", TRUE, LAB_ENDING_EXCEPTION, "MemoryError" },
  { "a memory bomb that is caught", "print('before')\nx = []\ntry:\n    while True: x.append(bytearray(10**7))\nexcept MemoryError:\n    x = None\n    print('caught')\n",
    TRUE, LAB_ENDING_FINISHED, "caught" },
  { "many small objects", "print('before')\nx = []\nwhile True: x.append(str(len(x)) * 100)\n", FALSE, LAB_ENDING_EXCEPTION, "MemoryError" },
  { "recursion", "print('before')\ndef f(): f()\nf()\n", TRUE, LAB_ENDING_EXCEPTION, "RecursionError: maximum recursion depth exceeded" },
  { "a deep structure", "print('before')\nx = []\nfor k in range(10**6): x = [x]\nrepr(x)\n", FALSE, LAB_ENDING_EXCEPTION, "RecursionError" },
  { "a long traceback", "print('before')\ndef f(n):\n    if n == 0: 1/0\n    f(n - 1)\nf(900)\n", TRUE, LAB_ENDING_EXCEPTION, "[Previous line repeated 897 more times]" },
  { "an exception that cannot be shown", "print('before')\nclass E(Exception):\n    def __str__(self): 1/0\nraise E\n", TRUE, LAB_ENDING_EXCEPTION, "E: <exception str() failed>" },
  { "a class that lies about itself", "print('before')\nclass L(list):\n    __class__ = property(lambda self: 1/0)\n    def __len__(self): 1/0\n    def __repr__(self): 1/0\nx = L(); y = [x]\nprint('done')\n",
    TRUE, LAB_ENDING_FINISHED, "done" },
  { "os._exit", "print('before')\nimport sys\nsys.modules['os']._exit(0)\n", TRUE, LAB_ENDING_FINISHED, "os._exit() is not available in the lab" },
  { "text that is no text", "print('before')\nprint('\\ud800')\n", TRUE, LAB_ENDING_EXCEPTION, "UnicodeEncodeError" },
  { "a name that is no text", "print('before')\nglobals()['\\ud800'] = 1\nglobals()[7] = 1\nprint('done')\n", TRUE, LAB_ENDING_FINISHED, "done" },
  { "many variables", "print('before')\nfor k in range(10000): globals()['v%d' % k] = k\nfor k in range(10000): del globals()['v%d' % k]\nprint('done')\n",
    TRUE, LAB_ENDING_FINISHED, "done" },
  { "no more output", "print('before')\nimport sys\nsys.stdout = None\nprint('x')\nsys.stderr = None\n1/0\n", TRUE, LAB_ENDING_EXCEPTION, "ZeroDivisionError" },
  { "generators left half-way", "print('before')\ndef g():\n    try:\n        yield 1\n    finally:\n        print('closed')\nfor k in range(3):\n    next(g())\n",
    TRUE, LAB_ENDING_FINISHED, "closed" },
  { "a generator that is thrown at", "print('before')\ndef g():\n    while True:\n        try:\n            yield 1\n        except ValueError:\n            print('thrown')\nh = g()\nnext(h)\nh.throw(ValueError())\nh.throw(ValueError())\n",
    TRUE, LAB_ENDING_FINISHED, "thrown" },
  { "a trace function", "print('before')\nimport sys\nprint(hasattr(sys, 'settrace'), hasattr(sys, 'setrecursionlimit'))\n", TRUE, LAB_ENDING_FINISHED, "False False" },
};

/* A sanitizer needs all of the memory, and wants crashes for itself. */
static gboolean
skip_where_sanitized (void)
{
  if (g_getenv ("LAB_SANITIZED") == NULL)
    return FALSE;
  g_test_skip ("the worker has no limit of memory under a sanitizer");
  return TRUE;
}

static void
exhaustion_ends_with_a_sentence (void)
{
  g_autoptr (LabClient) client = lab_client_new ();

  if (skip_where_sanitized ())
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (exhausting); i++)
    {
      g_autoptr (LabRun) run = NULL;
      g_autofree char *output = NULL;

      g_test_message ("%s", exhausting[i].what);
      run = running_run (client, &(LabRunOptions){ .name = "p.py", .text = exhausting[i].text, .traced = exhausting[i].traced }, NULL);
      output = running_dup_output (run);
      g_assert_cmpint (lab_run_get_ending (run), ==, exhausting[i].ending);
      g_assert_true (g_str_has_prefix (output, "before\n"));
      g_assert_nonnull (strstr (output, exhausting[i].printed));
    }
}

/* ---- crashes ---- */

static const struct
{
  const char *what;
  const char *text;
  LabEnding   ending;
  const char *sentence;
} crashes[] = {
  { "hostile bytecode",
    "print('before')\n"
    "def f(): pass\n"
    "f.__code__ = f.__code__.replace(co_code=bytes([100, 255] * 100 + [83, 0]), co_consts=(), co_stacksize=1)\n"
    "f()\n",
    LAB_ENDING_CRASHED, "at line" },
  { "abort",
    "print('before')\n"
    "import sys\n"
    "sys.modules['os'].abort()\n",
    LAB_ENDING_CRASHED, "at line 3: it gave up." },
};

static void
a_crash_is_told_with_its_line (void)
{
  g_autoptr (LabClient) client = lab_client_new ();

  if (skip_where_sanitized ())
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (crashes); i++)
    {
      g_autoptr (LabRun) run = NULL;
      g_autofree char *output = NULL;

      g_test_message ("%s", crashes[i].what);
      run = running_run_text (client, crashes[i].text);
      output = running_dup_output (run);
      g_assert_cmpint (lab_run_get_ending (run), ==, crashes[i].ending);
      g_assert_nonnull (strstr (lab_run_get_sentence (run), crashes[i].sentence));
      g_assert_cmpstr (output, ==, "before\n");
      g_assert_cmpuint (running_count (run, LAB_LINE), >=, 3);
    }
}

/* ---- lies on the channel ---- */

static const char *const forgeries[] = {
  "b'\\xff\\xff\\xff\\xff\\x20'",                                         /* a length that cannot be */
  "b'\\x01\\x00\\x00\\x00\\xee'",                                         /* no such kind */
  "b'\\x05\\x00\\x00\\x00\\x20\\x01\\x00\\x00\\x00'",                     /* a frame too short for its kind */
  "b'\\x01\\x00\\x00\\x00\\x04'",                                         /* a message of ours */
  "b'\\x09\\x00\\x00\\x00\\x20\\x01\\x00\\x00\\x00\\x07\\x00\\x00\\x00'", /* a line in a frame that is not there */
  "b'\\x05\\x00\\x00\\x00\\x22\\x01\\x00\\x00\\x00'",                     /* a return from the module */
  "b'GET / HTTP/1.0\\r\\n\\r\\n'",
  "b'\\x00' * 65536",
};

static void
forged_frames_end_the_run (void)
{
  g_autoptr (LabClient) client = lab_client_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (forgeries); i++)
    {
      g_autofree char *text = g_strdup_printf ("import sys\nprint('before')\nsys.modules['posix'].write(3, %s)\nwhile True: pass\n", forgeries[i]);
      g_autoptr (LabRun) run = NULL;
      g_autofree char *output = NULL;

      g_test_message ("%s", forgeries[i]);
      run = running_run_text (client, text);
      output = running_dup_output (run);
      g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_DISTRUSTED);
      g_assert_true (g_str_has_prefix (lab_run_get_sentence (run), "The lab’s worker sent something it may not send: "));
      g_assert_cmpstr (output, ==, "before\n");
    }
}

/* Well-formed words without end: the log has a limit of its own. */
static void
a_flood_of_frames_ends_the_run (void)
{
  g_autoptr (LabClient) client = lab_client_new ();
  LabRunOptions options = {
    .name = "p.py",
    .text = "import sys\nwrite = sys.modules['posix'].write\n"
            "frame = b'\\x06\\x80\\x00\\x00\\x25\\x01\\x00\\x80\\x00\\x00' + b'x' * 32768\n"
            "while True:\n    rest = frame\n    while rest: rest = rest[write(3, rest):]\n",
  };
  g_autoptr (LabRun) run = running_run (client, &options, NULL);

  g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_LIMIT);
  g_assert_cmpuint (lab_log_get_n_bytes (lab_run_get_log (run)), <=, 256 << 20);
}

/* ---- the lab goes away ---- */

static gboolean
is_gone (gpointer pid)
{
  return kill (GPOINTER_TO_INT (pid), 0) != 0 && errno == ESRCH;
}

/* The process notices, even if it never reads. */
static void
a_closed_channel_ends_the_worker (void)
{
  const char *programs[] = { "while True: print('x' * 100)", "import time\nwhile True: time.sleep(0.01)" };

  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autoptr (GError) error = NULL;
      LabWorker *worker = lab_worker_new (FALSE, &error);
      GPid       pid;

      g_assert_no_error (error);
      pid = lab_worker_get_pid (worker);
      lab_worker_send (worker, &(LabMessage){ .kind = LAB_PROGRAM,
                                              .program = { .flags = LAB_PROGRAM_TRACE, .credit = G_MAXUINT64, .max_lines = G_MAXUINT64, .max_events = G_MAXUINT64, .max_text = G_MAXUINT64, .name = { "p.py", 4 }, .text = { programs[i], (guint32) strlen (programs[i]) } } });
      running_wait (is_gone, GINT_TO_POINTER (pid), 300);
      g_assert_false (is_gone (GINT_TO_POINTER (pid)));
      lab_worker_hang_up (worker);
      lab_worker_unref (worker);
      g_assert_true (running_wait (is_gone, GINT_TO_POINTER (pid), 20000));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/attacks/the-system-refuses", the_system_refuses);
  g_test_add_func ("/lab/attacks/built-in-modules-do-not-help", built_in_modules_do_not_help);
  g_test_add_func ("/lab/attacks/a-shell-runs-nothing", a_shell_runs_nothing);
  g_test_add_func ("/lab/attacks/exhaustion-ends-with-a-sentence", exhaustion_ends_with_a_sentence);
  g_test_add_func ("/lab/attacks/a-crash-is-told-with-its-line", a_crash_is_told_with_its_line);
  g_test_add_func ("/lab/attacks/forged-frames-end-the-run", forged_frames_end_the_run);
  g_test_add_func ("/lab/attacks/a-flood-of-frames-ends-the-run", a_flood_of_frames_ends_the_run);
  g_test_add_func ("/lab/attacks/a-closed-channel-ends-the-worker", a_closed_channel_ends_the_worker);
  return g_test_run ();
}
