/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The gradient formulas of grad-ops.def in Python. Their text is a C expression of calls; it is read once from left to
 * right, and each call becomes Python text at once, together with how tightly that text binds, which says where
 * parentheses are needed. */

#include "grad/grad-formula.h"

#include <string.h>

/* How tightly Python binds, from the loosest. */
typedef enum
{
  CHOICE, /* a if c else b */
  COMPARISON,
  BOTH, /* & */
  SUM,
  PRODUCT,
  SIGN,
  POWER,
  ATOM, /* names, numbers, calls */
} Level;

enum
{
  MAX_OPERANDS = 3,
};

/* $1 is the first operand. */
typedef struct
{
  const char *word, *python;
  Level       level, operands[MAX_OPERANDS]; /* an operand that binds more loosely than that is put in parentheses */
} Word;

/* Any other word is a method: sin (x) is self.sin(). */
static const Word words[] = {
  { "choose", "$2 if $1 else $3", CHOICE, { COMPARISON, COMPARISON, CHOICE } },
  { "eq", "$1 == $2", COMPARISON, { BOTH, BOTH } },
  { "lt", "$1 < $2", COMPARISON, { BOTH, BOTH } },
  { "le", "$1 <= $2", COMPARISON, { BOTH, BOTH } },
  { "gt", "$1 > $2", COMPARISON, { BOTH, BOTH } },
  { "ge", "$1 >= $2", COMPARISON, { BOTH, BOTH } },
  { "both", "$1 & $2", BOTH, { BOTH, SUM } },
  { "add", "$1 + $2", SUM, { SUM, PRODUCT } },
  { "sub", "$1 - $2", SUM, { SUM, PRODUCT } },
  { "rsub", "$2 - $1", SUM, { PRODUCT, SUM } },
  { "mul", "$1 * $2", PRODUCT, { PRODUCT, SIGN } },
  { "scale", "$1 * $2", PRODUCT, { PRODUCT, SIGN } },
  { "div", "$1 / $2", PRODUCT, { PRODUCT, SIGN } },
  { "floor_divide", "$1 // $2", PRODUCT, { PRODUCT, SIGN } },
  { "neg", "-$1", SIGN, { SIGN } },
  { "pow", "$1 ** $2", POWER, { ATOM, SIGN } },
  { "pow_number", "$1 ** $2", POWER, { ATOM, SIGN } },
  { "zero", "torch.zeros_like($1)", ATOM, { CHOICE } },
  { "where", "torch.where($1, $2, $3)", ATOM, { CHOICE, CHOICE, CHOICE } },
  { "log_of", "torch.tensor($1).log()", ATOM, { CHOICE } },
  { "tanh_backward", "$1 * (1 - $2 * $2)", PRODUCT, { PRODUCT, SIGN } },
  { "sigmoid_backward", "$1 * $2 * (1 - $2)", PRODUCT, { PRODUCT, SIGN } },
  { "threshold_backward", "torch.where($2 <= 0, 0, $1)", ATOM, { CHOICE, BOTH } },
  { "leaky_relu_backward", "torch.where($2 > 0, $1, $1 * $3)", ATOM, { PRODUCT, BOTH, SIGN } },
};

static const struct
{
  const char *name, *python;
} constants[] = {
  { "g", "grad" },
  { "y", "result" },
  { "G_LN2", "math.log(2)" },
  { "G_LN10", "math.log(10)" },
  { "sqrt_of_pi", "math.sqrt(math.pi)" },
  { "sqrt_of_half", "math.sqrt(0.5)" },
};

/* What C has between two operands, and the word for it. */
static const struct
{
  const char *sign, *word;
  Level       level;
} infixes[] = {
  { "==", "eq", COMPARISON },
  { "+", "add", SUM },
  { "-", "sub", SUM },
  { "*", "mul", PRODUCT },
  { "/", "div", PRODUCT },
};

typedef struct
{
  char *text;
  Level level;
} Piece;

typedef struct
{
  const char             *at;
  const GradFormulaNames *names;
} Reader;

/* ---- writing ---- */

static const Word *
find_word (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].word, name))
      return &words[i];
  return NULL;
}

static void
append_operand (GString     *python,
                const Piece *operand,
                Level        level)
{
  if (operand->level < level)
    g_string_append_printf (python, "(%s)", operand->text);
  else
    g_string_append (python, operand->text);
}

static void
append_word (GString     *python,
             const Word  *word,
             const Piece *operands)
{
  for (const char *c = word->python; *c != '\0'; c++)
    if (*c == '$')
      {
        guint i = (guint) (*++c - '1');

        append_operand (python, &operands[i], word->operands[i]);
      }
    else
      g_string_append_c (python, *c);
}

static void
append_method (GString     *python,
               const char  *name,
               const Piece *operands,
               guint        n_operands)
{
  append_operand (python, &operands[0], ATOM);
  g_string_append_printf (python, ".%s(", name);
  for (guint i = 1; i < n_operands; i++)
    g_string_append_printf (python, i > 1 ? ", %s" : "%s", operands[i].text);
  g_string_append_c (python, ')');
}

/* where chooses between a tensor and 0; zeros of its shape would only be longer. */
static void
shorten_zeros (Piece *operand)
{
  if (!g_str_has_prefix (operand->text, "torch.zeros_like("))
    return;
  g_free (operand->text);
  operand->text = g_strdup ("0");
}

/* Takes the operands. */
static Piece
write_word (const char *name,
            Piece      *operands,
            guint       n_operands)
{
  const Word *word = find_word (name);
  GString    *python;

  if (g_str_equal (name, "number"))
    return operands[0];
  python = g_string_new (NULL);
  if (g_str_equal (name, "where"))
    for (guint i = 1; i < n_operands; i++)
      shorten_zeros (&operands[i]);
  if (word != NULL)
    append_word (python, word, operands);
  else
    append_method (python, name, operands, n_operands);
  for (guint i = 0; i < n_operands; i++)
    g_free (operands[i].text);
  return (Piece){ g_string_free (python, FALSE), word != NULL ? word->level : ATOM };
}

/* ---- reading ---- */

static Piece read_expression (Reader *reader,
                              Level   level);

static gboolean
skip (Reader     *reader,
      const char *sign)
{
  while (*reader->at == ' ')
    reader->at++;
  if (!g_str_has_prefix (reader->at, sign))
    return FALSE;
  reader->at += strlen (sign);
  return TRUE;
}

static Piece
read_number (Reader *reader)
{
  char       *end;
  const char *start = reader->at;

  g_ascii_strtod (start, &end);
  reader->at = end;
  return (Piece){ g_strndup (start, (gsize) (end - start)), ATOM };
}

static const char *
find_name (const GradFormulaNames *names,
           const char             *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (constants); i++)
    if (g_str_equal (constants[i].name, name))
      return constants[i].python;
  return g_str_equal (name, "x")   ? names->x
         : g_str_equal (name, "z") ? names->z
         : g_str_equal (name, "k") ? names->k
         : g_str_equal (name, "l") ? names->l
                                   : name;
}

/* A name, or a word with its operands. */
static Piece
read_name (Reader *reader)
{
  gsize            n = strspn (reader->at, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_");
  g_autofree char *name = g_strndup (reader->at, n);
  Piece            operands[MAX_OPERANDS];
  guint            n_operands = 0;

  reader->at += n;
  if (!skip (reader, "("))
    return (Piece){ g_strdup (find_name (reader->names, name)), ATOM };
  do
    {
      g_assert (n > 0 && n_operands < MAX_OPERANDS);
      operands[n_operands++] = read_expression (reader, CHOICE);
    }
  while (skip (reader, ","));
  skip (reader, ")");
  return write_word (name, operands, n_operands);
}

static Piece
read_operand (Reader *reader)
{
  Piece piece;

  if (skip (reader, "-"))
    {
      piece = read_operand (reader);
      return write_word ("neg", &piece, 1);
    }
  if (skip (reader, "("))
    {
      piece = read_expression (reader, CHOICE);
      skip (reader, ")");
      return piece;
    }
  return g_ascii_isdigit (*reader->at) ? read_number (reader) : read_name (reader);
}

/* Up to the next sign that binds more loosely than level. */
static Piece
read_expression (Reader *reader,
                 Level   level)
{
  Piece piece = read_operand (reader);

  for (guint i = 0; i < G_N_ELEMENTS (infixes); i++)
    if (infixes[i].level >= level && skip (reader, infixes[i].sign))
      {
        Piece operands[] = { piece, read_expression (reader, infixes[i].level + 1) };

        piece = write_word (infixes[i].word, operands, 2);
        i = G_MAXUINT;
      }
  return piece;
}

char *
grad_formula_to_python (const char             *text,
                        const GradFormulaNames *names)
{
  Reader   reader = { text, names };
  GString *python = g_string_new (NULL);

  do
    {
      Piece piece = read_expression (&reader, CHOICE);

      g_string_append_printf (python, python->len > 0 ? "; %s" : "%s", piece.text);
      g_free (piece.text);
    }
  while (skip (&reader, ";"));
  return g_string_free (python, FALSE);
}
