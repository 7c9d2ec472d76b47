/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Where a function is typed. An error shows three times, for three kinds of looking: the place is underlined in
 * the entry, a caret points at it from below, and a sentence says what is wrong; Enter then selects the place. */

#include "app/gradients-function-row.h"

#include <string.h>

#include "app/gradients-value-entry.h"
#include "descent/descent-error.h"

#define CONTEXT 16 /* characters shown on each side of the place */

struct _GradientsFunctionRow
{
  AdwPreferencesRow parent_instance;

  gboolean has_place; /* of the error shown, in bytes of the entry's text */
  gsize    start;
  gsize    length;

  GtkLabel            *prefix;
  GradientsValueEntry *entry;
  GtkLabel            *caret;
};

enum
{
  PROP_PREFIX = 1,
  N_PROPS,
};

enum
{
  SIGNAL_TYPED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GradientsFunctionRow, gradients_function_row, ADW_TYPE_PREFERENCES_ROW)

/* Two lines: the part of text around the place, and carets under the place. */
static char *
point_at (const char *text,
          gsize       start,
          gsize       length)
{
  g_autoptr (GString) line = g_string_new (NULL);
  const char *place = text + start;
  const char *end = place + length;
  const char *from = place;
  const char *to = end;
  glong       indent, n_marks;

  for (guint i = 0; i < CONTEXT && from > text; i++)
    from = g_utf8_prev_char (from);
  for (guint i = 0; i < CONTEXT && *to != '\0'; i++)
    to = g_utf8_next_char (to);
  if (from > text)
    g_string_append (line, "…");
  indent = g_utf8_strlen (from, place - from) + (from > text);
  n_marks = MAX (1, g_utf8_strlen (place, length));
  g_string_append_len (line, from, to - from);
  if (*to != '\0')
    g_string_append (line, "…");
  g_string_append_c (line, '\n');
  g_string_append_printf (line, "%*s", (int) indent, "");
  for (glong i = 0; i < n_marks; i++)
    g_string_append_c (line, '^');
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static void
underline_place (GradientsFunctionRow *self)
{
  PangoAttrList  *attributes = pango_attr_list_new ();
  PangoAttribute *underline = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);

  if (self->has_place)
    {
      underline->start_index = (guint) self->start;
      underline->end_index = (guint) (self->start + self->length);
      pango_attr_list_insert (attributes, underline);
    }
  else
    pango_attribute_destroy (underline);
  gtk_entry_set_attributes (GTK_ENTRY (self->entry), attributes);
  pango_attr_list_unref (attributes);
}

static void
forget_place (GradientsFunctionRow *self)
{
  self->has_place = FALSE;
  underline_place (self);
  gtk_widget_set_visible (GTK_WIDGET (self->caret), FALSE);
}

static void
typed_cb (GradientsFunctionRow *self,
          const char           *text)
{
  g_signal_emit (self, signals[SIGNAL_TYPED], 0, text);
}

static void
error_changed_cb (GradientsFunctionRow *self)
{
  if (gradients_value_entry_get_error (self->entry) == NULL)
    forget_place (self);
}

static void
activate_cb (GradientsFunctionRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (self->has_place && self->start + self->length <= strlen (text))
    gtk_editable_select_region (GTK_EDITABLE (self->entry), (int) g_utf8_pointer_to_offset (text, text + self->start),
                                (int) g_utf8_pointer_to_offset (text, text + self->start + self->length));
}

static void
gradients_function_row_get_property (GObject    *object,
                                     guint       id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  GradientsFunctionRow *self = GRADIENTS_FUNCTION_ROW (object);

  switch (id)
    {
    case PROP_PREFIX:
      g_value_set_string (value, gtk_label_get_label (self->prefix));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_function_row_set_property (GObject      *object,
                                     guint         id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  GradientsFunctionRow *self = GRADIENTS_FUNCTION_ROW (object);

  switch (id)
    {
    case PROP_PREFIX:
      gtk_label_set_label (self->prefix, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_function_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GRADIENTS_TYPE_FUNCTION_ROW);
  G_OBJECT_CLASS (gradients_function_row_parent_class)->dispose (object);
}

static void
gradients_function_row_class_init (GradientsFunctionRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gradients_function_row_dispose;
  object_class->get_property = gradients_function_row_get_property;
  object_class->set_property = gradients_function_row_set_property;

  props[PROP_PREFIX] = g_param_spec_string ("prefix", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_TYPED] = g_signal_new ("typed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (GRADIENTS_TYPE_VALUE_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gradients/Gradients/ui/function-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GradientsFunctionRow, prefix);
  gtk_widget_class_bind_template_child (widget_class, GradientsFunctionRow, entry);
  gtk_widget_class_bind_template_child (widget_class, GradientsFunctionRow, caret);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, error_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
gradients_function_row_init (GradientsFunctionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gradients_function_row_new (void)
{
  return g_object_new (GRADIENTS_TYPE_FUNCTION_ROW, NULL);
}

void
gradients_function_row_set_function (GradientsFunctionRow *self,
                                     const char           *text)
{
  g_return_if_fail (GRADIENTS_IS_FUNCTION_ROW (self));

  gradients_value_entry_set_value (self->entry, text);
}

void
gradients_function_row_set_error (GradientsFunctionRow *self,
                                  const GError         *error)
{
  const char      *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *lines = NULL;

  g_return_if_fail (GRADIENTS_IS_FUNCTION_ROW (self));
  g_return_if_fail (error != NULL);

  gradients_value_entry_set_error (self->entry, error->message);
  self->has_place = descent_error_get_span (error, &self->start, &self->length) && self->start + self->length <= strlen (text);
  underline_place (self);
  gtk_widget_set_visible (GTK_WIDGET (self->caret), self->has_place);
  if (!self->has_place)
    return;
  lines = point_at (text, self->start, self->length);
  gtk_label_set_label (self->caret, lines);
}

void
gradients_function_row_edit (GradientsFunctionRow *self)
{
  g_return_if_fail (GRADIENTS_IS_FUNCTION_ROW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
