/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What all pages with a run have in common: the player, and one action for every key of the window and every item
 * of its menu that speaks of the page in sight. */

#include "app/gradients-page.h"

#include <glib/gi18n-lib.h>

#define ZOOM_STEP 1.25

typedef struct
{
  GradientsPlayer *player;
} GradientsPagePrivate;

enum
{
  PROP_PLAYER = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (GradientsPage, gradients_page, GTK_TYPE_WIDGET)

static void
play_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  GradientsPlayer *player = gradients_page_get_player (GRADIENTS_PAGE (widget));

  gradients_player_set_playing (player, !gradients_player_get_playing (player));
}

static void
go_cb (GtkWidget  *widget,
       const char *action,
       GVariant   *parameter)
{
  GradientsPlayer *player = gradients_page_get_player (GRADIENTS_PAGE (widget));

  gradients_player_go (player, g_str_equal (action, "page.first") ? 0 : gradients_player_get_n_steps (player));
}

static void
move_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  static const struct
  {
    const char *action;
    int         by;
  } moves[] = {
    { "page.step-back", -1 },
    { "page.step-forward", 1 },
    { "page.ten-back", -10 },
    { "page.ten-forward", 10 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    if (g_str_equal (action, moves[i].action))
      gradients_player_move (gradients_page_get_player (GRADIENTS_PAGE (widget)), moves[i].by);
}

static void
reset_cb (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  gradients_player_go (gradients_page_get_player (GRADIENTS_PAGE (widget)), 0);
  GRADIENTS_PAGE_GET_CLASS (widget)->reset_view (GRADIENTS_PAGE (widget));
}

static void
zoom_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  GRADIENTS_PAGE_GET_CLASS (widget)->zoom (GRADIENTS_PAGE (widget),
                                           g_str_equal (action, "page.zoom-in") ? ZOOM_STEP : 1 / ZOOM_STEP);
}

static void
zoom_reset_cb (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  GRADIENTS_PAGE_GET_CLASS (widget)->reset_view (GRADIENTS_PAGE (widget));
}

static void
rate_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  GRADIENTS_PAGE_GET_CLASS (widget)->nudge_rate (GRADIENTS_PAGE (widget), g_str_equal (action, "page.rate-up") ? 1 : -1);
}

static void
export_picture_cb (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  GradientsPageClass *klass = GRADIENTS_PAGE_GET_CLASS (widget);
  GradientsPage      *self = GRADIENTS_PAGE (widget);
  GradientsPicture    picture = klass->dup_picture (self);

  gradients_export_picture (widget, klass->get_file_stem (self), &picture);
}

static void
export_steps_cb (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  GradientsPageClass *klass = GRADIENTS_PAGE_GET_CLASS (widget);
  GradientsPage      *self = GRADIENTS_PAGE (widget);

  char *steps = klass->dup_steps (self);

  if (steps != NULL)
    gradients_export_steps (widget, klass->get_file_stem (self), steps);
  else
    gradients_export_tell (widget, _ ("There are no steps yet: run the program first"));
}

static void
copy_code_cb (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  gradients_export_code (widget, GRADIENTS_PAGE_GET_CLASS (widget)->dup_code (GRADIENTS_PAGE (widget)));
}

static void
gradients_page_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_PLAYER:
      g_value_set_object (value, gradients_page_get_player (GRADIENTS_PAGE (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_page_finalize (GObject *object)
{
  GradientsPagePrivate *priv = gradients_page_get_instance_private (GRADIENTS_PAGE (object));

  g_clear_object (&priv->player);
  G_OBJECT_CLASS (gradients_page_parent_class)->finalize (object);
}

static void
gradients_page_class_init (GradientsPageClass *klass)
{
  static const struct
  {
    const char                 *name;
    GtkWidgetActionActivateFunc func;
  } actions[] = {
    { "page.play", play_cb },
    { "page.first", go_cb },
    { "page.last", go_cb },
    { "page.step-back", move_cb },
    { "page.step-forward", move_cb },
    { "page.ten-back", move_cb },
    { "page.ten-forward", move_cb },
    { "page.reset", reset_cb },
    { "page.zoom-in", zoom_cb },
    { "page.zoom-out", zoom_cb },
    { "page.zoom-reset", zoom_reset_cb },
    { "page.rate-down", rate_cb },
    { "page.rate-up", rate_cb },
    { "page.export-picture", export_picture_cb },
    { "page.export-steps", export_steps_cb },
    { "page.copy-code", copy_code_cb },
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gradients_page_finalize;
  object_class->get_property = gradients_page_get_property;

  props[PROP_PLAYER] = g_param_spec_object ("player", NULL, NULL, GRADIENTS_TYPE_PLAYER,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), actions[i].name, NULL, actions[i].func);
}

static void
gradients_page_init (GradientsPage *self)
{
  GradientsPagePrivate *priv = gradients_page_get_instance_private (self);

  priv->player = gradients_player_new ();
}

GradientsPlayer *
gradients_page_get_player (GradientsPage *self)
{
  GradientsPagePrivate *priv = gradients_page_get_instance_private (self);

  g_return_val_if_fail (GRADIENTS_IS_PAGE (self), NULL);

  return priv->player;
}

double
gradients_page_get_cursor (GradientsPage *self)
{
  GradientsPlayer *player = gradients_page_get_player (self);
  gboolean         glides;

  g_return_val_if_fail (GRADIENTS_IS_PAGE (self), 0);

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &glides, NULL);
  return glides ? gradients_player_get_cursor (player) : gradients_player_get_step (player);
}

void
gradients_page_set_colormap (GradientsPage      *self,
                             const PlotColormap *colormap)
{
  g_return_if_fail (GRADIENTS_IS_PAGE (self));

  GRADIENTS_PAGE_GET_CLASS (self)->set_colormap (self, colormap);
}

void
gradients_page_focus (GradientsPage *self)
{
  g_return_if_fail (GRADIENTS_IS_PAGE (self));

  GRADIENTS_PAGE_GET_CLASS (self)->focus (self);
}
