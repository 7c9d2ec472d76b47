/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* How long a run takes, beside the same loop written by hand in C with the same sine and cosine, and beside PyTorch
 * where it is installed. Prints a table of ratios; the times are the least of interleaved rounds. */

#include <math.h>
#include <stdlib.h>

#include "bench-pytorch.h"
#include "descent/descent-diagnosis.h"
#include "descent/descent-preset.h"
#include "grad/grad-math.h"

enum
{
  N_STEPS = 10000,
  N_ROUNDS = 15,
  N_SAMPLES = 512,
};

static const char *const pytorch_loop =
    "import time, torch\n"
    "def f(x, y):\n"
    "    return torch.sin(3 * x) * torch.cos(3 * y) + (x + y) / 4\n"
    "best = 1e9\n"
    "for _ in range(3):\n"
    "    x = torch.tensor([0.5, 0.0], requires_grad=True)\n"
    "    start = time.perf_counter()\n"
    "    for step in range(2000):\n"
    "        f(x[0], x[1]).backward()\n"
    "        with torch.no_grad():\n"
    "            x -= 0.05 * x.grad\n"
    "        x.grad.zero_()\n"
    "    best = min(best, (time.perf_counter() - start) / 2000)\n"
    "print(best)\n";

typedef struct
{
  DescentFunction *function;
  DescentRun      *run;
  float            end; /* keeps the hand-written loop from being left out */
  float           *samples;
} Bench;

/* x and y, value and gradient of each step, as a run holds them. */
static void
run_by_hand (Bench *bench)
{
  static float rows[N_STEPS + 1][5];
  float        x = 0.5f, y = 0;

  for (int k = 0; k <= N_STEPS; k++)
    {
      float sine = grad_sin_f32 (3 * x), cosine = grad_cos_f32 (3 * y);
      float dx = 3 * (cosine * grad_cos_f32 (3 * x)) + 0.25f;
      float dy = 3 * (sine * -grad_sin_f32 (3 * y)) + 0.25f;

      rows[k][0] = x;
      rows[k][1] = y;
      rows[k][2] = sine * cosine + (x + y) / 4;
      rows[k][3] = dx;
      rows[k][4] = dy;
      x -= 0.05f * dx;
      y -= 0.05f * dy;
    }
  bench->end = rows[N_STEPS][0] + rows[N_STEPS][1];
}

static void
run_by_engine (Bench *bench)
{
  DescentSettings settings = { bench->function, GRAD_FLOAT32, { 0.5, 0 }, 0.05, N_STEPS, TRUE };

  g_clear_pointer (&bench->run, descent_run_unref);
  bench->run = descent_run_new (&settings, NULL);
}

static void
diagnose (Bench *bench)
{
  descent_diagnosis_free (descent_diagnosis_new (bench->run));
}

static void
sample_by_hand (Bench *bench)
{
  for (int j = 0; j < N_SAMPLES; j++)
    for (int i = 0; i < N_SAMPLES; i++)
      {
        float x = -3 + 5 * (float) i / (N_SAMPLES - 1), y = -3 + 5 * (float) j / (N_SAMPLES - 1);

        bench->samples[j * N_SAMPLES + i] = grad_sin_f32 (3 * x) * grad_cos_f32 (3 * y) + (x + y) / 4;
      }
}

static void
sample_by_engine (Bench *bench)
{
  double axis[N_SAMPLES];

  for (int i = 0; i < N_SAMPLES; i++)
    axis[i] = -3 + 5.0 * i / (N_SAMPLES - 1);
  descent_function_sample (bench->function, axis, N_SAMPLES, axis, N_SAMPLES, bench->samples);
}

static double
measure (void (*work) (Bench *bench),
         Bench *bench)
{
  gint64 start = g_get_monotonic_time ();

  work (bench);
  return (double) (g_get_monotonic_time () - start) * 1e-6;
}

int
main (void)
{
  static const struct
  {
    const char *name;
    void (*work) (Bench *bench);
  } works[] = {
    { "a run of 10000 steps on the waves", run_by_engine },
    { "  the same by hand in C", run_by_hand },
    { "the diagnosis of that run", diagnose },
    { "512 × 512 samples of the waves", sample_by_engine },
    { "  the same by hand in C", sample_by_hand },
  };
  Bench  bench = { .function = descent_function_new ("sin(3x)cos(3y) + (x+y)/4", 2, NULL) };
  double best[G_N_ELEMENTS (works)];
  double pytorch = bench_measure_pytorch (pytorch_loop);

  bench.samples = g_new (float, N_SAMPLES *N_SAMPLES);
  for (gsize i = 0; i < G_N_ELEMENTS (works); i++)
    best[i] = HUGE_VAL;
  for (int round = 0; round < N_ROUNDS; round++)
    for (gsize i = 0; i < G_N_ELEMENTS (works); i++)
      best[i] = MIN (best[i], measure (works[i].work, &bench));
  for (gsize i = 0; i < G_N_ELEMENTS (works); i++)
    g_print ("%-40s %9.3f ms\n", works[i].name, best[i] * 1e3);
  g_print ("run / by hand                            %9.2f   (at most 3)\n", best[0] / best[1]);
  g_print ("samples / by hand                        %9.2f\n", best[3] / best[4]);
  if (pytorch > 0)
    g_print ("PyTorch's loop / run                     %9.0f   (at least 300)\n", pytorch * N_STEPS / best[0]);
  else
    g_print ("PyTorch's loop: not measured, there is no PyTorch\n");
  descent_run_unref (bench.run);
  descent_function_unref (bench.function);
  g_free (bench.samples);
  return bench.end == bench.end ? EXIT_SUCCESS : EXIT_FAILURE;
}
