/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* How three linked plots share their room: one is looked at most, the other two say the same in their own ways. */

#include "app/gradients-plot-grid.h"

#include "app/gradients-template.h"

#define N_PLOTS 3
#define SPACING 6
#define FIRST_SHARE 0.5   /* of the longer way */
#define SECOND_SHARE 0.58 /* of the other, where the second stands above the third */
#define WIDE_FROM 1.05    /* width by height from which the first stands at the left */

struct _GradientsPlotGrid
{
  GtkWidget parent_instance;

  GtkWidget *plots[N_PLOTS];
};

static GParamSpec *props[N_PLOTS + 1];

G_DEFINE_FINAL_TYPE (GradientsPlotGrid, gradients_plot_grid, GTK_TYPE_WIDGET)

static void
gradients_plot_grid_measure (GtkWidget     *widget,
                             GtkOrientation orientation,
                             int            for_size,
                             int           *minimum,
                             int           *natural,
                             int           *minimum_baseline,
                             int           *natural_baseline)
{
  GradientsPlotGrid *self = GRADIENTS_PLOT_GRID (widget);
  int                least[N_PLOTS], wanted[N_PLOTS];

  for (guint i = 0; i < N_PLOTS; i++)
    gtk_widget_measure (self->plots[i], orientation, -1, &least[i], &wanted[i], NULL, NULL);
  *minimum = SPACING + MAX (2 * least[0], MAX (least[1], least[2]) * 2);
  *natural = SPACING + MAX (2 * wanted[0], wanted[1] + wanted[2]);
}

static void
allocate (GtkWidget *plot,
          int        x,
          int        y,
          int        width,
          int        height)
{
  GskTransform *move = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) x, (float) y));

  gtk_widget_allocate (plot, MAX (width, 1), MAX (height, 1), -1, move);
}

static void
allocate_wide (GradientsPlotGrid *self,
               int                width,
               int                height)
{
  int first = (int) ((width - SPACING) * FIRST_SHARE);
  int second = (int) ((height - SPACING) * SECOND_SHARE);
  int rest = width - SPACING - first;

  allocate (self->plots[0], 0, 0, first, height);
  allocate (self->plots[1], first + SPACING, 0, rest, second);
  allocate (self->plots[2], first + SPACING, second + SPACING, rest, height - SPACING - second);
}

static void
allocate_tall (GradientsPlotGrid *self,
               int                width,
               int                height)
{
  int first = (int) ((height - SPACING) * FIRST_SHARE);
  int second = (width - SPACING) / 2;
  int rest = height - SPACING - first;

  allocate (self->plots[0], 0, 0, width, first);
  allocate (self->plots[1], 0, first + SPACING, second, rest);
  allocate (self->plots[2], second + SPACING, first + SPACING, width - SPACING - second, rest);
}

static void
gradients_plot_grid_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  if (width >= WIDE_FROM * height)
    allocate_wide (GRADIENTS_PLOT_GRID (widget), width, height);
  else
    allocate_tall (GRADIENTS_PLOT_GRID (widget), width, height);
}

static void
gradients_plot_grid_set_property (GObject      *object,
                                  guint         id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  GradientsPlotGrid *self = GRADIENTS_PLOT_GRID (object);

  g_return_if_fail (id >= 1 && id <= N_PLOTS);

  self->plots[id - 1] = gradients_template_adopt (self, value);
}

static void
gradients_plot_grid_dispose (GObject *object)
{
  GradientsPlotGrid *self = GRADIENTS_PLOT_GRID (object);

  for (guint i = 0; i < N_PLOTS; i++)
    g_clear_pointer (&self->plots[i], gtk_widget_unparent);
  G_OBJECT_CLASS (gradients_plot_grid_parent_class)->dispose (object);
}

static void
gradients_plot_grid_class_init (GradientsPlotGridClass *klass)
{
  static const char *const names[N_PLOTS] = { "first", "second", "third" };
  GObjectClass            *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass          *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gradients_plot_grid_dispose;
  object_class->set_property = gradients_plot_grid_set_property;
  widget_class->measure = gradients_plot_grid_measure;
  widget_class->size_allocate = gradients_plot_grid_size_allocate;

  for (guint i = 0; i < N_PLOTS; i++)
    props[i + 1] = g_param_spec_object (names[i], NULL, NULL, GTK_TYPE_WIDGET,
                                        G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PLOTS + 1, props);
}

static void
gradients_plot_grid_init (GradientsPlotGrid *self)
{
}

GtkWidget *
gradients_plot_grid_new (GtkWidget *first,
                         GtkWidget *second,
                         GtkWidget *third)
{
  return g_object_new (GRADIENTS_TYPE_PLOT_GRID, "first", first, "second", second, "third", third, NULL);
}
