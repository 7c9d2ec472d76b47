/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The hand-written loops, compiled once per instruction set. n is a whole number of blocks. */

#include "bench-field-hand.h"

#include "grad/grad-kernel-fast.h"
#include "grad/grad-kernel-private.h"

#define INLINE G_ALWAYS_INLINE static inline

enum
{
  BLOCK = 64, /* descents: as many as are under way at once, to stay near and to hide latencies */
};

typedef void (*Surface) (float    x,
                         float    y,
                         float   *value,
                         float   *dx,
                         float   *dy,
                         int32_t *unsure);

INLINE void
fast_surface (float    x,
              float    y,
              float   *value,
              float   *dx,
              float   *dy,
              int32_t *unsure)
{
  float sx, cx, sy, cy;

  fast_sincos (3 * x, &sx, &cx);
  fast_sincos (3 * y, &sy, &cy);
  *value = fast_muladd (x + y, 0.25f, sx * cy);
  *dx = fast_muladd (cx * cy, 3.0f, 0.25f);
  *dy = fast_muladd (sx * sy, -3.0f, 0.25f);
}

/* In the engine's order and rounding. */
INLINE void
exact_surface (float    x,
               float    y,
               float   *value,
               float   *dx,
               float   *dy,
               int32_t *unsure)
{
  float sx, cx, sy, cy;

  near_sincos_rounded (3 * x, &sx, &cx, unsure);
  near_sincos_rounded (3 * y, &sy, &cy, unsure);
  *value = sx * cy + (x + y) * 0.25f;
  *dx = 0.25f + cy * cx * 3;
  *dy = 0.25f - sx * sy * 3;
}

INLINE int32_t
run_points (Surface      surface,
            const float *x,
            const float *y,
            float       *value,
            float       *dx,
            float       *dy,
            gsize        n)
{
  int32_t unsure = 0;

  GRAD_KERNEL_LOOP
  for (gsize i = 0; i < n / BLOCK * BLOCK; i++)
    surface (x[i], y[i], &value[i], &dx[i], &dy[i], &unsure);
  return unsure;
}

INLINE int32_t
run_descents (Surface surface,
              float  *x,
              float  *y,
              gsize   n,
              guint   n_steps,
              float   lr)
{
  int32_t unsure = 0;

  for (gsize begin = 0; begin < n; begin += BLOCK)
    for (guint step = 0; step < n_steps; step++)
      {
        GRAD_KERNEL_LOOP
        for (gsize i = begin; i < begin + BLOCK; i++)
          {
            float value, dx, dy;

            surface (x[i], y[i], &value, &dx, &dy, &unsure);
            x[i] -= lr * dx;
            y[i] -= lr * dy;
          }
      }
  return unsure;
}

static int32_t volatile seen;

static void
points_fast (const float *x, const float *y, float *value, float *dx, float *dy, gsize n)
{
  run_points (fast_surface, x, y, value, dx, dy, n);
}

static void
points_exact (const float *x, const float *y, float *value, float *dx, float *dy, gsize n)
{
  seen = run_points (exact_surface, x, y, value, dx, dy, n);
}

static void
descents_fast (float *x, float *y, gsize n, guint n_steps, float lr)
{
  run_descents (fast_surface, x, y, n, n_steps, lr);
}

static void
descents_exact (float *x, float *y, gsize n, guint n_steps, float lr)
{
  seen = run_descents (exact_surface, x, y, n, n_steps, lr);
}

/* (1 - x)² + 100 (y - x²)²: arithmetic alone, the worst case for a program of instructions. */
static void
rosenbrock (const float *x, const float *y, float *value, float *dx, float *dy, gsize n)
{
  GRAD_KERNEL_LOOP
  for (gsize i = 0; i < n / BLOCK * BLOCK; i++)
    {
      float a = 1 - x[i], b = fast_muladd (-x[i], x[i], y[i]);

      value[i] = fast_muladd (100 * b, b, a * a);
      dx[i] = fast_muladd (-400 * x[i], b, -2 * a);
      dy[i] = 200 * b;
    }
}

const BenchHand ISA (bench_hand) = {
  .name = G_STRINGIFY (GRAD_KERNEL_ISA),
  .points_fast = points_fast,
  .points_exact = points_exact,
  .descents_fast = descents_fast,
  .descents_exact = descents_exact,
  .rosenbrock = rosenbrock,
};
