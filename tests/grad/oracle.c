/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* oracle FIXTURE.json: does what each case of the file says with the engine and prints, as JSON, what came of it:
 * values, gradients, errors, names of operations, graphs, printed forms. check_oracle.py compares that with what
 * PyTorch gave, which stands in the same file. */

#include "oracle.h"

#include <stdio.h>

#include "grad/grad-node.h"
#include "grad/grad-op.h"

/* A case on its way. */
typedef struct
{
  const Json *json;
  GHashTable *tensors; /* by name */
  GString    *out;
  GPtrArray  *inputs; /* names of those that require grad */
} Case;

static GradTensor *
get_named (const Case *c,
           const char *name)
{
  return g_hash_table_lookup (c->tensors, name);
}

static void
write_member (GString    *out,
              guint       i,
              const char *name)
{
  g_string_append (out, i > 0 ? ", " : "");
  json_write_string (out, name);
  g_string_append (out, ": ");
}

static void
write_error (const Case   *c,
             const GError *error,
             int           where)
{
  const gboolean own = error != NULL && error->domain == GRAD_ERROR;
  const char    *type = own ? grad_error_get_exception ((GradError) error->code) : "OracleError";

  g_string_append_printf (c->out, ", \"error\": {\"type\": \"%s\", \"message\": ", type);
  json_write_string (c->out, error != NULL ? error->message : "refused without an error");
  if (where < 0)
    g_string_append (c->out, ", \"where\": \"backward\"}");
  else
    g_string_append_printf (c->out, ", \"where\": %d}", where);
}

static gboolean
read_inputs (Case    *c,
             GError **error)
{
  const Json *inputs = json_get (c->json, "inputs");

  for (guint i = 0; i < json_get_n (inputs); i++)
    {
      const Json *input = json_get_item (inputs, i);
      GradTensor *tensor = oracle_tensor_read (input, error);

      if (tensor == NULL)
        return FALSE;
      g_hash_table_insert (c->tensors, input->name, tensor);
      if (grad_tensor_get_requires_grad (tensor))
        g_ptr_array_add (c->inputs, input->name);
    }
  return TRUE;
}

typedef void (*WriteTensor) (GString    *out,
                             GradTensor *tensor);

static void
write_complete (GString    *out,
                GradTensor *tensor)
{
  oracle_tensor_write (out, tensor, TRUE);
}

static void
write_version (GString    *out,
               GradTensor *tensor)
{
  g_string_append_printf (out, "%u", grad_tensor_get_version_counter (tensor));
}

/* A section of all outputs by name. */
static void
write_outputs (const Case *c,
               const char *section,
               WriteTensor write)
{
  const Json *names = json_get (c->json, "outputs");
  guint       n = 0;

  write_member (c->out, 1, section);
  g_string_append_c (c->out, '{');
  for (guint i = 0; i < json_get_n (names); i++)
    {
      GradTensor *tensor = get_named (c, json_get_item (names, i)->string);

      if (tensor == NULL)
        continue;
      write_member (c->out, n++, json_get_item (names, i)->string);
      write (c->out, tensor);
    }
  g_string_append_c (c->out, '}');
}

static void
write_gradients (const Case        *c,
                 const char        *section,
                 GradTensor *const *gradients)
{
  write_member (c->out, 1, section);
  g_string_append_c (c->out, '{');
  for (guint i = 0; i < c->inputs->len; i++)
    {
      write_member (c->out, i, c->inputs->pdata[i]);
      oracle_tensor_write (c->out, gradients[i], FALSE);
    }
  g_string_append_c (c->out, '}');
}

/* Gradients of the outputs, each with its cotangent (NULL: none given), with respect to the inputs. */
static gboolean
differentiate (const Case       *c,
               GPtrArray        *outputs,
               GPtrArray        *cotangents,
               GradBackwardFlags flags,
               GradTensor      **gradients,
               GError          **error)
{
  g_autofree GradTensor **inputs = g_new0 (GradTensor *, c->inputs->len + 1);

  for (guint i = 0; i < c->inputs->len; i++)
    inputs[i] = get_named (c, c->inputs->pdata[i]);
  return grad_autograd_grad ((GradTensor *const *) outputs->pdata, outputs->len, cotangents != NULL ? (GradTensor *const *) cotangents->pdata : NULL,
                             inputs, c->inputs->len, flags | GRAD_BACKWARD_ALLOW_UNUSED, gradients, error);
}

static GradTensor *
call (const char *name,
      GradTensor *a,
      GradTensor *b)
{
  return grad_op_call (grad_op_lookup (name), (GradTensor *[]){ a, b }, b != NULL ? 2 : 1, NULL);
}

/* The sum of (0.5 · gradient).sum () over all gradients, which is what is differentiated again. NULL if there is
 * none. Transfer full. */
static GradTensor *
sum_halves (GradTensor *const *gradients,
            guint              n)
{
  g_autoptr (GradTensor) half = grad_tensor_new_number (0.5);
  GradTensor *total = NULL;

  for (guint i = 0; i < n; i++)
    if (gradients[i] != NULL)
      {
        g_autoptr (GradTensor) halved = call ("mul", half, gradients[i]);
        g_autoptr (GradTensor) sum = call ("sum", halved, NULL);
        GradTensor *more = total != NULL ? call ("add", total, sum) : grad_tensor_ref (sum);

        g_clear_pointer (&total, grad_tensor_unref);
        total = more;
      }
  return total;
}

static gboolean
differentiate_again (const Case        *c,
                     GradTensor *const *gradients,
                     GError           **error)
{
  g_autofree GradTensor **second = g_new0 (GradTensor *, c->inputs->len + 1);
  g_autoptr (GradTensor) total = sum_halves (gradients, c->inputs->len);
  g_autoptr (GPtrArray) outputs = g_ptr_array_new ();
  gboolean ok = TRUE;

  g_ptr_array_add (outputs, total);
  if (total != NULL && grad_tensor_get_requires_grad (total))
    ok = differentiate (c, outputs, NULL, GRAD_BACKWARD_DEFAULT, second, error);
  if (ok)
    write_gradients (c, "second", second);
  for (guint i = 0; i < c->inputs->len; i++)
    g_clear_pointer (&second[i], grad_tensor_unref);
  return ok;
}

/* The outputs that have a cotangent, and these; or, if none has, those that require grad. */
static gboolean
find_roots (const Case *c,
            GPtrArray  *outputs,
            GPtrArray  *cotangents,
            GError    **error)
{
  const Json *given = json_get (json_get (c->json, "expect"), "cotangents");

  for (guint i = 0; i < json_get_n (given); i++)
    {
      GradTensor *output = get_named (c, json_get_item (given, i)->name), *cotangent;

      if (output == NULL)
        continue;
      cotangent = oracle_tensor_read (json_get_item (given, i), error);
      if (cotangent == NULL)
        return FALSE;
      g_ptr_array_add (outputs, output);
      g_ptr_array_add (cotangents, cotangent);
    }
  return TRUE;
}

static gboolean
run_backward (Case    *c,
              GError **error)
{
  const Json *order = json_get (c->json, "order");
  g_autoptr (GPtrArray) outputs = g_ptr_array_new ();
  g_autoptr (GPtrArray) cotangents = g_ptr_array_new_with_free_func ((GDestroyNotify) grad_tensor_unref);
  g_autofree GradTensor **gradients = g_new0 (GradTensor *, c->inputs->len + 1);
  const gboolean          twice = order != NULL && order->integer > 1;
  gboolean                ok = find_roots (c, outputs, cotangents, error);

  if (!ok || outputs->len == 0)
    return ok;
  ok = differentiate (c, outputs, cotangents, twice ? GRAD_BACKWARD_CREATE_GRAPH : GRAD_BACKWARD_DEFAULT, gradients, error);
  if (ok)
    write_gradients (c, "grads", gradients);
  if (ok && twice)
    ok = differentiate_again (c, gradients, error);
  for (guint i = 0; i < c->inputs->len; i++)
    g_clear_pointer (&gradients[i], grad_tensor_unref);
  return ok;
}

/* What is shown of an output begins with where it comes from. */
static gboolean
check_histories (const Case *c,
                 GError    **error)
{
  const Json *names = json_get (c->json, "outputs");

  for (guint i = 0; i < json_get_n (names); i++)
    {
      GradTensor *output = get_named (c, json_get_item (names, i)->string);

      if (output != NULL && !grad_tensor_check_history (output, error))
        return FALSE;
    }
  return TRUE;
}

static void
run_program (Case *c)
{
  const Json *steps = json_get (c->json, "steps");
  g_autoptr (GError) error = NULL;

  if (!read_inputs (c, &error))
    {
      write_error (c, error, 0);
      return;
    }
  for (guint i = 0; i < json_get_n (steps); i++)
    if (!oracle_step (c->tensors, json_get_item (steps, i), &error))
      {
        write_error (c, error, (int) i);
        return;
      }
  if (!check_histories (c, &error))
    {
      write_error (c, error, (int) json_get_n (steps) - 1);
      return;
    }
  write_outputs (c, "outputs", write_complete);
  write_outputs (c, "graph", oracle_graph_write);
  write_outputs (c, "versions", write_version);
  if (!run_backward (c, &error))
    write_error (c, error, -1);
}

static void
run_case (GString    *out,
          const Json *json)
{
  Case c = { .json = json, .out = out };

  g_string_append_c (out, '{');
  if (json_get (json, "optimizer") != NULL)
    oracle_descent_write (out, json);
  else
    {
      c.tensors = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) grad_tensor_unref);
      c.inputs = g_ptr_array_new ();
      g_string_append (out, "\"steps\": ");
      g_string_append_printf (out, "%u", json_get_n (json_get (json, "steps")));
      run_program (&c);
      g_hash_table_unref (c.tensors);
      g_ptr_array_unref (c.inputs);
    }
  g_string_append_c (out, '}');
}

static char *
run_all (const Json *fixture)
{
  const Json *cases = json_get (fixture, "cases");
  GString    *out = g_string_new ("{\"cases\": {");

  for (guint i = 0; i < json_get_n (cases); i++)
    {
      const char *id = json_get_string (json_get_item (cases, i), "id");

      g_string_append (out, i > 0 ? ",\n" : "\n");
      write_member (out, 0, id != NULL ? id : "");
      run_case (out, json_get_item (cases, i));
    }
  g_string_append (out, "\n}}\n");
  return g_string_free (out, FALSE);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Json) fixture = NULL;
  g_autofree char *text = NULL;
  g_autofree char *results = NULL;

  if (argc != 2)
    {
      fprintf (stderr, "usage: oracle FIXTURE.json\n");
      return 2;
    }
  if (!g_file_get_contents (argv[1], &text, NULL, &error) || (fixture = json_read (text, &error)) == NULL)
    {
      fprintf (stderr, "oracle: %s: %s\n", argv[1], error->message);
      return 2;
    }
  results = run_all (fixture);
  fputs (results, stdout);
  return 0;
}
