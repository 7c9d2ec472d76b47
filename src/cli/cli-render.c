/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* gradients-cli render: pictures. The table of kinds stands here; each kind is a command with options of its own. */

#include "cli/cli-command.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cli/cli-output.h"

/* Their names begin with “render ”, as their help shows. */
static const CliCommand *const kinds[] = {
  &cli_render_curve_command,
  &cli_render_surface_command,
  &cli_render_fit_command,
  &cli_render_graph_command,
  &cli_render_program_command,
};

static const char *
get_kind_name (const CliCommand *kind)
{
  return kind->name + strlen ("render ");
}

static char *
list_kinds (void)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", get_kind_name (kinds[i]));
  return g_string_free (list, FALSE);
}

static char *
describe_render (void)
{
  GString *text = g_string_new (_ ("Kinds:"));

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_string_append_printf (text, "\n  %-10s %s", get_kind_name (kinds[i]), _ (kinds[i]->summary));
  g_string_append_printf (text, "\n\n%s\n", _ ("Each kind has options of its own: gradients-cli render KIND --help"));
  return g_string_free (text, FALSE);
}

static int
refuse_kind (const char *name)
{
  g_autofree char *known = list_kinds ();
  g_autofree char *valid = name != NULL ? g_utf8_make_valid (name, -1) : NULL;
  g_autofree char *message = NULL;

  if (name == NULL)
    message = g_strdup_printf (_ ("what to render is missing: expected one of %s"), known);
  else
    message = g_strdup_printf (_ ("unknown picture “%s”: expected one of %s"), valid, known);
  cli_output_complain (message);
  return CLI_EXIT_FAILED;
}

static int
run_render (int   argc,
            char *argv[])
{
  int status;

  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (argv[1], get_kind_name (kinds[i])))
      {
        argv[1] = argv[0];
        return kinds[i]->run (argc - 1, argv + 1);
      }
  if (!cli_command_parse (&cli_render_command, NULL, NULL, &argc, argv, &status))
    return status;
  return refuse_kind (argc > 1 ? argv[1] : NULL);
}

const CliCommand cli_render_command = {
  .name = "render",
  .arguments = N_ ("KIND"),
  .summary = N_ ("Draw a picture of a run"),
  .describe = describe_render,
  .run = run_render,
};
