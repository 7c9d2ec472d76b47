/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Text that a program wrote, made harmless for a label. */

#include "lab/lab-text.h"

/* Control characters, and the marks, embeddings, overrides and isolates of bidirectional writing. */
static gboolean
is_harmless (gunichar c)
{
  if (c == '\n' || c == '\t')
    return TRUE;
  if (c < 0x20 || (c >= 0x7f && c < 0xa0))
    return FALSE;
  return !(c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069));
}

char *
lab_text_dup_clean (LabText text)
{
  GString    *clean = g_string_sized_new (text.length);
  const char *end = text.data + text.length;

  for (const char *at = text.data; at < end; at = g_utf8_next_char (at))
    if (is_harmless (g_utf8_get_char (at)))
      g_string_append_len (clean, at, g_utf8_next_char (at) - at);
  return g_string_free (clean, FALSE);
}

char *
lab_text_dup (LabText text)
{
  return g_strndup (text.data, text.length);
}
