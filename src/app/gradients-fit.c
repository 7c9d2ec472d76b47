/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Two children, of which the one is shown that fits: what AdwSqueezer did before it was deprecated. The choice falls
 * in size_allocate, where nothing may change size or visibility; hence child-visible, and the notification later. */

#include "app/gradients-fit.h"

#include "app/gradients-template.h"

struct _GradientsFit
{
  GtkWidget parent_instance;

  GtkWidget *wide;
  GtkWidget *small;
  gboolean   narrow;
  guint      notify_id;
};

enum
{
  PROP_WIDE = 1,
  PROP_SMALL,
  PROP_NARROW,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GradientsFit, gradients_fit, GTK_TYPE_WIDGET)

static gboolean
notify_narrow_cb (gpointer data)
{
  GradientsFit *self = GRADIENTS_FIT (data);

  self->notify_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
  return G_SOURCE_REMOVE;
}

static void
measure_child (GtkWidget     *child,
               GtkOrientation orientation,
               int           *minimum,
               int           *natural)
{
  *minimum = *natural = 0;
  if (child != NULL)
    gtk_widget_measure (child, orientation, -1, minimum, natural, NULL, NULL);
}

static void
gradients_fit_measure (GtkWidget     *widget,
                       GtkOrientation orientation,
                       int            for_size,
                       int           *minimum,
                       int           *natural,
                       int           *minimum_baseline,
                       int           *natural_baseline)
{
  GradientsFit *self = GRADIENTS_FIT (widget);
  int           wide_minimum, wide_natural, small_minimum, small_natural;

  measure_child (self->wide, orientation, &wide_minimum, &wide_natural);
  measure_child (self->small, orientation, &small_minimum, &small_natural);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MIN (wide_minimum, small_minimum);
  else
    *minimum = MAX (wide_minimum, small_minimum);
  *natural = MAX (*minimum, MAX (wide_natural, small_natural));
}

static void
gradients_fit_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  GradientsFit *self = GRADIENTS_FIT (widget);
  int           minimum, natural;
  gboolean      narrow;

  measure_child (self->wide, GTK_ORIENTATION_HORIZONTAL, &minimum, &natural);
  narrow = width < minimum;
  gtk_widget_set_child_visible (self->wide, !narrow);
  gtk_widget_set_child_visible (self->small, narrow);
  gtk_widget_allocate (narrow ? self->small : self->wide, width, height, baseline, NULL);
  if (narrow == self->narrow)
    return;
  self->narrow = narrow;
  if (self->notify_id == 0)
    self->notify_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_narrow_cb, self, NULL);
}

static void
gradients_fit_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  GradientsFit *self = GRADIENTS_FIT (object);

  switch (id)
    {
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_fit_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  GradientsFit *self = GRADIENTS_FIT (object);

  switch (id)
    {
    case PROP_WIDE:
      self->wide = gradients_template_adopt (self, value);
      break;
    case PROP_SMALL:
      self->small = gradients_template_adopt (self, value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_fit_dispose (GObject *object)
{
  GradientsFit *self = GRADIENTS_FIT (object);

  g_clear_handle_id (&self->notify_id, g_source_remove);
  g_clear_pointer (&self->wide, gtk_widget_unparent);
  g_clear_pointer (&self->small, gtk_widget_unparent);
  G_OBJECT_CLASS (gradients_fit_parent_class)->dispose (object);
}

static void
gradients_fit_class_init (GradientsFitClass *klass)
{
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass   *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gradients_fit_dispose;
  object_class->get_property = gradients_fit_get_property;
  object_class->set_property = gradients_fit_set_property;
  widget_class->measure = gradients_fit_measure;
  widget_class->size_allocate = gradients_fit_size_allocate;

  props[PROP_WIDE] = g_param_spec_object ("wide", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_SMALL] = g_param_spec_object ("small", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gradients_fit_init (GradientsFit *self)
{
}

GtkWidget *
gradients_fit_new (GtkWidget *wide,
                   GtkWidget *small)
{
  return g_object_new (GRADIENTS_TYPE_FIT, "wide", wide, "small", small, NULL);
}

gboolean
gradients_fit_get_narrow (GradientsFit *self)
{
  g_return_val_if_fail (GRADIENTS_IS_FIT (self), FALSE);

  return self->narrow;
}
