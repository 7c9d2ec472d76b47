/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "lab/lab-log.h"

G_BEGIN_DECLS

/* Short ways to say what a worker would say. Each appends one event and fails the test if the log refuses it. */
void fixture_append (LabLog           *log,
                     const LabMessage *message);
void fixture_line (LabLog *log, guint32 line);
void fixture_call (LabLog *log, const char *name);
void fixture_return (LabLog *log);
void fixture_out (LabLog *log, guint8 stream, const char *text);
void fixture_int (LabLog *log, const char *name, gint64 value);
void fixture_var (LabLog *log, const char *name, guint64 tensor);

/* Tensors are 0-d float32 here; inputs ends with 0, and so the nodes behind them are given in pairs: tensor, node. */
void fixture_leaf (LabLog *log, guint64 tensor, float value);
void fixture_op (LabLog *log, guint64 node, const char *name, guint64 tensor, double value, ...);
void fixture_inplace (LabLog *log, const char *name, guint64 tensor, float value);
void fixture_backward (LabLog *log, guint64 root);
void fixture_bwd (LabLog *log, guint64 node, float grad);
void fixture_acc (LabLog *log, guint64 leaf, guint64 grad, float value);
void fixture_bwd_end (LabLog *log, guint64 node);
void fixture_free (LabLog *log, guint64 node, guint64 tensor);

/* Two steps of descent on x² with a function:
 *
 *   1 x = torch.tensor(4., requires_grad=True)
 *   2 def f(x):
 *   3     return x**2
 *   4 for k in range(2):
 *   5     y = f(x)
 *   6     y.backward()
 *   7     with torch.no_grad(): x -= 0.1 * x.grad
 *   8     x.grad.zero_()
 *   9 print(x)
 */
LabLog *fixture_descent (void);

G_END_DECLS
