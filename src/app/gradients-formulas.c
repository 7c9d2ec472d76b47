/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Where formulas are broken into lines. */

#include "app/gradients-formulas.h"

#define GAP "    "

static PangoAttrList *
keep_whole (const char *text)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  const char    *start = text;

  while (*start != '\0')
    {
      const char     *gap = strstr (start, GAP);
      const char     *end = gap != NULL ? gap : start + strlen (start);
      PangoAttribute *whole = pango_attr_allow_breaks_new (FALSE);

      whole->start_index = (guint) (start - text);
      whole->end_index = (guint) (end - text);
      pango_attr_list_insert (attributes, whole);
      start = gap != NULL ? gap + strlen (GAP) : end;
    }
  return attributes;
}

int
gradients_formulas_fit (GtkLabel *label,
                        int       width)
{
  g_autoptr (PangoAttrList) whole = NULL;
  int needed;

  g_return_val_if_fail (GTK_IS_LABEL (label), 0);

  whole = keep_whole (gtk_label_get_label (label));
  gtk_label_set_attributes (label, whole);
  gtk_widget_measure (GTK_WIDGET (label), GTK_ORIENTATION_HORIZONTAL, -1, &needed, NULL, NULL, NULL);
  if (needed > width)
    gtk_label_set_attributes (label, NULL);
  return needed;
}
