/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What all marks share: counting references, and asking the class. */

#include "plot/plot-mark-private.h"

gpointer
plot_mark_create (const PlotMarkClass *klass,
                  PlotRole             role,
                  const char          *label)
{
  PlotMark *mark = g_malloc0 (klass->size);

  g_atomic_ref_count_init (&mark->ref_count);
  mark->klass = klass;
  mark->role = role;
  mark->label = g_strdup (label);
  return mark;
}

PlotMark *
plot_mark_ref (PlotMark *mark)
{
  g_atomic_ref_count_inc (&mark->ref_count);
  return mark;
}

void
plot_mark_unref (PlotMark *mark)
{
  if (!g_atomic_ref_count_dec (&mark->ref_count))
    return;
  if (mark->klass->finalize != NULL)
    mark->klass->finalize (mark);
  g_free (mark->label);
  g_free (mark);
}

gboolean
plot_mark_get_extent (PlotMark  *mark,
                      PlotRange *extent)
{
  return mark->klass->extent != NULL && mark->klass->extent (mark, extent);
}

void
plot_mark_draw (PlotMark         *mark,
                const PlotCanvas *canvas)
{
  cairo_save (canvas->cr);
  mark->klass->draw (mark, canvas);
  cairo_restore (canvas->cr);
}

PlotRect
plot_mark_get_bounds (PlotMark         *mark,
                      const PlotCanvas *canvas)
{
  PlotRect bounds;

  if (mark->klass->bounds == NULL)
    return canvas->view->rect;
  bounds = mark->klass->bounds (mark, canvas);
  return plot_rect_intersect (&bounds, &canvas->view->rect);
}

gboolean
plot_mark_hit (PlotMark       *mark,
               const PlotView *view,
               double          view_x,
               double          view_y,
               double          max_distance,
               PlotHit        *hit)
{
  return mark->label != NULL && mark->klass->hit != NULL &&
         mark->klass->hit (mark, view, view_x, view_y, max_distance, hit);
}

char *
plot_mark_describe (PlotMark *mark)
{
  return mark->klass->describe != NULL ? mark->klass->describe (mark) : NULL;
}

guint
plot_mark_count_within (PlotMark       *mark,
                        const PlotView *view,
                        const PlotRect *rect)
{
  return mark->klass->count_within != NULL ? mark->klass->count_within (mark, view, rect) : 0;
}

gboolean
plot_mark_has_key (PlotMark *mark)
{
  return mark->label != NULL && mark->klass->draw_key != NULL;
}

void
plot_mark_draw_key (PlotMark         *mark,
                    const PlotCanvas *canvas,
                    const PlotRect   *rect)
{
  cairo_save (canvas->cr);
  mark->klass->draw_key (mark, canvas, rect);
  cairo_restore (canvas->cr);
}

const char *
plot_mark_get_label (PlotMark *mark)
{
  return mark->label;
}
