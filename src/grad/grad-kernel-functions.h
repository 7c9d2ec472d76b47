/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-kernel-fast.h"
#include "grad/grad-kernel-private.h"
#include "grad/grad-math.h"

/* The rows of grad-kernels.def that are functions, as float loops. A loop computes a group of lanes without branches;
 * if any of them was unsure, the group is gone through again and there the engine's scalar function decides. */

#define INLINE static inline __attribute__ ((always_inline))

enum
{
  GROUP = 256,
  ONE_X = 1 << 0, /* the sets of inputs that are one number */
  ONE_Z = 1 << 1,
};

typedef float (*Lane) (float    x,
                       float    z,
                       int32_t *unsure);
typedef float (*Scalar) (float x,
                         float z);

INLINE void
run_function (const GradKernelCall *call,
              guint                 n,
              guint                 set,
              Lane                  lane,
              Scalar                scalar)
{
  const float one_x = set & ONE_X ? *(const float *) call->in[0] : 0, one_z = set & ONE_Z ? *(const float *) call->in[1] : 0;

  for (guint begin = 0; begin < n; begin += GROUP)
    {
      const float *in_x = (const float *) call->in[0] + begin;
      const float *in_z = (const float *) call->in[1] + begin;
      float       *out = (float *) call->out[0] + begin;
      const guint  size = MIN ((guint) GROUP, n - begin) / GRAD_KERNEL_LANES * GRAD_KERNEL_LANES;
      int32_t      unsure = 0;

#define X(i) (set & ONE_X ? one_x : in_x[i])
#define Z(i) (set & ONE_Z ? one_z : in_z[i])
      GRAD_KERNEL_LOOP
      for (guint i = 0; i < size; i++)
        out[i] = lane (X (i), Z (i), &unsure);
      for (guint i = 0; G_UNLIKELY (unsure != 0) && i < size; i++)
        {
          int32_t here = 0;

          out[i] = lane (X (i), Z (i), &here);
          if (here != 0)
            out[i] = scalar (X (i), Z (i));
        }
#undef X
#undef Z
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
  double s, c;

  near_sincos (x, &s, &c);
  *unsure |= near_reaches (x, 0x1p20f);
  *sine = near_round (s, GRAD_NEAR_ERROR, unsure);
  *cosine = near_round (c, GRAD_NEAR_ERROR, unsure);
}

INLINE void
fast_pair (float    x,
           float   *sine,
           float   *cosine,
           int32_t *unsure)
{
  fast_sincos (x, sine, cosine);
  *unsure |= near_reaches (x, 8192);
}

/* Sine and cosine of x times a number. */
INLINE void
run_sincos (const GradKernelCall *call,
            guint                 n,
            float                 factor,
            LanePair              lane)
{

  for (guint begin = 0; begin < n; begin += GROUP)
    {
      const float *in = (const float *) call->in[0] + begin;
      float       *sine = (float *) call->out[0] + begin;
      float       *cosine = (float *) call->out[1] + begin;
      const guint  size = MIN ((guint) GROUP, n - begin) / GRAD_KERNEL_LANES * GRAD_KERNEL_LANES;
      int32_t      unsure = 0;

      GRAD_KERNEL_LOOP
      for (guint i = 0; i < size; i++)
        lane (in[i] * factor, &sine[i], &cosine[i], &unsure);
      for (guint i = 0; G_UNLIKELY (unsure != 0) && i < size; i++)
        {
          int32_t here = 0;

          lane (in[i] * factor, &sine[i], &cosine[i], &here);
          if (here != 0)
            {
              sine[i] = grad_sin_f32 (in[i] * factor);
              cosine[i] = grad_cos_f32 (in[i] * factor);
            }
        }
    }
}

/* For the row exp: exact_lane_exp, fast_lane_exp and scalar_exp, and the kernels exact_exp and fast_exp of them. */
#define NEAR(y) near_round (y, GRAD_NEAR_ERROR, unsure)
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
#define DEFINE_KERNELS(name, set)                                  \
  static void                                                      \
      exact_##name##_##set (const GradKernelCall *call, guint n)   \
  {                                                                \
    run_function (call, n, set, exact_lane_##name, scalar_##name); \
  }                                                                \
  static void                                                      \
      fast_##name##_##set (const GradKernelCall *call, guint n)    \
  {                                                                \
    run_function (call, n, set, fast_lane_##name, scalar_##name);  \
  }
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
#define DEFINE_SINCOS(mode, name, argument)                            \
  static void                                                          \
      mode##_##name##_0 (const GradKernelCall *call, guint n)          \
  {                                                                    \
    const float x = 1, z G_GNUC_UNUSED = *(const float *) call->in[1]; \
                                                                       \
    run_sincos (call, n, argument, mode##_pair);                       \
  }
#define SINCOS(name, argument)          \
  DEFINE_SINCOS (exact, name, argument) \
  DEFINE_SINCOS (fast, name, argument)
#define KERNEL1(name, ...)
#define KERNEL3(name, ...)
#define FUSED3(name, ...)
#define FUSED4(name, ...)
#include "grad/grad-kernels.def"
#undef FUNCTION
#undef FUNCTION2
#undef SINCOS
#undef KERNEL1
#undef KERNEL3
#undef FUSED3
#undef FUSED4
#undef DEFINE_LANES
#undef DEFINE_KERNELS
#undef DEFINE_SINCOS
#undef NEAR
#undef NEAR_POW
