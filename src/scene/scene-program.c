/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* From the events of a program's figure to figures of ours. Ranges are Matplotlib's: what the marks cover and a
 * twentieth on each side, but nothing beyond the edge of an image; limits that the program has set count more. */

#include "scene/scene-program.h"

#include <math.h>
#include <string.h>

#include "lab/lab-text.h"

#define PIXELS_PER_INCH 100.0
#define PIXELS_PER_POINT (PIXELS_PER_INCH / 72)
#define MARGIN 0.05

/* An image that is not to be smoothed is drawn from so many samples at least, so that its pixels have edges. */
#define SHARP_SAMPLES 400

/* What the marks cover in one direction. */
typedef struct
{
  double   min, max;
  gboolean log;
  double   wall_min, wall_max; /* the edges of an image, or nan */
  gboolean inverted;           /* the image has its greatest place first */
} Cover;

/* The axes that are being put together. */
typedef struct
{
  LabAxes    axes;
  GPtrArray *messages; /* LabMessage: MARK and IMAGE */
  Cover      x, y;
} Builder;

/* ---- ranges ---- */

static void
cover (Cover *cover,
       double value)
{
  if (!isfinite (value) || (cover->log && value <= 0))
    return;
  cover->min = isnan (cover->min) ? value : MIN (cover->min, value);
  cover->max = isnan (cover->max) ? value : MAX (cover->max, value);
}

static void
cover_image (Cover *covered,
             double a,
             double b)
{
  cover (covered, a);
  cover (covered, b);
  covered->wall_min = MIN (a, b);
  covered->wall_max = MAX (a, b);
  covered->inverted = a > b;
}

/* As the program's limits have it, else as its image does. */
static gboolean
is_inverted (const Cover *cover,
             double       asked_min,
             double       asked_max)
{
  return isnan (asked_min) || isnan (asked_max) ? cover->inverted : asked_min > asked_max;
}

/* The range of the data with its margins, then what the program has asked for. */
static void
get_range (const Cover *cover,
           double       asked_min,
           double       asked_max,
           double      *min,
           double      *max)
{
  double low = cover->log ? log10 (cover->min) : cover->min, high = cover->log ? log10 (cover->max) : cover->max;
  double margin = (high - low) * MARGIN;

  low -= cover->min == cover->wall_min ? 0 : margin;
  high += cover->max == cover->wall_max ? 0 : margin;
  *min = isnan (asked_min) ? (cover->log ? pow (10, low) : low) : asked_min;
  *max = isnan (asked_max) ? (cover->log ? pow (10, high) : high) : asked_max;
  if (isnan (*min) || isnan (*max))
    *min = isnan (asked_min) ? 0 : asked_min, *max = isnan (asked_max) ? *min + 1 : asked_max;
}

static void
measure (Builder *builder)
{
  builder->x = (Cover){ NAN, NAN, (builder->axes.flags & LAB_AXES_X_LOG) != 0, NAN, NAN };
  builder->y = (Cover){ NAN, NAN, (builder->axes.flags & LAB_AXES_Y_LOG) != 0, NAN, NAN };
  for (guint i = 0; i < builder->messages->len; i++)
    {
      const LabMessage *message = builder->messages->pdata[i];

      for (guint32 k = 0; message->kind == LAB_MARK && k < message->mark.x.n; k++)
        {
          cover (&builder->x, lab_list_get_f64 (&message->mark.x, k));
          cover (&builder->y, lab_list_get_f64 (&message->mark.y, k));
        }
      if (message->kind == LAB_IMAGE)
        {
          cover_image (&builder->x, message->image.left, message->image.right);
          cover_image (&builder->y, message->image.bottom, message->image.top);
        }
    }
}

static PlotRange
choose_range (const Builder *builder)
{
  PlotRange range;

  get_range (&builder->x, builder->axes.x_min, builder->axes.x_max, &range.x_min, &range.x_max);
  get_range (&builder->y, builder->axes.y_min, builder->axes.y_max, &range.y_min, &range.y_max);
  return range;
}

/* ---- marks ---- */

static PlotColor
unpack_color (guint32 color)
{
  return (PlotColor){ (color >> 24) / 255.0, (color >> 16 & 0xff) / 255.0, (color >> 8 & 0xff) / 255.0, (color & 0xff) / 255.0 };
}

/* A place at infinity reaches to the edge. */
static double *
copy_places (const LabList *list,
             double         min,
             double         max)
{
  double *places = g_new (double, list->n + 1);

  for (guint32 i = 0; i < list->n; i++)
    {
      const double place = lab_list_get_f64 (list, i);

      places[i] = isinf (place) ? (place < 0 ? min : max) : place;
    }
  return places;
}

static PlotMark *
make_series (const LabMark   *mark,
             const PlotRange *range,
             gboolean         on_picture)
{
  g_autofree char      *label = mark->label.length > 0 ? lab_text_dup_clean (mark->label) : NULL;
  g_autofree double    *xs = copy_places (&mark->x, range->x_min, range->x_max);
  g_autofree double    *ys = copy_places (&mark->y, range->y_min, range->y_max);
  const PlotSeriesStyle style = {
    .color = unpack_color (mark->color),
    .line = (char) mark->line_style,
    .marker = (char) mark->marker,
    .line_width = CLAMP (mark->line_width, 0.1, 100) * PIXELS_PER_POINT,
    .marker_size = CLAMP (mark->marker_size, 0.1, 200) * PIXELS_PER_POINT,
    .on_picture = on_picture,
  };

  return plot_mark_new_series (xs, ys, mark->x.n, &style, label);
}

/* Rows from below, columns from the left; each sample repeated so many times. */
static float *
copy_samples (const LabImage *image,
              guint           repeat)
{
  const guint    n_x = image->columns * repeat, n_y = image->rows * repeat;
  const gboolean from_below = (image->origin_lower != 0) == (image->bottom <= image->top);
  const gboolean from_left = image->left <= image->right;
  float         *samples = g_new (float, (gsize) n_x *n_y);

  for (guint j = 0; j < n_y; j++)
    for (guint i = 0; i < n_x; i++)
      {
        const guint32 row = from_below ? j / repeat : image->rows - 1 - j / repeat;
        const guint32 column = from_left ? i / repeat : image->columns - 1 - i / repeat;

        samples[(gsize) j * n_x + i] = lab_list_get_f32 (&image->values, row * image->columns + column);
      }
  return samples;
}

static const PlotColormap *
find_colormap (LabText name)
{
  g_autofree char    *text = lab_text_dup_clean (name);
  const PlotColormap *colormap = plot_colormap_lookup (g_str_has_prefix (text, "gray") || g_str_has_prefix (text, "Grey") ? "grey" : text);

  return colormap != NULL ? colormap : plot_colormap_lookup ("viridis");
}

static PlotMark *
make_image (const LabImage *image)
{
  const guint32       least = MIN (image->rows, image->columns);
  const guint         repeat = image->smooth || least == 0 ? 1 : MAX (1, (SHARP_SAMPLES + least - 1) / least);
  g_autofree float   *samples = copy_samples (image, repeat);
  const guint         n_x = image->columns * repeat, n_y = image->rows * repeat;
  const double        x_min = MIN (image->left, image->right), x_max = MAX (image->left, image->right);
  const double        y_min = MIN (image->bottom, image->top), y_max = MAX (image->bottom, image->top);
  const PlotColormap *colormap = find_colormap (image->colormap);
  float               least_value = INFINITY, greatest_value = -INFINITY;
  PlotScale           scale;

  for (gsize i = 0; i < (gsize) n_x * n_y; i++)
    if (isfinite (samples[i]))
      {
        least_value = MIN (least_value, samples[i]);
        greatest_value = MAX (greatest_value, samples[i]);
      }
  scale = plot_scale_new (PLOT_SCALE_LINEAR, isnan (image->v_min) ? (double) least_value : image->v_min,
                          isnan (image->v_max) ? (double) greatest_value : image->v_max);
  return plot_mark_new_heatmap_scaled (samples, n_x, n_y, x_min, x_max, y_min, y_max, colormap, &scale);
}

static void
add_marks (const Builder   *builder,
           PlotFigure      *figure,
           const PlotRange *range)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new ();
  g_autoptr (GPtrArray) series = g_ptr_array_new ();

  for (guint i = 0; i < builder->messages->len; i++)
    {
      const LabMessage *message = builder->messages->pdata[i];

      if (message->kind == LAB_IMAGE && message->image.values.n > 0)
        g_ptr_array_add (images, make_image (&message->image));
      else if (message->kind == LAB_MARK)
        g_ptr_array_add (series, make_series (&message->mark, range, images->len > 0));
    }
  plot_figure_take_marks (figure, PLOT_LAYER_BASE, (PlotMark **) images->pdata, images->len);
  plot_figure_take_marks (figure, PLOT_LAYER_TRAIL, (PlotMark **) series->pdata, series->len);
}

/* ---- axes ---- */

static char *
dup_words (LabText text)
{
  return text.length > 0 ? lab_text_dup_clean (text) : NULL;
}

static PlotFigure *
build (Builder *builder)
{
  const guint32    flags = builder->axes.flags;
  PlotFigure      *figure = plot_figure_new ();
  g_autofree char *title = dup_words (builder->axes.title);
  g_autofree char *x_label = dup_words (builder->axes.x_label);
  g_autofree char *y_label = dup_words (builder->axes.y_label);
  PlotRange        range;

  measure (builder);
  range = choose_range (builder);
  plot_figure_set_name (figure, title);
  plot_figure_set_title (figure, title);
  plot_figure_set_labels (figure, x_label, y_label);
  plot_figure_set_scales (figure, flags & LAB_AXES_X_LOG ? PLOT_SCALE_LOG : PLOT_SCALE_LINEAR,
                          flags & LAB_AXES_Y_LOG ? PLOT_SCALE_LOG : PLOT_SCALE_LINEAR);
  plot_figure_set_range (figure, &range);
  plot_figure_set_inverted (figure, is_inverted (&builder->x, builder->axes.x_min, builder->axes.x_max),
                            is_inverted (&builder->y, builder->axes.y_min, builder->axes.y_max));
  plot_figure_set_equal_aspect (figure, (flags & LAB_AXES_EQUAL) != 0);
  plot_figure_set_legend (figure, (flags & LAB_AXES_LEGEND) != 0);
  plot_figure_set_color_bar (figure, (flags & LAB_AXES_COLOR_BAR) != 0);
  add_marks (builder, figure, &range);
  return figure;
}

/* The axes from event on, up to the next ones; *event is set there. */
static PlotFigure *
build_axes (LabLog  *log,
            guint64 *event)
{
  Builder     builder = { .messages = g_ptr_array_new_with_free_func (g_free) };
  PlotFigure *figure;
  LabMessage  message;

  lab_log_get_event (log, (*event)++, &message);
  builder.axes = message.axes;
  for (; *event < lab_log_get_n_events (log); (*event)++)
    {
      lab_log_get_event (log, *event, &message);
      if (message.kind == LAB_AXES || message.kind == LAB_SHOW)
        break;
      if (message.kind == LAB_MARK || message.kind == LAB_IMAGE)
        g_ptr_array_add (builder.messages, g_memdup2 (&message, sizeof message));
    }
  figure = build (&builder);
  g_ptr_array_unref (builder.messages);
  return figure;
}

static PlotGrid *
make_grid (const LabFigure *figure)
{
  PlotGrid        *grid = plot_grid_new (CLAMP (figure->rows, 1, LAB_MAX_AXES), CLAMP (figure->columns, 1, LAB_MAX_AXES));
  g_autofree char *title = dup_words (figure->title);

  plot_grid_set_title (grid, title);
  if (figure->width >= 1 && figure->width <= 60 && figure->height >= 1 && figure->height <= 60)
    plot_grid_set_size (grid, round (figure->width * PIXELS_PER_INCH), round (figure->height * PIXELS_PER_INCH));
  return grid;
}

PlotGrid *
scene_program_new_figure (LabLog *log,
                          guint64 event)
{
  LabMessage message;
  PlotGrid  *grid;

  lab_log_get_event (log, event++, &message);
  g_return_val_if_fail (message.kind == LAB_FIGURE, NULL);
  grid = make_grid (&message.figure);
  while (event < lab_log_get_n_events (log))
    {
      lab_log_get_event (log, event, &message);
      if (message.kind == LAB_SHOW)
        break;
      if (message.kind == LAB_AXES && message.axes.index < plot_grid_get_n_cells (grid))
        {
          g_autoptr (PlotFigure) figure = build_axes (log, &event);

          plot_grid_set_figure (grid, message.axes.index, figure);
        }
      else
        event++;
    }
  return grid;
}
