/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "descent/descent-export.h"

#include <string.h>

static DescentRun *
run (const char *text,
     guint       n_inputs,
     double      x,
     double      y,
     double      lr,
     guint       n_steps,
     gboolean    zero_gradients)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DescentFunction) function = descent_function_new (text, n_inputs, &error);
  DescentSettings settings = { function, GRAD_FLOAT32, { x, y }, lr, n_steps, zero_gradients };
  DescentRun     *result;

  g_assert_no_error (error);
  result = descent_run_new (&settings, &error);
  g_assert_no_error (error);
  return result;
}

static void
rows_have_the_columns_of_the_contract (void)
{
  g_autoptr (DescentRun) curve = run ("x**2", 1, 100, 0, 0.1, 2, TRUE);
  g_autoptr (DescentRun) surface = run ("x**2 + y", 2, 1, -0.5, 0.25, 1, TRUE);
  g_autofree char *one = descent_run_to_csv (curve);
  g_autofree char *two = descent_run_to_csv (surface);

  g_assert_cmpstr (one, ==, "step,x,f,dx\n0,100,10000,200\n1,80,6400,160\n2,64,4096,128\n");
  g_assert_cmpstr (two, ==, "step,x,y,f,dx,dy\n0,1,-0.5,0.5,2,1\n1,0.5,-0.75,-0.5,1,1\n");
}

static void
json_says_what_was_run_and_what_came_of_it (void)
{
  g_autoptr (DescentRun) curve = run ("|x|\t+ 0", 1, 0.5, 0, 1, 2, FALSE);
  g_autofree char *json = descent_run_to_json (curve);

  g_assert_nonnull (strstr (json, "\"function\": \"|x|\\u0009+ 0\""));
  g_assert_nonnull (strstr (json, "\"dtype\": \"float32\",\n  \"start\": [0.5],\n  \"lr\": 1,\n  \"steps\": 2,\n  \"zero_gradients\": false,\n"
                                  "  \"f_overflow\": null,\n  \"x_overflow\": null,\n  \"diagnosis\": {\"verdict\": \""));
  g_assert_true (g_str_has_suffix (json, "  \"points\": [\n"
                                         "    {\"step\": 0, \"x\": 0.5, \"f\": 0.5, \"dx\": 1, \"grad_x\": 1},\n"
                                         "    {\"step\": 1, \"x\": -0.5, \"f\": 0.5, \"dx\": -1, \"grad_x\": 0},\n"
                                         "    {\"step\": 2, \"x\": -0.5, \"f\": 0.5, \"dx\": -1, \"grad_x\": -1}\n  ]\n}\n"));
}

static void
what_is_not_finite_is_a_word (void)
{
  g_autoptr (DescentRun) curve = run ("x**2", 1, 1e20, 0, 0.1, 1, TRUE);
  g_autoptr (DescentRun) hollow = run ("ln(x)", 1, -1, 0, 0.1, 0, TRUE);
  g_autofree char *csv = descent_run_to_csv (curve);
  g_autofree char *json = descent_run_to_json (curve);
  g_autofree char *none = descent_run_to_csv (hollow);

  g_assert_cmpstr (csv, ==, "step,x,f,dx\n0,1e20,inf,2e20\n1,8e19,inf,1.6e20\n");
  g_assert_nonnull (strstr (json, "\"f_overflow\": 0"));
  g_assert_nonnull (strstr (json, "\"f\": \"inf\""));
  g_assert_cmpstr (none, ==, "step,x,f,dx\n0,-1,nan,-1\n");
}

static void
the_script_is_short_and_readable (void)
{
  g_autoptr (DescentRun) curve = run ("x**2", 1, 100, 0, 0.1, 9, TRUE);
  g_autoptr (DescentRun) surface = run ("pi x + y", 2, 0.5, 0, 0.05, 15, FALSE);
  g_autofree char *one = descent_run_to_python (curve);
  g_autofree char *two = descent_run_to_python (surface);

  g_assert_cmpstr (one, ==,
                   "import torch\n\n"
                   "def f(x):\n    return x**2\n\n"
                   "x = torch.tensor(100.0, requires_grad=True)\nlr = 0.1\n\n"
                   "for step in range(10):\n    value = f(x)\n    print(x.item(), value.item())\n    value.backward()\n"
                   "    with torch.no_grad():\n        x -= lr * x.grad\n    x.grad.zero_()\n");
  g_assert_cmpstr (two, ==,
                   "import math\n\nimport torch\n\n"
                   "def f(x, y):\n    return math.pi * x + y\n\n"
                   "x = torch.tensor([0.5, 0.0], requires_grad=True)\nlr = 0.05\n\n"
                   "for step in range(16):\n    value = f(x[0], x[1])\n    print(x[0].item(), x[1].item(), value.item())\n"
                   "    value.backward()\n    with torch.no_grad():\n        x -= lr * x.grad\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/descent/export/rows-have-the-columns-of-the-contract", rows_have_the_columns_of_the_contract);
  g_test_add_func ("/descent/export/json-says-what-was-run-and-what-came-of-it", json_says_what_was_run_and_what_came_of_it);
  g_test_add_func ("/descent/export/what-is-not-finite-is-a-word", what_is_not_finite_is_a_word);
  g_test_add_func ("/descent/export/the-script-is-short-and-readable", the_script_is_short_and_readable);
  return g_test_run ();
}
