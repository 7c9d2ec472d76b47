/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The eager engine, which records its graph anew each step: a step of the course's surface beside the same written by
 * hand in C with the same sine and cosine, an epoch of the linear model beside the same by hand, and both beside PyTorch
 * where it is installed. And what a graph of a million nodes takes. */

#include <stdlib.h>

#include "bench.h"
#include "bench-eager-boxes.h"
#include "../descent/bench-pytorch.h"
#include "grad/grad-autograd.h"
#include "grad/grad-math.h"
#include "grad/grad-op.h"
#include "grad/grad-tensor-private.h"

enum
{
  N_STEPS = 1000,
  N_EPOCHS = 50,
  N_POINTS = 1000,
  N_CHAIN = 1000000,
  N_ROUNDS = 15,
};

static const GradOp *op_add, *op_mul, *op_div, *op_sin, *op_cos, *op_sub, *op_pow, *op_mean;

static inline GradTensor *
call1 (const GradOp *op,
       GradTensor   *x)
{
  return grad_op_call (op, &x, 1, NULL);
}

static inline GradTensor *
call2 (const GradOp *op,
       GradTensor   *x,
       GradTensor   *z)
{
  return grad_op_call (op, (GradTensor *[]){ x, z }, 2, NULL);
}

/* What a program that gives its results no names does: they end with the expression. */
static inline void
give_up (GradTensor *const *tensors,
         guint              n_tensors)
{
  for (guint i = 0; i < n_tensors; i++)
    grad_tensor_unref (tensors[i]);
}

/* x -= lr * x.grad; x.grad.zero_ () */
static inline void
update (GradTensor *x,
        GradTensor *lr)
{
  GradTensor *change = call2 (op_mul, lr, grad_tensor_get_grad (x));

  grad_tensor_sub_ (x, change, NULL);
  grad_tensor_unref (change);
  grad_tensor_zero_grad (x);
}

static GradTensor *
leaf (double value)
{
  GradTensor *x = grad_tensor_new_scalar (value, GRAD_FLOAT32);

  grad_tensor_set_requires_grad (x, TRUE, NULL);
  return x;
}

static void
run_surface (gpointer data)
{
  g_autoptr (GradTensor) x = leaf (0.5), y = leaf (0), lr = grad_tensor_new_number (0.05);
  g_autoptr (GradTensor) three = grad_tensor_new_integer (3), four = grad_tensor_new_integer (4);

  for (guint i = 0; i < N_STEPS; i++)
    {
      GradTensor *x3 = call2 (op_mul, three, x), *sine = call1 (op_sin, x3);
      GradTensor *y3 = call2 (op_mul, three, y), *cosine = call1 (op_cos, y3);
      GradTensor *waves = call2 (op_mul, sine, cosine), *sum = call2 (op_add, x, y), *slope = call2 (op_div, sum, four);
      GradTensor *f = call2 (op_add, waves, slope);

      give_up ((GradTensor *[]){ x3, sine, y3, cosine, waves, sum, slope }, 7);
      grad_tensor_backward (f, NULL, GRAD_BACKWARD_DEFAULT, NULL);
      grad_tensor_unref (f);
      grad_mode_set_enabled (FALSE);
      update (x, lr);
      update (y, lr);
      grad_mode_set_enabled (TRUE);
    }
}

static volatile float sink;

static void
run_surface_by_hand (gpointer data)
{
  float x = 0.5f, y = 0;

  for (guint i = 0; i < N_STEPS; i++)
    {
      const float s = grad_sin_f32 (3 * x), c = grad_cos_f32 (3 * y);

      sink = s * c + (x + y) / 4;
      {
        const float gx = 0.25f + 3 * (c * grad_cos_f32 (3 * x)), gy = 0.25f + 3 * (s * -grad_sin_f32 (3 * y));

        x -= 0.05f * gx;
        y -= 0.05f * gy;
      }
    }
}

static void
run_surface_on_boxes (gpointer data)
{
  bench_boxes_run (N_STEPS);
}

static float points[2][N_POINTS];

static void
run_line (gpointer data)
{
  const gint64 n = N_POINTS;
  g_autoptr (GradTensor) x = grad_tensor_new (GRAD_FLOAT32, &n, 1, points[0], NULL), t = grad_tensor_new (GRAD_FLOAT32, &n, 1, points[1], NULL);
  g_autoptr (GradTensor) w = leaf (0), b = leaf (0), lr = grad_tensor_new_number (0.1), two = grad_tensor_new_integer (2);

  for (guint i = 0; i < N_EPOCHS; i++)
    {
      GradTensor *scaled = call2 (op_mul, w, x), *line = call2 (op_add, scaled, b), *error = call2 (op_sub, line, t);
      GradTensor *square = call2 (op_pow, error, two), *loss = call1 (op_mean, square);

      give_up ((GradTensor *[]){ scaled, line, error, square }, 4);
      grad_tensor_backward (loss, NULL, GRAD_BACKWARD_DEFAULT, NULL);
      grad_tensor_unref (loss);
      grad_mode_set_enabled (FALSE);
      update (w, lr);
      update (b, lr);
      grad_mode_set_enabled (TRUE);
    }
}

static void
run_line_by_hand (gpointer data)
{
  float w = 0, b = 0;

  for (guint i = 0; i < N_EPOCHS; i++)
    {
      float loss = 0, gw = 0, gb = 0;

      for (guint k = 0; k < N_POINTS; k++)
        {
          const float error = w * points[0][k] + b - points[1][k];

          loss += error * error;
          gw += 2 * error * points[0][k];
          gb += 2 * error;
        }
      sink = loss / N_POINTS;
      w -= 0.1f * (gw / N_POINTS);
      b -= 0.1f * (gb / N_POINTS);
    }
}

static GradTensor *
make_chain (GradTensor *x,
            GradTensor *factor)
{
  GradTensor *y = grad_tensor_ref (x);

  for (guint i = 0; i < N_CHAIN; i++)
    {
      GradTensor *next = call2 (op_mul, y, factor);

      grad_tensor_unref (y);
      y = next;
    }
  return y;
}

static void
run_chain (gpointer data)
{
  g_autoptr (GradTensor) x = leaf (1), factor = grad_tensor_new_number (1.0000001);
  GradTensor *y = make_chain (x, factor);

  grad_tensor_backward (y, NULL, GRAD_BACKWARD_DEFAULT, NULL);
  grad_tensor_unref (y);
}

static const char surface_in_pytorch[] =
    "import torch, time\ntorch.set_num_threads(1)\nbest = 1e9\n"
    "x = torch.tensor(0.5, requires_grad=True); y = torch.tensor(0.0, requires_grad=True)\n"
    "for r in range(7):\n"
    "  t = time.perf_counter()\n"
    "  for i in range(300):\n"
    "    f = torch.sin(3*x)*torch.cos(3*y) + (x+y)/4\n    f.backward()\n"
    "    with torch.no_grad():\n      x -= 0.05*x.grad; y -= 0.05*y.grad\n    x.grad.zero_(); y.grad.zero_()\n"
    "  best = min(best, (time.perf_counter()-t)/300)\nprint(best)\n";
static const char line_in_pytorch[] =
    "import torch, time\ntorch.set_num_threads(1)\nbest = 1e9\n"
    "x = torch.linspace(-1, 1, 1000); t = 2*x + 1\nw = torch.tensor(0.0, requires_grad=True); b = torch.tensor(0.0, requires_grad=True)\n"
    "for r in range(7):\n"
    "  s = time.perf_counter()\n"
    "  for i in range(300):\n"
    "    l = ((w*x + b - t)**2).mean()\n    l.backward()\n"
    "    with torch.no_grad():\n      w -= 0.1*w.grad; b -= 0.1*b.grad\n    w.grad.zero_(); b.grad.zero_()\n"
    "  best = min(best, (time.perf_counter()-s)/300)\nprint(best)\n";

/* How many times as long PyTorch takes; whether that is less than it shall be at least. */
static gboolean
compare_with_pytorch (const char *what,
                      const char *program,
                      double      ours,
                      double      least)
{
  const double   theirs = bench_measure_pytorch (program);
  const gboolean missed = theirs > 0 && theirs < least * ours;

  if (theirs > 0)
    g_print ("  %s: PyTorch takes %.0f ns, %.0f times as long, at least %.0f: %s\n\n", what, theirs * 1e9, theirs / ours, least,
             missed ? "MISSED" : "ok");
  else
    g_print ("  %s: no PyTorch to compare with\n\n", what);
  return missed;
}

static gsize
get_resident (void)
{
  g_autofree char *text = NULL;
  gsize            pages = 0;

  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL) && strchr (text, ' ') != NULL)
    pages = (gsize) g_ascii_strtoull (strchr (text, ' '), NULL, 10);
  return pages * 4096;
}

static void
print_memory (void)
{
  g_autoptr (GradTensor) x = leaf (1), factor = grad_tensor_new_number (1.0000001);
  const gsize before = get_resident ();
  GradTensor *y = make_chain (x, factor);

  g_print ("  a scalar node with its tensor: %" G_GSIZE_FORMAT " bytes; a chain of %d of them: %.0f MiB more than before\n", sizeof (GradBox),
           N_CHAIN, (double) (get_resident () - before) / (1 << 20));
  grad_tensor_unref (y);
}

int
main (int   argc,
      char *argv[])
{
  BenchCase surface[] = {
    { "a step by hand in C, same sine and cosine", run_surface_by_hand, NULL, N_STEPS, 0, 0, BENCH_THREAD_TIME, 0 },
    { "the same by calls on boxes, without a graph", run_surface_on_boxes, NULL, N_STEPS, 0, 0, BENCH_THREAD_TIME, 0 },
    { "a step of the eager engine", run_surface, NULL, N_STEPS, 0, 2.5, BENCH_THREAD_TIME, 0 },
  };
  BenchCase line[] = {
    { "an epoch by hand in C", run_line_by_hand, NULL, N_EPOCHS, 0, 0, BENCH_THREAD_TIME, 0 },
    { "an epoch of the eager engine", run_line, NULL, N_EPOCHS, 0, 0, BENCH_THREAD_TIME, 0 },
  };
  BenchCase chain[] = { { "a node: made, backward, given up", run_chain, NULL, N_CHAIN, 0, 0, BENCH_THREAD_TIME, 0 } };
  guint     n_missed;

  op_add = grad_op_lookup ("add");
  op_mul = grad_op_lookup ("mul");
  op_div = grad_op_lookup ("div");
  op_sin = grad_op_lookup ("sin");
  op_cos = grad_op_lookup ("cos");
  op_sub = grad_op_lookup ("sub");
  op_pow = grad_op_lookup ("pow");
  op_mean = grad_op_lookup ("mean");
  for (guint i = 0; i < N_POINTS; i++)
    {
      points[0][i] = -1 + 2 * (float) i / (N_POINTS - 1);
      points[1][i] = 2 * points[0][i] + 1;
    }
  bench_print_machine ();
  print_memory ();
  n_missed = bench_run ("Descent on the surface, eager", "step", surface, G_N_ELEMENTS (surface), N_ROUNDS);
  n_missed += compare_with_pytorch ("a step on the surface", surface_in_pytorch, surface[2].seconds / N_STEPS, 300);
  n_missed += bench_run ("Linear model of 1000 points, eager", "epoch", line, G_N_ELEMENTS (line), N_ROUNDS);
  n_missed += compare_with_pytorch ("an epoch of the linear model", line_in_pytorch, line[1].seconds / N_EPOCHS, 80);
  bench_run ("A chain of a million nodes", "node", chain, G_N_ELEMENTS (chain), 3);
  return n_missed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
