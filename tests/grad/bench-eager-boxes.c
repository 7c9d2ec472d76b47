/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "bench-eager-boxes.h"

#include "grad/grad-math.h"

typedef struct _Box Box;
struct _Box
{
  Box  *next;
  float value, grad;
  int   ref_count;
};

typedef Box *(*Call) (Box *const *inputs);

enum
{
  N_BOXES = 64,
};

static Box  boxes[N_BOXES] __attribute__ ((aligned (64)));
static Box *free_boxes;

static Box *
take (float value)
{
  Box *box = free_boxes;

  free_boxes = box->next;
  box->ref_count = 1;
  box->value = value;
  return box;
}

static G_GNUC_NO_INLINE void
drop (Box *box)
{
  if (--box->ref_count > 0)
    return;
  box->next = free_boxes;
  free_boxes = box;
}

static Box *
call_mul (Box *const *inputs)
{
  return take (inputs[0]->value * inputs[1]->value);
}

static Box *
call_add (Box *const *inputs)
{
  return take (inputs[0]->value + inputs[1]->value);
}

static Box *
call_div (Box *const *inputs)
{
  return take (inputs[0]->value / inputs[1]->value);
}

static Box *
call_sin (Box *const *inputs)
{
  return take (grad_sin_f32 (inputs[0]->value));
}

static Box *
call_cos (Box *const *inputs)
{
  return take (grad_cos_f32 (inputs[0]->value));
}

/* Not known to the compiler, as what a program calls is not. */
static Call volatile mul = call_mul, add = call_add, divide = call_div, sine = call_sin, cosine = call_cos;

static G_GNUC_NO_INLINE Box *
call (Call function,
      Box *x,
      Box *z)
{
  return function ((Box *const[]){ x, z });
}

/* Both gradients of sin (a) cos (b) + (x + y) / 4 with a = 3 x, b = 3 y. */
static G_GNUC_NO_INLINE void
add_gradients (Box       *x,
               Box       *y,
               const Box *a,
               const Box *b,
               const Box *sine_of_a,
               const Box *cosine_of_b)
{
  x->grad += 0.25f + 3 * (cosine_of_b->value * grad_cos_f32 (a->value));
  y->grad += 0.25f + 3 * (sine_of_a->value * -grad_sin_f32 (b->value));
}

static G_GNUC_NO_INLINE void
subtract (Box       *x,
          const Box *change)
{
  x->value -= change->value;
}

static void
update (Box *x,
        Box *rate)
{
  Box  gradient = { .value = x->grad };
  Box *change = call (mul, rate, &gradient);

  subtract (x, change);
  drop (change);
  x->grad = 0;
}

static void
step (Box *x,
      Box *y,
      Box *three,
      Box *four,
      Box *rate)
{
  Box *a = call (mul, three, x), *s = call (sine, a, NULL), *b = call (mul, three, y), *c = call (cosine, b, NULL);
  Box *waves = call (mul, s, c), *sum = call (add, x, y), *slope = call (divide, sum, four), *f = call (add, waves, slope);
  Box *results[] = { a, s, b, c, waves, sum, slope, f };

  add_gradients (x, y, a, b, s, c);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    drop (results[i]);
  update (x, rate);
  update (y, rate);
}

void
bench_boxes_run (guint n_steps)
{
  Box x = { .value = 0.5f }, y = { 0 }, three = { .value = 3 }, four = { .value = 4 }, rate = { .value = 0.05f };

  free_boxes = NULL;
  for (guint i = 0; i < N_BOXES; i++)
    {
      boxes[i].next = free_boxes;
      free_boxes = &boxes[i];
    }
  for (guint i = 0; i < n_steps; i++)
    step (&x, &y, &three, &four, &rate);
}
