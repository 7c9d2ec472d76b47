/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* One odometer for all loops over strided tensors. */

#include "grad/grad-walk.h"

/* Whether dimension d can be walked together with the one before it. */
static gboolean
can_join (const GradWalk *walk,
          guint           before,
          guint           d)
{
  for (guint o = 0; o < walk->n_operands; o++)
    if (walk->steps[o][before] != walk->steps[o][d] * walk->sizes[d])
      return FALSE;
  return TRUE;
}

static void
join_dims (GradWalk *walk)
{
  guint last = 0;

  for (guint d = 1; d < walk->n_dims; d++)
    {
      gboolean join = walk->sizes[last] == 1 || can_join (walk, last, d);

      if (walk->sizes[d] == 1)
        continue;
      if (!join)
        last++;
      walk->sizes[last] = join ? walk->sizes[last] * walk->sizes[d] : walk->sizes[d];
      for (guint o = 0; o < walk->n_operands; o++)
        walk->steps[o][last] = walk->steps[o][d];
    }
  walk->n_dims = last + 1;
}

void
grad_walk_init (GradWalk                *walk,
                const GradLayout        *shape,
                guint                    n_operands,
                const GradLayout *const *operands)
{
  walk->n_operands = n_operands;
  walk->started = FALSE;
  walk->empty = grad_layout_get_n_elements (shape) == 0;
  walk->n_dims = grad_layout_get_n_dims (shape);
  walk->n = 1;
  for (guint o = 0; o < n_operands; o++)
    {
      walk->offsets[o] = walk->strides[o] = 0;
      grad_layout_get_broadcast_strides (operands[o], shape, walk->steps[o]);
    }
  if (walk->n_dims == 0 || walk->empty)
    return;
  for (guint d = 0; d < walk->n_dims; d++)
    walk->sizes[d] = shape->dims[d];
  join_dims (walk);
  walk->n = walk->sizes[--walk->n_dims];
  for (guint o = 0; o < n_operands; o++)
    walk->strides[o] = walk->steps[o][walk->n_dims];
  for (guint d = 0; d < walk->n_dims; d++)
    walk->index[d] = 0;
}

gboolean
grad_walk_next (GradWalk *walk)
{
  if (!walk->started)
    {
      walk->started = TRUE;
      return !walk->empty;
    }
  for (guint d = walk->n_dims; d-- > 0;)
    {
      gboolean carry = ++walk->index[d] == walk->sizes[d];

      for (guint o = 0; o < walk->n_operands; o++)
        walk->offsets[o] += carry ? -walk->steps[o][d] * (walk->sizes[d] - 1) : walk->steps[o][d];
      if (!carry)
        return TRUE;
      walk->index[d] = 0;
    }
  return FALSE;
}
