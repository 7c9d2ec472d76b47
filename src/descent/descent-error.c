/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The error domain of the layer; an error can carry the place in the text that it speaks of. */

#include "descent/descent-error.h"

typedef struct
{
  gboolean has_span;
  gsize    start;
  gsize    length;
} DescentErrorPrivate;

static void
descent_error_private_init (DescentErrorPrivate *priv)
{
}

static void
descent_error_private_copy (const DescentErrorPrivate *from,
                            DescentErrorPrivate       *to)
{
  *to = *from;
}

static void
descent_error_private_clear (DescentErrorPrivate *priv)
{
}

G_DEFINE_EXTENDED_ERROR (DescentError, descent_error)

void
descent_error_set_at (GError     **error,
                      DescentError code,
                      gsize        start,
                      gsize        length,
                      const char  *format,
                      ...)
{
  DescentErrorPrivate *priv;
  va_list              args;

  if (error == NULL)
    return;
  va_start (args, format);
  *error = g_error_new_valist (DESCENT_ERROR, code, format, args);
  va_end (args);
  priv = descent_error_get_private (*error);
  *priv = (DescentErrorPrivate){ TRUE, start, length };
}

gboolean
descent_error_get_span (const GError *error,
                        gsize        *start,
                        gsize        *length)
{
  const DescentErrorPrivate *priv;

  if (error->domain != DESCENT_ERROR)
    return FALSE;
  priv = descent_error_get_private (error);
  *start = priv->start;
  *length = priv->length;
  return priv->has_span;
}
