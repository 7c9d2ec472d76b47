/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The manners of every entry in the program, in one place: when a typed text counts, what happens to a text that
 * is refused, and that nobody's typing is disturbed by a value that changes meanwhile. */

#include "app/gradients-value-entry.h"

struct _GradientsValueEntry
{
  GtkEntry parent_instance;

  char    *value;   /* the text in force */
  char    *error;   /* why what stands here is not in force; NULL if it is */
  guint    delay;   /* ms */
  guint    rest_id; /* source that fires when typing rests */
  gboolean typing;  /* the text was changed by hand since the entry was entered */
  gboolean setting; /* the text is being changed by us */
};

enum
{
  PROP_DELAY = 1,
  PROP_ERROR,
  PROP_HAS_ERROR,
  N_PROPS,
};

enum
{
  SIGNAL_TYPED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GradientsValueEntry, gradients_value_entry, GTK_TYPE_ENTRY)

static void
show_text (GradientsValueEntry *self,
           const char          *text)
{
  self->setting = TRUE;
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self), text);
  self->setting = FALSE;
}

static void
offer_text (GradientsValueEntry *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self)));

  g_clear_handle_id (&self->rest_id, g_source_remove);
  if (g_strcmp0 (text, self->value) == 0)
    gradients_value_entry_set_error (self, NULL);
  else
    g_signal_emit (self, signals[SIGNAL_TYPED], 0, text);
}

static gboolean
rested_cb (gpointer data)
{
  GradientsValueEntry *self = GRADIENTS_VALUE_ENTRY (data);

  self->rest_id = 0;
  offer_text (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (GradientsValueEntry *self)
{
  if (self->setting)
    return;
  self->typing = TRUE;
  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->rest_id = g_timeout_add (self->delay, rested_cb, self);
}

static void
activate_cb (GradientsValueEntry *self)
{
  offer_text (self);
}

static void
left_cb (GradientsValueEntry *self)
{
  if (self->rest_id != 0)
    offer_text (self);
  self->typing = FALSE;
  if (self->error == NULL && self->value != NULL)
    show_text (self, self->value);
}

static gboolean
key_pressed_cb (GradientsValueEntry *self,
                guint                keyval)
{
  gboolean changed = self->error != NULL || self->rest_id != 0;

  if (keyval != GDK_KEY_Escape || !changed || self->value == NULL)
    return GDK_EVENT_PROPAGATE;
  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->typing = FALSE;
  gradients_value_entry_set_value (self, self->value);
  gtk_editable_set_position (GTK_EDITABLE (self), -1);
  return GDK_EVENT_STOP;
}

static void
gradients_value_entry_get_property (GObject    *object,
                                    guint       id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  GradientsValueEntry *self = GRADIENTS_VALUE_ENTRY (object);

  switch (id)
    {
    case PROP_DELAY:
      g_value_set_uint (value, self->delay);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    case PROP_HAS_ERROR:
      g_value_set_boolean (value, self->error != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_value_entry_set_property (GObject      *object,
                                    guint         id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  GradientsValueEntry *self = GRADIENTS_VALUE_ENTRY (object);

  switch (id)
    {
    case PROP_DELAY:
      self->delay = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_value_entry_dispose (GObject *object)
{
  GradientsValueEntry *self = GRADIENTS_VALUE_ENTRY (object);

  g_clear_handle_id (&self->rest_id, g_source_remove);
  G_OBJECT_CLASS (gradients_value_entry_parent_class)->dispose (object);
}

static void
gradients_value_entry_finalize (GObject *object)
{
  GradientsValueEntry *self = GRADIENTS_VALUE_ENTRY (object);

  g_free (self->value);
  g_free (self->error);
  G_OBJECT_CLASS (gradients_value_entry_parent_class)->finalize (object);
}

static void
gradients_value_entry_class_init (GradientsValueEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gradients_value_entry_dispose;
  object_class->finalize = gradients_value_entry_finalize;
  object_class->get_property = gradients_value_entry_get_property;
  object_class->set_property = gradients_value_entry_set_property;

  props[PROP_DELAY] = g_param_spec_uint ("delay", NULL, NULL, 0, 60000, 600,
                                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  props[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_HAS_ERROR] = g_param_spec_boolean ("has-error", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_TYPED] = g_signal_new ("typed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gradients_value_entry_init (GradientsValueEntry *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (focus, "leave", G_CALLBACK (left_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (self, "changed", G_CALLBACK (changed_cb), NULL);
  g_signal_connect (self, "activate", G_CALLBACK (activate_cb), NULL);
}

GtkWidget *
gradients_value_entry_new (void)
{
  return g_object_new (GRADIENTS_TYPE_VALUE_ENTRY, NULL);
}

void
gradients_value_entry_set_value (GradientsValueEntry *self,
                                 const char          *text)
{
  g_return_if_fail (GRADIENTS_IS_VALUE_ENTRY (self));
  g_return_if_fail (text != NULL);

  if (text != self->value)
    {
      g_free (self->value);
      self->value = g_strdup (text);
    }
  gradients_value_entry_set_error (self, NULL);
  if (!self->typing)
    show_text (self, self->value);
}

void
gradients_value_entry_set_error (GradientsValueEntry *self,
                                 const char          *message)
{
  g_return_if_fail (GRADIENTS_IS_VALUE_ENTRY (self));

  if (g_strcmp0 (message, self->error) == 0)
    return;
  g_free (self->error);
  self->error = g_strdup (message);
  if (message != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID,
                               message != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  message != NULL ? message : "", -1);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HAS_ERROR]);
}

const char *
gradients_value_entry_get_error (GradientsValueEntry *self)
{
  g_return_val_if_fail (GRADIENTS_IS_VALUE_ENTRY (self), NULL);

  return self->error;
}
