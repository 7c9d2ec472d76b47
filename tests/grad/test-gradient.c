/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Every row of the op table that has a gradient, against central differences. The elementwise rows are generated from
 * their schemas; the structural ones, whose arguments must fit each other, stand in a table of programs. A row that none
 * of these reaches fails the test: a new one cannot be forgotten. */

#include "gradient.h"
#include "oracle.h"

#include <math.h>

#include "grad/grad-schema.h"

/* ---- elementwise rows ---- */

/* Pairs of shapes for two operands; the first alone for one. */
static const GradientInput shapes[][2] = {
  { { { 0 }, 0, 0, 0 }, { { 0 }, 0, 0, 0 } },
  { { { 3 }, 1, 0, 0 }, { { 3 }, 1, 0, 0 } },
  { { { 2, 3 }, 2, 0, 0 }, { { 3 }, 1, 0, 0 } },
  { { { 0 }, 0, 0, 0 }, { { 2, 2 }, 2, 0, 0 } },
  { { { 2, 1 }, 2, 0, 0 }, { { 1, 3 }, 2, 0, 0 } },
};

/* The Scalars that have no default. */
static const struct
{
  const char *name; /* of the row */
  double      value;
} scalars[] = {
  { "rsub", 1.5 },
  { "pow", 2.5 },
  { "pow.Scalar", 1.7 },
  { "div", 1.6 },
  { "remainder", 1.3 },
  { "fmod", 1.3 },
  { "clamp_min", 0.5 },
  { "clamp_max", 0.5 },
};

typedef struct
{
  const GradOp *op;
  double        scalar; /* for the first Scalar, if the row is called with other than its default */
  gboolean      has_scalar;
} Row;

static double
find_scalar (const GradOp *op)
{
  for (guint i = G_N_ELEMENTS (scalars); i-- > 0;)
    {
      gsize n = strlen (scalars[i].name);

      if (strncmp (grad_op_get_schema (op), scalars[i].name, n) == 0 && strchr (".(", grad_op_get_schema (op)[n]) != NULL)
        return scalars[i].value;
    }
  g_test_message ("%s: which Scalar is it to be tested with?", grad_op_get_schema (op));
  g_test_fail ();
  return 1;
}

static gboolean
call_row (GradTensor *const *inputs,
          GPtrArray         *outputs,
          gpointer           data,
          GError           **error)
{
  const Row          *row = data;
  guint               n, n_inputs = 0;
  gboolean            given = FALSE;
  const GradArgument *arguments = grad_op_get_arguments (row->op, &n);
  GradValue           values[8] = { { 0 } };
  GradTensor         *y;

  g_assert_cmpuint (n, <=, G_N_ELEMENTS (values));
  for (guint i = 0; i < n; i++)
    if (arguments[i].type == GRAD_TYPE_IS_TENSOR)
      values[i] = GRAD_VALUE_OF_TENSOR (inputs[n_inputs++]);
    else if (!given && row->has_scalar)
      {
        values[i] = GRAD_VALUE_OF_FLOAT (row->scalar);
        given = TRUE;
      }
  y = grad_op_call_full (row->op, values, n, NULL, error);
  if (y == NULL)
    return FALSE;
  g_ptr_array_add (outputs, y);
  return TRUE;
}

static void
check_row_on (const Row  *row,
              guint       shape,
              GHashTable *rows)
{
  g_autofree char *name = g_strdup_printf ("%s on shapes %u", grad_op_get_schema (row->op), shape);
  GradientCheck    check = { .name = name, .function = call_row, .data = (gpointer) row, .rows = rows };

  check.n_inputs = grad_op_get_n_inputs (row->op);
  for (guint i = 0; i < check.n_inputs; i++)
    {
      check.inputs[i] = shapes[shape][i];
      grad_op_get_range (row->op, &check.inputs[i].low, &check.inputs[i].high);
    }
  gradient_check (&check);
}

static void
check_row (const GradOp *op,
           GHashTable   *rows)
{
  guint               n;
  const GradArgument *arguments = grad_op_get_arguments (op, &n);
  Row                 row = { .op = op };

  gboolean has_default = TRUE;

  for (guint i = 0; i < n && !row.has_scalar; i++)
    if (arguments[i].type == GRAD_TYPE_IS_SCALAR)
      {
        row.has_scalar = TRUE;
        row.scalar = arguments[i].required                          ? find_scalar (op)
                     : arguments[i].fallback.type == GRAD_VALUE_INT ? 1.5
                                                                    : 0.3;
        has_default = !arguments[i].required && !isinf (arguments[i].fallback.number);
      }
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      const Row plain = { .op = op };

      if (has_default)
        check_row_on (&plain, i, rows);
      if (row.has_scalar)
        check_row_on (&row, i, rows);
    }
}

static gboolean
is_elementwise (const GradOp *op)
{
  double low, high;

  grad_op_get_range (op, &low, &high);
  return grad_op_get_formula (op) != NULL && low < high;
}

/* ---- structural rows ---- */

/* A program: the shapes of its inputs x, z, w, where they are sampled if not in −2 … 2, constants, steps to y and more. */
static const char *const programs[] = {
  "{'x': [2, 3], 'steps': [{'op': 'sum', 'in': ['x']}]}",
  "{'x': [], 'steps': [{'op': 'sum', 'in': ['x']}]}",
  "{'x': [2, 3, 2], 'steps': [{'op': 'sum', 'in': ['x'], 'attrs': {'dim': [0, 2]}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'sum', 'in': ['x'], 'attrs': {'dim': -1, 'keepdim': true}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'sum_to_size', 'in': ['x'], 'attrs': {'size': [1, 3]}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'mean', 'in': ['x']}]}",
  "{'x': [2, 3], 'steps': [{'op': 'mean', 'in': ['x'], 'attrs': {'dim': 0}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'prod', 'in': ['x']}]}",
  "{'x': [2, 3], 'steps': [{'op': 'prod', 'in': ['x'], 'attrs': {'dim': 1}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'prod', 'in': ['x'], 'attrs': {'dim': 0, 'keepdim': true}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'max', 'in': ['x']}]}",
  "{'x': [2, 3], 'steps': [{'op': 'max', 'in': ['x'], 'attrs': {'dim': 1}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'min', 'in': ['x']}]}",
  "{'x': [2, 3], 'steps': [{'op': 'min', 'in': ['x'], 'attrs': {'dim': 0, 'keepdim': true}}]}",
  "{'x': [2, 3], 'z': [3], 'steps': [{'op': 'max', 'in': ['x', 'z']}]}",
  "{'x': [2, 3], 'z': [3], 'steps': [{'op': 'min', 'in': ['x', 'z']}]}",
  "{'x': [2, 3], 'steps': [{'op': 'amax', 'in': ['x'], 'attrs': {'dim': [1]}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'amin', 'in': ['x'], 'attrs': {'dim': [0, 1]}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'var', 'in': ['x']}]}",
  "{'x': [2, 3], 'steps': [{'op': 'var', 'in': ['x'], 'attrs': {'dim': 1, 'unbiased': false}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'var', 'in': ['x'], 'attrs': {'dim': [0], 'correction': 0}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'std', 'in': ['x']}]}",
  "{'x': [2, 3], 'steps': [{'op': 'std', 'in': ['x'], 'attrs': {'dim': 1, 'unbiased': true, 'keepdim': true}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'std', 'in': ['x'], 'attrs': {'correction': 0}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'norm', 'in': ['x']}]}",
  "{'x': [2, 3], 'steps': [{'op': 'norm', 'in': ['x'], 'attrs': {'p': 3, 'dim': [1]}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'norm', 'in': ['x'], 'attrs': {'p': 1, 'dim': [0]}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'norm', 'in': ['x'], 'attrs': {'p': 'inf'}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'logsumexp', 'in': ['x'], 'attrs': {'dim': 1}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'cumsum', 'in': ['x'], 'attrs': {'dim': 1}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'cumprod', 'in': ['x'], 'attrs': {'dim': 1}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'softmax', 'in': ['x'], 'attrs': {'dim': 1}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'log_softmax', 'in': ['x'], 'attrs': {'dim': 0}}]}",

  "{'x': [3], 'z': [3], 'steps': [{'op': 'dot', 'in': ['x', 'z']}]}",
  "{'x': [2, 3], 'z': [3], 'steps': [{'op': 'mv', 'in': ['x', 'z']}]}",
  "{'x': [2, 3], 'z': [3, 2], 'steps': [{'op': 'mm', 'in': ['x', 'z']}]}",
  "{'x': [2, 2, 3], 'z': [2, 3, 2], 'steps': [{'op': 'bmm', 'in': ['x', 'z']}]}",
  "{'x': [3], 'z': [3, 2], 'steps': [{'op': 'matmul', 'in': ['x', 'z']}]}",
  "{'x': [2, 2, 3], 'z': [3, 2], 'steps': [{'op': 'matmul', 'in': ['x', 'z']}]}",
  "{'x': [2, 3], 'z': [2, 3, 2], 'steps': [{'op': 'matmul', 'in': ['x', 'z']}]}",
  "{'x': [2, 1, 2, 3], 'z': [2, 3, 1], 'steps': [{'op': 'matmul', 'in': ['x', 'z']}]}",
  "{'x': [3], 'z': [2], 'steps': [{'op': 'outer', 'in': ['x', 'z']}]}",
  "{'w': [2], 'x': [2, 3], 'z': [3, 2], 'steps': [{'op': 'addmm', 'in': ['w', 'x', 'z']}]}",
  "{'x': [2, 3], 'z': [2, 3], 'w': [2], 'steps': [{'op': 'linear', 'in': ['x', 'z', 'w']}]}",
  "{'x': [2, 2, 3], 'z': [2, 3], 'w': [2], 'steps': [{'op': 'linear', 'in': ['x', 'z', 'w']}]}",

  "{'x': [2, 3], 'steps': [{'op': 'alias', 'in': ['x']}]}",
  "{'x': [6], 'steps': [{'op': 'as_strided', 'in': ['x'], 'attrs': {'size': [2, 3], 'stride': [1, 2], 'storage_offset': 0}}]}",
  "{'x': [6], 'steps': [{'op': 'as_strided', 'in': ['x'], 'attrs': {'size': [2, 3], 'stride': [1, 2]}}, {'op': 'square', 'in': ['y']}]}",
  "{'x': [5], 'steps': [{'op': 'narrow', 'in': ['x'], 'attrs': {'dim': 0, 'start': 1, 'length': 2}}, {'op': 'square', 'in': ['y']}]}",
  "{'x': [4], 'steps': [{'op': 'index', 'in': ['x'], 'attrs': {'index': [{'list': [1, 1, 3]}]}}, {'op': 'square', 'in': ['y']}]}",
  "{'x': [3, 2], 'i': {'dtype': 'int64', 'shape': [2, 2], 'data': [2, 0, 1, 1]},"
  " 'steps': [{'op': 'gather', 'in': ['x', 'i'], 'attrs': {'dim': 0}}, {'op': 'square', 'in': ['y']}]}",
  "{'x': [2, 3], 'steps': [{'op': 'clone', 'in': ['x']}, {'op': 'index', 'in': ['y'], 'attrs': {'index': [{'i': 0}]}, 'out': ['v']},"
  " {'op': 'sin_', 'in': ['v'], 'out': ['v']}, {'op': 'square', 'in': ['y']}]}",
  "{'x': [2, 3], 'z': [3], 'steps': [{'op': 'clone', 'in': ['x']},"
  " {'op': 'setitem', 'in': ['y', 'z'], 'attrs': {'index': [{'i': 0}]}}, {'op': 'square', 'in': ['y']}]}",
  "{'x': [2, 3], 'steps': [{'op': 'select', 'in': ['x'], 'attrs': {'dim': 1, 'index': -1}}]}",
  "{'x': [5], 'steps': [{'op': 'index', 'in': ['x'], 'attrs': {'index': [{'slice': [1, null, 2]}]}}]}",
  "{'x': [5], 'steps': [{'op': 'narrow', 'in': ['x'], 'attrs': {'dim': 0, 'start': 1, 'length': 2}}]}",
  "{'x': [3, 1], 'steps': [{'op': 'expand', 'in': ['x'], 'attrs': {'size': [2, 3, 2]}}]}",
  "{'x': [3, 1], 'z': [3, 2], 'steps': [{'op': 'expand_as', 'in': ['x', 'z']}, {'op': 'mul', 'in': ['y', 'z']}]}",
  "{'x': [2, 3], 'steps': [{'op': 'transpose', 'in': ['x'], 'attrs': {'dim0': 0, 'dim1': 1}}]}",
  "{'x': [2, 3, 2], 'steps': [{'op': 'permute', 'in': ['x'], 'attrs': {'dims': [2, 0, 1]}}]}",
  "{'x': [2, 3], 'steps': [{'op': 't', 'in': ['x']}]}",
  "{'x': [2, 3], 'steps': [{'op': 'T', 'in': ['x']}]}",
  "{'x': [2, 3], 'steps': [{'op': 'view', 'in': ['x'], 'attrs': {'size': [3, 2]}}]}",
  "{'x': [2, 3], 'steps': [{'op': 't', 'in': ['x']}, {'op': 'reshape', 'in': ['y'], 'attrs': {'shape': [-1]}}]}",
  "{'x': [2, 3], 'steps': [{'op': 't', 'in': ['x']}, {'op': 'reshape', 'in': ['y'], 'attrs': {'shape': [3, 1, 2]}}, {'op': 'square', 'in': ['y']}]}",
  "{'x': [2, 3, 2], 'steps': [{'op': 'flatten', 'in': ['x'], 'attrs': {'start_dim': 1}}]}",
  "{'x': [2, 1, 1], 'steps': [{'op': 'squeeze', 'in': ['x']}]}",
  "{'x': [2, 1, 1], 'steps': [{'op': 'squeeze', 'in': ['x'], 'attrs': {'dim': 1}}]}",
  "{'x': [2], 'steps': [{'op': 'unsqueeze', 'in': ['x'], 'attrs': {'dim': 0}}]}",
  "{'x': [5], 'steps': [{'op': 'split', 'in': ['x'], 'attrs': {'split_size': 2}, 'out': ['y', 'v', 'u']}]}",
  "{'x': [5], 'steps': [{'op': 'split', 'in': ['x'], 'attrs': {'split_size': [2, 3]}, 'out': ['y', 'v']}]}",
  "{'x': [5], 'steps': [{'op': 'chunk', 'in': ['x'], 'attrs': {'chunks': 2}, 'out': ['y', 'v']}]}",
  "{'x': [2, 3], 'steps': [{'op': 'unbind', 'in': ['x'], 'attrs': {'dim': 1}, 'out': ['y', 'v', 'u']}]}",

  "{'x': [2, 3], 'steps': [{'op': 'clone', 'in': ['x']}]}",
  "{'x': [2, 3], 'steps': [{'op': 't', 'in': ['x']}, {'op': 'contiguous', 'in': ['y']}]}",
  "{'x': [2, 3], 'steps': [{'op': 'to', 'in': ['x'], 'attrs': {'dtype': 'float64'}}, {'op': 'square', 'in': ['y']}]}",
  "{'x': [2, 3], 'z': [3], 'steps': [{'op': 'clone', 'in': ['x']}, {'op': 'copy_', 'in': ['y', 'z']}, {'op': 'square', 'in': ['y']}]}",
  "{'x': [2, 3], 'steps': [{'op': 'clone', 'in': ['x']}, {'op': 'fill_', 'in': ['y', {'float': 0.5}]}]}",
  "{'x': [2, 3], 'z': [], 'steps': [{'op': 'clone', 'in': ['x']}, {'op': 'fill_', 'in': ['y', 'z']}, {'op': 'square', 'in': ['y']}]}",
  "{'x': [2, 3], 'steps': [{'op': 'clone', 'in': ['x']}, {'op': 'zero_', 'in': ['y']}]}",
  "{'x': [2, 1], 'steps': [{'op': 'repeat', 'in': ['x'], 'attrs': {'repeats': [2, 1, 3]}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'flip', 'in': ['x'], 'attrs': {'dims': [1]}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'roll', 'in': ['x'], 'attrs': {'shifts': [1], 'dims': [1]}}]}",
  "{'x': [3, 3], 'steps': [{'op': 'tril', 'in': ['x']}]}",
  "{'x': [3, 3], 'steps': [{'op': 'triu', 'in': ['x'], 'attrs': {'diagonal': 1}}]}",
  "{'x': [2, 3], 'z': [1, 3], 'steps': [{'op': 'cat', 'in': ['x', 'z']}]}",
  "{'x': [2, 3], 'z': [2, 3], 'steps': [{'op': 'stack', 'in': ['x', 'z'], 'attrs': {'dim': 1}}]}",

  "{'x': [2, 3], 'z': [3], 'm': {'dtype': 'bool', 'shape': [2, 1], 'data': [true, false]}, 'steps': [{'op': 'where', 'in': ['m', 'x', 'z']}]}",
  "{'x': [2, 3], 'm': {'dtype': 'bool', 'shape': [3], 'data': [true, false, true]},"
  " 'steps': [{'op': 'masked_fill', 'in': ['x', 'm'], 'attrs': {'value': 2}}]}",
  "{'x': [2, 3], 'm': {'dtype': 'bool', 'shape': [3], 'data': [true, false, true]}, 'steps': [{'op': 'masked_select', 'in': ['x', 'm']}]}",
  "{'x': [4], 'steps': [{'op': 'index', 'in': ['x'], 'attrs': {'index': [{'list': [1, 1, 3]}]}}]}",
  "{'x': [3, 2], 'm': {'dtype': 'bool', 'shape': [3], 'data': [true, false, true]},"
  " 'steps': [{'op': 'index', 'in': ['x'], 'attrs': {'index': [{'tensor': 'm'}, {'i': 1}]}}]}",
  "{'x': [4], 'z': [2], 'steps': [{'op': 'clone', 'in': ['x']},"
  " {'op': 'setitem', 'in': ['y', 'z'], 'attrs': {'index': [{'list': [0, 2]}]}}, {'op': 'square', 'in': ['y']}]}",
  "{'x': [3, 2], 'i': {'dtype': 'int64', 'shape': [2], 'data': [2, 0]}, 'steps': [{'op': 'index_select', 'in': ['x', 'i'], 'attrs': {'dim': 0}}]}",
  "{'x': [2, 3], 'i': {'dtype': 'int64', 'shape': [], 'data': [2]}, 'steps': [{'op': 'index_select', 'in': ['x', 'i'], 'attrs': {'dim': 1}}]}",
  "{'x': [3, 2], 'i': {'dtype': 'int64', 'shape': [2, 2], 'data': [2, 0, 1, 1]}, 'steps': [{'op': 'gather', 'in': ['x', 'i'], 'attrs': {'dim': 0}}]}",
  "{'x': [2, 3], 'steps': [{'op': 'sort', 'in': ['x'], 'attrs': {'dim': 1}, 'out': ['y', 'i']}]}",

  "{'x': [2, 3], 'z': [3], 'steps': [{'op': 'mse_loss', 'in': ['x', 'z']}]}",
  "{'x': [2, 3], 'z': [2, 3], 'steps': [{'op': 'mse_loss', 'in': ['x', 'z'], 'attrs': {'reduction': 'none'}}]}",
  "{'x': [2, 3], 'z': [2, 3], 'steps': [{'op': 'l1_loss', 'in': ['x', 'z']}]}",
  "{'x': [2, 3], 'z': [2, 3], 'range': [0.1, 0.9], 'steps': [{'op': 'binary_cross_entropy', 'in': ['x', 'z']}]}",
  "{'x': [2, 3], 'z': [2, 3], 'range': [0.1, 0.9], 'steps': [{'op': 'binary_cross_entropy_with_logits', 'in': ['x', 'z'], 'attrs': {'reduction': 'sum'}}]}",
  "{'x': [2, 3], 'i': {'dtype': 'int64', 'shape': [2], 'data': [2, 0]}, 'steps': [{'op': 'nll_loss', 'in': ['x', 'i']}]}",
  "{'x': [2, 3], 'i': {'dtype': 'int64', 'shape': [2], 'data': [2, 0]}, 'steps': [{'op': 'cross_entropy', 'in': ['x', 'i']}]}",
  "{'x': [2, 3], 'z': [2, 3], 'range': [0.1, 0.9], 'steps': [{'op': 'cross_entropy', 'in': ['x', 'z']}]}",
  "{'x': [2, 3], 'steps': [{'op': 'square', 'in': ['x']}]}",
  "{'x': [2, 3], 'z': [3], 'steps': [{'op': 'rsub', 'in': ['x', 'z'], 'attrs': {'alpha': 2.5}}]}",
  "{'x': [2, 3], 'z': [3], 'w': [2, 1], 'steps': [{'op': 'clamp', 'in': ['x', 'z', 'w']}]}",
  "{'x': [2, 3], 'z': [3], 'steps': [{'op': 'clamp_min', 'in': ['x', 'z']}]}",
  "{'x': [2, 3], 'z': [3], 'steps': [{'op': 'clamp_max', 'in': ['x', 'z']}]}",
  "{'x': [2, 3], 'z': [], 'm': {'dtype': 'bool', 'shape': [3], 'data': [true, false, true]}, 'steps': [{'op': 'masked_fill', 'in': ['x', 'm', 'z']}]}",
  "{'x': [2, 3], 'z': [3], 'steps': [{'op': 'sin', 'in': ['x'], 'out': ['y']}, {'op': 'lt_', 'in': ['y', 'z'], 'out': ['y']}]}",
};

/* Operations and overloads without a gradient, which no program needs to reach, and the one whose gradient is the program's. */
static const char *const without[] = {
  "_function",
  "eq", "ne", "lt", "le", "gt", "ge", "logical_and", "logical_or", "logical_xor", "logical_not", "isnan", "isinf", "isfinite",
  "argmax", "argmin", "any", "all", "detach", "bitwise_not", "nonzero", "zeros", "ones", "empty", "full", "zeros_like", "ones_like",
  "empty_like", "full_like", "arange", "linspace", "eye", "rand", "randn", "randint", "randperm", "rand_like", "randn_like", "randint_like",
  "remainder.Scalar_Tensor", NULL
};

static const char *const input_names[] = { "x", "z", "w" };

typedef struct
{
  const Json *json;
  GHashTable *called; /* names of operations */
} Program;

static gboolean
read_constants (GHashTable *tensors,
                const Json *json,
                GError    **error)
{
  for (guint i = 0; i < json_get_n (json); i++)
    {
      const Json *member = json_get_item (json, i);
      GradTensor *constant;

      if (member->type != JSON_OBJECT)
        continue;
      constant = oracle_tensor_read (member, error);
      if (constant == NULL)
        return FALSE;
      g_hash_table_insert (tensors, member->name, constant);
    }
  return TRUE;
}

static gboolean
run_steps (const Program *program,
           GHashTable    *tensors,
           GError       **error)
{
  const Json *steps = json_get (program->json, "steps");

  for (guint i = 0; i < json_get_n (steps); i++)
    {
      g_hash_table_add (program->called, (gpointer) g_intern_string (json_get_string (json_get_item (steps, i), "op")));
      if (!oracle_step (tensors, json_get_item (steps, i), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
run_program (GradTensor *const *inputs,
             GPtrArray         *outputs,
             gpointer           data,
             GError           **error)
{
  static const char *const results[] = { "y", "v", "u" };
  const Program           *program = data;
  g_autoptr (GHashTable) tensors = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) grad_tensor_unref);
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (input_names); i++)
    if (json_get (program->json, input_names[i]) != NULL)
      g_hash_table_insert (tensors, (gpointer) input_names[i], grad_tensor_ref (inputs[n++]));
  if (!read_constants (tensors, program->json, error) || !run_steps (program, tensors, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    if (g_hash_table_lookup (tensors, results[i]) != NULL)
      g_ptr_array_add (outputs, grad_tensor_ref (g_hash_table_lookup (tensors, results[i])));
  return TRUE;
}

static void
add_input (GradientCheck *check,
           const Json    *shape,
           const Json    *range)
{
  GradientInput *input = &check->inputs[check->n_inputs++];

  input->n_dims = json_get_n (shape);
  for (guint d = 0; d < input->n_dims; d++)
    input->shape[d] = json_get_item (shape, d)->integer;
  input->low = range != NULL ? json_get_item (range, 0)->number : -2;
  input->high = range != NULL ? json_get_item (range, 1)->number : 2;
}

static void
check_program (const char *text,
               GHashTable *rows,
               GHashTable *called)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *quoted = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (Json) json = json_read (quoted, &error);
  Program       program = { json, called };
  GradientCheck check = { .name = text, .function = run_program, .data = &program, .rows = rows };

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (input_names); i++)
    if (json_get (json, input_names[i]) != NULL)
      add_input (&check, json_get (json, input_names[i]), json_get (json, "range"));
  gradient_check (&check);
}

static gboolean
is_without (const GradOp *op)
{
  const char      *schema = grad_op_get_schema (op);
  g_autofree char *overload = g_strndup (schema, strcspn (schema, "("));

  return g_strv_contains (without, grad_op_get_name (op)) || g_strv_contains (without, overload);
}

static const char *
get_called_name (const GradOp *op)
{
  return g_str_equal (grad_op_get_name (op), "numpy_T") ? "T" : grad_op_get_name (op);
}

static void
test_every_row (void)
{
  g_autoptr (GHashTable) rows = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) called = g_hash_table_new (g_str_hash, g_str_equal);
  guint                n_ops;
  const GradOp *const *ops = grad_op_list (&n_ops);

  for (guint i = 0; i < n_ops; i++)
    if (is_elementwise (ops[i]) && !g_str_has_suffix (grad_op_get_name (ops[i]), "_"))
      check_row (ops[i], rows);
  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    check_program (programs[i], rows, called);
  for (guint i = 0; i < n_ops; i++)
    {
      const char *name = grad_op_get_name (ops[i]), *grad_fn = grad_op_get_grad_fn (ops[i]);
      double      low, high;

      grad_op_get_range (ops[i], &low, &high);
      if (g_str_has_suffix (name, "_") || g_strcmp0 (grad_fn, "NotImplemented") == 0)
        continue;
      if (is_without (ops[i]))
        continue;
      if (grad_fn != NULL ? !g_hash_table_contains (rows, ops[i]) : !g_hash_table_contains (called, get_called_name (ops[i])))
        {
          g_test_message ("%s: no test reaches its gradient", grad_op_get_schema (ops[i]));
          g_test_fail ();
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grad/gradient/every-row-agrees-with-central-differences", test_every_row);
  return g_test_run ();
}
