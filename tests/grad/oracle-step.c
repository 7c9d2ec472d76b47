/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* One step of a fixture's program as a call of the engine. Which overload is meant, and which argument an attribute
 * is, follows from the schemas alone: an attribute goes to the argument of its name, else to the first that can take
 * it and has nothing. */

#include "oracle.h"

#include <string.h>

#include "grad/grad-index.h"
#include "grad/grad-op.h"
#include "grad/grad-schema.h"

enum
{
  MAX_ARGUMENTS = 12,
  MAX_LIST = 64,
};

G_DEFINE_QUARK (oracle - error - quark, oracle_error)

/* A call being put together. */
typedef struct
{
  GHashTable *tensors;
  const Json *step;
  GradValue   values[MAX_ARGUMENTS];
  gint64      integers[MAX_ARGUMENTS][MAX_LIST];
  GPtrArray  *numbers; /* owned tensors that stand for numbers */
  GPtrArray  *list;    /* the tensors of a list argument */
} Call;

/* A tensor by name, or a number in the place of one. */
static GradTensor *
get_tensor (Call       *call,
            const Json *input)
{
  GradTensor *tensor;
  GradDType   kind;
  double      number;

  if (input->type == JSON_STRING && (tensor = g_hash_table_lookup (call->tensors, input->string)) != NULL)
    return tensor;
  number = oracle_number_read (input, &kind);
  tensor = kind == GRAD_FLOAT64 ? grad_tensor_new_number (number)
           : kind == GRAD_BOOL  ? grad_tensor_new_boolean (number != 0)
                                : grad_tensor_new_integer ((gint64) number);
  g_ptr_array_add (call->numbers, tensor);
  return tensor;
}

static gboolean
take_scalar (const Json *json,
             GradValue  *value)
{
  GradDType kind;
  double    number = oracle_number_read (json, &kind);

  *value = kind == GRAD_FLOAT64 ? GRAD_VALUE_OF_FLOAT (number)
           : kind == GRAD_BOOL  ? GRAD_VALUE_OF_BOOL (number != 0)
                                : GRAD_VALUE_OF_INT ((gint64) number);
  return json->type != JSON_ARRAY;
}

static gboolean
take_integers (Call       *call,
               guint       i,
               const Json *json)
{
  const guint n = json->type == JSON_ARRAY ? json_get_n (json) : 1;

  if (n > MAX_LIST || (json->type != JSON_ARRAY && !json->is_integer))
    return FALSE;
  for (guint k = 0; k < n; k++)
    call->integers[i][k] = json->type == JSON_ARRAY ? json_get_item (json, k)->integer : json->integer;
  call->values[i] = GRAD_VALUE_OF_INTS (call->integers[i], n);
  return TRUE;
}

/* Whether json can be the argument, and if so makes it so. */
static gboolean
take (Call               *call,
      guint               i,
      const GradArgument *argument,
      const Json         *json)
{
  GradValue *value = &call->values[i];

  if (json->type == JSON_NULL)
    {
      *value = (GradValue){ .type = argument->accepts_none ? GRAD_VALUE_NONE : GRAD_VALUE_DEFAULT };
      return argument->accepts_none || !argument->required;
    }
  if (argument->is_list && argument->type != GRAD_TYPE_IS_TENSOR)
    return take_integers (call, i, json);
  switch (argument->type)
    {
    case GRAD_TYPE_IS_TENSOR:
      *value = GRAD_VALUE_OF_TENSOR (get_tensor (call, json));
      return !argument->is_list;
    case GRAD_TYPE_IS_SCALAR:
    case GRAD_TYPE_IS_FLOAT:
      return (json->type != JSON_STRING || g_hash_table_lookup (call->tensors, json->string) == NULL) && take_scalar (json, value);
    case GRAD_TYPE_IS_INT:
      *value = GRAD_VALUE_OF_INT (json->integer);
      return json->type == JSON_NUMBER && json->is_integer;
    case GRAD_TYPE_IS_BOOL:
      *value = GRAD_VALUE_OF_BOOL (json->integer != 0);
      return json->type == JSON_BOOLEAN;
    case GRAD_TYPE_IS_STRING:
      *value = GRAD_VALUE_OF_STRING (json->string);
      return json->type == JSON_STRING;
    default:
      value->type = GRAD_VALUE_DTYPE;
      return json->type == JSON_STRING && grad_dtype_from_name (json->string, &value->dtype);
    }
}

/* Other names that fixtures may use for an argument. */
static gboolean
is_called (const char *argument,
           const char *attribute)
{
  static const struct
  {
    const char *argument, *attribute;
  } others[] = {
    { "split_size", "size" },
    { "negative_slope", "slope" },
    { "start_dim", "start" },
    { "end_dim", "end" },
    { "fill_value", "value" },
    { "p", "ord" },
    { "dims", "dim" },
    { "dim", "axis" },
    { "dim", "dims" },
    { "size", "shape" },
    { "shape", "size" },
    { "repeats", "size" },
    { "repeats", "sizes" },
    { "other", "value" },
    { "diagonal", "k" },
  };

  if (g_str_equal (argument, attribute))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_str_equal (others[i].argument, argument) && g_str_equal (others[i].attribute, attribute))
      return TRUE;
  return FALSE;
}

/* An attribute to the argument of its name, or, if by_name is FALSE, to any that can take it. */
static gboolean
place_attribute (Call               *call,
                 const GradArgument *arguments,
                 guint               n_arguments,
                 gboolean           *filled,
                 const Json         *attribute,
                 gboolean            by_name)
{
  for (guint i = 0; i < n_arguments; i++)
    if (!filled[i] && arguments[i].type != GRAD_TYPE_IS_TENSOR && (!by_name || is_called (arguments[i].name, attribute->name)) &&
        take (call, i, &arguments[i], attribute))
      return filled[i] = TRUE;
  return FALSE;
}

/* The inputs in order: to the tensors of the schema, numbers also to its Scalars. */
static gboolean
place_inputs (Call               *call,
              const GradArgument *arguments,
              guint               n_arguments,
              gboolean           *filled)
{
  const Json *inputs = json_get (call->step, "in");
  guint       n = 0;

  for (guint i = 0; i < n_arguments && n < json_get_n (inputs); i++)
    if (arguments[i].type == GRAD_TYPE_IS_TENSOR && arguments[i].is_list)
      {
        for (; n < json_get_n (inputs); n++)
          g_ptr_array_add (call->list, get_tensor (call, json_get_item (inputs, n)));
        call->values[i] = GRAD_VALUE_OF_TENSORS ((GradTensor *const *) call->list->pdata, call->list->len);
        filled[i] = TRUE;
      }
    else if (!filled[i] && (arguments[i].type == GRAD_TYPE_IS_TENSOR || arguments[i].type == GRAD_TYPE_IS_SCALAR) && !arguments[i].keyword_only)
      {
        if (!take (call, i, &arguments[i], json_get_item (inputs, n)))
          return FALSE;
        filled[i] = TRUE;
        n++;
      }
  return n == json_get_n (inputs);
}

static gboolean
fit (Call               *call,
     const GradArgument *arguments,
     guint               n_arguments,
     gboolean            by_name)
{
  const Json *attributes = json_get (call->step, "attrs");
  gboolean    filled[MAX_ARGUMENTS] = { FALSE };

  memset (call->values, 0, sizeof call->values);
  g_ptr_array_set_size (call->list, 0);
  for (guint i = 0; i < json_get_n (attributes); i++)
    if (!place_attribute (call, arguments, n_arguments, filled, json_get_item (attributes, i), by_name))
      return FALSE;
  if (!place_inputs (call, arguments, n_arguments, filled))
    return FALSE;
  for (guint i = 0; i < n_arguments; i++)
    if (!filled[i] && arguments[i].required)
      return FALSE;
  return TRUE;
}

/* The row that a name of the fixtures means. */
static const GradOp *
look_up (const char *name)
{
  static const struct
  {
    const char *fixture, *op;
  } others[] = {
    { "floordiv", "floor_divide" },
    { "mod", "remainder" },
    { "T", "numpy_T" },
    { "truediv", "div" },
    { "and", "bitwise_and" },
    { "or", "bitwise_or" },
    { "xor", "bitwise_xor" },
    { "invert", "bitwise_not" },
    { "bce", "binary_cross_entropy" },
    { "nll", "nll_loss" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_str_equal (others[i].fixture, name))
      return grad_op_lookup (others[i].op);
  return grad_op_lookup (name);
}

/* Gives the results their names. */
static void
name_results (Call       *call,
              GradTensor *first,
              GPtrArray  *more)
{
  const Json *names = json_get (call->step, "out");

  if (names == NULL)
    g_hash_table_insert (call->tensors, (gpointer) "y", grad_tensor_ref (first));
  for (guint i = 0; i < json_get_n (names) && i <= more->len; i++)
    g_hash_table_insert (call->tensors, json_get_item (names, i)->string, grad_tensor_ref (i == 0 ? first : more->pdata[i - 1]));
  grad_tensor_unref (first);
}

static gboolean
call_op (Call       *call,
         const char *name,
         GError    **error)
{
  g_autoptr (GPtrArray) more = g_ptr_array_new_with_free_func ((GDestroyNotify) grad_tensor_unref);
  guint       n_arguments;
  GradTensor *result;
  GError     *own = NULL;

  for (guint by_name = 2; by_name-- > 0;)
    for (const GradOp *op = look_up (name); op != NULL; op = grad_op_next_overload (op))
      {
        const GradArgument *arguments = grad_op_get_arguments (op, &n_arguments);

        if (!fit (call, arguments, n_arguments, by_name))
          continue;
        result = grad_op_call_full (op, call->values, n_arguments, more, &own);
        if (own != NULL)
          {
            g_propagate_error (error, own);
            return FALSE;
          }
        if (result == NULL) /* a dimension of size 0, unbound */
          return TRUE;
        name_results (call, result, more);
        return TRUE;
      }
  g_set_error (error, ORACLE_ERROR, 0, "no operation “%s” takes these inputs and attributes", name);
  return FALSE;
}

/* What a list of numbers between brackets is: torch.tensor of it. */
static GradTensor *
read_places (Call       *call,
             const Json *list)
{
  const guint        n = json_get_n (list);
  const gboolean     mask = n > 0 && json_get_item (list, 0)->type == JSON_BOOLEAN;
  g_autofree gint64 *numbers = g_new0 (gint64, n + 1);
  g_autofree guint8 *flags = g_new0 (guint8, n + 1);
  GradTensor        *places;

  for (guint i = 0; i < n; i++)
    {
      numbers[i] = json_get_item (list, i)->integer;
      flags[i] = numbers[i] != 0;
    }
  places = grad_tensor_new (mask ? GRAD_BOOL : GRAD_INT64, (const gint64[]){ n }, 1, mask ? (const void *) flags : numbers, NULL);
  g_ptr_array_add (call->numbers, places);
  return places;
}

static gint64
get_bound (const Json *slice,
           guint       i,
           gint64      absent)
{
  const Json *bound = i < json_get_n (slice) ? json_get_item (slice, i) : NULL;

  return bound != NULL && bound->type == JSON_NUMBER ? bound->integer : absent;
}

/* One part between the brackets: {"i": 0}, {"slice": [1, 3, null]}, {"none": 1}, {"ellipsis": 1}, {"list": [1, 1]},
 * {"tensor": "m"}, {"bool": true}. */
static gboolean
read_part (Call       *call,
           const Json *json,
           GradIndex  *part)
{
  const Json *member = json_get_n (json) > 0 ? json_get_item (json, 0) : NULL;

  if (member == NULL)
    return FALSE;
  if (g_str_equal (member->name, "slice"))
    *part = (GradIndex){ .type = GRAD_INDEX_SLICE, .start = get_bound (member, 0, 0), .stop = get_bound (member, 1, G_MAXINT64), .step = get_bound (member, 2, 1) };
  else if (g_str_equal (member->name, "none"))
    *part = (GradIndex){ .type = GRAD_INDEX_NEW_DIM };
  else if (g_str_equal (member->name, "ellipsis"))
    *part = (GradIndex){ .type = GRAD_INDEX_ELLIPSIS };
  else if (g_str_equal (member->name, "list"))
    *part = (GradIndex){ .type = GRAD_INDEX_TENSOR, .tensor = read_places (call, member) };
  else if (g_str_equal (member->name, "tensor"))
    *part = (GradIndex){ .type = GRAD_INDEX_TENSOR, .tensor = get_tensor (call, member) };
  else if (member->type == JSON_BOOLEAN)
    *part = (GradIndex){ .type = GRAD_INDEX_BOOLEAN, .integer = member->integer };
  else
    *part = (GradIndex){ .type = GRAD_INDEX_INTEGER, .integer = member->integer };
  return TRUE;
}

/* y = x[index], or with a second input x[index] = value. */
static gboolean
index_tensor (Call    *call,
              gboolean set,
              GError **error)
{
  const Json *inputs = json_get (call->step, "in"), *index = json_get (json_get (call->step, "attrs"), "index");
  const guint n = json_get_n (index);
  GradIndex   parts[MAX_LIST];
  GradTensor *tensor, *result;
  g_autoptr (GPtrArray) more = g_ptr_array_new ();

  if (json_get_n (inputs) < (set ? 2 : 1) || n > MAX_LIST)
    {
      g_set_error (error, ORACLE_ERROR, 0, "an index of %u parts and %u inputs", n, json_get_n (inputs));
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    if (!read_part (call, json_get_item (index, i), &parts[i]))
      {
        g_set_error (error, ORACLE_ERROR, 0, "part %u of an index says nothing", i);
        return FALSE;
      }
  tensor = get_tensor (call, json_get_item (inputs, 0));
  if (set && !grad_tensor_set_index (tensor, parts, n, get_tensor (call, json_get_item (inputs, 1)), error))
    return FALSE;
  result = set ? grad_tensor_ref (tensor) : grad_tensor_index (tensor, parts, n, error);
  if (result != NULL)
    name_results (call, result, more);
  return result != NULL;
}

gboolean
oracle_step (GHashTable *tensors,
             const Json *step,
             GError    **error)
{
  const char *name = json_get_string (step, "op");
  Call        call = { .tensors = tensors, .step = step };
  gboolean    ok;

  if (name == NULL)
    {
      g_set_error_literal (error, ORACLE_ERROR, 0, "a step without “op”");
      return FALSE;
    }
  call.numbers = g_ptr_array_new_with_free_func ((GDestroyNotify) grad_tensor_unref);
  call.list = g_ptr_array_new ();
  if (json_get (json_get (step, "attrs"), "index") != NULL && json_get (json_get (step, "attrs"), "index")->type == JSON_ARRAY)
    ok = index_tensor (&call, !g_str_equal (name, "index"), error);
  else
    ok = call_op (&call, name, error);
  g_ptr_array_unref (call.numbers);
  g_ptr_array_unref (call.list);
  return ok;
}
