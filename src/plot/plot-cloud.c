/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Clouds of many points, all alike. The disc is drawn once for each of a few positions within a pixel and stamped
 * into a mask, where coverage adds up as it would by drawing one disc over the other:
 *   cover ← cover + (1 − cover) · stamp · alpha */

#include "plot/plot-cloud.h"

#include <math.h>

enum
{
  PHASES = 8, /* positions within a pixel, each way */
};

typedef struct
{
  int     size; /* pixels a side */
  guchar *covers[PHASES][PHASES];
} Stamps;

/* The mask and its place: whole pixels of the surface. */
typedef struct
{
  cairo_surface_t *mask;
  guchar          *data;
  int              stride;
  int              left, top;
  int              width, height;
} Sheet;

/* From view to pixels of the surface. */
typedef struct
{
  double scale_x, scale_y;
  double offset_x, offset_y;
  double surface_scale_x, surface_scale_y;
} Grid;

static gboolean
get_grid (cairo_t *cr,
          Grid    *grid)
{
  cairo_surface_t *surface = cairo_get_group_target (cr);
  cairo_matrix_t   matrix;
  double           offset_x, offset_y;

  if (cairo_surface_get_type (surface) != CAIRO_SURFACE_TYPE_IMAGE)
    return FALSE;
  cairo_get_matrix (cr, &matrix);
  if (matrix.xy != 0 || matrix.yx != 0)
    return FALSE;
  cairo_surface_get_device_scale (surface, &grid->surface_scale_x, &grid->surface_scale_y);
  cairo_surface_get_device_offset (surface, &offset_x, &offset_y);
  grid->scale_x = matrix.xx * grid->surface_scale_x;
  grid->scale_y = matrix.yy * grid->surface_scale_y;
  grid->offset_x = matrix.x0 * grid->surface_scale_x;
  grid->offset_y = matrix.y0 * grid->surface_scale_y;
  return grid->scale_x > 0 && grid->scale_y > 0 && offset_x == 0 && offset_y == 0;
}

/* One stamp: a disc whose middle lies in the given phase of the stamp's middle pixel. */
static guchar *
create_stamp (const Grid *grid,
              double      radius,
              int         size,
              double      phase_x,
              double      phase_y,
              double      alpha)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_A8, size, size);
  cairo_t         *cr = cairo_create (image);
  guchar          *covers = g_new (guchar, size * size);

  cairo_translate (cr, size / 2 + phase_x, size / 2 + phase_y);
  cairo_scale (cr, grid->scale_x, grid->scale_y);
  cairo_arc (cr, 0, 0, radius, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  for (int j = 0; j < size; j++)
    for (int i = 0; i < size; i++)
      covers[j * size + i] = (guchar) lrint (alpha * cairo_image_surface_get_data (image)[j * cairo_image_surface_get_stride (image) + i]);
  cairo_surface_destroy (image);
  return covers;
}

static void
stamps_init (Stamps     *stamps,
             const Grid *grid,
             double      radius,
             double      alpha)
{
  stamps->size = 2 * (int) ceil (radius * MAX (grid->scale_x, grid->scale_y)) + 3;
  for (int j = 0; j < PHASES; j++)
    for (int i = 0; i < PHASES; i++)
      stamps->covers[j][i] = create_stamp (grid, radius, stamps->size, (i + 0.5) / PHASES, (j + 0.5) / PHASES, alpha);
}

static void
stamps_clear (Stamps *stamps)
{
  for (int j = 0; j < PHASES; j++)
    for (int i = 0; i < PHASES; i++)
      g_free (stamps->covers[j][i]);
}

/* x and y are pixels of the sheet. */
static void
stamp_disc (const Sheet  *sheet,
            const Stamps *stamps,
            double        x,
            double        y)
{
  int           column = (int) floor (x), row = (int) floor (y);
  const guchar *covers = stamps->covers[(int) ((y - row) * PHASES)][(int) ((x - column) * PHASES)];
  int           left = column - stamps->size / 2, top = row - stamps->size / 2;
  int           i_min = MAX (0, -left), i_max = MIN (stamps->size, sheet->width - left);
  int           j_min = MAX (0, -top), j_max = MIN (stamps->size, sheet->height - top);

  for (int j = j_min; j < j_max; j++)
    {
      guchar       *pixels = sheet->data + (gsize) (top + j) * sheet->stride + left;
      const guchar *line = covers + j * stamps->size;

      for (int i = i_min; i < i_max; i++)
        pixels[i] = (guchar) (pixels[i] + ((255 - pixels[i]) * line[i] + 127) / 255);
    }
}

static gboolean
sheet_init (Sheet          *sheet,
            const Grid     *grid,
            const PlotRect *rect)
{
  sheet->left = (int) floor (rect->x * grid->scale_x + grid->offset_x);
  sheet->top = (int) floor (rect->y * grid->scale_y + grid->offset_y);
  sheet->width = (int) ceil ((rect->x + rect->width) * grid->scale_x + grid->offset_x) - sheet->left;
  sheet->height = (int) ceil ((rect->y + rect->height) * grid->scale_y + grid->offset_y) - sheet->top;
  sheet->mask = cairo_image_surface_create (CAIRO_FORMAT_A8, MAX (sheet->width, 0), MAX (sheet->height, 0));
  sheet->data = cairo_image_surface_get_data (sheet->mask);
  sheet->stride = cairo_image_surface_get_stride (sheet->mask);
  cairo_surface_set_device_scale (sheet->mask, grid->surface_scale_x, grid->surface_scale_y);
  return sheet->data != NULL;
}

static void
paint_sheet (cairo_t     *cr,
             const Sheet *sheet,
             const Grid  *grid,
             PlotColor    color)
{
  color.alpha = 1;
  cairo_surface_mark_dirty (sheet->mask);
  cairo_save (cr);
  cairo_identity_matrix (cr);
  plot_set_source (cr, color);
  cairo_mask_surface (cr, sheet->mask, sheet->left / grid->surface_scale_x, sheet->top / grid->surface_scale_y);
  cairo_restore (cr);
}

gboolean
plot_stamp_discs (const PlotCanvas *canvas,
                  const PlotPoints *points,
                  double            radius,
                  PlotColor         color)
{
  PlotRect sight = plot_rect_inset (&canvas->view->rect, -radius, -radius, -radius, -radius);
  Grid     grid;
  Sheet    sheet;
  Stamps   stamps;

  if (!get_grid (canvas->cr, &grid))
    return FALSE;
  if (sheet_init (&sheet, &grid, &canvas->view->rect))
    {
      stamps_init (&stamps, &grid, radius, color.alpha);
      for (guint i = 0; i < points->n; i++)
        {
          double x, y;

          if (plot_view_map (canvas->view, points->xs[i], points->ys[i], &x, &y) && plot_rect_contains (&sight, x, y))
            stamp_disc (&sheet, &stamps, x * grid.scale_x + grid.offset_x - sheet.left, y * grid.scale_y + grid.offset_y - sheet.top);
        }
      stamps_clear (&stamps);
      paint_sheet (canvas->cr, &sheet, &grid, color);
    }
  cairo_surface_destroy (sheet.mask);
  return TRUE;
}
