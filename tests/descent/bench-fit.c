/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* How long an epoch of the line fit takes, beside the same epoch written by hand in C, and beside PyTorch where it is
 * installed. Prints a table of ratios; the times are the least of interleaved rounds. */

#include <math.h>
#include <stdlib.h>

#include "bench-pytorch.h"
#include "descent/descent-fit.h"

enum
{
  N_ROUNDS = 15,
};

typedef struct
{
  guint        n_samples;
  guint        n_epochs;
  DescentData *data;
  double       by_engine; /* seconds per epoch, the least */
  double       by_hand;
  double       by_pytorch; /* 0: not measured */
} Bench;

/* The course's loop; the course's rate would come to rest, and epochs at rest are not computed. */
static const double rate = 1e-4;

static const char pytorch_loop[] =
    "import time, torch\n"
    "torch.set_num_threads(1)\n"
    "torch.manual_seed(0)\n"
    "x = torch.randn(%u)\n"
    "y = x * 3.0 + 2.0 + torch.randn(%u)\n"
    "best = 1e9\n"
    "for _ in range(5):\n"
    "    W = torch.tensor(5.0, requires_grad=True)\n"
    "    b = torch.tensor(0.0, requires_grad=True)\n"
    "    start = time.perf_counter()\n"
    "    for epoch in range(%u):\n"
    "        loss = torch.mean((y - (W * x + b)) ** 2)\n"
    "        loss.backward()\n"
    "        with torch.no_grad():\n"
    "            W -= 1e-4 * W.grad\n"
    "            b -= 1e-4 * b.grad\n"
    "        W.grad.zero_()\n"
    "        b.grad.zero_()\n"
    "    best = min(best, (time.perf_counter() - start) / %u)\n"
    "print(best)\n";

static float sink; /* keeps the hand-written loop from being left out */

static void
fit_by_hand (const Bench *bench)
{
  const float *x = descent_data_get_x (bench->data);
  const float *y = descent_data_get_y (bench->data);
  float        n = (float) bench->n_samples, w = 5, b = 0;

  for (guint epoch = 0; epoch <= bench->n_epochs; epoch++)
    {
      float loss = 0, dw = 0, db = 0;

      for (guint i = 0; i < bench->n_samples; i++)
        {
          float error = y[i] - (w * x[i] + b);

          loss += error * error;
          dw -= 2 * error * x[i];
          db -= 2 * error;
        }
      w -= (float) rate * (dw / n);
      b -= (float) rate * (db / n);
      sink += loss / n;
    }
}

static void
fit_by_engine (const Bench *bench)
{
  DescentFitSettings settings = { bench->data, 5, 0, rate, bench->n_epochs, DESCENT_REDUCTION_MEAN, TRUE };

  descent_fit_unref (descent_fit_new (&settings, NULL));
}

static double
measure (void (*work) (const Bench *bench),
         const Bench *bench)
{
  gint64 start = g_get_monotonic_time ();

  work (bench);
  return (double) (g_get_monotonic_time () - start) * 1e-6 / (bench->n_epochs + 1);
}

static void
run (Bench *bench)
{
  DescentGenerator generator = descent_generator_get_default ();
  g_autofree char *program = g_strdup_printf (pytorch_loop, bench->n_samples, bench->n_samples, bench->n_epochs, bench->n_epochs);

  generator.n_samples = bench->n_samples;
  bench->data = descent_data_new_generated (&generator, NULL);
  bench->by_engine = bench->by_hand = HUGE_VAL;
  for (int round = 0; round < N_ROUNDS; round++)
    {
      bench->by_engine = MIN (bench->by_engine, measure (fit_by_engine, bench));
      bench->by_hand = MIN (bench->by_hand, measure (fit_by_hand, bench));
    }
  bench->by_pytorch = bench_measure_pytorch (program);
  descent_data_unref (bench->data);
}

static void
print (const Bench *bench)
{
  g_print ("an epoch of %6u samples   %9.2f µs\n", bench->n_samples, bench->by_engine * 1e6);
  g_print ("  the same by hand in C     %9.2f µs, epoch / by hand  %6.2f\n", bench->by_hand * 1e6, bench->by_engine / bench->by_hand);
  if (bench->by_pytorch > 0)
    g_print ("  the same by PyTorch       %9.2f µs, PyTorch / epoch  %6.1f\n", bench->by_pytorch * 1e6, bench->by_pytorch / bench->by_engine);
  else
    g_print ("  by PyTorch: not measured, there is no PyTorch\n");
}

int
main (void)
{
  Bench benches[] = { { .n_samples = 1000, .n_epochs = 1000 }, { .n_samples = 100000, .n_epochs = 10 } };

  for (guint i = 0; i < G_N_ELEMENTS (benches); i++)
    {
      run (&benches[i]);
      print (&benches[i]);
    }
  return isnan (sink) ? EXIT_FAILURE : EXIT_SUCCESS;
}
