/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The options of a subcommand, read the same way for all of them. */

#include "cli/cli-command.h"

#include <glib/gi18n-lib.h>

#include "cli/cli-output.h"

static GOptionContext *
create_context (const CliCommand   *command,
                const GOptionEntry *entries,
                const GOptionEntry *more)
{
  g_autofree char *program = g_strconcat ("gradients-cli ", command->name, NULL);
  GOptionContext  *context = g_option_context_new (command->arguments);

  g_set_prgname (program);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ (command->summary));
  if (command->describe != NULL)
    {
      g_autofree char *description = command->describe ();

      g_option_context_set_description (context, description);
    }
  g_option_context_set_help_enabled (context, FALSE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (more != NULL)
    g_option_context_add_main_entries (context, more, GETTEXT_PACKAGE);
  return context;
}

static int
show_help (GOptionContext *context)
{
  g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

  return cli_output_write (help);
}

/* "--" only ends the options. */
static void
drop_separator (int  *argc,
                char *argv[])
{
  if (*argc < 2 || !g_str_equal (argv[1], "--"))
    return;
  for (int i = 1; i < *argc; i++)
    argv[i] = argv[i + 1];
  (*argc)--;
}

gboolean
cli_command_parse (const CliCommand   *command,
                   const GOptionEntry *entries,
                   const GOptionEntry *more,
                   int                *argc,
                   char               *argv[],
                   int                *status)
{
  gboolean           help = FALSE;
  const GOptionEntry help_entries[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_ ("Show this help"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = create_context (command, entries, more);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, help_entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, &argv, &error))
    {
      *status = cli_output_fail (error, NULL);
      return FALSE;
    }
  drop_separator (argc, argv);
  if (help)
    *status = show_help (context);
  return !help;
}

gboolean
cli_command_refuse_arguments (int         argc,
                              char *const argv[])
{
  g_autofree char *valid = NULL;
  g_autofree char *message = NULL;

  if (argc < 2)
    return FALSE;
  valid = g_utf8_make_valid (argv[1], -1);
  message = g_strdup_printf (_ ("unexpected argument “%s”: only options are expected"), valid);
  cli_output_complain (message);
  return TRUE;
}
