/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-kernel-fast.h"
#include "grad/grad-kernel-private.h"
#include "grad/grad-math.h"

/* The rows of grad-kernels.def that are functions, as float loops. A loop computes its lanes without branches and tells
 * whether any of them was unsure. Then the exact loop goes through them again in groups, and where a group still has
 * unsure lanes, the engine's scalar function takes it over. */

#define INLINE G_ALWAYS_INLINE static inline

enum
{
  ONE_X = 1 << 0, /* the sets of inputs that are one number */
  ONE_Z = 1 << 1,
};

typedef float (*Lane) (float    x,
                       float    z,
                       int32_t *unsure);
typedef float (*Scalar) (float x,
                         float z);
typedef int32_t (*Attempt) (const GradKernelCall *call,
                            guint                 n);

INLINE int32_t
attempt_function (const GradKernelCall *call,
                  guint                 n,
                  guint                 set,
                  Lane                  lane)
{
  const float *in_x = call->in[0], *in_z = call->in[1];
  const float  one_x = *in_x, one_z = *in_z;
  float       *out = call->out[0];
  const guint  size = n / GRAD_KERNEL_LANES * GRAD_KERNEL_LANES;
  int32_t      unsure = 0;

  GRAD_KERNEL_LOOP
  for (guint i = 0; i < size; i++)
    out[i] = lane (set & ONE_X ? one_x : in_x[i], set & ONE_Z ? one_z : in_z[i], &unsure);
  return unsure;
}

static void
repair_function (const GradKernelCall *call,
                 guint                 n,
                 guint                 set,
                 Attempt               attempt,
                 Scalar                scalar)
{
  const guint step_x = set & ONE_X ? 0 : 1, step_z = set & ONE_Z ? 0 : 1;

  for (guint begin = 0; begin < n; begin += GRAD_KERNEL_LANES)
    {
      const float   *x = (const float *) call->in[0] + begin * step_x, *z = (const float *) call->in[1] + begin * step_z;
      float         *out = (float *) call->out[0] + begin;
      GradKernelCall group = { .out = { out }, .in = { x, z } };

      if (attempt (&group, GRAD_KERNEL_LANES) != 0)
        for (guint i = 0; i < GRAD_KERNEL_LANES; i++)
          out[i] = scalar (x[i * step_x], z[i * step_z]);
    }
}

typedef void (*LanePair) (float    x,
                          float   *sine,
                          float   *cosine,
                          int32_t *unsure);

INLINE void
exact_pair (float    x,
            float   *sine,
            float   *cosine,
            int32_t *unsure)
{
  near_sincos_rounded (x, sine, cosine, unsure);
}

/* Only the bits of FAST_UNSURE count: a quarter that is out of range has some, and so have inf and nan. */
#define FAST_UNSURE (~0x3fff)
INLINE void
fast_pair (float    x,
           float   *sine,
           float   *cosine,
           int32_t *unsure)
{
  *unsure |= (int32_t) (fast_sincos (x, sine, cosine) - fast_bits (FAST_ROUNDER) + 0x2000);
}

/* Sine and cosine of one or two inputs times a number. Returns those bits of counting that any lane had set in unsure. */
INLINE int32_t
attempt_sincos (const GradKernelCall *call,
                guint                 n,
                guint                 n_inputs,
                float                 factor,
                LanePair              lane,
                int32_t               counting)
{
  const float *in_0 = call->in[0], *in_1 = call->in[1];
  float       *sine_0 = call->out[0], *cosine_0 = call->out[1], *sine_1 = call->out[2], *cosine_1 = call->out[3];
  const guint  size = n / GRAD_KERNEL_LANES * GRAD_KERNEL_LANES;
  int32_t      unsure = 0;

  GRAD_KERNEL_LOOP
  for (guint i = 0; i < size; i++)
    {
      lane (in_0[i] * factor, &sine_0[i], &cosine_0[i], &unsure);
      if (n_inputs > 1)
        lane (in_1[i] * factor, &sine_1[i], &cosine_1[i], &unsure);
    }
  return unsure & counting;
}

static void
repair_sincos (const GradKernelCall *call,
               guint                 n,
               guint                 n_inputs,
               float                 factor,
               Attempt               attempt)
{
  for (guint begin = 0; begin < n; begin += GRAD_KERNEL_LANES)
    {
      GradKernelCall group = *call;

      for (guint k = 0; k < n_inputs; k++)
        group.in[k] = (const float *) call->in[k] + begin;
      for (guint k = 0; k < 2 * n_inputs; k++)
        group.out[k] = (float *) call->out[k] + begin;
      if (attempt (&group, GRAD_KERNEL_LANES) == 0)
        continue;
      for (guint i = 0; i < n_inputs * GRAD_KERNEL_LANES; i++)
        {
          guint k = i / GRAD_KERNEL_LANES, at = i % GRAD_KERNEL_LANES;
          float x = ((const float *) group.in[k])[at] * factor;

          ((float *) group.out[2 * k])[at] = grad_sin_f32 (x);
          ((float *) group.out[2 * k + 1])[at] = grad_cos_f32 (x);
        }
    }
}

/* For the row exp: exact_lane_exp, fast_lane_exp and scalar_exp, and of them the kernels exact_exp_2 and fast_exp_2 (z is no input of
 * exp, hence one number). */
#define NEAR(y) near_round (y, GRAD_NEAR_ERROR, unsure)
#define NEAR_SINCOS(y) near_round (y, GRAD_NEAR_SINCOS_ERROR, unsure)
#define NEAR_POW(y) near_round (y, GRAD_NEAR_POW_ERROR, unsure)
#define DEFINE_LANES(name, exact, exact_not, fast, fast_not) \
  INLINE float                                               \
      exact_lane_##name (float x, float z, int32_t *unsure)  \
  {                                                          \
    *unsure |= exact_not;                                    \
    return exact;                                            \
  }                                                          \
  INLINE float                                               \
      fast_lane_##name (float x, float z, int32_t *unsure)   \
  {                                                          \
    *unsure |= fast_not;                                     \
    return fast;                                             \
  }
#define DEFINE_KERNEL(mode, name, set)                                             \
  static G_GNUC_NO_INLINE int32_t                                                  \
      mode##_attempt_##name##_##set (const GradKernelCall *call, guint n)          \
  {                                                                                \
    return attempt_function (call, n, set, mode##_lane_##name);                    \
  }                                                                                \
  static void                                                                      \
      mode##_##name##_##set (const GradKernelCall *call, guint n)                  \
  {                                                                                \
    if (G_UNLIKELY (mode##_attempt_##name##_##set (call, n) != 0))                 \
      repair_function (call, n, set, exact_attempt_##name##_##set, scalar_##name); \
  }
#define DEFINE_KERNELS(name, set)  \
  DEFINE_KERNEL (exact, name, set) \
  DEFINE_KERNEL (fast, name, set)
#define FUNCTION(name, exact, exact_not, fast, fast_not) \
  DEFINE_LANES (name, exact, exact_not, fast, fast_not)  \
  static float                                           \
      scalar_##name (float x, float z)                   \
  {                                                      \
    return grad_##name##_f32 (x);                        \
  }                                                      \
  DEFINE_KERNELS (name, 2)
#define FUNCTION2(name, exact, exact_not, fast, fast_not) \
  DEFINE_LANES (name, exact, exact_not, fast, fast_not)   \
  static float                                            \
      scalar_##name (float x, float z)                    \
  {                                                       \
    return grad_##name##_f32 (x, z);                      \
  }                                                       \
  DEFINE_KERNELS (name, 0)                                \
  DEFINE_KERNELS (name, 1)                                \
  DEFINE_KERNELS (name, 2)
#define DEFINE_SINCOS(mode, name, n_inputs, argument, counting)                 \
  static G_GNUC_NO_INLINE int32_t                                               \
      mode##_attempt_##name (const GradKernelCall *call, guint n)               \
  {                                                                             \
    const float x = 1, z G_GNUC_UNUSED = *(const float *) call->in[n_inputs];   \
                                                                                \
    return attempt_sincos (call, n, n_inputs, argument, mode##_pair, counting); \
  }                                                                             \
  static void                                                                   \
      mode##_##name##_0 (const GradKernelCall *call, guint n)                   \
  {                                                                             \
    const float x = 1, z G_GNUC_UNUSED = *(const float *) call->in[n_inputs];   \
                                                                                \
    if (G_UNLIKELY (mode##_attempt_##name (call, n) != 0))                      \
      repair_sincos (call, n, n_inputs, argument, exact_attempt_##name);        \
  }
#define SINCOS(name, n_inputs, argument)              \
  DEFINE_SINCOS (exact, name, n_inputs, argument, ~0) \
  DEFINE_SINCOS (fast, name, n_inputs, argument, FAST_UNSURE)
#include "grad/grad-kernels.def"
#undef DEFINE_LANES
#undef DEFINE_KERNEL
#undef DEFINE_KERNELS
#undef DEFINE_SINCOS
#undef FAST_UNSURE
#undef NEAR
#undef NEAR_SINCOS
#undef NEAR_POW
