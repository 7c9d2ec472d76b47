/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Many descents at once. A block of states goes all its steps before the next block begins, so it never leaves the
 * cache. A step has no state but the one it is given; so once the states of a block are what they were one or two
 * steps before, all further steps are known: they repeat. */

#include "grad/grad-field.h"

#include <string.h>

#include "grad/grad-field-private.h"

enum
{
  BLOCK = 384,
  N_BUFFERS = 3, /* the present state, the next, and the one before, to compare with */
};

typedef struct
{
  GradFieldRun     run;
  GradBoundSection section;
  guint            n_states;
  void            *buffers[N_BUFFERS][GRAD_PROGRAM_MAX_INPUTS];
} Descents;

static gboolean
are_equal (const Descents *descents,
           guint           a,
           guint           b,
           guint           lanes)
{
  for (guint i = 0; i < descents->n_states; i++)
    if (memcmp (descents->buffers[a][i], descents->buffers[b][i], lanes * descents->run.size) != 0)
      return FALSE;
  return TRUE;
}

/* Goes up to n_steps steps from the state in buffer 0; returns the buffer of the last state. */
static guint
run_block (Descents *descents,
           guint     lanes,
           guint     n_steps,
           gboolean  early_exit,
           guint    *n_done)
{
  guint now = 0;

  for (*n_done = 0; *n_done < n_steps;)
    {
      guint next = (now + 1) % N_BUFFERS, before = (now + 2) % N_BUFFERS;

      grad_bound_section_move (&descents->section, GRAD_PLACE_INPUT, (const void *const *) descents->buffers[now], 0);
      grad_bound_section_move (&descents->section, GRAD_PLACE_EXPORT, (const void *const *) descents->buffers[next], 0);
      grad_bound_section_run (&descents->section, lanes);
      *n_done += 1;
      if (early_exit && *n_done >= 2 && are_equal (descents, next, before, lanes))
        return (n_steps - *n_done) % 2 == 0 ? next : now;
      now = next;
    }
  return now;
}

guint64
grad_field_descents (const GradProgram      *program,
                     const GradFieldOptions *options,
                     const double           *parameters,
                     void *const            *states,
                     gsize                   n,
                     guint                   n_steps,
                     gboolean                early_exit)
{
  Descents descents = { .n_states = program->n_outputs };
  guint64  n_computed = 0;
  gsize    size;

  g_return_val_if_fail (program->n_inputs <= program->n_outputs, 0);
  grad_field_run_init (&descents.run, program, options, parameters, BLOCK);
  size = descents.run.size;
  for (guint i = 0; i < N_BUFFERS * descents.n_states; i++)
    descents.buffers[i % N_BUFFERS][i / N_BUFFERS] = grad_field_run_take_blocks (&descents.run, 1);
  grad_bound_section_init (&descents.section, &descents.run, GRAD_SECTION_POINTS, NULL);
  for (gsize begin = 0; begin < n; begin += descents.run.block)
    {
      gsize count = MIN (descents.run.block, n - begin);
      guint last, n_done;

      for (guint i = 0; i < descents.n_states; i++)
        grad_field_copy_padded (descents.buffers[0][i], (char *) states[i] + begin * size, count, size);
      last = run_block (&descents, grad_field_pad (count), n_steps, early_exit, &n_done);
      for (guint i = 0; i < descents.n_states; i++)
        memcpy ((char *) states[i] + begin * size, descents.buffers[last][i], count * size);
      n_computed += (guint64) n_done * count;
    }
  grad_bound_section_clear (&descents.section);
  grad_field_run_clear (&descents.run);
  return n_computed;
}
