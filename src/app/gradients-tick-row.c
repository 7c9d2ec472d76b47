/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* GtkScale draws labels of marks that lie close on top of each other, and they cannot be pressed. So the slider
 * draws the ticks, and this lays out what stands under them. */

#include "app/gradients-tick-row.h"

#include "app/gradients-template.h"

#include <math.h>

#define GAP 6

struct _GradientsTickRow
{
  GtkWidget parent_instance;

  GtkRange  *range;
  GtkWidget *low;
  GtkWidget *high;
  double     low_tick;
  double     high_tick;
};

enum
{
  PROP_RANGE = 1,
  PROP_LOW,
  PROP_HIGH,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GradientsTickRow, gradients_tick_row, GTK_TYPE_WIDGET)

static int
get_width (GtkWidget *child)
{
  int natural = 0;

  if (gtk_widget_should_layout (child))
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* Where a value of the slider lies in this widget. */
static double
get_place (GradientsTickRow *self,
           double            value)
{
  GtkAdjustment   *adjustment = gtk_range_get_adjustment (self->range);
  double           lower = gtk_adjustment_get_lower (adjustment);
  double           fraction = (value - lower) / (gtk_adjustment_get_upper (adjustment) - lower);
  GdkRectangle     trough;
  graphene_point_t at = GRAPHENE_POINT_INIT (0, 0);

  gtk_range_get_range_rect (self->range, &trough);
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    fraction = 1 - fraction;
  if (!gtk_widget_compute_point (GTK_WIDGET (self->range), GTK_WIDGET (self),
                                 &GRAPHENE_POINT_INIT ((float) (trough.x + fraction * trough.width), 0), &at))
    return 0;
  return at.x;
}

static gboolean
is_on_scale (GradientsTickRow *self,
             double            value)
{
  GtkAdjustment *adjustment = gtk_range_get_adjustment (self->range);

  return isfinite (value) && value >= gtk_adjustment_get_lower (adjustment) && value <= gtk_adjustment_get_upper (adjustment);
}

static void
allocate_at (GtkWidget *child,
             double     x,
             int        width,
             int        height)
{
  if (gtk_widget_should_layout (child))
    gtk_widget_allocate (child, width, height, -1, gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) round (x), 0)));
}

static void
gradients_tick_row_measure (GtkWidget     *widget,
                            GtkOrientation orientation,
                            int            for_size,
                            int           *minimum,
                            int           *natural,
                            int           *minimum_baseline,
                            int           *natural_baseline)
{
  GradientsTickRow *self = GRADIENTS_TICK_ROW (widget);
  int               low, high;

  /* The height is kept also where no caption shows, lest the controls below jump while a rate is dragged. */
  gtk_widget_measure (self->low, orientation, -1, NULL, &low, NULL, NULL);
  gtk_widget_measure (self->high, orientation, -1, NULL, &high, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = get_width (self->low) + GAP + get_width (self->high);
  else
    *minimum = *natural = MAX (low, high);
}

static void
gradients_tick_row_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  GradientsTickRow *self = GRADIENTS_TICK_ROW (widget);
  int               low_width = get_width (self->low);
  int               high_width = get_width (self->high);
  double            low_end = MAX (get_place (self, self->low_tick) + GAP, low_width);
  double            high_start = MIN (get_place (self, self->high_tick) - GAP, width - high_width);

  if (low_width > 0 && high_width > 0 && low_end + GAP > high_start)
    {
      low_end = MAX (low_width, high_start - GAP);
      high_start = MAX (high_start, low_end + GAP);
    }
  allocate_at (self->low, low_end - low_width, low_width, height);
  allocate_at (self->high, high_start, high_width, height);
}

static void
gradients_tick_row_set_property (GObject      *object,
                                 guint         id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  GradientsTickRow *self = GRADIENTS_TICK_ROW (object);

  switch (id)
    {
    case PROP_RANGE:
      self->range = g_value_dup_object (value);
      break;
    case PROP_LOW:
      self->low = gradients_template_adopt (self, value);
      break;
    case PROP_HIGH:
      self->high = gradients_template_adopt (self, value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_tick_row_dispose (GObject *object)
{
  GradientsTickRow *self = GRADIENTS_TICK_ROW (object);

  g_clear_object (&self->range);
  g_clear_pointer (&self->low, gtk_widget_unparent);
  g_clear_pointer (&self->high, gtk_widget_unparent);
  G_OBJECT_CLASS (gradients_tick_row_parent_class)->dispose (object);
}

static void
gradients_tick_row_class_init (GradientsTickRowClass *klass)
{
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass   *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gradients_tick_row_dispose;
  object_class->set_property = gradients_tick_row_set_property;
  widget_class->measure = gradients_tick_row_measure;
  widget_class->size_allocate = gradients_tick_row_size_allocate;

  props[PROP_RANGE] = g_param_spec_object ("range", NULL, NULL, GTK_TYPE_RANGE, flags);
  props[PROP_LOW] = g_param_spec_object ("low", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_HIGH] = g_param_spec_object ("high", NULL, NULL, GTK_TYPE_WIDGET, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gradients_tick_row_init (GradientsTickRow *self)
{
  self->low_tick = self->high_tick = NAN;
}

GtkWidget *
gradients_tick_row_new (GtkRange  *range,
                        GtkWidget *low,
                        GtkWidget *high)
{
  return g_object_new (GRADIENTS_TYPE_TICK_ROW, "range", range, "low", low, "high", high, NULL);
}

void
gradients_tick_row_set_ticks (GradientsTickRow *self,
                              double            low,
                              double            high)
{
  g_return_if_fail (GRADIENTS_IS_TICK_ROW (self));

  self->low_tick = low;
  self->high_tick = high;
  gtk_widget_set_visible (self->low, is_on_scale (self, low));
  gtk_widget_set_visible (self->high, is_on_scale (self, high));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}
