/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A run as the PyTorch program that a person would write for it, in the course's manner. */

#include "descent/descent-export.h"

#include <string.h>

#include "descent/descent-number.h"

static void
append_imports (GString    *python,
                const char *expression)
{
  if (strstr (expression, "math.") != NULL)
    g_string_append (python, "import math\n\n");
  g_string_append (python, "import torch\n\n");
}

static void
append_start (GString               *python,
              const DescentSettings *settings)
{
  guint            n = descent_function_get_n_inputs (settings->function);
  g_autofree char *x = descent_number_to_python (descent_number_from_real (settings->start[0]));
  g_autofree char *y = descent_number_to_python (descent_number_from_real (settings->start[1]));
  g_autofree char *lr = descent_number_to_python (descent_number_from_real (settings->lr));
  const char      *dtype = settings->dtype == GRAD_FLOAT64 ? "dtype=torch.float64, " : "";

  if (n == 1)
    g_string_append_printf (python, "x = torch.tensor(%s, %srequires_grad=True)\n", x, dtype);
  else
    g_string_append_printf (python, "x = torch.tensor([%s, %s], %srequires_grad=True)\n", x, y, dtype);
  g_string_append_printf (python, "lr = %s\n\n", lr);
}

char *
descent_run_to_python (const DescentRun *run)
{
  const DescentSettings *settings;
  g_autofree char       *expression = NULL;
  GString               *python;
  gboolean               one;

  g_return_val_if_fail (run != NULL, NULL);

  settings = descent_run_get_settings (run);
  expression = descent_function_to_python (settings->function);
  python = g_string_new (NULL);
  one = descent_function_get_n_inputs (settings->function) == 1;
  append_imports (python, expression);
  g_string_append_printf (python, "def f(%s):\n    return %s\n\n", one ? "x" : "x, y", expression);
  append_start (python, settings);
  g_string_append_printf (python, "for step in range(%u):\n", settings->n_steps + 1);
  g_string_append (python, one ? "    value = f(x)\n    print(x.item(), value.item())\n"
                               : "    value = f(x[0], x[1])\n    print(x[0].item(), x[1].item(), value.item())\n");
  g_string_append (python, "    value.backward()\n    with torch.no_grad():\n        x -= lr * x.grad\n");
  if (settings->zero_gradients)
    g_string_append (python, "    x.grad.zero_()\n");
  return g_string_free (python, FALSE);
}
