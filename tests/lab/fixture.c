/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Logs made by hand: what the worker would send, without a worker. */

#include "fixture.h"

#include <stdarg.h>

#include "frames.h"

void
fixture_append (LabLog           *log,
                const LabMessage *message)
{
  g_autoptr (GByteArray) frame = frames_encode (message);
  g_autoptr (GError) error = NULL;

  lab_log_append (log, frame->data, frame->len, &error);
  g_assert_no_error (error);
}

static guint32
get_depth (LabLog *log)
{
  return lab_log_get_state (log, lab_log_get_n_events (log))->depth;
}

void
fixture_line (LabLog *log,
              guint32 line)
{
  fixture_append (log, &(LabMessage){ .kind = LAB_LINE, .line = { line, get_depth (log) } });
}

void
fixture_call (LabLog     *log,
              const char *name)
{
  fixture_append (log, &(LabMessage){ .kind = LAB_CALL, .call = { get_depth (log) + 1, 2, frames_text (name) } });
}

void
fixture_return (LabLog *log)
{
  fixture_append (log, &(LabMessage){ .kind = LAB_RETURN, .return_ = { get_depth (log) } });
}

void
fixture_out (LabLog     *log,
             guint8      stream,
             const char *text)
{
  fixture_append (log, &(LabMessage){ .kind = LAB_OUT, .out = { stream, frames_text (text) } });
}

void
fixture_int (LabLog     *log,
             const char *name,
             gint64      value)
{
  fixture_append (log, &(LabMessage){ .kind = LAB_VAR,
                                      .var = { get_depth (log), frames_text (name), { .kind = LAB_VALUE_INT, .integer = value } } });
}

void
fixture_var (LabLog     *log,
             const char *name,
             guint64     tensor)
{
  fixture_append (log, &(LabMessage){ .kind = LAB_VAR,
                                      .var = { get_depth (log), frames_text (name), { .kind = LAB_VALUE_TENSOR, .tensor = tensor } } });
}

static LabTensor
make_tensor (guint64      id,
             const float *value)
{
  return (LabTensor){ .id = id, .dtype = LAB_FLOAT32, .complete = 1, .values = { value, 1 } };
}

void
fixture_leaf (LabLog *log,
              guint64 tensor,
              float   value)
{
  fixture_append (log, &(LabMessage){ .kind = LAB_LEAF, .leaf = { make_tensor (tensor, &value), 1 } });
}

void
fixture_op (LabLog     *log,
            guint64     node,
            const char *name,
            guint64     tensor,
            double      value,
            ...)
{
  guint64     inputs[4], next[4];
  guint       n = 0;
  va_list     args;
  const float single = (float) value;
  LabMessage  message = { .kind = LAB_OP, .op = { .node = node, .name = frames_text (name) } };

  va_start (args, value);
  for (guint64 input; (input = va_arg (args, guint64)) != 0; n++)
    {
      inputs[n] = input;
      next[n] = va_arg (args, guint64);
    }
  va_end (args);
  message.op.inputs = (LabList){ inputs, n };
  message.op.next = (LabList){ next, n };
  message.op.output = make_tensor (tensor, &single);
  fixture_append (log, &message);
}

void
fixture_inplace (LabLog     *log,
                 const char *name,
                 guint64     tensor,
                 float       value)
{
  fixture_append (log, &(LabMessage){ .kind = LAB_INPLACE,
                                      .inplace = { .name = frames_text (name), .tensor = make_tensor (tensor, &value), .version = 1 } });
}

void
fixture_backward (LabLog *log,
                  guint64 root)
{
  fixture_append (log, &(LabMessage){ .kind = LAB_BWD_BEGIN, .bwd_begin = { .roots = { &root, 1 } } });
}

void
fixture_bwd (LabLog *log,
             guint64 node,
             float   grad)
{
  fixture_append (log, &(LabMessage){ .kind = LAB_BWD, .bwd = { node, make_tensor (0, &grad) } });
}

void
fixture_acc (LabLog *log,
             guint64 leaf,
             guint64 grad,
             float   value)
{
  fixture_append (log, &(LabMessage){ .kind = LAB_ACC, .acc = { leaf, make_tensor (grad, &value) } });
}

void
fixture_bwd_end (LabLog *log,
                 guint64 node)
{
  fixture_append (log, &(LabMessage){ .kind = LAB_BWD_END, .bwd_end = { { &node, node != 0 } } });
}

void
fixture_free (LabLog *log,
              guint64 node,
              guint64 tensor)
{
  fixture_append (log, &(LabMessage){ .kind = LAB_FREE, .free = { { &node, node != 0 }, { &tensor, tensor != 0 } } });
}

/* x is tensor 1, x.grad tensor 2; step k makes node and tensor 10 + k. */
static void
add_step (LabLog *log,
          guint   k)
{
  const guint64 y = 10 + k;

  fixture_int (log, "k", k);
  fixture_line (log, 5);
  fixture_call (log, "f");
  fixture_var (log, "x", 1);
  fixture_line (log, 3);
  fixture_op (log, y, "pow", y, 16, (guint64) 1, (guint64) 0, (guint64) 0);
  fixture_return (log);
  fixture_var (log, "y", y);
  if (k > 0)
    fixture_free (log, y - 1, y - 1);
  fixture_line (log, 6);
  fixture_backward (log, y);
  fixture_bwd (log, y, 1);
  fixture_acc (log, 1, 2, 8);
  fixture_bwd_end (log, y);
  fixture_line (log, 7);
  fixture_inplace (log, "sub_", 1, 3.2f);
  fixture_line (log, 8);
  fixture_inplace (log, "zero_", 2, 0);
  fixture_line (log, 4);
}

LabLog *
fixture_descent (void)
{
  LabLog *log = lab_log_new ();

  fixture_line (log, 1);
  fixture_leaf (log, 1, 4);
  fixture_var (log, "x", 1);
  fixture_line (log, 2);
  fixture_line (log, 4);
  for (guint k = 0; k < 2; k++)
    add_step (log, k);
  fixture_line (log, 9);
  fixture_out (log, 1, "tensor(2.5600, requires_grad=True)\n");
  fixture_append (log, &(LabMessage){ .kind = LAB_END });
  return log;
}
