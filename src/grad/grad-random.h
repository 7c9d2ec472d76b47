/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PyTorch's generator of random numbers on the CPU: the Mersenne Twister mt19937 and the ways by which it is turned
 * into floats, such that after the same seed the same calls give the same bits. Source: Matsumoto and Nishimura, ACM
 * TOMACS 8 (1998); Box and Muller, Ann. Math. Stat. 29 (1958). A plain value, for one thread. */
typedef struct
{
  guint32  state[624];
  guint    next; /* of state, to be handed out */
  guint64  seed;
  gboolean has_spare;
  double   spare; /* the second of a pair of normal numbers */
} GradRandom;

/* torch.manual_seed (seed): like PyTorch the twister takes the low 32 bits. */
void grad_random_init (GradRandom *random,
                       guint64     seed);

guint32 grad_random_next (GradRandom *random);

/* torch.rand: uniform in [0, 1), 24 or 53 random bits. */
void grad_random_uniform_f32 (GradRandom *random,
                              float      *values,
                              gsize       n);
void grad_random_uniform_f64 (GradRandom *random,
                              double     *values,
                              gsize       n);

/* torch.randn: normal, mean 0 and deviation 1. PyTorch draws fewer than 16 numbers in another way than more. */
void grad_random_normal_f32 (GradRandom *random,
                             float      *values,
                             gsize       n);
void grad_random_normal_f64 (GradRandom *random,
                             double     *values,
                             gsize       n);

/* torch.randint: uniform in low … high − 1; low < high. */
void grad_random_integer (GradRandom *random,
                          gint64      low,
                          gint64      high,
                          gint64     *values,
                          gsize       n);

/* torch.randperm (n). */
void grad_random_permutation (GradRandom *random,
                              gint64     *values,
                              gsize       n);

/* The generator from which the random tensors of this thread come: torch.manual_seed (seed), torch.initial_seed (). */
void        grad_manual_seed (guint64 seed);
guint64     grad_get_initial_seed (void);
GradRandom *grad_get_generator (void);

G_END_DECLS
