/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The words of a typed function in one table, and the searches in it: by name, by the pieces of a run of letters,
 * by likeness. */

#include "descent/descent-name.h"

#include <math.h>
#include <string.h>

enum
{
  MAX_COMPARED = 16, /* bytes; nothing longer is like any word */
  SLIP = 2,          /* what a letter too many, missing or wrong costs */
  EXCHANGE = 1,
};

static const DescentName names[] = {
  { "x", DESCENT_NAME_VARIABLE, .n = 0 },
  { "y", DESCENT_NAME_VARIABLE, .n = 1 },
  { "x0", DESCENT_NAME_VARIABLE, .n = 0 },
  { "x1", DESCENT_NAME_VARIABLE, .n = 1 },
  { "pi", DESCENT_NAME_CONSTANT, "math.pi", G_PI },
  { "π", DESCENT_NAME_CONSTANT, "math.pi", G_PI },
  { "e", DESCENT_NAME_CONSTANT, "math.e", G_E },
  { "sin", DESCENT_NAME_FUNCTION, "sin", .n = 1 },
  { "cos", DESCENT_NAME_FUNCTION, "cos", .n = 1 },
  { "tan", DESCENT_NAME_FUNCTION, "tan", .n = 1 },
  { "asin", DESCENT_NAME_FUNCTION, "asin", .n = 1 },
  { "acos", DESCENT_NAME_FUNCTION, "acos", .n = 1 },
  { "atan", DESCENT_NAME_FUNCTION, "atan", .n = 1 },
  { "arcsin", DESCENT_NAME_FUNCTION, "asin", .n = 1 },
  { "arccos", DESCENT_NAME_FUNCTION, "acos", .n = 1 },
  { "arctan", DESCENT_NAME_FUNCTION, "atan", .n = 1 },
  { "sinh", DESCENT_NAME_FUNCTION, "sinh", .n = 1 },
  { "cosh", DESCENT_NAME_FUNCTION, "cosh", .n = 1 },
  { "tanh", DESCENT_NAME_FUNCTION, "tanh", .n = 1 },
  { "exp", DESCENT_NAME_FUNCTION, "exp", .n = 1 },
  { "log", DESCENT_NAME_FUNCTION, "log", .n = 1 },
  { "ln", DESCENT_NAME_FUNCTION, "log", .n = 1 },
  { "sqrt", DESCENT_NAME_FUNCTION, "sqrt", .n = 1 },
  { "abs", DESCENT_NAME_FUNCTION, "abs", .n = 1 },
  { "sigmoid", DESCENT_NAME_FUNCTION, "sigmoid", .n = 1 },
  { "relu", DESCENT_NAME_FUNCTION, "relu", .n = 1 },
  { "min", DESCENT_NAME_FUNCTION, "minimum", .n = 2 },
  { "max", DESCENT_NAME_FUNCTION, "maximum", .n = 2 },
  { "minimum", DESCENT_NAME_FUNCTION, "minimum", .n = 2 },
  { "maximum", DESCENT_NAME_FUNCTION, "maximum", .n = 2 },
  { "pow", DESCENT_NAME_FUNCTION, "pow", .n = 2 },
};

const DescentName *
descent_name_list (guint *n_names)
{
  *n_names = G_N_ELEMENTS (names);
  return names;
}

const DescentName *
descent_name_lookup (const char *text,
                     gsize       length)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i].text) == length && memcmp (names[i].text, text, length) == 0)
      return &names[i];
  return NULL;
}

gboolean
descent_name_is_input (const DescentName *variable,
                       guint              n_inputs)
{
  return n_inputs > 1 || g_str_equal (variable->text, "x");
}

/* splits[i] is the length of the word at i that starts a division of the rest into words, found from the end. */
gsize
descent_name_split (const char *text,
                    gsize       length)
{
  gsize splits[MAX_COMPARED * 2] = { 0 };

  if (length > G_N_ELEMENTS (splits))
    return 0;
  for (gsize i = length; i-- > 0;)
    for (gsize n = 1; n <= length - i; n++)
      {
        const DescentName *name = descent_name_lookup (text + i, n);
        gboolean           last = i + n == length;

        if (name != NULL && (last || (splits[i + n] > 0 && name->kind != DESCENT_NAME_FUNCTION)))
          splits[i] = n; /* the longest stays */
      }
  return length > 0 ? splits[0] : 0;
}

/* Damerau and Levenshtein's distance: letters put in, left out, changed, or, the likeliest, neighbours exchanged. */
static guint
distance (const char *a,
          gsize       n_a,
          const char *b,
          gsize       n_b)
{
  guint d[MAX_COMPARED + 1][MAX_COMPARED + 1];

  for (gsize i = 0; i <= n_a; i++)
    for (gsize j = 0; j <= n_b; j++)
      {
        guint changed;

        d[i][j] = SLIP * (guint) MAX (i, j);
        if (i == 0 || j == 0)
          continue;
        changed = g_ascii_tolower (a[i - 1]) != g_ascii_tolower (b[j - 1]) ? SLIP : 0;
        d[i][j] = MIN (d[i - 1][j - 1] + changed, MIN (d[i - 1][j], d[i][j - 1]) + SLIP);
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
          d[i][j] = MIN (d[i][j], d[i - 2][j - 2] + EXCHANGE);
      }
  return d[n_a][n_b];
}

const DescentName *
descent_name_suggest (const char *text,
                      gsize       length,
                      guint       n_inputs)
{
  const DescentName *best = NULL;
  guint              nearest = G_MAXUINT;

  if (length > MAX_COMPARED)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize n = strlen (names[i].text);
      guint d = distance (text, length, names[i].text, n);
      gsize allowed = MIN (MAX (n, length) / 3, 2);

      if (names[i].kind == DESCENT_NAME_VARIABLE && !descent_name_is_input (&names[i], n_inputs))
        continue;
      if (d <= allowed * SLIP && d < nearest)
        {
          best = &names[i];
          nearest = d;
        }
    }
  return best;
}
