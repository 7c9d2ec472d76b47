/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A typed function becomes a list of calls by recursive descent, a function per level of Python's grammar:
 *   sum      product (("+" | "-") product)*
 *   product  sign (("*" | "/" | nothing at all) sign)*
 *   sign     ("+" | "-") sign | power
 *   power    operand raised-digits? ("**" sign)?
 *   operand  number | word | word "(" sum ("," sum)* ")" | "(" sum ")" | "|" sum "|"
 * Each returns the index of its node, or FAILED with the error set. */

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "descent/descent-error.h"
#include "descent/descent-expression.h"
#include "descent/descent-lexer.h"

enum
{
  FAILED = -1,
};

typedef struct
{
  const char        *text;
  guint              n_inputs;
  DescentExpression *expression;
  DescentToken       previous;
  DescentToken       token; /* the next one */
  gsize              position;
  guint              depth;
  gboolean           in_bars; /* a bar would close the one opened last */
  GError           **error;
} Parser;

static int parse_sum (Parser *parser);
static int parse_sign (Parser *parser);

/* A message about a token, with the token's text for its only “%.*s”. */
#define FAIL_AT(parser, at, format) \
  fail (parser, (at)->start, (at)->length, format, (int) (at)->length, (parser)->text + (at)->start)

G_GNUC_PRINTF (4, 5)
static int
fail (Parser     *parser,
      gsize       start,
      gsize       length,
      const char *format,
      ...)
{
  g_autofree char *message = NULL;
  va_list          args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  descent_error_set_at (parser->error, DESCENT_ERROR_SYNTAX, start, length, "%s", message);
  return FAILED;
}

static gboolean
advance (Parser *parser)
{
  parser->previous = parser->token;
  return descent_lexer_next (parser->text, &parser->position, &parser->token, parser->error);
}

/* Adds node, whose text runs from start to the last token read. */
static int
add_node (Parser     *parser,
          gsize       start,
          DescentNode node)
{
  const DescentNode *added;
  guint              i;

  node.start = start;
  node.length = parser->previous.start + parser->previous.length - start;
  i = descent_expression_add (parser->expression, &node);
  added = descent_expression_get_node (parser->expression, i);
  if (added->constant && !isfinite (added->value.real))
    return FAIL_AT (parser, added, _ ("“%.*s” is no finite real number"));
  return (int) i;
}

static int
add_number (Parser       *parser,
            DescentNumber value)
{
  return add_node (parser, parser->previous.start,
                   (DescentNode){ .kind = DESCENT_NODE_NUMBER, .constant = TRUE, .value = value });
}

/* Nothing is added if b has failed already. */
static int
add_binary (Parser         *parser,
            DescentOperator op,
            int             a,
            int             b)
{
  if (b == FAILED)
    return FAILED;
  return add_node (parser, descent_expression_get_node (parser->expression, (guint) a)->start,
                   (DescentNode){ .kind = DESCENT_NODE_OPERATOR,
                                  .op = op,
                                  .n_args = 2,
                                  .args = { (guint) a, (guint) b } });
}

static gboolean
is_operator (DescentTokenKind kind)
{
  return kind >= DESCENT_TOKEN_PLUS && kind <= DESCENT_TOKEN_POWER;
}

/* The next token starts no operand. */
static int
fail_without_operand (Parser *parser)
{
  const DescentToken *previous = &parser->previous;
  const DescentToken *token = &parser->token;

  if (is_operator (previous->kind) && previous->length > 0)
    return FAIL_AT (parser, previous, _ ("Something is missing after “%.*s”"));
  if (previous->kind == DESCENT_TOKEN_LEFT && token->kind == DESCENT_TOKEN_RIGHT)
    return fail (parser, previous->start, token->start + token->length - previous->start,
                 _ ("There is nothing between the brackets"));
  if (token->kind != DESCENT_TOKEN_END)
    return FAIL_AT (parser, token, _ ("Something is missing before “%.*s”"));
  return FAIL_AT (parser, previous, _ ("Something is missing after “%.*s”"));
}

/* The next token ends no bracket, call or text. */
static int
fail_at_excess (Parser *parser)
{
  const DescentToken *token = &parser->token;

  switch (token->kind)
    {
    case DESCENT_TOKEN_NUMBER:
      return FAIL_AT (parser, token, _ ("An operator is missing before “%.*s”"));
    case DESCENT_TOKEN_RIGHT:
      return FAIL_AT (parser, token, _ ("This “%.*s” closes nothing"));
    case DESCENT_TOKEN_COMMA:
      return FAIL_AT (parser, token, _ ("Unexpected “%.*s”: decimals are written with a point, such as 0.5"));
    default:
      return FAIL_AT (parser, token, _ ("Unexpected “%.*s”"));
    }
}

/* Passes the token that closes what opening opened. */
static gboolean
expect_closing (Parser             *parser,
                const DescentToken *opening,
                DescentTokenKind    kind)
{
  if (parser->token.kind == kind)
    return advance (parser);
  if (parser->token.kind == DESCENT_TOKEN_END || parser->token.kind == DESCENT_TOKEN_RIGHT)
    FAIL_AT (parser, opening, _ ("This “%.*s” is never closed"));
  else
    fail_at_excess (parser);
  return FALSE;
}

/* A sum within brackets or bars. */
static int
parse_enclosed (Parser          *parser,
                DescentTokenKind closing)
{
  DescentToken opening = parser->token;
  gboolean     in_bars = parser->in_bars;
  int          sum;

  if (!advance (parser))
    return FAILED;
  parser->in_bars = closing == DESCENT_TOKEN_BAR;
  sum = parse_sum (parser);
  if (sum == FAILED || !expect_closing (parser, &opening, closing))
    return FAILED;
  parser->in_bars = in_bars;
  return sum;
}

static int
parse_bars (Parser *parser)
{
  gsize start = parser->token.start;
  int   sum = parse_enclosed (parser, DESCENT_TOKEN_BAR);

  if (sum == FAILED)
    return FAILED;
  return add_node (parser, start,
                   (DescentNode){ .kind = DESCENT_NODE_FUNCTION,
                                  .name = descent_name_lookup ("abs", strlen ("abs")),
                                  .n_args = 1,
                                  .args = { (guint) sum } });
}

/* The node's text includes the brackets, so that an error about it shows them. */
static int
parse_brackets (Parser *parser)
{
  gsize start = parser->token.start;
  int   sum = parse_enclosed (parser, DESCENT_TOKEN_RIGHT);

  if (sum != FAILED)
    {
      DescentNode *node = &g_array_index (parser->expression->nodes, DescentNode, sum);

      node->start = start;
      node->length = parser->previous.start + parser->previous.length - start;
    }
  return sum;
}

static int
fail_at_count (Parser             *parser,
               const DescentToken *word,
               const DescentName  *function,
               guint               n_args)
{
  if (n_args == 0)
    return FAIL_AT (parser, word, _ ("“%.*s” needs something between its brackets"));
  return fail (parser, word->start, parser->token.start + parser->token.length - word->start,
               ngettext ("“%s” takes %u argument, not %u", "“%s” takes %u arguments, not %u", function->n),
               function->text, function->n, n_args);
}

/* The arguments of a call, up to its closing bracket; FALSE if they are wrong. */
static gboolean
parse_arguments (Parser             *parser,
                 const DescentToken *word,
                 const DescentName  *function,
                 guint              *args)
{
  DescentToken opening = parser->token;
  guint        n_args = 0;

  if (!advance (parser))
    return FALSE;
  while (n_args > 0 || parser->token.kind != DESCENT_TOKEN_RIGHT)
    {
      int sum = parse_sum (parser);

      if (sum == FAILED)
        return FALSE;
      if (n_args < function->n)
        args[n_args] = (guint) sum;
      n_args++;
      if (parser->token.kind != DESCENT_TOKEN_COMMA)
        break;
      if (!advance (parser))
        return FALSE;
    }
  if (n_args == function->n || parser->token.kind != DESCENT_TOKEN_RIGHT)
    return expect_closing (parser, &opening, DESCENT_TOKEN_RIGHT);
  fail_at_count (parser, word, function, n_args);
  return FALSE;
}

static int
parse_call (Parser            *parser,
            const DescentName *function)
{
  DescentToken word = parser->previous;
  gboolean     in_bars = parser->in_bars;
  DescentNode  node = { .kind = DESCENT_NODE_FUNCTION, .name = function, .n_args = function->n };

  if (parser->token.kind != DESCENT_TOKEN_LEFT)
    return fail (parser, word.start, word.length,
                 function->n == 1 ? _ ("“%s” needs brackets around its argument, such as %s(x)")
                                  : _ ("“%s” needs brackets around its arguments, such as %s(x, 1)"),
                 function->text, function->text);
  parser->in_bars = FALSE;
  if (!parse_arguments (parser, &word, function, node.args))
    return FAILED;
  parser->in_bars = in_bars;
  if (g_str_equal (function->target, descent_operator_get_op (DESCENT_OPERATOR_POWER)))
    {
      node.kind = DESCENT_NODE_OPERATOR;
      node.op = DESCENT_OPERATOR_POWER;
    }
  return add_node (parser, word.start, node);
}

static int
parse_variable (Parser            *parser,
                const DescentName *variable)
{
  if (!descent_name_is_input (variable, parser->n_inputs))
    return FAIL_AT (parser, &parser->previous, _ ("“%.*s” is unknown here: this is a function of x alone"));
  return add_node (parser, parser->previous.start,
                   (DescentNode){ .kind = DESCENT_NODE_INPUT, .input = variable->n });
}

static int
fail_at_unknown (Parser *parser)
{
  const DescentToken *token = &parser->token;
  const char         *word = parser->text + token->start;
  const DescentName  *near = descent_name_suggest (word, token->length, parser->n_inputs);
  int                 length = (int) token->length;

  if (near != NULL)
    return fail (parser, token->start, token->length, _ ("Unknown name “%.*s”: did you mean “%s”?"), length, word, near->text);
  if (strchr ("xy", *word) && strspn (word + 1, "0123456789") == token->length - 1)
    return fail (parser, token->start, token->length, _ ("Unknown name “%.*s”: did you mean “%c*%.*s” or “%c**%.*s”?"),
                 length, word, *word, length - 1, word + 1, *word, length - 1, word + 1);
  if (parser->n_inputs == 1)
    return FAIL_AT (parser, token, _ ("Unknown name “%.*s”: the variable is x"));
  return FAIL_AT (parser, token, _ ("Unknown name “%.*s”: the variables are x and y"));
}

static int
parse_word (Parser *parser)
{
  DescentToken      *token = &parser->token;
  const char        *word = parser->text + token->start;
  const DescentName *name = descent_name_lookup (word, token->length);

  if (name == NULL)
    {
      gsize first = descent_name_split (word, token->length);

      if (first == 0)
        return fail_at_unknown (parser);
      token->length = first;
      parser->position = token->start + first;
      name = descent_name_lookup (word, first);
    }
  if (!advance (parser))
    return FAILED;
  if (name->kind == DESCENT_NAME_FUNCTION)
    return parse_call (parser, name);
  if (name->kind == DESCENT_NAME_VARIABLE)
    return parse_variable (parser, name);
  return add_node (parser, parser->previous.start,
                   (DescentNode){ .kind = DESCENT_NODE_NUMBER,
                                  .name = name,
                                  .constant = TRUE,
                                  .value = descent_number_from_real (name->value) });
}

static int
parse_operand (Parser *parser)
{
  const DescentToken *token = &parser->token;

  switch (token->kind)
    {
    case DESCENT_TOKEN_NUMBER:
      {
        DescentNumber value = descent_number_from_literal (parser->text + token->start, token->length);

        return advance (parser) ? add_number (parser, value) : FAILED;
      }
    case DESCENT_TOKEN_NAME:
      return parse_word (parser);
    case DESCENT_TOKEN_LEFT:
      return parse_brackets (parser);
    case DESCENT_TOKEN_BAR:
      return parse_bars (parser);
    default:
      return fail_without_operand (parser);
    }
}

static int
parse_power (Parser *parser)
{
  int base = parse_operand (parser);

  if (base != FAILED && parser->token.kind == DESCENT_TOKEN_SUPERSCRIPT)
    {
      DescentNumber exponent = descent_number_from_integer (parser->token.exponent);

      base = advance (parser) ? add_binary (parser, DESCENT_OPERATOR_POWER, base, add_number (parser, exponent)) : FAILED;
    }
  if (base == FAILED || parser->token.kind != DESCENT_TOKEN_POWER)
    return base;
  if (!advance (parser))
    return FAILED;
  return add_binary (parser, DESCENT_OPERATOR_POWER, base, parse_sign (parser));
}

static int
parse_signed (Parser *parser)
{
  DescentToken sign = parser->token;
  int          value;

  if (sign.kind != DESCENT_TOKEN_PLUS && sign.kind != DESCENT_TOKEN_MINUS)
    return parse_power (parser);
  if (!advance (parser))
    return FAILED;
  value = parse_sign (parser);
  if (value == FAILED || sign.kind == DESCENT_TOKEN_PLUS)
    return value;
  return add_node (parser, sign.start,
                   (DescentNode){ .kind = DESCENT_NODE_OPERATOR,
                                  .op = DESCENT_OPERATOR_NEGATE,
                                  .n_args = 1,
                                  .args = { (guint) value } });
}

/* Everything that nests passes here, so here the depth is watched. */
static int
parse_sign (Parser *parser)
{
  int value;

  if (parser->depth >= DESCENT_MAX_DEPTH)
    return fail (parser, parser->token.start, parser->token.length,
                 _ ("Too deeply nested: at most %d levels are read"), DESCENT_MAX_DEPTH);
  parser->depth++;
  value = parse_signed (parser);
  parser->depth--;
  return value;
}

/* Whether the next token starts a factor without a sign of multiplication before it. A number does not: x2 is more
 * often a slip than x·2. */
static gboolean
starts_factor (const Parser *parser)
{
  return parser->token.kind == DESCENT_TOKEN_NAME || parser->token.kind == DESCENT_TOKEN_LEFT ||
         (parser->token.kind == DESCENT_TOKEN_BAR && !parser->in_bars);
}

static int
parse_product (Parser *parser)
{
  int product = parse_sign (parser);

  while (product != FAILED)
    {
      gboolean divide = parser->token.kind == DESCENT_TOKEN_DIVIDE;

      if (!divide && parser->token.kind != DESCENT_TOKEN_TIMES && !starts_factor (parser))
        break;
      if (!starts_factor (parser) && !advance (parser))
        return FAILED;
      product = add_binary (parser, divide ? DESCENT_OPERATOR_DIVIDE : DESCENT_OPERATOR_MULTIPLY, product, parse_sign (parser));
    }
  return product;
}

static int
parse_sum (Parser *parser)
{
  int sum = parse_product (parser);

  while (sum != FAILED)
    {
      gboolean subtract = parser->token.kind == DESCENT_TOKEN_MINUS;

      if (!subtract && parser->token.kind != DESCENT_TOKEN_PLUS)
        break;
      if (!advance (parser))
        return FAILED;
      sum = add_binary (parser, subtract ? DESCENT_OPERATOR_SUBTRACT : DESCENT_OPERATOR_ADD, sum, parse_product (parser));
    }
  return sum;
}

static gboolean
parse_text (Parser *parser)
{
  gsize length = strlen (parser->text);
  int   value;

  if (!advance (parser))
    return FALSE;
  if (parser->token.kind == DESCENT_TOKEN_END)
    return fail (parser, 0, length, _ ("The function is empty: type one, such as x**2")) != FAILED;
  value = parse_sum (parser);
  if (value == FAILED)
    return FALSE;
  if (parser->token.kind != DESCENT_TOKEN_END)
    return fail_at_excess (parser) != FAILED;
  if (descent_expression_get_node (parser->expression, (guint) value)->constant)
    return fail (parser, 0, length,
                 parser->n_inputs == 1 ? _ ("The value does not depend on x") : _ ("The value depends on neither x nor y")) != FAILED;
  return TRUE;
}

static gboolean
check_text (Parser *parser)
{
  gsize       length = strlen (parser->text);
  const char *bad;

  if (length > DESCENT_MAX_TEXT)
    return fail (parser, DESCENT_MAX_TEXT, length - DESCENT_MAX_TEXT,
                 _ ("The function is too long: at most %d bytes are read"), DESCENT_MAX_TEXT) != FAILED;
  if (!g_utf8_validate (parser->text, -1, &bad))
    return fail (parser, (gsize) (bad - parser->text), 1, _ ("The function is no UTF-8 text")) != FAILED;
  return TRUE;
}

gboolean
descent_expression_parse (DescentExpression *expression,
                          const char        *text,
                          guint              n_inputs,
                          GError           **error)
{
  Parser parser = { .text = text, .n_inputs = n_inputs, .expression = expression, .error = error };

  expression->nodes = g_array_new (FALSE, FALSE, sizeof (DescentNode));
  if (check_text (&parser) && parse_text (&parser))
    return TRUE;
  descent_expression_clear (expression);
  return FALSE;
}
