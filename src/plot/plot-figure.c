/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A figure: what it holds and what may be asked of it. Every change that shows bumps the serials of the layers that
 * it touches, and nothing else does. */

#include "plot/plot-figure-private.h"
#include "plot/plot-mark-private.h"
#include "plot/plot-number.h"
#include "plot/plot-scale-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

G_DEFINE_BOXED_TYPE (PlotFigure, plot_figure, plot_figure_ref, plot_figure_unref)

/* Room left around the marks where the range follows from them. */
#define MARGIN 0.05

PlotFigure *
plot_figure_new (void)
{
  PlotFigure *figure = g_new0 (PlotFigure, 1);

  g_atomic_ref_count_init (&figure->ref_count);
  figure->range = (PlotRange){ 0, 1, 0, 1 };
  for (guint i = 0; i < PLOT_N_LAYERS; i++)
    figure->layers[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) plot_mark_unref);
  return figure;
}

PlotFigure *
plot_figure_ref (PlotFigure *figure)
{
  g_atomic_ref_count_inc (&figure->ref_count);
  return figure;
}

void
plot_figure_unref (PlotFigure *figure)
{
  if (!g_atomic_ref_count_dec (&figure->ref_count))
    return;
  g_free (figure->name);
  g_free (figure->note);
  g_free (figure->title);
  g_free (figure->x_label);
  g_free (figure->y_label);
  for (guint i = 0; i < PLOT_N_LAYERS; i++)
    g_ptr_array_unref (figure->layers[i]);
  g_clear_pointer (&figure->layout, plot_layout_free);
  g_free (figure);
}

static void
touch_all (PlotFigure *figure)
{
  g_clear_pointer (&figure->layout, plot_layout_free);
  for (guint i = 0; i < PLOT_N_LAYERS; i++)
    figure->serials[i]++;
}

static gboolean
replace_text (char      **text,
              const char *new_text)
{
  char *copy;

  if (g_strcmp0 (*text, new_text) == 0)
    return FALSE;
  copy = g_strdup (new_text);
  g_free (*text);
  *text = copy;
  return TRUE;
}

void
plot_figure_set_name (PlotFigure *figure,
                      const char *name)
{
  replace_text (&figure->name, name);
}

void
plot_figure_set_note (PlotFigure *figure,
                      const char *note)
{
  replace_text (&figure->note, note);
}

void
plot_figure_set_title (PlotFigure *figure,
                       const char *title)
{
  if (replace_text (&figure->title, title))
    touch_all (figure);
}

void
plot_figure_set_labels (PlotFigure *figure,
                        const char *x_label,
                        const char *y_label)
{
  gboolean x_changed = replace_text (&figure->x_label, x_label);
  gboolean y_changed = replace_text (&figure->y_label, y_label);

  if (x_changed || y_changed)
    touch_all (figure);
}

void
plot_figure_set_scales (PlotFigure   *figure,
                        PlotScaleKind x_kind,
                        PlotScaleKind y_kind)
{
  if (figure->x_kind == x_kind && figure->y_kind == y_kind)
    return;
  figure->x_kind = x_kind;
  figure->y_kind = y_kind;
  touch_all (figure);
}

static gboolean
ranges_equal (const PlotRange *a,
              const PlotRange *b)
{
  return a->x_min == b->x_min && a->x_max == b->x_max && a->y_min == b->y_min && a->y_max == b->y_max;
}

static void
show_range (PlotFigure *figure,
            PlotRange   range)
{
  PlotScale x = plot_scale_new (figure->x_kind, range.x_min, range.x_max);
  PlotScale y = plot_scale_new (figure->y_kind, range.y_min, range.y_max);

  range = (PlotRange){ x.min, x.max, y.min, y.max };
  if (ranges_equal (&range, &figure->range))
    return;
  figure->range = range;
  touch_all (figure);
}

void
plot_figure_set_range (PlotFigure      *figure,
                       const PlotRange *range)
{
  figure->has_range = TRUE;
  show_range (figure, *range);
}

PlotRange
plot_figure_get_range (PlotFigure *figure)
{
  return figure->range;
}

static void
set_flag (PlotFigure *figure,
          gboolean   *flag,
          gboolean    value)
{
  if (*flag == !!value)
    return;
  *flag = !!value;
  touch_all (figure);
}

void
plot_figure_set_inverted (PlotFigure *figure,
                          gboolean    x,
                          gboolean    y)
{
  set_flag (figure, &figure->x_inverted, x);
  set_flag (figure, &figure->y_inverted, y);
}

void
plot_figure_set_equal_aspect (PlotFigure *figure,
                              gboolean    equal)
{
  set_flag (figure, &figure->equal_aspect, equal);
}

void
plot_figure_set_color_bar (PlotFigure *figure,
                           gboolean    visible)
{
  set_flag (figure, &figure->color_bar, visible);
}

void
plot_figure_set_legend (PlotFigure *figure,
                        gboolean    visible)
{
  set_flag (figure, &figure->legend, visible);
}

void
plot_figure_set_axes_box (PlotFigure     *figure,
                          const PlotRect *box)
{
  figure->has_axes_box = box != NULL;
  if (box != NULL)
    figure->axes_box = *box;
  touch_all (figure);
}

static void
widen (PlotScaleKind kind,
       double       *min,
       double       *max)
{
  PlotScale scale = plot_scale_new (kind, *min, *max);

  *min = plot_scale_denormalize (&scale, -MARGIN);
  *max = plot_scale_denormalize (&scale, 1 + MARGIN);
}

/* The range that holds the extents of all marks but those under the pointer. */
static void
follow_marks (PlotFigure *figure)
{
  PlotRange range = { INFINITY, -INFINITY, INFINITY, -INFINITY };
  PlotRange extent;

  for (guint i = 0; i < PLOT_LAYER_POINTER; i++)
    for (guint j = 0; j < figure->layers[i]->len; j++)
      if (plot_mark_get_extent (g_ptr_array_index (figure->layers[i], j), &extent))
        range = (PlotRange){ MIN (range.x_min, extent.x_min), MAX (range.x_max, extent.x_max),
                             MIN (range.y_min, extent.y_min), MAX (range.y_max, extent.y_max) };
  if (range.x_min > range.x_max)
    range = (PlotRange){ 0, 1, 0, 1 };
  widen (figure->x_kind, &range.x_min, &range.x_max);
  widen (figure->y_kind, &range.y_min, &range.y_max);
  show_range (figure, range);
}

void
plot_figure_take_marks (PlotFigure *figure,
                        PlotLayer   layer,
                        PlotMark  **marks,
                        guint       n_marks)
{
  g_return_if_fail ((guint) layer < PLOT_N_LAYERS);

  if (n_marks == 0 && figure->layers[layer]->len == 0)
    return;
  g_ptr_array_set_size (figure->layers[layer], 0);
  for (guint i = 0; i < n_marks; i++)
    g_ptr_array_add (figure->layers[layer], marks[i]);
  figure->serials[layer]++;
  /* The colour bar reads the heatmap, the legend the names of all. */
  if (layer == PLOT_LAYER_BASE)
    touch_all (figure);
  if (!figure->has_range && layer != PLOT_LAYER_POINTER)
    follow_marks (figure);
}

guint64
plot_figure_get_serial (PlotFigure *figure,
                        PlotLayer   layer)
{
  return figure->serials[layer];
}

gboolean
plot_figure_get_colors (PlotFigure          *figure,
                        const PlotColormap **colormap,
                        PlotScale           *scale)
{
  GPtrArray *base = figure->layers[PLOT_LAYER_BASE];

  for (guint i = 0; i < base->len; i++)
    if (plot_mark_get_colors (g_ptr_array_index (base, i), colormap, scale))
      return TRUE;
  return FALSE;
}

/* Along one axis, in the coordinates in which the scale is straight. */
static void
zoom_axis (PlotScaleKind kind,
           double        factor,
           double        about,
           double       *min,
           double       *max)
{
  PlotScale scale = plot_scale_new (kind, *min, *max);
  double    middle = plot_scale_normalize (&scale, about);
  double    low, high;

  if (!isfinite (middle))
    middle = 0.5;
  low = plot_scale_denormalize (&scale, middle - middle / factor);
  high = plot_scale_denormalize (&scale, middle + (1 - middle) / factor);
  scale = plot_scale_new (kind, low, high);
  /* A range that would have to be mended is further than numbers go. */
  if (isfinite (low) && isfinite (high) && scale.min == low && scale.max == high)
    {
      *min = low;
      *max = high;
    }
}

PlotRange
plot_figure_zoomed (PlotFigure *figure,
                    double      factor,
                    double      x,
                    double      y)
{
  PlotRange range = figure->range;

  g_return_val_if_fail (factor > 0 && isfinite (factor), range);

  zoom_axis (figure->x_kind, factor, x, &range.x_min, &range.x_max);
  zoom_axis (figure->y_kind, factor, y, &range.y_min, &range.y_max);
  return range;
}

PlotRange
plot_figure_panned (PlotFigure *figure,
                    double      dx,
                    double      dy)
{
  PlotRange range = figure->range;

  return (PlotRange){ range.x_min + dx, range.x_max + dx, range.y_min + dy, range.y_max + dy };
}

gboolean
plot_figure_hit (PlotFigure     *figure,
                 const PlotRect *plot_rect,
                 double          view_x,
                 double          view_y,
                 double          max_distance,
                 PlotHit        *hit)
{
  const PlotView view = plot_figure_get_view (figure, plot_rect);
  PlotHit        found;
  gboolean       any = FALSE;

  for (guint i = 0; i < PLOT_N_LAYERS; i++)
    for (guint j = 0; j < figure->layers[i]->len; j++)
      {
        PlotMark *mark = g_ptr_array_index (figure->layers[i], j);

        if (!plot_mark_hit (mark, &view, view_x, view_y, max_distance, &found) ||
            (any && found.distance >= hit->distance))
          continue;
        *hit = found;
        hit->label = plot_mark_get_label (mark);
        any = TRUE;
      }
  return any;
}

static char *
describe_range (const PlotRange *range)
{
  g_autofree char *x_min = plot_number_format (range->x_min, 6);
  g_autofree char *x_max = plot_number_format (range->x_max, 6);
  g_autofree char *y_min = plot_number_format (range->y_min, 6);
  g_autofree char *y_max = plot_number_format (range->y_max, 6);

  /* Translators: the ranges of the axes of a plot. */
  return g_strdup_printf (_ ("x from %s to %s, y from %s to %s"), x_min, x_max, y_min, y_max);
}

char *
plot_figure_describe (PlotFigure *figure)
{
  g_autofree char *range = describe_range (&figure->range);
  GString         *text = g_string_new (NULL);

  if (figure->name != NULL)
    g_string_append_printf (text, "%s: ", figure->name);
  if (figure->note != NULL)
    g_string_append_printf (text, "%s; ", figure->note);
  g_string_append (text, range);
  for (guint i = 0; i < PLOT_N_LAYERS; i++)
    for (guint j = 0; j < figure->layers[i]->len; j++)
      {
        g_autofree char *words = plot_mark_describe (g_ptr_array_index (figure->layers[i], j));

        if (words != NULL)
          g_string_append_printf (text, "; %s", words);
      }
  return g_string_free (text, FALSE);
}
