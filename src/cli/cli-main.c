/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* gradients-cli: the same runs, figures and lab programs as in the window, without a display. The table of
 * subcommands stands here; each is a file of its own. */

#include <locale.h>

#include <cairo.h>
#include <glib/gi18n-lib.h>
#include <pango/pango.h>

#include "cli/cli-command.h"
#include "cli/cli-output.h"

static const CliCommand *const commands[] = {
  &cli_descend_command,
  &cli_fit_command,
  &cli_lab_command,
  &cli_ops_command,
  &cli_render_command,
};

static int
show_help (void)
{
  GString *help = g_string_new (NULL);
  int      status;

  g_string_append_printf (help, "%s\n  gradients-cli %s\n\n%s\n\n%s\n",
                          _ ("Usage:"), _ ("COMMAND [OPTION…]"),
                          _ ("Gradient descent and autograd, step by step, without a display."), _ ("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (help, "  %-10s %s\n", commands[i]->name, _ (commands[i]->summary));
  g_string_append_printf (help, "\n%s\n  %-10s %s\n  %-10s %s\n\n%s\n",
                          _ ("Options:"), "--help", _ ("Show this help; after a command, the help of that command"),
                          "--version", _ ("Show the versions of the program and its libraries"),
                          _ ("The exit status is 0, or 2 after an error, which one line on the standard error names."));
  status = cli_output_write (help->str);
  g_string_free (help, TRUE);
  return status;
}

static int
show_version (void)
{
  g_autofree char *version = g_strdup_printf ("gradients-cli %s\nGLib %u.%u.%u\ncairo %s\nPango %s\n", GRADIENTS_VERSION,
                                              glib_major_version, glib_minor_version, glib_micro_version,
                                              cairo_version_string (), pango_version_string ());

  return cli_output_write (version);
}

static const CliCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i]->name, name))
      return commands[i];
  return NULL;
}

static int
refuse_command (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_autofree char *message = NULL;
  GString         *known = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", commands[i]->name);
  message = g_strdup_printf (_ ("unknown command “%s”: expected one of %s"), valid, known->str);
  cli_output_complain (message);
  g_string_free (known, TRUE);
  return CLI_EXIT_FAILED;
}

static void
prepare_translations (void)
{
  const char *folder = g_getenv ("GRADIENTS_LOCALEDIR"); /* of a program that is not installed */

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

int
main (int   argc,
      char *argv[])
{
  const CliCommand *command;

  cli_output_prepare ();
  prepare_translations ();
  g_set_prgname ("gradients-cli");
  if (argc < 2)
    {
      cli_output_complain (_ ("a command is missing; “gradients-cli --help” lists them"));
      return CLI_EXIT_FAILED;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    return show_help ();
  if (g_str_equal (argv[1], "--version"))
    return show_version ();
  command = find_command (argv[1]);
  if (command == NULL)
    return refuse_command (argv[1]);
  argv[1] = argv[0];
  return command->run (argc - 1, argv + 1);
}
