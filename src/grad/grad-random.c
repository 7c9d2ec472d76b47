/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The twister, and its numbers made uniform, normal and whole as PyTorch makes them. Where PyTorch draws sixteen or
 * more float32 normals it uses float32 polynomials for the logarithm, sine and cosine; they stand in
 * grad-random-normal.c. */

#include "grad/grad-random.h"
#include "grad/grad-random-private.h"

#include <math.h>

enum
{
  N = 624, /* words of state */
  M = 397, /* the distance of the words that are mixed */
};

void
grad_random_init (GradRandom *random,
                  guint64     seed)
{
  *random = (GradRandom){ .next = N, .seed = seed };
  random->state[0] = (guint32) seed;
  for (guint32 i = 1; i < N; i++)
    random->state[i] = 1812433253u * (random->state[i - 1] ^ (random->state[i - 1] >> 30)) + i;
}

/* Makes 624 new words. */
static void
twist (guint32 *state)
{
  for (guint i = 0; i < N; i++)
    {
      guint32 word = (state[i] & 0x80000000u) | (state[(i + 1) % N] & 0x7fffffffu);

      state[i] = state[(i + M) % N] ^ (word >> 1) ^ (word & 1 ? 0x9908b0dfu : 0);
    }
}

guint32
grad_random_next (GradRandom *random)
{
  guint32 word;

  if (random->next == N)
    {
      twist (random->state);
      random->next = 0;
    }
  word = random->state[random->next++];
  word ^= word >> 11;
  word ^= (word << 7) & 0x9d2c5680u;
  word ^= (word << 15) & 0xefc60000u;
  return word ^ (word >> 18);
}

static guint64
next_64 (GradRandom *random)
{
  guint64 high = grad_random_next (random);

  return high << 32 | grad_random_next (random);
}

float
grad_random_next_f32 (GradRandom *random)
{
  return (float) (grad_random_next (random) & 0xffffffu) * 0x1p-24f;
}

double
grad_random_next_f64 (GradRandom *random)
{
  return (double) (next_64 (random) & 0x1fffffffffffffu) * 0x1p-53;
}

void
grad_random_uniform_f32 (GradRandom *random,
                         float      *values,
                         gsize       n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = grad_random_next_f32 (random);
}

void
grad_random_uniform_f64 (GradRandom *random,
                         double     *values,
                         gsize       n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = grad_random_next_f64 (random);
}

/* One normal number; they come in pairs, of which the second waits for the next call. */
double
grad_random_next_normal (GradRandom *random)
{
  double angle, radius;

  if (random->has_spare)
    {
      random->has_spare = FALSE;
      return random->spare;
    }
  angle = 2 * G_PI * grad_random_next_f64 (random);
  radius = sqrt (-2 * log1p (-grad_random_next_f64 (random)));
  random->spare = radius * sin (angle);
  random->has_spare = TRUE;
  return radius * cos (angle);
}

void
grad_random_integer (GradRandom *random,
                     gint64      low,
                     gint64      high,
                     gint64     *values,
                     gsize       n)
{
  guint64 range = (guint64) high - (guint64) low;

  g_return_if_fail (low < high);
  for (gsize i = 0; i < n; i++)
    {
      guint64 word = range >> 32 ? next_64 (random) : grad_random_next (random);

      values[i] = (gint64) (word % range + (guint64) low);
    }
}

void
grad_random_permutation (GradRandom *random,
                         gint64     *values,
                         gsize       n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = (gint64) i;
  for (gsize i = 0; i + 1 < n; i++)
    {
      gsize  j = i + grad_random_next (random) % (n - i);
      gint64 value = values[i];

      values[i] = values[j];
      values[j] = value;
    }
}
