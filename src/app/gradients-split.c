/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The layout of a page: what is looked at, and what it is changed with. */

#include "app/gradients-split.h"

#include "app/gradients-template.h"

#define BESIDE_FROM 680 /* the width from which the panel stands beside the hero */

#define COMPACT_BELOW_WIDTH 480  /* of the hero */
#define COMPACT_BELOW_HEIGHT 600 /* of the page */

/* What the panel has of the width, the least and the most; and the hero of the height, with the panel below. For one that
 * is not even, and for one that is. */
static const struct
{
  double share;
  int    least, most;
  double hero_above;
} rooms[] = { { 0.32, 316, 440, 0.68 }, { 0.42, 340, 720, 0.5 } };

struct _GradientsSplit
{
  GtkWidget parent_instance;

  GtkWidget *hero;
  GtkWidget *panel;
  gboolean   even;
  gboolean   compact;
  guint      compact_id;
};

enum
{
  PROP_HERO = 1,
  PROP_PANEL,
  PROP_EVEN,
  PROP_COMPACT,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GradientsSplit, gradients_split, GTK_TYPE_WIDGET)

/* Side by side takes width, one above the other takes height: which it is follows from the width, so a height that is
 * too small for the latter asks for a width that makes it the former. */
static void
gradients_split_measure (GtkWidget     *widget,
                         GtkOrientation orientation,
                         int            for_size,
                         int           *minimum,
                         int           *natural,
                         int           *minimum_baseline,
                         int           *natural_baseline)
{
  GradientsSplit *self = GRADIENTS_SPLIT (widget);
  int             hero_minimum, hero_natural, panel_minimum, panel_natural, hero_height, panel_height;

  gtk_widget_measure (self->hero, orientation, -1, &hero_minimum, &hero_natural, NULL, NULL);
  gtk_widget_measure (self->panel, orientation, -1, &panel_minimum, &panel_natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      gboolean below = for_size >= 0 && for_size < BESIDE_FROM;

      if (below)
        gtk_widget_measure (self->hero, orientation, for_size, &hero_minimum, NULL, NULL, NULL);
      *minimum = below ? hero_minimum + panel_minimum : MAX (hero_minimum, panel_minimum);
      *natural = MAX (*minimum, hero_natural);
      return;
    }
  *minimum = MAX (hero_minimum, panel_minimum);
  *natural = hero_natural + CLAMP (panel_natural, rooms[self->even].least, rooms[self->even].most);
  if (for_size < 0)
    return;
  gtk_widget_measure (self->hero, GTK_ORIENTATION_VERTICAL, *minimum, &hero_height, NULL, NULL, NULL);
  gtk_widget_measure (self->panel, GTK_ORIENTATION_VERTICAL, -1, &panel_height, NULL, NULL, NULL);
  if (for_size < hero_height + panel_height)
    *minimum = MAX (*minimum, BESIDE_FROM);
  *natural = MAX (*minimum, *natural);
}

static GtkSizeRequestMode
gradients_split_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
allocate_beside (GradientsSplit *self,
                 int             width,
                 int             height)
{
  int           least, panel, hero;
  GskTransform *move;

  gtk_widget_measure (self->panel, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  panel = MAX (least, CLAMP ((int) (width * rooms[self->even].share), rooms[self->even].least, rooms[self->even].most));
  hero = width - panel;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    {
      move = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) panel, 0));
      gtk_widget_allocate (self->hero, hero, height, -1, move);
      gtk_widget_allocate (self->panel, panel, height, -1, NULL);
    }
  else
    {
      move = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) hero, 0));
      gtk_widget_allocate (self->hero, hero, height, -1, NULL);
      gtk_widget_allocate (self->panel, panel, height, -1, move);
    }
}

static void
allocate_below (GradientsSplit *self,
                int             width,
                int             height)
{
  int           least, hero;
  GskTransform *move;

  gtk_widget_measure (self->hero, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
  hero = MAX (least, (int) (height * rooms[self->even].hero_above));
  move = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (0, (float) hero));
  gtk_widget_allocate (self->hero, width, hero, -1, NULL);
  gtk_widget_allocate (self->panel, width, MAX (0, height - hero), -1, move);
}

static gboolean
show_compact_cb (gpointer data)
{
  GradientsSplit *self = GRADIENTS_SPLIT (data);

  self->compact_id = 0;
  if (self->compact)
    gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COMPACT]);
  return G_SOURCE_REMOVE;
}

/* Styles must not change while sizes are being given out, so this shows a moment later. */
static void
choose_compact (GradientsSplit *self,
                int             height)
{
  gboolean compact = gtk_widget_get_width (self->hero) < COMPACT_BELOW_WIDTH || height < COMPACT_BELOW_HEIGHT;

  if (compact == self->compact)
    return;
  self->compact = compact;
  if (self->compact_id == 0)
    self->compact_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, show_compact_cb, self, NULL);
}

static void
gradients_split_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  GradientsSplit *self = GRADIENTS_SPLIT (widget);

  if (width >= BESIDE_FROM)
    allocate_beside (self, width, height);
  else
    allocate_below (self, width, height);
  choose_compact (self, height);
}

static void
gradients_split_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  GradientsSplit *self = GRADIENTS_SPLIT (object);

  switch (id)
    {
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_split_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  GradientsSplit *self = GRADIENTS_SPLIT (object);

  switch (id)
    {
    case PROP_HERO:
      self->hero = gradients_template_adopt (self, value);
      break;
    case PROP_PANEL:
      self->panel = gradients_template_adopt (self, value);
      break;
    case PROP_EVEN:
      self->even = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_split_dispose (GObject *object)
{
  GradientsSplit *self = GRADIENTS_SPLIT (object);

  g_clear_handle_id (&self->compact_id, g_source_remove);
  g_clear_pointer (&self->hero, gtk_widget_unparent);
  g_clear_pointer (&self->panel, gtk_widget_unparent);
  G_OBJECT_CLASS (gradients_split_parent_class)->dispose (object);
}

static void
gradients_split_class_init (GradientsSplitClass *klass)
{
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass   *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gradients_split_dispose;
  object_class->get_property = gradients_split_get_property;
  object_class->set_property = gradients_split_set_property;
  widget_class->get_request_mode = gradients_split_get_request_mode;
  widget_class->measure = gradients_split_measure;
  widget_class->size_allocate = gradients_split_size_allocate;

  props[PROP_HERO] = g_param_spec_object ("hero", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_PANEL] = g_param_spec_object ("panel", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_EVEN] = g_param_spec_boolean ("even", NULL, NULL, FALSE, flags);
  props[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gradients_split_init (GradientsSplit *self)
{
}

GtkWidget *
gradients_split_new (GtkWidget *hero,
                     GtkWidget *panel)
{
  return g_object_new (GRADIENTS_TYPE_SPLIT, "hero", hero, "panel", panel, NULL);
}
