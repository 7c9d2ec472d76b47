/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The variables of a lab program at a moment, with what autograd knows of each. */

#include "scene/scene-variables.h"

#include <glib/gi18n-lib.h>

#include "descent/descent-format.h"
#include "lab/lab-text.h"
#include "scene/scene-tensor.h"

static void
free_variable (gpointer data)
{
  SceneVariable *variable = data;

  g_free (variable->function);
  g_free (variable->name);
  g_free (variable->value);
  g_free (variable->type);
  g_free (variable->grad);
  g_free (variable->grad_fn);
  g_free (variable);
}

static gboolean
find_tensor (LabLog    *log,
             guint64    cursor,
             guint64    id,
             LabTensor *tensor)
{
  guint64 event;

  return lab_map_get (&lab_log_get_state (log, cursor)->tensors, id, &event) && lab_log_get_tensor (log, event, tensor);
}

static char *
describe_held_tensor (LabLog *log,
                      guint64 cursor,
                      guint64 id)
{
  LabTensor tensor;
  char     *text = find_tensor (log, cursor, id, &tensor) ? scene_tensor_describe (&tensor) : NULL;

  return text != NULL ? text : g_strdup ("[]");
}

char *
scene_variables_describe_value (LabLog         *log,
                                guint64         cursor,
                                const LabValue *value)
{
  g_autofree char *text = NULL;

  switch ((int) value->kind)
    {
    case LAB_VALUE_NONE:
      return g_strdup ("None");
    case LAB_VALUE_BOOL:
      return g_strdup (value->integer != 0 ? "True" : "False");
    case LAB_VALUE_INT:
      return g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);
    case LAB_VALUE_FLOAT:
      return descent_format_number (value->number, GRAD_FLOAT64);
    case LAB_VALUE_TENSOR:
      return describe_held_tensor (log, cursor, value->tensor);
    case LAB_VALUE_TEXT:
      text = lab_text_dup_clean (value->text);
      return g_strdup_printf ("'%s'", text);
    default:
      return lab_text_dup_clean (value->text);
    }
}

/* ---- types ---- */

static const char *const dtypes[] = {
  [LAB_BOOL] = "bool",
  [LAB_INT64] = "int64",
  [LAB_FLOAT32] = "float32",
  [LAB_FLOAT64] = "float64",
};

static char *
name_tensor_type (const LabTensor *tensor)
{
  g_autoptr (GString) text = g_string_new (dtypes[tensor->dtype]);

  for (guint8 i = 0; i < tensor->n_dims; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " × " : " ", tensor->shape[i]);
  return g_strdup (text->str);
}

static char *
name_type (const LabValue *value)
{
  static const char *const names[] = {
    [LAB_VALUE_NONE] = "NoneType",
    [LAB_VALUE_BOOL] = "bool",
    [LAB_VALUE_INT] = "int",
    [LAB_VALUE_FLOAT] = "float",
    [LAB_VALUE_TEXT] = "str",
  };

  return value->kind < G_N_ELEMENTS (names) ? g_strdup (names[value->kind]) : lab_text_dup_clean (value->type);
}

/* ---- what autograd knows ---- */

static char *
describe_grad (LabLog         *log,
               const LabState *state,
               guint64         leaf)
{
  guint64   event;
  LabTensor tensor;

  if (!lab_map_get (&state->grads, leaf, &event) || !lab_log_get_tensor (log, event, &tensor))
    return NULL;
  return scene_tensor_describe (&tensor);
}

static char *
find_grad_fn (LabLog         *log,
              const LabState *state,
              guint64         tensor)
{
  guint64    node, event;
  LabMessage message;

  if (!lab_map_get (&state->makers, tensor, &node) || !lab_map_get (&state->nodes, node, &event))
    return NULL;
  lab_log_get_event (log, event, &message);
  return lab_text_dup_clean (message.kind == LAB_OP ? message.op.grad_fn : message.inplace.grad_fn);
}

static void
fill_tensor (SceneVariable *variable,
             LabLog        *log,
             guint64        cursor,
             guint64        id)
{
  const LabState *state = lab_log_get_state (log, cursor);
  LabTensor       tensor;

  variable->is_tensor = TRUE;
  variable->type = find_tensor (log, cursor, id, &tensor) ? name_tensor_type (&tensor) : g_strdup ("Tensor");
  variable->grad_fn = find_grad_fn (log, state, id);
  variable->requires_grad = variable->grad_fn != NULL || lab_map_get (&state->required, id, NULL);
  variable->grad = describe_grad (log, state, id);
}

static SceneVariable *
make_variable (LabLog       *log,
               guint64       cursor,
               const char   *function,
               const LabVar *var)
{
  SceneVariable *variable = g_new0 (SceneVariable, 1);

  variable->function = g_strdup (function);
  variable->name = lab_text_dup_clean (var->name);
  variable->value = scene_variables_describe_value (log, cursor, &var->value);
  if (var->value.kind == LAB_VALUE_TENSOR)
    fill_tensor (variable, log, cursor, var->value.tensor);
  else
    variable->type = name_type (&var->value);
  return variable;
}

static void
add_frame (GPtrArray      *variables,
           LabLog         *log,
           guint64         cursor,
           const LabFrame *frame,
           const char     *function)
{
  const LabMapEntry *entry;

  for (guint position = 0; (entry = lab_map_next (&frame->variables, &position)) != NULL;)
    {
      LabMessage message;

      lab_log_get_event (log, entry->value, &message);
      g_ptr_array_add (variables, make_variable (log, cursor, function, &message.var));
    }
}

GPtrArray *
scene_variables_new (LabLog *log,
                     guint64 cursor)
{
  GPtrArray      *variables = g_ptr_array_new_with_free_func (free_variable);
  const LabState *state = lab_log_get_state (log, cursor);

  for (guint depth = state->frames->len; depth-- > 0;)
    {
      const LabFrame  *frame = &g_array_index (state->frames, LabFrame, depth);
      g_autofree char *function = NULL;
      LabMessage       message;

      if (depth > 0)
        {
          lab_log_get_event (log, frame->call, &message);
          function = lab_text_dup_clean (message.call.name);
        }
      add_frame (variables, log, cursor, frame, function);
    }
  return variables;
}
