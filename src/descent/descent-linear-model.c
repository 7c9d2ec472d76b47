/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* One forward and one backward pass of the linear model, in the forms the course writes them, so that every float32
 * on the way is PyTorch's:
 *   predictions = W * x + b;  loss = mean ((y − predictions) ** 2);  loss.backward () */

#include "descent/descent-linear-model.h"

#include "grad/grad-autograd.h"
#include "grad/grad-op.h"

struct _DescentLinearModel
{
  GradTensor   *x;
  GradTensor   *y;
  GradTensor   *two;
  const GradOp *mul;
  const GradOp *add;
  const GradOp *sub;
  const GradOp *pow;
  const GradOp *reduce;
};

static GradTensor *
new_vector (const float *values,
            guint        n)
{
  const gint64 shape[] = { n };
  GradTensor  *vector = grad_tensor_new (GRAD_FLOAT32, shape, 1, values, NULL);

  g_assert (vector != NULL);
  return vector;
}

DescentLinearModel *
descent_linear_model_new (const DescentData *data,
                          DescentReduction   reduction)
{
  DescentLinearModel *model = g_new0 (DescentLinearModel, 1);
  guint               n = descent_data_get_n_samples (data);

  model->x = new_vector (descent_data_get_x (data), n);
  model->y = new_vector (descent_data_get_y (data), n);
  model->two = grad_tensor_new_integer (2);
  model->mul = grad_op_lookup ("mul");
  model->add = grad_op_lookup ("add");
  model->sub = grad_op_lookup ("sub");
  model->pow = grad_op_lookup ("pow");
  model->reduce = grad_op_lookup (descent_reduction_get_name (reduction));
  return model;
}

void
descent_linear_model_free (DescentLinearModel *model)
{
  grad_tensor_unref (model->x);
  grad_tensor_unref (model->y);
  grad_tensor_unref (model->two);
  g_free (model);
}

static GradTensor *
new_leaf (double value)
{
  GradTensor *leaf = grad_tensor_new_scalar (value, GRAD_FLOAT32);
  gboolean    is_leaf = grad_tensor_set_requires_grad (leaf, TRUE, NULL);

  g_assert (is_leaf);
  return leaf;
}

static GradTensor *
call (const GradOp *op,
      GradTensor   *a,
      GradTensor   *b)
{
  GradTensor *inputs[] = { a, b };

  return grad_op_call (op, inputs, b != NULL ? 2 : 1, NULL);
}

static GradTensor *
compute_loss (const DescentLinearModel *model,
              GradTensor               *w,
              GradTensor               *b)
{
  g_autoptr (GradTensor) product = call (model->mul, w, model->x);
  g_autoptr (GradTensor) predictions = call (model->add, product, b);
  g_autoptr (GradTensor) errors = call (model->sub, model->y, predictions);
  g_autoptr (GradTensor) squares = call (model->pow, errors, model->two);

  return call (model->reduce, squares, NULL);
}

static double
get_item (GradTensor *tensor)
{
  double   value;
  gboolean has_one = grad_tensor_item (tensor, &value, NULL);

  g_assert (has_one);
  return value;
}

void
descent_linear_model_evaluate (DescentLinearModel *model,
                               DescentPoint       *point)
{
  g_autoptr (GradTensor) w = new_leaf (point->x[0]);
  g_autoptr (GradTensor) b = new_leaf (point->x[1]);
  g_autoptr (GradTensor) loss = compute_loss (model, w, b);
  gboolean has_graph = grad_tensor_backward (loss, NULL, GRAD_BACKWARD_DEFAULT, NULL);

  g_assert (has_graph);
  point->value = get_item (loss);
  point->gradient[0] = get_item (grad_tensor_get_grad (w));
  point->gradient[1] = get_item (grad_tensor_get_grad (b));
}
