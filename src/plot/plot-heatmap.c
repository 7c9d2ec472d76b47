/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A heatmap: one pixel of the device at a time, each coloured by the value interpolated there. The interpolation is
 * between data, not between colours, so that every pixel has a colour of the map. */

#include "plot/plot-colormap-private.h"
#include "plot/plot-number.h"
#include "plot/plot-pen.h"
#include "plot/plot-scale-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  PlotMark            parent;
  float              *values;
  guint               n_x, n_y;
  PlotRange           range;
  const PlotColormap *colormap;
  PlotScale           scale;
  float               low, high; /* the ends of the scale, as values are */
  float               min, max;  /* finite, of what was given; min > max if there is none */
} Heatmap;

/* Where a pixel lies between two neighbouring samples. */
typedef struct
{
  guint low;
  guint high;
  float weight; /* of high */
} Between;

/* A picture that may be enlarged later gets so many pixels to the unit. */
#define VECTOR_RESOLUTION 2.0
#define MAX_PIXELS 8192.0

/* Values are drawn as if none were greater, so that the difference of two is still a float. */
#define FARTHEST 1e38f

static gboolean
heatmap_extent (PlotMark  *mark,
                PlotRange *extent)
{
  *extent = ((Heatmap *) mark)->range;
  return TRUE;
}

static Between
find_samples (double min,
              double max,
              guint  n,
              double value)
{
  double  position = CLAMP ((value - min) / (max - min) * n - 0.5, 0, n - 1.0);
  Between between = { .low = (guint) position };

  between.high = MIN (between.low + 1, n - 1);
  between.weight = (float) (position - between.low);
  return between;
}

/* Beside what is not a number, a is still a. */
static inline float
mix (float a,
     float b,
     float weight)
{
  return weight == 0 ? a : a + (b - a) * weight;
}

static void
mix_rows (const Heatmap *heatmap,
          const Between *between,
          float         *row)
{
  const float *low = heatmap->values + (gsize) between->low * heatmap->n_x;
  const float *high = heatmap->values + (gsize) between->high * heatmap->n_x;

  for (guint i = 0; i < heatmap->n_x; i++)
    row[i] = mix (low[i], high[i], between->weight);
}

static void
color_row (const Heatmap *heatmap,
           const float   *row,
           const Between *columns,
           int            n_columns,
           guint32       *pixels)
{
  const guint32 *colors = plot_colormap_get_colors (heatmap->colormap);
  float          factor = heatmap->high > heatmap->low ? 256 / (heatmap->high - heatmap->low) : 0;

  for (int i = 0; i < n_columns; i++)
    {
      float value = mix (row[columns[i].low], row[columns[i].high], columns[i].weight);
      float index = (value - heatmap->low) * factor;

      pixels[i] = isnan (index) ? 0 : 0xff000000 | colors[(int) CLAMP (index, 0, 255)];
    }
}

/* One device pixel per pixel of the image, whose pixel (0, 0) has its corner at (left, top) of the view. */
static cairo_surface_t *
render (const Heatmap  *heatmap,
        const PlotView *view,
        double          left,
        double          top,
        int             width,
        int             height,
        double          step_x,
        double          step_y)
{
  cairo_surface_t    *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  guchar             *pixels = cairo_image_surface_get_data (image);
  int                 stride = cairo_image_surface_get_stride (image);
  g_autofree Between *columns = g_new (Between, width);
  g_autofree float   *row = g_new (float, heatmap->n_x);
  const PlotRange    *range = &heatmap->range;
  double              x, y;

  for (int i = 0; i < width; i++)
    {
      plot_view_unmap (view, left + (i + 0.5) * step_x, view->rect.y, &x, &y);
      columns[i] = find_samples (range->x_min, range->x_max, heatmap->n_x, x);
    }
  for (int j = 0; pixels != NULL && j < height; j++)
    {
      Between between;

      plot_view_unmap (view, view->rect.x, top + (j + 0.5) * step_y, &x, &y);
      between = find_samples (range->y_min, range->y_max, heatmap->n_y, y);
      mix_rows (heatmap, &between, row);
      color_row (heatmap, row, columns, width, (guint32 *) (void *) (pixels + (gsize) j * stride));
    }
  cairo_surface_mark_dirty (image);
  return image;
}

/* Pixels of the surface per unit of the view, which is not known for pictures made of vectors. */
static double
get_resolution (cairo_t *cr)
{
  cairo_surface_t *surface = cairo_get_group_target (cr);
  double           x = 1, y = 0, scale_x, scale_y;

  if (cairo_surface_get_type (surface) != CAIRO_SURFACE_TYPE_IMAGE &&
      cairo_surface_get_type (surface) != CAIRO_SURFACE_TYPE_XLIB)
    return VECTOR_RESOLUTION;
  cairo_user_to_device_distance (cr, &x, &y);
  cairo_surface_get_device_scale (surface, &scale_x, &scale_y);
  return hypot (x, y) * scale_x;
}

/* The part of the view that the heatmap covers. */
static PlotRect
get_covered (const Heatmap  *heatmap,
             const PlotView *view)
{
  PlotRect covered;
  double   x, y, other_x, other_y;

  plot_view_map (view, heatmap->range.x_min, heatmap->range.y_max, &x, &y);
  plot_view_map (view, heatmap->range.x_max, heatmap->range.y_min, &other_x, &other_y);
  covered = (PlotRect){ MIN (x, other_x), MIN (y, other_y), fabs (other_x - x), fabs (other_y - y) };
  return plot_rect_intersect (&covered, &view->rect);
}

static void
paint (const Heatmap    *heatmap,
       const PlotCanvas *canvas,
       const PlotRect   *area,
       double            resolution)
{
  cairo_t         *cr = canvas->cr;
  int              width = (int) CLAMP (ceil (area->width * resolution - 1e-6), 1, MAX_PIXELS);
  int              height = (int) CLAMP (ceil (area->height * resolution - 1e-6), 1, MAX_PIXELS);
  double           step_x = area->width / width, step_y = area->height / height;
  cairo_surface_t *image = render (heatmap, canvas->view, area->x, area->y, width, height, step_x, step_y);

  cairo_rectangle (cr, area->x, area->y, area->width, area->height);
  cairo_clip (cr);
  cairo_translate (cr, area->x, area->y);
  cairo_scale (cr, step_x, step_y);
  cairo_set_source_surface (cr, image, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_surface_destroy (image);
}

static void
heatmap_draw (PlotMark         *mark,
              const PlotCanvas *canvas)
{
  Heatmap *heatmap = (Heatmap *) mark;
  PlotRect area = get_covered (heatmap, canvas->view);

  if (heatmap->min <= heatmap->max && area.width > 0 && area.height > 0)
    paint (heatmap, canvas, &area, get_resolution (canvas->cr));
}

static char *
heatmap_describe (PlotMark *mark)
{
  Heatmap         *heatmap = (Heatmap *) mark;
  g_autofree char *min = plot_number_format (heatmap->min, 6);
  g_autofree char *max = plot_number_format (heatmap->max, 6);

  if (heatmap->min > heatmap->max)
    return g_strdup (_ ("heatmap without a finite value"));
  /* Translators: colours that stand for the values of a function, least and greatest. */
  return g_strdup_printf (_ ("heatmap of values from %s to %s"), min, max);
}

static void
heatmap_finalize (PlotMark *mark)
{
  g_free (((Heatmap *) mark)->values);
}

static const PlotMarkClass heatmap_class = {
  .size = sizeof (Heatmap),
  .extent = heatmap_extent,
  .draw = heatmap_draw,
  .describe = heatmap_describe,
  .finalize = heatmap_finalize,
};

static void
find_finite_range (const float *values,
                   gsize        n_values,
                   float       *min,
                   float       *max)
{
  *min = INFINITY;
  *max = -INFINITY;
  for (gsize i = 0; i < n_values; i++)
    if (isfinite (values[i]))
      {
        *min = MIN (*min, values[i]);
        *max = MAX (*max, values[i]);
      }
}

/* What is drawn of value: its place on the scale before it is divided, and never an infinity, between which and a
 * number nothing can be mixed. */
static float
straighten (const PlotScale *scale,
            float            value)
{
  const PlotScaleClass *klass = plot_scale_get_class (scale);

  if (isnan (value))
    return value;
  if (scale->kind == PLOT_SCALE_LOG)
    return (float) klass->forward (CLAMP (value, scale->min, scale->max));
  return CLAMP (value, -FARTHEST, FARTHEST);
}

PlotMark *
plot_mark_new_heatmap_scaled (const float        *values,
                              guint               n_x,
                              guint               n_y,
                              double              x_min,
                              double              x_max,
                              double              y_min,
                              double              y_max,
                              const PlotColormap *colormap,
                              const PlotScale    *scale)
{
  gsize    n = (gsize) n_x * n_y;
  Heatmap *heatmap;

  g_return_val_if_fail (n_x > 0 && n_y > 0, NULL);

  heatmap = plot_mark_create (&heatmap_class, PLOT_ROLE_PLOT, NULL);
  heatmap->n_x = n_x;
  heatmap->n_y = n_y;
  heatmap->range = (PlotRange){ x_min, x_max, y_min, y_max };
  heatmap->colormap = colormap;
  heatmap->scale = *scale;
  heatmap->low = straighten (scale, (float) scale->min);
  heatmap->high = straighten (scale, (float) scale->max);
  find_finite_range (values, n, &heatmap->min, &heatmap->max);
  heatmap->values = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    heatmap->values[i] = straighten (scale, values[i]);
  return &heatmap->parent;
}

PlotMark *
plot_mark_new_heatmap (const float        *values,
                       guint               n_x,
                       guint               n_y,
                       double              x_min,
                       double              x_max,
                       double              y_min,
                       double              y_max,
                       const PlotColormap *colormap)
{
  float     min, max;
  PlotScale scale;

  find_finite_range (values, (gsize) n_x * n_y, &min, &max);
  scale = plot_scale_new (PLOT_SCALE_LINEAR, min, max);
  return plot_mark_new_heatmap_scaled (values, n_x, n_y, x_min, x_max, y_min, y_max, colormap, &scale);
}

gboolean
plot_mark_get_colors (PlotMark            *mark,
                      const PlotColormap **colormap,
                      PlotScale           *scale)
{
  Heatmap *heatmap = (Heatmap *) mark;

  if (mark->klass != &heatmap_class || heatmap->min > heatmap->max)
    return FALSE;
  *colormap = heatmap->colormap;
  *scale = heatmap->scale;
  return TRUE;
}

const float *
plot_mark_get_samples (PlotMark  *mark,
                       guint     *n_x,
                       guint     *n_y,
                       PlotRange *range)
{
  Heatmap *heatmap = (Heatmap *) mark;

  if (mark->klass != &heatmap_class)
    return NULL;
  *n_x = heatmap->n_x;
  *n_y = heatmap->n_y;
  *range = heatmap->range;
  return heatmap->values;
}
