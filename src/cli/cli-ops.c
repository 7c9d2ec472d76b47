/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* gradients-cli ops: the engine's op table. */

#include <glib/gi18n-lib.h>

#include "cli/cli-command.h"
#include "cli/cli-output.h"
#include "grad/grad-op.h"

static char *
describe_ops (void)
{
  return g_strdup (_ ("Columns, with tabs between them: PyTorch’s signature, the name of the node in the graph, and the "
                      "gradient of each tensor among the arguments: Python expressions of the arguments, grad (the "
                      "gradient of the result) and result, with semicolons between them; None where there is no gradient."));
}

static const char *
or_nothing (const char *text)
{
  return text != NULL ? text : "";
}

static int
run_ops (int   argc,
         char *argv[])
{
  g_autoptr (GString) table = g_string_new ("schema\tgrad_fn\tgradient\n");
  const GradOp *const *ops;
  guint                n_ops;
  int                  status;

  if (!cli_command_parse (&cli_ops_command, NULL, NULL, &argc, argv, &status))
    return status;
  if (cli_command_refuse_arguments (argc, argv))
    return CLI_EXIT_FAILED;
  ops = grad_op_list (&n_ops);
  for (guint i = 0; i < n_ops; i++)
    g_string_append_printf (table, "%s\t%s\t%s\n", grad_op_get_schema (ops[i]), or_nothing (grad_op_get_grad_fn (ops[i])),
                            or_nothing (grad_op_get_formula (ops[i])));
  return cli_output_write (table->str);
}

const CliCommand cli_ops_command = {
  .name = "ops",
  .summary = N_ ("List the operations of the engine"),
  .describe = describe_ops,
  .run = run_ops,
};
