/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Questions about rows of the op table. */

#include "grad/grad-op-private.h"

#include <string.h>

#include "grad/grad-autograd.h"
#include "grad/grad-formula.h"
#include "grad/grad-schema.h"

/* The name at the head of a schema: up to the dot of the overload (short), or up to the parenthesis. */
static gsize
name_length (const char *schema,
             gboolean    with_overload)
{
  return strcspn (schema, with_overload ? "(" : ".(");
}

static gboolean
is_called (const GradOp *op,
           const char   *name)
{
  gsize n = strlen (name);

  return strncmp (op->schema, name, n) == 0 &&
         (n == name_length (op->schema, FALSE) || n == name_length (op->schema, TRUE));
}

/* Rows that have a form that writes into its first input. */
static gboolean
has_in_place_form (const GradOp *op)
{
  static const GradOpId structural[] = { GRAD_OP_copy, GRAD_OP_fill, GRAD_OP_fill_tensor, GRAD_OP_zero, GRAD_OP_index_put,
                                         GRAD_OP_masked_fill, GRAD_OP_masked_fill_tensor, GRAD_OP_clamp_tensor,
                                         GRAD_OP_clamp_min_tensor, GRAD_OP_clamp_max_tensor, GRAD_OP_square, GRAD_OP_tril, GRAD_OP_triu,
                                         GRAD_OP_cumsum, GRAD_OP_cumprod };
  static const GradOpId without[] = { GRAD_OP_minimum, GRAD_OP_maximum, GRAD_OP_softplus, GRAD_OP_gelu, GRAD_OP_rsub,
                                      GRAD_OP_number_pow, GRAD_OP_tanh_backward, GRAD_OP_sigmoid_backward,
                                      GRAD_OP_threshold_backward, GRAD_OP_leaky_relu_backward,
                                      GRAD_OP_leaky_relu_over, GRAD_OP_elu_over };

  if (op->kind != GRAD_OP_STRUCTURAL)
    {
      for (guint i = 0; i < G_N_ELEMENTS (without); i++)
        if (without[i] == op->id)
          return FALSE;
      return op->n_inputs > 1 || op->kind != GRAD_OP_COMPARISON || op->id == GRAD_OP_logical_not;
    }
  for (guint i = 0; i < G_N_ELEMENTS (structural); i++)
    if (structural[i] == op->id)
      return TRUE;
  return FALSE;
}

const GradOp *
grad_op_get_over (GradOpId id)
{
  if (id == GRAD_OP_leaky_relu)
    return &grad_ops[GRAD_OP_leaky_relu_over];
  return &grad_ops[id == GRAD_OP_elu ? GRAD_OP_elu_over : id];
}

/* "add.Tensor(Tensor self, …" becomes "add_.Tensor(Tensor self, …". */
static const char *
in_place_schema (const char *schema)
{
  gsize            n = name_length (schema, FALSE);
  g_autofree char *name = g_strndup (schema, n);
  g_autofree char *text = g_strconcat (name, "_", schema + n, NULL);

  return g_intern_string (text);
}

/* All ops: the rows, then the in-place forms of those that have one. */
static const GradOp *const *
get_list (guint *n_ops)
{
  static GradOp        in_place[GRAD_N_OPS];
  static const GradOp *list[2 * GRAD_N_OPS];
  static gsize         n;

  if (g_once_init_enter (&n))
    {
      gsize count = 0;

      for (; count < GRAD_N_OPS; count++)
        list[count] = &grad_ops[count];
      for (guint i = 0; i < GRAD_N_OPS; i++)
        if (has_in_place_form (&grad_ops[i]))
          {
            in_place[i] = grad_ops[i];
            in_place[i].in_place = TRUE;
            in_place[i].call_tensors = grad_op_call_slowly;
            in_place[i].grad_fn = grad_op_get_over (grad_ops[i].id)->grad_fn;
            in_place[i].formula = grad_op_get_over (grad_ops[i].id)->formula;
            in_place[i].schema = in_place_schema (grad_ops[i].schema);
            list[count++] = &in_place[i];
          }
      g_once_init_leave (&n, count);
    }
  *n_ops = (guint) n;
  return list;
}

/* The first op of that name at or after position start. */
static const GradOp *
find (const char *name,
      guint       start)
{
  guint                n;
  const GradOp *const *list = get_list (&n);

  for (guint i = start; i < n; i++)
    if (is_called (list[i], name))
      return list[i];
  return NULL;
}

const GradOp *
grad_op_lookup (const char *name)
{
  return find (name, 0);
}

const GradOp *
grad_op_next_overload (const GradOp *op)
{
  const char          *name = grad_op_get_name (op);
  guint                n, i = 0;
  const GradOp *const *list = get_list (&n);

  while (list[i] != op)
    i++;
  return find (name, i + 1);
}

const char *
grad_op_get_name (const GradOp *op)
{
  static const char *names[2][GRAD_N_OPS];
  const char       **name = &names[op->in_place][op->id];

  if (g_once_init_enter (name))
    {
      g_autofree char *text = g_strndup (op->schema, name_length (op->schema, FALSE));

      g_once_init_leave (name, g_intern_string (text));
    }
  return *name;
}

const char *
grad_op_get_schema (const GradOp *op)
{
  return op->schema;
}

const char *
grad_tensor_get_grad_fn_name (const GradTensor *tensor)
{
  return tensor->node != NULL ? grad_node_get_name (tensor->node) : NULL;
}

const char *
grad_op_get_grad_fn (const GradOp *op)
{
  return op->grad_fn;
}

/* What the schema calls the tensors and Scalars of an elementwise op. */
static GradFormulaNames
get_formula_names (const GradOp *op)
{
  guint               n_arguments, n_tensors = 0, n_scalars = 0;
  const GradArgument *arguments = grad_op_get_arguments (op, &n_arguments);
  const char         *tensors[2] = { NULL }, *scalars[2] = { NULL };

  for (guint i = 0; i < n_arguments; i++)
    if (arguments[i].type == GRAD_TYPE_IS_TENSOR && n_tensors < G_N_ELEMENTS (tensors))
      tensors[n_tensors++] = arguments[i].name;
    else if (arguments[i].type == GRAD_TYPE_IS_SCALAR && n_scalars < G_N_ELEMENTS (scalars))
      scalars[n_scalars++] = arguments[i].name;
  return (GradFormulaNames){ tensors[0], tensors[1], scalars[0], scalars[1] };
}

const char *
grad_op_get_formula (const GradOp *op)
{
  static const char *formulas[2][GRAD_N_OPS];
  const char       **formula = &formulas[op->in_place][op->id];

  if (op->formula == NULL || op->kind == GRAD_OP_STRUCTURAL)
    return op->formula;
  if (g_once_init_enter (formula))
    {
      const GradFormulaNames names = get_formula_names (op);
      g_autofree char       *python = grad_formula_to_python (op->formula, &names);

      g_once_init_leave (formula, g_intern_string (python));
    }
  return *formula;
}

guint
grad_op_get_n_inputs (const GradOp *op)
{
  return op->n_inputs;
}

gboolean
grad_op_is_internal (const GradOp *op)
{
  return op->schema[0] == '_' || g_str_has_suffix (grad_op_get_name (op), "_backward");
}

void
grad_op_get_range (const GradOp *op,
                   double       *low,
                   double       *high)
{
  *low = op->low;
  *high = op->high;
}

GradTensor *
grad_op_call (const GradOp      *op,
              GradTensor *const *inputs,
              guint              n_inputs,
              GError           **error)
{
  return op->call_tensors (op, inputs, n_inputs, error);
}

const GradOp *const *
grad_op_list (guint *n_ops)
{
  return get_list (n_ops);
}
