/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What came of a step, in formulas: values that were set, the rule by which a gradient is passed on, a sum in a leaf. */

#include "scene/scene-step-private.h"

#include <string.h>

#include "grad/grad-op.h"
#include "lab/lab-search.h"
#include "lab/lab-text.h"
#include "scene/scene-tensor.h"
#include "scene/scene-variables.h"

enum
{
  MOST_FORMULAS = 4,
  LONGEST_FORMULA = 90, /* bytes of the gradient of an operation that are still worth reading */
};

#define FORMULA_GAP "    "

static void
append_formula (GPtrArray  *formulas,
                const char *name,
                const char *value)
{
  g_autofree char *start = g_strdup_printf ("%s = ", name);

  for (guint i = formulas->len; i-- > 0;)
    if (g_str_has_prefix (g_ptr_array_index (formulas, i), start))
      g_ptr_array_remove_index (formulas, i);
  g_ptr_array_add (formulas, g_strconcat (start, value, NULL));
}

/* A gradient that was written by an operation in place: x.grad.zero_ (). */
static void
append_change (LabLog           *log,
               guint64           cursor,
               const LabInplace *inplace,
               GPtrArray        *formulas)
{
  const LabState  *state = lab_log_get_state (log, cursor);
  guint64          leaf;
  g_autofree char *leaf_name = NULL;
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;

  if (lab_map_get (&state->holders, inplace->tensor.id, &leaf))
    {
      leaf_name = lab_search_names (log, state, leaf);
      name = leaf_name != NULL ? g_strconcat (leaf_name, ".grad", NULL) : NULL;
    }
  else
    name = lab_search_names (log, state, inplace->tensor.id);
  value = scene_step_dup_value (&inplace->tensor);
  if (name != NULL)
    append_formula (formulas, name, value);
}

/* The first line of what was printed. */
static void
append_output (const LabOut *out,
               GPtrArray    *formulas)
{
  g_autofree char *text = lab_text_dup_clean (out->text);
  g_autofree char *first = NULL;

  text[strcspn (text, "\n")] = '\0';
  first = scene_step_shorten (text);
  if (*first != '\0')
    g_ptr_array_add (formulas, g_strconcat ("» ", first, NULL));
}

/* What the events since the last line have set and printed. */
static void
append_changes (LabLog    *log,
                guint64    cursor,
                GPtrArray *formulas)
{
  guint64    event = cursor - 1;
  LabMessage message;

  while (event > 0 && lab_log_get_kind (log, event - 1) != LAB_LINE)
    event--;
  for (; event < cursor; event++)
    {
      lab_log_get_event (log, event, &message);
      if (message.kind == LAB_INPLACE)
        append_change (log, cursor, &message.inplace, formulas);
      else if (message.kind == LAB_OUT)
        append_output (&message.out, formulas);
      else if (message.kind == LAB_VAR)
        {
          g_autofree char *name = lab_text_dup_clean (message.var.name);
          g_autofree char *value = scene_variables_describe_value (log, cursor, &message.var.value);

          append_formula (formulas, name, value);
        }
    }
}

/* The row of the table of operations that recorded a node; NULL if there is none. */
static const GradOp *
find_op (LabText name,
         LabText grad_fn)
{
  guint                n_ops;
  const GradOp *const *ops = grad_op_list (&n_ops);
  g_autofree char     *op_name = lab_text_dup (name);
  g_autofree char     *fn = lab_text_dup (grad_fn);

  for (guint i = 0; i < n_ops; i++)
    if (g_strcmp0 (grad_op_get_grad_fn (ops[i]), fn) == 0 && g_str_has_prefix (op_name, grad_op_get_name (ops[i])))
      return ops[i];
  return NULL;
}

/* An expression without what does not count here: the case of an exponent that is 0, and a factor that is 1. */
static char *
simplify_rule (const char *rule,
               const char *arguments)
{
  const char *otherwise = strstr (rule, " else ");

  if (otherwise != NULL && strstr (arguments, "exponent=0") == NULL)
    rule = otherwise + strlen (" else ");
  if (g_str_has_suffix (rule, " * alpha") && strstr (arguments, "alpha=") == NULL)
    return g_strndup (rule, strlen (rule) - strlen (" * alpha"));
  return g_strdup (rule);
}

/* What a node passes to each tensor that its operation has read, as Python expressions. Where one of two operands was a
 * number, only the other has a gradient. */
static void
append_passed_on (const GradOp *op,
                  LabText       arguments_text,
                  guint32       n_inputs,
                  GPtrArray    *formulas)
{
  g_autofree char *arguments = lab_text_dup (arguments_text);
  const char      *rules = op != NULL ? grad_op_get_formula (op) : NULL;
  g_auto (GStrv) parts = rules != NULL ? g_strsplit (rules, "; ", -1) : NULL;
  const guint n_parts = parts != NULL ? g_strv_length (parts) : 0;
  const guint only = n_inputs == 1 && n_parts == 2 ? (guint) g_str_has_prefix (arguments, "self=") : n_parts;

  for (guint i = 0; i < n_parts; i++)
    {
      g_autofree char *rule = simplify_rule (parts[i], arguments);

      if ((only == n_parts || only == i) && strlen (rule) <= LONGEST_FORMULA)
        g_ptr_array_add (formulas, g_strconcat ("→ ", rule, NULL));
    }
}

static void
append_rule (LabLog       *log,
             guint64       cursor,
             const LabBwd *bwd,
             GPtrArray    *formulas)
{
  LabMessage       message;
  g_autofree char *grad = scene_step_dup_value (&bwd->grad);

  g_ptr_array_add (formulas, g_strdup_printf ("grad = %s", grad));
  if (!scene_step_find_node (log, cursor, bwd->node, &message))
    return;
  if (message.kind == LAB_OP)
    append_passed_on (find_op (message.op.name, message.op.grad_fn), message.op.arguments, message.op.inputs.n, formulas);
  else
    append_passed_on (find_op (message.inplace.name, message.inplace.grad_fn), message.inplace.arguments, message.inplace.inputs.n, formulas);
}

/* “x.grad = 12 + 6 = 18”, or without the sum where there was nothing before. */
static void
append_sum (LabLog       *log,
            guint64       cursor,
            const LabAcc *acc,
            GPtrArray    *formulas)
{
  g_autofree char *leaf = scene_step_name_leaf (log, cursor, acc->leaf);
  g_autofree char *now = scene_step_dup_value (&acc->grad);
  g_autofree char *added = scene_step_dup_value (&acc->added);
  g_autofree char *before = NULL;
  LabTensor        tensor;
  guint64          event;

  if (lab_map_get (&lab_log_get_state (log, cursor - 1)->grads, acc->leaf, &event) && lab_log_get_tensor (log, event, &tensor))
    before = scene_tensor_describe (&tensor);
  if (before != NULL)
    g_ptr_array_add (formulas, g_strdup_printf ("%s.grad = %s + %s = %s", leaf, before, added, now));
  else
    g_ptr_array_add (formulas, g_strdup_printf ("%s.grad = %s", leaf, now));
}

char *
scene_step_dup_formulas (LabLog *log,
                         guint64 cursor)
{
  g_autoptr (GPtrArray) formulas = g_ptr_array_new_with_free_func (g_free);
  LabMessage message;

  if (cursor == 0)
    return g_strdup ("");
  lab_log_get_event (log, cursor - 1, &message);
  if (message.kind == LAB_BWD)
    append_rule (log, cursor, &message.bwd, formulas);
  else if (message.kind == LAB_ACC)
    append_sum (log, cursor, &message.acc, formulas);
  else
    append_changes (log, cursor, formulas);
  if (formulas->len > MOST_FORMULAS)
    g_ptr_array_remove_range (formulas, 0, formulas->len - MOST_FORMULAS);
  g_ptr_array_add (formulas, NULL);
  return g_strjoinv (FORMULA_GAP, (char **) formulas->pdata);
}
