/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DESCENT_NAME_VARIABLE,
  DESCENT_NAME_CONSTANT,
  DESCENT_NAME_FUNCTION,
} DescentNameKind;

/* A word that a typed function may use. Static. */
typedef struct
{
  const char     *text;
  DescentNameKind kind;
  const char     *target; /* the engine's op of a FUNCTION, Python's name of a CONSTANT */
  double          value;  /* of a CONSTANT */
  guint           n;      /* arguments of a FUNCTION, number of a VARIABLE: 0 is x, 1 is y */
} DescentName;

/* The word that is the first length bytes of text; NULL if there is none. */
const DescentName *descent_name_lookup (const char *text,
                                        gsize       length);

/* Where letters that run together are known words (xy, 2pix, xsin (), the length of the first of them, such that the
 * rest are words too; a function may only be the last one. 0 if they are not. */
gsize descent_name_split (const char *text,
                          gsize       length);

/* Whether a VARIABLE stands for an input of a function of n_inputs: x0, x1 and y only if there are two. */
gboolean descent_name_is_input (const DescentName *variable,
                                guint              n_inputs);

/* The word nearest to one that is not known, among those a function of n_inputs variables may use; NULL if none is
 * near. */
const DescentName *descent_name_suggest (const char *text,
                                         gsize       length,
                                         guint       n_inputs);

/* All words, for completion, help and tests. */
const DescentName *descent_name_list (guint *n_names);

G_END_DECLS
