/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A fit as the PyTorch program that a person would write for it, after the course's. */

#include "descent/descent-fit-export.h"

#include "descent/descent-format.h"
#include "descent/descent-number.h"

enum
{
  VALUES_PER_LINE = 8,
  /* PyTorch shares longer sums among threads, whose order of adding is another. */
  LONGEST_SUM_OF_ONE_THREAD = 32768,
};

static char *
to_python (double value)
{
  return descent_number_to_python (descent_number_from_real (value));
}

static void
append_generator (GString                *python,
                  const DescentGenerator *generator)
{
  g_autofree char *w = to_python (generator->true_w);
  g_autofree char *b = to_python (generator->true_b);
  g_autofree char *deviation = to_python (generator->deviation);

  g_string_append_printf (python, "torch.manual_seed(%" G_GUINT64_FORMAT ")\n", generator->seed);
  g_string_append_printf (python, "inputs = torch.randn(%u)\n", generator->n_samples);
  g_string_append_printf (python, "noise = torch.randn(%u)\n", generator->n_samples);
  if (generator->deviation == 1)
    g_string_append_printf (python, "outputs = inputs * %s + %s + noise\n\n", w, b);
  else
    g_string_append_printf (python, "outputs = inputs * %s + %s + noise * %s\n\n", w, b, deviation);
}

/* The shortest decimals of float32, which torch.tensor reads back to the same bits. */
static void
append_values (GString     *python,
               const char  *name,
               const float *values,
               guint        n)
{
  g_string_append_printf (python, "%s = torch.tensor([", name);
  for (guint i = 0; i < n; i++)
    {
      g_string_append (python, i % VALUES_PER_LINE == 0 ? "\n    " : " ");
      descent_format_append_data (python, values[i], GRAD_FLOAT32);
      g_string_append_c (python, ',');
    }
  g_string_append (python, "\n], dtype=torch.float32)\n\n");
}

static void
append_data (GString           *python,
             const DescentData *data)
{
  const DescentGenerator *generator = descent_data_get_generator (data);
  guint                   n = descent_data_get_n_samples (data);

  if (n > LONGEST_SUM_OF_ONE_THREAD)
    g_string_append (python, "torch.set_num_threads(1)  # sums in one order\n\n");
  if (generator != NULL)
    append_generator (python, generator);
  else
    {
      append_values (python, "inputs", descent_data_get_x (data), n);
      append_values (python, "outputs", descent_data_get_y (data), n);
    }
}

static void
append_loop (GString                  *python,
             const DescentFitSettings *settings)
{
  g_string_append_printf (python, "for epoch in range(1, %u):\n", settings->n_epochs + 1);
  g_string_append_printf (python, "    loss = torch.%s((outputs - (W * inputs + b)) ** 2)\n", descent_reduction_get_name (settings->reduction));
  g_string_append (python, "    loss.backward()\n"
                           "    dW, db = W.grad.item(), b.grad.item()\n"
                           "    with torch.no_grad():\n"
                           "        W -= lr * W.grad\n"
                           "        b -= lr * b.grad\n");
  if (settings->zero_gradients)
    g_string_append (python, "    W.grad.zero_()\n"
                             "    b.grad.zero_()\n");
  g_string_append (python, "    print(epoch, loss.item(), W.item(), b.item(), dW, db)\n");
}

char *
descent_fit_to_python (const DescentFit *fit)
{
  const DescentFitSettings *settings;
  g_autofree char          *w = NULL, *b = NULL, *lr = NULL;
  GString                  *python;

  g_return_val_if_fail (fit != NULL, NULL);

  settings = descent_fit_get_settings (fit);
  w = to_python (settings->w);
  b = to_python (settings->b);
  lr = to_python (settings->lr);
  python = g_string_new ("import torch\n\n");
  append_data (python, settings->data);
  g_string_append_printf (python, "W = torch.tensor(%s, requires_grad=True)\n", w);
  g_string_append_printf (python, "b = torch.tensor(%s, requires_grad=True)\nlr = %s\n\n", b, lr);
  append_loop (python, settings);
  return g_string_free (python, FALSE);
}
