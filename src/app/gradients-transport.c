/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The bar under every plot. It holds no state: what it shows is the player's, and what is pressed goes to the
 * player. */

#include "app/gradients-transport.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/gradients-template.h"

static const double speeds[] = { 0.1, 0.2, 0.5, 1, 2, 5, 10 };

struct _GradientsTransport
{
  GtkWidget parent_instance;

  GradientsPlayer *player;
  GSignalGroup    *signals;
  guint            tick_id;
  gint64           last_frame;
  gboolean         updating; /* while the player's state is being shown */
  gboolean         counts_epochs;

  GtkAdjustment *adjustment;
  GtkWidget     *timeline;
  GtkLabel      *position;
  GtkWidget     *first;
  GtkWidget     *back;
  GtkButton     *play;
  GtkWidget     *forward;
  GtkWidget     *last;
  GtkDropDown   *speed;
};

enum
{
  PROP_PLAYER = 1,
  PROP_COUNTS_EPOCHS,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GradientsTransport, gradients_transport, GTK_TYPE_WIDGET)

static void
show_position (GradientsTransport *self)
{
  guint            n = gradients_player_get_n_steps (self->player);
  guint            step = gradients_player_get_step (self->player);
  g_autofree char *text = g_strdup_printf (self->counts_epochs ? _ ("epoch %u of %u") : _ ("step %u of %u"), step, n);

  self->updating = TRUE;
  gtk_adjustment_set_upper (self->adjustment, n);
  gtk_adjustment_set_value (self->adjustment, gradients_player_get_cursor (self->player));
  self->updating = FALSE;

  gtk_label_set_label (self->position, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->timeline), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
  gtk_widget_set_sensitive (self->first, step > 0);
  gtk_widget_set_sensitive (self->back, step > 0);
  gtk_widget_set_sensitive (self->forward, step < n);
  gtk_widget_set_sensitive (self->last, step < n);
  gtk_widget_set_sensitive (GTK_WIDGET (self->play), n > 0);
}

static void
show_playing (GradientsTransport *self)
{
  gboolean    playing = gradients_player_get_playing (self->player);
  const char *label = playing ? _ ("Pause") : _ ("Play");

  gtk_button_set_icon_name (self->play, playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
show_speed (GradientsTransport *self)
{
  double speed = gradients_player_get_speed (self->player);

  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    if (speeds[i] == speed)
      gtk_drop_down_set_selected (self->speed, i);
}

static gboolean
frame_cb (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       data)
{
  GradientsTransport *self = GRADIENTS_TRANSPORT (widget);
  gint64              now = gdk_frame_clock_get_frame_time (clock);
  gint64              before = self->last_frame;

  self->last_frame = now;
  if (before != 0)
    gradients_player_advance (self->player, (double) (now - before) / G_USEC_PER_SEC);
  return G_SOURCE_CONTINUE;
}

static void
set_ticking (GradientsTransport *self,
             gboolean            ticking)
{
  if (ticking && self->tick_id == 0)
    {
      self->last_frame = 0;
      self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), frame_cb, NULL, NULL);
    }
  else if (!ticking && self->tick_id != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
      self->tick_id = 0;
    }
}

static void
position_changed_cb (GradientsTransport *self)
{
  show_position (self);
}

static void
playing_changed_cb (GradientsTransport *self)
{
  show_playing (self);
  set_ticking (self, gradients_player_get_playing (self->player));
}

static void
speed_changed_cb (GradientsTransport *self)
{
  show_speed (self);
}

static void
timeline_changed_cb (GradientsTransport *self)
{
  if (self->updating || self->player == NULL)
    return;
  gradients_player_go (self->player, (guint) round (gtk_adjustment_get_value (self->adjustment)));
  show_position (self); /* the knob rests on whole steps, also when the step stayed the same */
}

static void
first_clicked_cb (GradientsTransport *self)
{
  gradients_player_go (self->player, 0);
}

static void
back_clicked_cb (GradientsTransport *self)
{
  gradients_player_move (self->player, -1);
}

static void
play_clicked_cb (GradientsTransport *self)
{
  gradients_player_set_playing (self->player, !gradients_player_get_playing (self->player));
}

static void
forward_clicked_cb (GradientsTransport *self)
{
  gradients_player_move (self->player, 1);
}

static void
last_clicked_cb (GradientsTransport *self)
{
  gradients_player_go (self->player, gradients_player_get_n_steps (self->player));
}

/* What has the focus is the button in the drop-down, which must say more than “1×”. Newer GTK names both by what is
 * selected, each time that is another. */
static void
name_speed (GradientsTransport *self)
{
  GtkAccessible *button = GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self->speed)));

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->speed), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_reset_relation (button, GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Speed"), -1);
}

static void
speed_selected_cb (GradientsTransport *self)
{
  guint selected = gtk_drop_down_get_selected (self->speed);

  if (self->player != NULL && selected < G_N_ELEMENTS (speeds))
    gradients_player_set_speed (self->player, speeds[selected]);
  name_speed (self);
}

static void
gradients_transport_get_property (GObject    *object,
                                  guint       id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  GradientsTransport *self = GRADIENTS_TRANSPORT (object);

  switch (id)
    {
    case PROP_PLAYER:
      g_value_set_object (value, self->player);
      break;
    case PROP_COUNTS_EPOCHS:
      g_value_set_boolean (value, self->counts_epochs);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_transport_set_property (GObject      *object,
                                  guint         id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  GradientsTransport *self = GRADIENTS_TRANSPORT (object);

  switch (id)
    {
    case PROP_PLAYER:
      gradients_transport_set_player (self, g_value_get_object (value));
      break;
    case PROP_COUNTS_EPOCHS:
      self->counts_epochs = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_transport_dispose (GObject *object)
{
  GradientsTransport *self = GRADIENTS_TRANSPORT (object);

  set_ticking (self, FALSE);
  g_clear_object (&self->signals);
  g_clear_object (&self->player);
  gradients_template_dispose (self, GRADIENTS_TYPE_TRANSPORT);
  G_OBJECT_CLASS (gradients_transport_parent_class)->dispose (object);
}

static void
gradients_transport_class_init (GradientsTransportClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gradients_transport_dispose;
  object_class->get_property = gradients_transport_get_property;
  object_class->set_property = gradients_transport_set_property;

  props[PROP_PLAYER] = g_param_spec_object ("player", NULL, NULL, GRADIENTS_TYPE_PLAYER,
                                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_COUNTS_EPOCHS] = g_param_spec_boolean ("counts-epochs", NULL, NULL, FALSE,
                                                    G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/gradients/Gradients/ui/transport.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "transport");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_bind_template_child (widget_class, GradientsTransport, adjustment);
  gtk_widget_class_bind_template_child (widget_class, GradientsTransport, timeline);
  gtk_widget_class_bind_template_child (widget_class, GradientsTransport, position);
  gtk_widget_class_bind_template_child (widget_class, GradientsTransport, first);
  gtk_widget_class_bind_template_child (widget_class, GradientsTransport, back);
  gtk_widget_class_bind_template_child (widget_class, GradientsTransport, play);
  gtk_widget_class_bind_template_child (widget_class, GradientsTransport, forward);
  gtk_widget_class_bind_template_child (widget_class, GradientsTransport, last);
  gtk_widget_class_bind_template_child (widget_class, GradientsTransport, speed);
  gtk_widget_class_bind_template_callback (widget_class, timeline_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, first_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, play_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, forward_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, last_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, speed_selected_cb);
}

static void
gradients_transport_init (GradientsTransport *self)
{
  self->signals = g_signal_group_new (GRADIENTS_TYPE_PLAYER);
  g_signal_group_connect_swapped (self->signals, "notify::cursor", G_CALLBACK (position_changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::n-steps", G_CALLBACK (position_changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::playing", G_CALLBACK (playing_changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::speed", G_CALLBACK (speed_changed_cb), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The button inside has the focus, and GTK 4.8 does not name it. */
  name_speed (self);
}

GtkWidget *
gradients_transport_new (GradientsPlayer *player)
{
  return g_object_new (GRADIENTS_TYPE_TRANSPORT, "player", player, NULL);
}

void
gradients_transport_set_player (GradientsTransport *self,
                                GradientsPlayer    *player)
{
  g_return_if_fail (GRADIENTS_IS_TRANSPORT (self));

  if (!g_set_object (&self->player, player))
    return;
  g_signal_group_set_target (self->signals, player);
  if (player != NULL)
    {
      show_position (self);
      show_speed (self);
      playing_changed_cb (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PLAYER]);
}

void
gradients_transport_focus_play (GradientsTransport *self)
{
  g_return_if_fail (GRADIENTS_IS_TRANSPORT (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->play));
}
