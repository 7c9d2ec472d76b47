/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DESCENT_TOKEN_END,
  DESCENT_TOKEN_NUMBER,      /* 3, 0.5, .5, 1e-3 */
  DESCENT_TOKEN_NAME,        /* letters, digits and _; π stands alone */
  DESCENT_TOKEN_PLUS,        /* + */
  DESCENT_TOKEN_MINUS,       /* - − */
  DESCENT_TOKEN_TIMES,       /* * × · ⋅ */
  DESCENT_TOKEN_DIVIDE,      /* / ÷ */
  DESCENT_TOKEN_POWER,       /* ** ^ */
  DESCENT_TOKEN_SUPERSCRIPT, /* ² ³ ¹⁰: a power that is a whole number */
  DESCENT_TOKEN_LEFT,        /* ( */
  DESCENT_TOKEN_RIGHT,       /* ) */
  DESCENT_TOKEN_BAR,         /* | */
  DESCENT_TOKEN_COMMA,       /* , */
} DescentTokenKind;

typedef struct
{
  DescentTokenKind kind;
  gsize            start; /* bytes of the text */
  gsize            length;
  gint64           exponent; /* of a SUPERSCRIPT */
} DescentToken;

/* Cuts text, valid UTF-8, into tokens. Sets *token to the one that starts at or after *position, which moves past
 * it; FALSE with DESCENT_ERROR_SYNTAX at a character that belongs to no token. */
gboolean descent_lexer_next (const char   *text,
                             gsize        *position,
                             DescentToken *token,
                             GError      **error);

G_END_DECLS
