/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* How a figure divides its rectangle. The heights of texts are known first, so the height of the axes follows; that
 * settles the ticks at their left, so the left margin and the width follow; that settles the ticks below. */

#include "plot/plot-layout.h"
#include "plot/plot-text.h"

#include <math.h>

/* Below these sizes of the whole figure a part is left out, the least needed first. */
#define LEAST_HEIGHT_FOR_TITLE 150
#define LEAST_HEIGHT_FOR_LABEL 110
#define LEAST_WIDTH_FOR_LABEL 160
#define LEAST_WIDTH_FOR_BAR 260

/* Ticks stand at least about so far apart, and there are at most so many. */
#define TICK_DISTANCE_X 64.0
#define TICK_DISTANCE_Y 54.0
#define MOST_TICKS 11.0
#define LEAST_TICKS 2 /* one alone tells no scale, so then they may stand closer */
#define LEAST_TICK_DISTANCE 20.0
#define LEAST_SPACE_BETWEEN_LABELS 14.0

typedef struct
{
  const PlotLayoutRequest *request;
  const PlotRect          *rect;
  const PlotTheme         *theme;
  PlotLayout              *layout;
  double                   left, right, top, bottom;
} Room;

static double
measure_widest (const GArray    *ticks,
                const PlotTheme *theme)
{
  double widest = 0;

  for (guint i = 0; i < ticks->len; i++)
    widest = MAX (widest, plot_text_measure (theme, PLOT_TEXT_TICK, g_array_index (ticks, PlotTick, i).label).width);
  return widest;
}

static gboolean
labels_overlap (const GArray    *ticks,
                const PlotScale *scale,
                double           length,
                const PlotTheme *theme)
{
  double end = -INFINITY;

  for (guint i = 0; i < ticks->len; i++)
    {
      const PlotTick *tick = &g_array_index (ticks, PlotTick, i);
      double          half = plot_text_measure (theme, PLOT_TEXT_TICK, tick->label).width / 2;
      double          middle = plot_scale_normalize (scale, tick->value) * length;

      if (middle - half < end + LEAST_SPACE_BETWEEN_LABELS)
        return TRUE;
      end = middle + half;
    }
  return FALSE;
}

static guint
get_n_wanted (double length,
              double distance)
{
  return (guint) CLAMP (length / distance, 2, MOST_TICKS);
}

/* About n ticks; more if these are too few and there is room. */
static GArray *
find_ticks (const PlotScale *scale,
            guint            n,
            double           length)
{
  GArray *ticks = plot_scale_ticks (scale, n);

  while (ticks->len < LEAST_TICKS && (++n) * LEAST_TICK_DISTANCE <= length)
    {
      g_array_unref (ticks);
      ticks = plot_scale_ticks (scale, n);
    }
  return ticks;
}

/* As many ticks as fit side by side. */
static GArray *
fit_x_ticks (const PlotScale *scale,
             double           width,
             const PlotTheme *theme)
{
  guint   n = get_n_wanted (width, TICK_DISTANCE_X);
  GArray *ticks = find_ticks (scale, n, width);

  while (n > 1 && labels_overlap (ticks, scale, width, theme))
    {
      g_array_unref (ticks);
      ticks = plot_scale_ticks (scale, --n);
    }
  return ticks;
}

static GArray *
fit_bar_ticks (const PlotScale *scale,
               double           height)
{
  return find_ticks (scale, get_n_wanted (height, TICK_DISTANCE_Y), height);
}

/* Where a unit of y is as long as one of x, their ticks are as far apart. */
static GArray *
fit_y_ticks (const PlotLayoutRequest *request,
             double                   height)
{
  return find_ticks (&request->y, get_n_wanted (height, request->equal_aspect ? TICK_DISTANCE_X : TICK_DISTANCE_Y), height);
}

/* The colour bar with its gap, ticks and labels; 0 if there is none. */
static double
get_bar_width (const Room   *room,
               const GArray *ticks)
{
  const PlotSizes *sizes = &room->theme->sizes;

  if (room->layout->colormap == NULL)
    return 0;
  return sizes->color_bar_gap + sizes->color_bar + sizes->tick + sizes->gap + measure_widest (ticks, room->theme);
}

static void
choose_parts (Room *room)
{
  const PlotLayoutRequest *request = room->request;
  PlotLayout              *layout = room->layout;
  const PlotRect          *rect = room->rect;

  layout->title = rect->height >= LEAST_HEIGHT_FOR_TITLE ? request->title : NULL;
  layout->x_label = rect->height >= LEAST_HEIGHT_FOR_LABEL ? request->x_label : NULL;
  layout->y_label = rect->width >= LEAST_WIDTH_FOR_LABEL ? request->y_label : NULL;
  layout->colormap = rect->width >= LEAST_WIDTH_FOR_BAR ? request->colormap : NULL;
  layout->color_scale = request->color_scale;
}

static void
measure_heights (Room *room)
{
  const PlotSizes *sizes = &room->theme->sizes;
  PlotLayout      *layout = room->layout;
  double           figure = plot_text_measure (room->theme, PLOT_TEXT_TICK, "0").height;

  room->top = MAX (sizes->padding, figure / 2 + 2);
  if (layout->title != NULL)
    room->top = sizes->padding + plot_text_measure (room->theme, PLOT_TEXT_TITLE, layout->title).line + sizes->gap;
  room->bottom = sizes->padding + figure + sizes->gap + sizes->tick;
  if (layout->x_label != NULL)
    room->bottom += plot_text_measure (room->theme, PLOT_TEXT_LABEL, layout->x_label).line + sizes->gap / 2;
}

static void
measure_widths (Room *room)
{
  const PlotSizes *sizes = &room->theme->sizes;
  PlotLayout      *layout = room->layout;
  double           height = MAX (1, room->rect->height - room->top - room->bottom);
  g_autoptr (GArray) y_ticks = fit_y_ticks (room->request, height);
  g_autoptr (GArray) x_ticks = fit_x_ticks (&room->request->x, MAX (1, room->rect->width * 0.8), room->theme);
  g_autoptr (GArray) bar_ticks = fit_bar_ticks (&layout->color_scale, height);
  double overhang = measure_widest (x_ticks, room->theme) / 2 + 3;

  room->left = sizes->padding + measure_widest (y_ticks, room->theme) + sizes->gap + sizes->tick;
  if (layout->y_label != NULL)
    room->left += plot_text_measure (room->theme, PLOT_TEXT_LABEL, layout->y_label).line + sizes->gap / 2;
  room->left = MAX (room->left, overhang);
  room->right = MAX (sizes->padding + get_bar_width (room, bar_ticks), overhang);
}

/* The largest rectangle within rect in which a unit of x is as long as one of y, in its middle. */
static PlotRect
shrink_to_aspect (const PlotRect          *rect,
                  const PlotLayoutRequest *request)
{
  double width = request->x.max - request->x.min;
  double height = request->y.max - request->y.min;
  double unit = MIN (rect->width / width, rect->height / height);
  double x = round (rect->x + (rect->width - unit * width) / 2);
  double y = round (rect->y + (rect->height - unit * height) / 2);

  return (PlotRect){ x, y, round (unit * width), round (unit * height) };
}

static PlotRect
place_axes (const Room *room)
{
  const PlotRect *rect = room->rect;
  const PlotRect *box = room->request->axes_box;
  PlotRect        axes = { rect->x + ceil (room->left), rect->y + ceil (room->top), 0, 0 };

  if (box != NULL)
    return (PlotRect){ rect->x + box->x, rect->y + box->y, box->width, box->height };
  axes.width = MAX (1, floor (rect->x + rect->width - room->right - axes.x));
  axes.height = MAX (1, floor (rect->y + rect->height - room->bottom - axes.y));
  return room->request->equal_aspect ? shrink_to_aspect (&axes, room->request) : axes;
}

/* Everything else stands by the axes, wherever these came to be. */
static void
place_around (Room *room)
{
  const PlotSizes *sizes = &room->theme->sizes;
  PlotLayout      *layout = room->layout;
  const PlotRect  *axes = &layout->view.rect;
  double           figure = plot_text_measure (room->theme, PLOT_TEXT_TICK, "0").height;
  double           label = plot_text_measure (room->theme, PLOT_TEXT_LABEL, "0").line;
  double           title = plot_text_measure (room->theme, PLOT_TEXT_TITLE, "0").line;

  layout->title_y = axes->y - sizes->gap - title / 2;
  layout->x_label_y = axes->y + axes->height + sizes->tick + sizes->gap + figure + sizes->gap / 2 + label / 2;
  layout->y_label_x = axes->x - sizes->tick - sizes->gap - measure_widest (layout->y_ticks, room->theme) -
                      sizes->gap / 2 - label / 2;
  layout->bar = (PlotRect){ axes->x + axes->width + sizes->color_bar_gap, axes->y, sizes->color_bar, axes->height };
}

PlotLayout *
plot_layout_new (const PlotLayoutRequest *request,
                 const PlotRect          *rect,
                 const PlotTheme         *theme)
{
  PlotLayout *layout = g_new0 (PlotLayout, 1);
  Room        room = { request, rect, theme, layout };

  choose_parts (&room);
  measure_heights (&room);
  measure_widths (&room);
  layout->view = (PlotView){ request->x, request->y, place_axes (&room) };
  layout->x_ticks = fit_x_ticks (&request->x, layout->view.rect.width, theme);
  layout->y_ticks = fit_y_ticks (request, layout->view.rect.height);
  layout->bar_ticks = fit_bar_ticks (&request->color_scale, layout->view.rect.height);
  place_around (&room);
  return layout;
}

void
plot_layout_free (PlotLayout *layout)
{
  g_array_unref (layout->x_ticks);
  g_array_unref (layout->y_ticks);
  g_array_unref (layout->bar_ticks);
  g_free (layout);
}
