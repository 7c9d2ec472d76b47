/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Figures side by side. */

#include "plot/plot-grid.h"

#include "plot/plot-export.h"
#include "plot/plot-text.h"

#define TITLE_ROOM 34.0

struct _PlotGrid
{
  gatomicrefcount ref_count;
  guint           rows, columns;
  double          width, height;
  char           *title;
  PlotFigure    **figures;
};

PlotGrid *
plot_grid_new (guint rows,
               guint columns)
{
  PlotGrid *grid = g_new0 (PlotGrid, 1);

  g_atomic_ref_count_init (&grid->ref_count);
  grid->rows = MAX (rows, 1);
  grid->columns = MAX (columns, 1);
  grid->width = 640;
  grid->height = 480;
  grid->figures = g_new0 (PlotFigure *, grid->rows * grid->columns);
  return grid;
}

PlotGrid *
plot_grid_ref (PlotGrid *grid)
{
  g_atomic_ref_count_inc (&grid->ref_count);
  return grid;
}

void
plot_grid_unref (PlotGrid *grid)
{
  if (!g_atomic_ref_count_dec (&grid->ref_count))
    return;
  for (guint i = 0; i < plot_grid_get_n_cells (grid); i++)
    g_clear_pointer (&grid->figures[i], plot_figure_unref);
  g_free (grid->figures);
  g_free (grid->title);
  g_free (grid);
}

void
plot_grid_set_title (PlotGrid   *grid,
                     const char *title)
{
  g_free (grid->title);
  grid->title = g_strdup (title);
}

void
plot_grid_set_size (PlotGrid *grid,
                    double    width,
                    double    height)
{
  grid->width = width;
  grid->height = height;
}

void
plot_grid_get_size (PlotGrid *grid,
                    double   *width,
                    double   *height)
{
  *width = grid->width;
  *height = grid->height;
}

void
plot_grid_set_figure (PlotGrid   *grid,
                      guint       cell,
                      PlotFigure *figure)
{
  g_return_if_fail (cell < plot_grid_get_n_cells (grid));

  plot_figure_ref (figure);
  g_clear_pointer (&grid->figures[cell], plot_figure_unref);
  grid->figures[cell] = figure;
}

guint
plot_grid_get_n_cells (PlotGrid *grid)
{
  return grid->rows * grid->columns;
}

PlotFigure *
plot_grid_get_figure (PlotGrid *grid,
                      guint     cell)
{
  g_return_val_if_fail (cell < plot_grid_get_n_cells (grid), NULL);

  return grid->figures[cell];
}

void
plot_grid_draw (PlotGrid        *grid,
                cairo_t         *cr,
                const PlotRect  *rect,
                const PlotTheme *theme)
{
  const double top = grid->title != NULL ? TITLE_ROOM : 0;
  const double width = rect->width / grid->columns, height = (rect->height - top) / grid->rows;

  if (grid->title != NULL)
    plot_text_show_within (cr, theme, PLOT_TEXT_TITLE, plot_theme_get_color (theme, PLOT_ROLE_TEXT), grid->title,
                           rect->x + rect->width / 2, rect->y + top / 2 + 2, 0.5, 0.5, rect->width - 16);
  for (guint cell = 0; cell < plot_grid_get_n_cells (grid); cell++)
    {
      const PlotRect place = { rect->x + (cell % grid->columns) * width, rect->y + top + (cell / grid->columns) * height, width, height };

      if (grid->figures[cell] != NULL)
        plot_figure_draw (grid->figures[cell], cr, &place, theme);
    }
}

char *
plot_grid_describe (PlotGrid *grid)
{
  GString *text = g_string_new (grid->title);

  for (guint cell = 0; cell < plot_grid_get_n_cells (grid); cell++)
    if (grid->figures[cell] != NULL)
      {
        g_autofree char *words = plot_figure_describe (grid->figures[cell]);

        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", words);
      }
  return g_string_free (text, FALSE);
}

/* ---- export ---- */

typedef struct
{
  PlotGrid *const *grids;
  guint            n_grids;
  double           width, height; /* of each; 0: what it wants */
} Stack;

static void
get_size (const Stack *stack,
          guint        i,
          double      *width,
          double      *height)
{
  plot_grid_get_size (stack->grids[i], width, height);
  if (stack->width > 0)
    *width = stack->width;
  if (stack->height > 0)
    *height = stack->height;
}

static void
draw_stack (gpointer         drawable,
            cairo_t         *cr,
            const PlotRect  *rect,
            const PlotTheme *theme)
{
  const Stack *stack = drawable;
  double       y = rect->y;

  for (guint i = 0; i < stack->n_grids; i++)
    {
      PlotRect place = { rect->x, y, 0, 0 };

      get_size (stack, i, &place.width, &place.height);
      place.x += (rect->width - place.width) / 2;
      plot_grid_draw (stack->grids[i], cr, &place, theme);
      y += place.height;
    }
}

gboolean
plot_grid_export (PlotGrid *const *grids,
                  guint            n_grids,
                  const char      *path,
                  double           width,
                  double           height,
                  double           scale,
                  const PlotTheme *theme,
                  GError         **error)
{
  Stack  stack = { grids, n_grids, width, height };
  double full_width = 0, full_height = 0;

  for (guint i = 0; i < n_grids; i++)
    {
      get_size (&stack, i, &width, &height);
      full_width = MAX (full_width, width);
      full_height += height;
    }
  return plot_export (draw_stack, &stack, path, full_width, full_height, scale, theme, error);
}
