/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* x[i], x[1:], x[:, 0], x[mask], and the same to the left of an equals sign. */

#include "worker/worker-tensor.h"

#include "grad/grad-autograd.h"

/* Takes the tensor (transfer full) that an op made of it. */
static GradTensor *
call (const char *name,
      GradTensor *tensor,
      GradValue  *rest,
      guint       n_rest,
      GError    **error)
{
  const GradOp *op = grad_op_lookup (name);
  GradValue     values[8] = { GRAD_VALUE_OF_TENSOR (tensor) };
  GradTensor   *result;

  for (guint i = 0; i < n_rest; i++)
    values[i + 1] = rest[i];
  result = grad_op_call_full (op, values, n_rest + 1, NULL, error);
  grad_tensor_unref (tensor);
  return result;
}

PyObject *
worker_tensor_get_item (PyObject *self,
                        PyObject *index)
{
  GError     *error = NULL;
  GradTensor *tensor = grad_tensor_ref (worker_tensor_get (self));
  GradValue   rest[] = { GRAD_VALUE_OF_INT (0), GRAD_VALUE_OF_INT (PyNumber_AsSsize_t (index, NULL)) };

  return worker_tensor_wrap (call ("select", tensor, rest, 2, &error), error);
}

int
worker_tensor_set_item (PyObject *self,
                        PyObject *index,
                        PyObject *value)
{
  PyErr_SetString (PyExc_NotImplementedError, "not yet");
  return -1;
}
