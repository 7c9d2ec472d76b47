/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* One step of each optimiser, for NUMBER; included by descent-optimizer.c for float and for double. A line is one
 * operation of PyTorch's, in its order. Which of them round once was measured on PyTorch, to the bit:
 *   x.add (y, alpha=k)          fma (k, y, x)
 *   x.addcmul (y, z, value=k)   fma (k · y, z, x)
 *   x.addcdiv (y, z, value=k)   (k · y) / z + x
 *   x.lerp (y, k)               fma (k, y − x, x), from the nearer end */

static inline NUMBER
STEP (addcdiv) (NUMBER x,
                NUMBER y,
                NUMBER z,
                NUMBER value)
{
  return value * y / z + x;
}

static inline NUMBER
STEP (lerp) (NUMBER x,
             NUMBER y,
             NUMBER weight)
{
  return weight < (NUMBER) 0.5 ? FMA (weight, y - x, x) : FMA (-(y - x), 1 - weight, y);
}

/* The gradient of element i as a step uses it: its sign turned to maximise, the decay of the weight added. */
static inline NUMBER
STEP (get_gradient) (const NUMBER *parameter,
                     const NUMBER *gradient,
                     gsize         i,
                     gboolean      maximize,
                     double        weight_decay)
{
  NUMBER g = maximize ? -gradient[i] : gradient[i];

  return weight_decay != 0 ? FMA ((NUMBER) weight_decay, parameter[i], g) : g;
}

static void
STEP (sgd) (DescentOptimizerState *state,
            NUMBER                *parameter,
            const NUMBER          *gradient)
{
  const double *o = state->options;
  const NUMBER  momentum = (NUMBER) o[SGD_MOMENTUM];
  NUMBER       *buffer = state->buffers[0];

  for (gsize i = 0; i < state->n; i++)
    {
      NUMBER g = STEP (get_gradient) (parameter, gradient, i, o[SGD_MAXIMIZE] != 0, o[SGD_WEIGHT_DECAY]);

      if (momentum != 0)
        {
          /* The first step takes the gradient itself for the velocity, undamped. */
          buffer[i] = state->step == 1 ? g : FMA ((NUMBER) (1 - o[SGD_DAMPENING]), g, buffer[i] * momentum);
          g = o[SGD_NESTEROV] != 0 ? FMA (momentum, buffer[i], g) : buffer[i];
        }
      parameter[i] = FMA ((NUMBER) -o[LR], g, parameter[i]);
    }
}

/* What Adam and AdamW share: moments, their bias corrected, and the step. */
static void
STEP (adam_update) (DescentOptimizerState *state,
                    NUMBER                *parameter,
                    gsize                  i,
                    NUMBER                 g)
{
  const double *o = state->options;
  const double  correction1 = 1 - pow (o[ADAM_BETA1], (double) state->step);
  const double  correction2 = sqrt (1 - pow (o[ADAM_BETA2], (double) state->step));
  NUMBER       *mean = state->buffers[0], *square = state->buffers[1], *largest = state->buffers[2];
  NUMBER        root;

  mean[i] = STEP (lerp) (mean[i], g, (NUMBER) (1 - o[ADAM_BETA1]));
  square[i] = FMA ((NUMBER) (1 - o[ADAM_BETA2]) * g, g, square[i] * (NUMBER) o[ADAM_BETA2]);
  largest[i] = MAX (largest[i], square[i]);
  root = SQRT (o[ADAM_AMSGRAD] != 0 ? largest[i] : square[i]) / (NUMBER) correction2 + (NUMBER) o[ADAM_EPS];
  parameter[i] = STEP (addcdiv) (parameter[i], mean[i], root, (NUMBER) - (o[LR] / correction1));
}

static void
STEP (adam) (DescentOptimizerState *state,
             NUMBER                *parameter,
             const NUMBER          *gradient)
{
  const double *o = state->options;

  for (gsize i = 0; i < state->n; i++)
    STEP (adam_update)
  (state, parameter, i,
   STEP (get_gradient) (parameter, gradient, i, o[ADAM_MAXIMIZE] != 0, o[ADAM_WEIGHT_DECAY]));
}

static void
STEP (adamw) (DescentOptimizerState *state,
              NUMBER                *parameter,
              const NUMBER          *gradient)
{
  const double *o = state->options;

  for (gsize i = 0; i < state->n; i++)
    {
      parameter[i] *= (NUMBER) (1 - o[LR] * o[ADAM_WEIGHT_DECAY]);
      STEP (adam_update)
      (state, parameter, i, STEP (get_gradient) (parameter, gradient, i, o[ADAM_MAXIMIZE] != 0, 0));
    }
}

static void
STEP (rmsprop) (DescentOptimizerState *state,
                NUMBER                *parameter,
                const NUMBER          *gradient)
{
  const double *o = state->options;
  const NUMBER  alpha = (NUMBER) o[RMSPROP_ALPHA], rest = (NUMBER) (1 - o[RMSPROP_ALPHA]);
  NUMBER       *square = state->buffers[0], *velocity = state->buffers[1], *mean = state->buffers[2];

  for (gsize i = 0; i < state->n; i++)
    {
      NUMBER g = STEP (get_gradient) (parameter, gradient, i, o[RMSPROP_MAXIMIZE] != 0, o[RMSPROP_WEIGHT_DECAY]);
      NUMBER root;

      square[i] = FMA (rest * g, g, square[i] * alpha);
      root = square[i];
      if (o[RMSPROP_CENTERED] != 0)
        {
          mean[i] = STEP (lerp) (mean[i], g, rest);
          root = FMA (-mean[i], mean[i], square[i]);
        }
      root = SQRT (root) + (NUMBER) o[RMSPROP_EPS];
      if (o[RMSPROP_MOMENTUM] > 0)
        {
          velocity[i] = STEP (addcdiv) (velocity[i] * (NUMBER) o[RMSPROP_MOMENTUM], g, root, 1);
          parameter[i] = FMA ((NUMBER) -o[LR], velocity[i], parameter[i]);
        }
      else
        parameter[i] = STEP (addcdiv) (parameter[i], g, root, (NUMBER) -o[LR]);
    }
}

static void
STEP (adagrad) (DescentOptimizerState *state,
                NUMBER                *parameter,
                const NUMBER          *gradient)
{
  const double *o = state->options;
  const double  rate = o[LR] / (1 + (double) (state->step - 1) * o[ADAGRAD_LR_DECAY]);
  NUMBER       *sum = state->buffers[0];

  for (gsize i = 0; i < state->n; i++)
    {
      NUMBER g = STEP (get_gradient) (parameter, gradient, i, o[ADAGRAD_MAXIMIZE] != 0, o[ADAGRAD_WEIGHT_DECAY]);

      sum[i] = FMA (g, g, sum[i]);
      parameter[i] = STEP (addcdiv) (parameter[i], g, SQRT (sum[i]) + (NUMBER) o[ADAGRAD_EPS], (NUMBER) -rate);
    }
}

static void
STEP (adadelta) (DescentOptimizerState *state,
                 NUMBER                *parameter,
                 const NUMBER          *gradient)
{
  const double *o = state->options;
  const NUMBER  rho = (NUMBER) o[ADADELTA_RHO], rest = (NUMBER) (1 - o[ADADELTA_RHO]);
  const NUMBER  eps = (NUMBER) o[ADADELTA_EPS];
  NUMBER       *square = state->buffers[0], *moved = state->buffers[1];

  for (gsize i = 0; i < state->n; i++)
    {
      NUMBER g = STEP (get_gradient) (parameter, gradient, i, o[ADADELTA_MAXIMIZE] != 0, o[ADADELTA_WEIGHT_DECAY]);
      NUMBER delta;

      square[i] = FMA (rest * g, g, square[i] * rho);
      delta = SQRT (moved[i] + eps) / SQRT (square[i] + eps) * g;
      moved[i] = FMA (rest * delta, delta, moved[i] * rho);
      parameter[i] = FMA ((NUMBER) -o[LR], delta, parameter[i]);
    }
}
