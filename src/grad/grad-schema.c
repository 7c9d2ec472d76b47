/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Reads schemas as PyTorch writes them:
 *
 *   name.overload(Tensor self, int[]? dim=None, bool keepdim=False, *, ScalarType? dtype=None)
 *
 * They are ours, so a mistake in one is a bug and ends the program; a test reads them all. */

#include "grad/grad-schema.h"

#include <math.h>
#include <string.h>

#include "grad/grad-op-private.h"

typedef struct
{
  GradArgument *arguments;
  guint         n_arguments;
  double        parameters[2];
} Schema;

static const struct
{
  const char      *name;
  GradArgumentType type;
} types[] = {
  { "Tensor", GRAD_TYPE_IS_TENSOR },
  { "Scalar", GRAD_TYPE_IS_SCALAR },
  { "int", GRAD_TYPE_IS_INT },
  { "float", GRAD_TYPE_IS_FLOAT },
  { "bool", GRAD_TYPE_IS_BOOL },
  { "str", GRAD_TYPE_IS_STRING },
  { "ScalarType", GRAD_TYPE_IS_DTYPE },
};

/* "int[]?": takes the marks off the end of the word, which has the name of the type left. */
static void
parse_type (char         *word,
            GradArgument *argument)
{
  if (g_str_has_suffix (word, "?"))
    {
      argument->accepts_none = TRUE;
      word[strlen (word) - 1] = '\0';
    }
  if (g_str_has_suffix (word, "[]"))
    {
      argument->is_list = TRUE;
      word[strlen (word) - 2] = '\0';
    }
  /* "Tensor?[]": the elements may be None. */
  if (g_str_has_suffix (word, "?"))
    {
      argument->accepts_none = TRUE;
      word[strlen (word) - 1] = '\0';
    }
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (word, types[i].name))
      {
        argument->type = types[i].type;
        return;
      }
  g_error ("schema: unknown type “%s”", word);
}

static GradValue
parse_default (const char         *text,
               const GradArgument *argument)
{
  if (g_str_equal (text, "None"))
    return (GradValue){ .type = GRAD_VALUE_NONE };
  if (g_str_equal (text, "True") || g_str_equal (text, "False"))
    return GRAD_VALUE_OF_BOOL (*text == 'T');
  if (g_str_equal (text, "[]"))
    return GRAD_VALUE_OF_INTS (NULL, 0);
  if (argument->type == GRAD_TYPE_IS_STRING)
    return GRAD_VALUE_OF_STRING (g_intern_string (text));
  if (argument->type == GRAD_TYPE_IS_INT)
    return GRAD_VALUE_OF_INT (g_ascii_strtoll (text, NULL, 10));
  if (argument->type == GRAD_TYPE_IS_SCALAR && strpbrk (text, ".ien") == NULL)
    return GRAD_VALUE_OF_INT (g_ascii_strtoll (text, NULL, 10));
  return GRAD_VALUE_OF_FLOAT (g_ascii_strtod (text, NULL));
}

/* "Scalar alpha=1" */
static void
parse_argument (const char   *text,
                GradArgument *argument)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 2);
  char *equals = strchr (words[1], '=');

  parse_type (words[0], argument);
  argument->required = equals == NULL;
  if (equals != NULL)
    {
      *equals = '\0';
      argument->fallback = parse_default (equals + 1, argument);
    }
  argument->name = g_intern_string (words[1]);
}

static void
find_parameters (Schema *schema)
{
  guint n = 0;

  schema->parameters[0] = 1; /* the alpha of what has none */
  for (guint i = 0; i < schema->n_arguments && n < 2; i++)
    if (schema->arguments[i].type == GRAD_TYPE_IS_SCALAR)
      {
        const GradValue *fallback = &schema->arguments[i].fallback;

        schema->parameters[n++] = fallback->type == GRAD_VALUE_INT ? (double) fallback->integer : fallback->number;
      }
}

static Schema *
parse_schema (const char *text)
{
  Schema          *schema = g_new0 (Schema, 1);
  const char      *open = strchr (text, '('), *close = strchr (open, ')');
  g_autofree char *inside = g_strndup (open + 1, (gsize) (close - open - 1));
  g_auto (GStrv) parts = g_strsplit (inside, ", ", -1);
  gboolean keyword_only = FALSE;

  schema->arguments = g_new0 (GradArgument, g_strv_length (parts));
  for (guint i = 0; parts[i] != NULL; i++)
    if (g_str_equal (parts[i], "*"))
      keyword_only = TRUE;
    else
      {
        GradArgument *argument = &schema->arguments[schema->n_arguments++];

        parse_argument (parts[i], argument);
        argument->keyword_only = keyword_only;
      }
  find_parameters (schema);
  return schema;
}

static const Schema *
get_schema (const GradOp *op)
{
  static const Schema *schemas[GRAD_N_OPS];

  if (g_once_init_enter (&schemas[op->id]))
    g_once_init_leave (&schemas[op->id], parse_schema (op->schema));
  return schemas[op->id];
}

const GradArgument *
grad_op_get_arguments (const GradOp *op,
                       guint        *n_arguments)
{
  const Schema *schema = get_schema (op);

  *n_arguments = schema->n_arguments;
  return schema->arguments;
}

guint
grad_op_get_n_arguments (const GradOp *op)
{
  return get_schema (op)->n_arguments;
}

const double *
grad_op_get_parameters (const GradOp *op)
{
  return get_schema (op)->parameters;
}
