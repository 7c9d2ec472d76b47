/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Layers that rest (heatmap, axes, path) are drawn once into an image of device pixels and kept as a node around
 * it. Layers that move are Cairo nodes no larger than what they touch: a transparent one over the whole figure
 * would be the slowest way of all to draw, for it would be composed whole in every frame. */

#include "app/gradients-plot-cache.h"

#include <math.h>

typedef struct
{
  GskRenderNode *node; /* NULL if the layer draws nothing */
  gboolean       valid;
  guint64        serial;
  guint          n_drawn;
} CachedLayer;

struct _GradientsPlotCache
{
  CachedLayer      layers[PLOT_N_LAYERS];
  PlotFigure      *figure; /* not owned: only compared */
  const PlotTheme *theme;
  int              width;
  int              height;
  int              scale;
};

static gboolean
is_moving (PlotLayer layer)
{
  return layer >= PLOT_LAYER_CURSOR;
}

/* The pixels that a layer touches: whole ones, none outside the figure. FALSE if there are none. */
static gboolean
get_pixel_bounds (PlotFigure      *figure,
                  const PlotTheme *theme,
                  const PlotRect  *rect,
                  PlotLayer        layer,
                  graphene_rect_t *bounds)
{
  PlotRect touched = plot_figure_get_layer_bounds (figure, rect, theme, layer);
  double   left = MAX (rect->x, floor (touched.x));
  double   top = MAX (rect->y, floor (touched.y));
  double   right = MIN (rect->x + rect->width, ceil (touched.x + touched.width));
  double   bottom = MIN (rect->y + rect->height, ceil (touched.y + touched.height));

  if (!(left < right && top < bottom))
    return FALSE;
  graphene_rect_init (bounds, (float) left, (float) top, (float) (right - left), (float) (bottom - top));
  return TRUE;
}

static cairo_surface_t *
draw_image (PlotFigure            *figure,
            const PlotTheme       *theme,
            const PlotRect        *rect,
            PlotLayer              layer,
            const graphene_rect_t *bounds,
            int                    scale)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) bounds->size.width * scale,
                                                       (int) bounds->size.height * scale);
  cairo_t         *cr;

  cairo_surface_set_device_scale (image, scale, scale);
  cr = cairo_create (image);
  cairo_translate (cr, -bounds->origin.x, -bounds->origin.y);
  plot_figure_draw_layer (figure, cr, rect, theme, layer);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  return image;
}

static GskRenderNode *
make_node (PlotFigure      *figure,
           const PlotTheme *theme,
           const PlotRect  *rect,
           PlotLayer        layer,
           int              scale)
{
  graphene_rect_t bounds;
  GtkSnapshot    *snapshot;
  cairo_t        *cr;

  if (!get_pixel_bounds (figure, theme, rect, layer, &bounds))
    return NULL;
  snapshot = gtk_snapshot_new ();
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  if (is_moving (layer))
    plot_figure_draw_layer (figure, cr, rect, theme, layer);
  else
    {
      cairo_surface_t *image = draw_image (figure, theme, rect, layer, &bounds, scale);

      cairo_set_source_surface (cr, image, bounds.origin.x, bounds.origin.y);
      cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
      cairo_paint (cr);
      cairo_surface_destroy (image);
    }
  cairo_destroy (cr);
  return gtk_snapshot_free_to_node (snapshot);
}

static void
clear_layer (CachedLayer *cached)
{
  g_clear_pointer (&cached->node, gsk_render_node_unref);
  cached->valid = FALSE;
}

static void
clear_if_other (GradientsPlotCache *cache,
                PlotFigure         *figure,
                const PlotTheme    *theme,
                int                 width,
                int                 height,
                int                 scale)
{
  if (cache->figure == figure && cache->theme == theme && cache->width == width && cache->height == height && cache->scale == scale)
    return;
  for (guint i = 0; i < PLOT_N_LAYERS; i++)
    clear_layer (&cache->layers[i]);
  cache->figure = figure;
  cache->theme = theme;
  cache->width = width;
  cache->height = height;
  cache->scale = scale;
}

GradientsPlotCache *
gradients_plot_cache_new (void)
{
  return g_new0 (GradientsPlotCache, 1);
}

void
gradients_plot_cache_free (GradientsPlotCache *cache)
{
  for (guint i = 0; i < PLOT_N_LAYERS; i++)
    clear_layer (&cache->layers[i]);
  g_free (cache);
}

void
gradients_plot_cache_snapshot (GradientsPlotCache *cache,
                               GtkSnapshot        *snapshot,
                               PlotFigure         *figure,
                               const PlotTheme    *theme,
                               int                 width,
                               int                 height,
                               int                 scale)
{
  PlotRect rect = { 0, 0, width, height };

  clear_if_other (cache, figure, theme, width, height, scale);
  for (guint i = 0; i < PLOT_N_LAYERS; i++)
    {
      CachedLayer *cached = &cache->layers[i];
      guint64      serial = plot_figure_get_serial (figure, (PlotLayer) i);

      if (!cached->valid || cached->serial != serial)
        {
          clear_layer (cached);
          cached->node = make_node (figure, theme, &rect, (PlotLayer) i, scale);
          cached->serial = serial;
          cached->valid = TRUE;
          cached->n_drawn++;
        }
      if (cached->node != NULL)
        gtk_snapshot_append_node (snapshot, cached->node);
    }
}

guint
gradients_plot_cache_get_n_drawn (GradientsPlotCache *cache,
                                  PlotLayer           layer)
{
  return cache->layers[layer].n_drawn;
}
