/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Tokens of a typed function. One table maps the characters that stand alone, in all the spellings that keyboards and
 * copied text bring, to what they mean; numbers, names and raised digits are runs. */

#include "descent/descent-lexer.h"

#include <glib/gi18n-lib.h>

#include "descent/descent-error.h"

enum
{
  GREEK_PI = 0x3c0,
  FULL_WIDTH_FIRST = 0xff01, /* what an input method for Chinese types for !, and so on up to ~ */
  FULL_WIDTH_LAST = 0xff5e,
  FULL_WIDTH_OFFSET = 0xff01 - '!',
  MAX_SUPERSCRIPT_DIGITS = 9,
};

typedef struct
{
  gunichar         character;
  DescentTokenKind kind;
} SingleToken;

static const SingleToken singles[] = {
  { '+', DESCENT_TOKEN_PLUS },
  { '-', DESCENT_TOKEN_MINUS },
  { 0x2212, DESCENT_TOKEN_MINUS },
  { '*', DESCENT_TOKEN_TIMES },
  { 0xd7, DESCENT_TOKEN_TIMES },
  { 0xb7, DESCENT_TOKEN_TIMES },
  { 0x22c5, DESCENT_TOKEN_TIMES },
  { '/', DESCENT_TOKEN_DIVIDE },
  { 0xf7, DESCENT_TOKEN_DIVIDE },
  { '^', DESCENT_TOKEN_POWER },
  { '(', DESCENT_TOKEN_LEFT },
  { ')', DESCENT_TOKEN_RIGHT },
  { '|', DESCENT_TOKEN_BAR },
  { ',', DESCENT_TOKEN_COMMA },
};

/* A full-width bracket or operator as the plain one; full-width letters and digits stay what they are. */
static gunichar
fold_width (gunichar c)
{
  gunichar plain = c - FULL_WIDTH_OFFSET;

  if (c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST && g_ascii_ispunct ((char) plain))
    return plain;
  return c;
}

static int
superscript_value (gunichar c)
{
  switch (c)
    {
    case 0xb9:
      return 1;
    case 0xb2:
      return 2;
    case 0xb3:
      return 3;
    default:
      return c == 0x2070 || (c >= 0x2074 && c <= 0x2079) ? (int) (c - 0x2070) : -1;
    }
}

static gboolean
is_name_part (gunichar c)
{
  return c != GREEK_PI && (g_unichar_isalpha (c) || c == '_' || (c < 0x80 && g_ascii_isdigit ((char) c)));
}

static const char *
skip_digits (const char *p)
{
  while (g_ascii_isdigit (*p))
    p++;
  return p;
}

/* An e belongs to the number only if digits follow: 2e3 is 2000, but 2e is 2·e and 2e-x is 2·e − x. */
static const char *
skip_exponent (const char *p)
{
  const char *q = p;

  if (*q != 'e' && *q != 'E')
    return p;
  q++;
  if (*q == '+' || *q == '-')
    q++;
  return g_ascii_isdigit (*q) ? skip_digits (q) : p;
}

static gboolean
read_number (const char   *text,
             DescentToken *token,
             GError      **error)
{
  const char *start = text + token->start;
  const char *p = skip_digits (start);

  if (*p == '.')
    p = skip_digits (p + 1);
  p = skip_exponent (p);
  token->kind = DESCENT_TOKEN_NUMBER;
  token->length = (gsize) (p - start);
  if (*p != '.')
    return TRUE;
  while (*p == '.' || g_ascii_isdigit (*p))
    p++;
  token->length = (gsize) (p - start);
  descent_error_set_at (error, DESCENT_ERROR_SYNTAX, token->start, token->length,
                        _ ("“%.*s” is no number: it has more than one decimal point"),
                        (int) token->length, start);
  return FALSE;
}

static void
read_name (const char   *text,
           DescentToken *token)
{
  const char *start = text + token->start;
  const char *p = start;

  do
    p = g_utf8_next_char (p);
  while (is_name_part (g_utf8_get_char (p)) && g_utf8_get_char (start) != GREEK_PI);
  token->kind = DESCENT_TOKEN_NAME;
  token->length = (gsize) (p - start);
}

static gboolean
read_superscript (const char   *text,
                  DescentToken *token,
                  GError      **error)
{
  const char *start = text + token->start;
  const char *p = start;
  guint       n_digits = 0;

  token->kind = DESCENT_TOKEN_SUPERSCRIPT;
  for (int digit; (digit = superscript_value (g_utf8_get_char (p))) >= 0; p = g_utf8_next_char (p))
    if (++n_digits <= MAX_SUPERSCRIPT_DIGITS)
      token->exponent = 10 * token->exponent + digit;
  token->length = (gsize) (p - start);
  if (n_digits <= MAX_SUPERSCRIPT_DIGITS)
    return TRUE;
  descent_error_set_at (error, DESCENT_ERROR_SYNTAX, token->start, token->length, _ ("This exponent has too many digits"));
  return FALSE;
}

static gboolean
refuse_character (const char   *text,
                  DescentToken *token,
                  GError      **error)
{
  const char *p = text + token->start;

  token->length = (gsize) (g_utf8_next_char (p) - p);
  if (fold_width (g_utf8_get_char (p)) == '=')
    descent_error_set_at (error, DESCENT_ERROR_SYNTAX, token->start, token->length,
                          _ ("Unexpected “=”: type only what stands to the right of it, such as x**2"));
  else if (!g_unichar_isprint (g_utf8_get_char (p)))
    descent_error_set_at (error, DESCENT_ERROR_SYNTAX, token->start, token->length,
                          _ ("Unexpected invisible character U+%04X"), g_utf8_get_char (p));
  else
    descent_error_set_at (error, DESCENT_ERROR_SYNTAX, token->start, token->length,
                          _ ("Unexpected character “%.*s”"), (int) token->length, p);
  return FALSE;
}

static gboolean
read_single (const char   *text,
             DescentToken *token,
             GError      **error)
{
  const char *p = text + token->start;
  gunichar    c = fold_width (g_utf8_get_char (p));

  for (guint i = 0; i < G_N_ELEMENTS (singles); i++)
    if (singles[i].character == c)
      {
        token->kind = singles[i].kind;
        token->length = (gsize) (g_utf8_next_char (p) - p);
        if (c == '*' && fold_width (g_utf8_get_char (p + token->length)) == '*')
          {
            token->kind = DESCENT_TOKEN_POWER;
            token->length = (gsize) (g_utf8_next_char (p + token->length) - p);
          }
        return TRUE;
      }
  return refuse_character (text, token, error);
}

static gboolean
read_token (const char   *text,
            DescentToken *token,
            GError      **error)
{
  const char *p = text + token->start;
  gunichar    c = g_utf8_get_char (p);

  if (c == 0)
    return TRUE;
  if (g_ascii_isdigit (*p) || (*p == '.' && g_ascii_isdigit (p[1])))
    return read_number (text, token, error);
  if (superscript_value (c) >= 0)
    return read_superscript (text, token, error);
  if (c != GREEK_PI && !is_name_part (c))
    return read_single (text, token, error);
  read_name (text, token);
  return TRUE;
}

gboolean
descent_lexer_next (const char   *text,
                    gsize        *position,
                    DescentToken *token,
                    GError      **error)
{
  const char *p = text + *position;

  while (g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  *token = (DescentToken){ DESCENT_TOKEN_END, (gsize) (p - text), 0, 0 };
  if (!read_token (text, token, error))
    return FALSE;
  *position = token->start + token->length;
  return TRUE;
}
