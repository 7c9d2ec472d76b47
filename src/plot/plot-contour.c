/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Contour lines by marching squares. Which of a cell's corners reach the level says, by a table, which of its edges
 * a line joins. An edge belongs to two cells, so every crossing has at most two neighbours, and following them gives
 * the lines whole. */

#include "plot/plot-contour.h"

#include <math.h>

#define NONE (-1)

/* A grid of samples, and for every crossed edge the edges that a line goes on to. Edges are numbered: first those
 * along rows, then those along columns. */
typedef struct
{
  const float *values;
  int          n_x;
  int          n_y;
  double       level;
  int (*next)[2];
} Grid;

/* The pairs of edges (0 below, 1 right, 2 above, 3 left) that lines join, by the corners that reach the level: 1 lower
 * left, 2 lower right, 4 upper right, 8 upper left. The two saddles are given for a centre below the level. */
static const int cases[16][4] = {
  { NONE, NONE, NONE, NONE },
  { 3, 0, NONE, NONE },
  { 0, 1, NONE, NONE },
  { 3, 1, NONE, NONE },
  { 1, 2, NONE, NONE },
  { 3, 0, 1, 2 },
  { 0, 2, NONE, NONE },
  { 3, 2, NONE, NONE },
  { 2, 3, NONE, NONE },
  { 2, 0, NONE, NONE },
  { 0, 1, 2, 3 },
  { 2, 1, NONE, NONE },
  { 1, 3, NONE, NONE },
  { 1, 0, NONE, NONE },
  { 0, 3, NONE, NONE },
  { NONE, NONE, NONE, NONE },
};

static int
get_n_edges (const Grid *grid)
{
  return (grid->n_x - 1) * grid->n_y + grid->n_x * (grid->n_y - 1);
}

static int
get_edge (const Grid *grid,
          int         i,
          int         j,
          int         side)
{
  int n_along_rows = (grid->n_x - 1) * grid->n_y;

  switch (side)
    {
    case 0:
      return j * (grid->n_x - 1) + i;
    case 1:
      return n_along_rows + j * grid->n_x + i + 1;
    case 2:
      return (j + 1) * (grid->n_x - 1) + i;
    default:
      return n_along_rows + j * grid->n_x + i;
    }
}

static void
link_edges (Grid *grid,
            int   a,
            int   b)
{
  grid->next[a][grid->next[a][0] != NONE] = b;
  grid->next[b][grid->next[b][0] != NONE] = a;
}

static void
visit_cell (Grid *grid,
            int   i,
            int   j)
{
  const float *row = grid->values + (gsize) j * grid->n_x + i;
  double       a = row[0], b = row[1], c = row[grid->n_x + 1], d = row[grid->n_x];
  int          corners = (a >= grid->level) | (b >= grid->level) << 1 | (c >= grid->level) << 2 | (d >= grid->level) << 3;

  if (!isfinite (a + b + c + d))
    return;
  /* A saddle whose centre reaches the level is cut the other way, as its complement is. */
  if ((corners == 5 || corners == 10) && (a + b + c + d) / 4 >= grid->level)
    corners = 15 - corners;
  for (int pair = 0; pair < 4 && cases[corners][pair] != NONE; pair += 2)
    link_edges (grid, get_edge (grid, i, j, cases[corners][pair]), get_edge (grid, i, j, cases[corners][pair + 1]));
}

static PlotGridPoint
get_crossing (const Grid *grid,
              int         edge)
{
  int    n_along_rows = (grid->n_x - 1) * grid->n_y;
  int    across = edge >= n_along_rows;
  int    width = across ? grid->n_x : grid->n_x - 1;
  int    i = (across ? edge - n_along_rows : edge) % width;
  int    j = (across ? edge - n_along_rows : edge) / width;
  double a = grid->values[j * grid->n_x + i];
  double b = grid->values[(j + across) * grid->n_x + i + !across];
  double t = (grid->level - a) / (b - a);

  return (PlotGridPoint){ i + (across ? 0 : t), j + (across ? t : 0) };
}

static void
unlink_edge (Grid *grid,
             int   from,
             int   to)
{
  int keep = grid->next[from][0] == to;

  grid->next[from][0] = grid->next[from][keep];
  grid->next[from][1] = NONE;
}

/* Follows the line that starts at an edge, taking it out of the grid. */
static GArray *
follow (Grid *grid,
        int   edge)
{
  GArray       *line = g_array_new (FALSE, FALSE, sizeof (PlotGridPoint));
  PlotGridPoint point = get_crossing (grid, edge);

  g_array_append_val (line, point);
  while (grid->next[edge][0] != NONE)
    {
      int next = grid->next[edge][0];

      unlink_edge (grid, edge, next);
      unlink_edge (grid, next, edge);
      edge = next;
      point = get_crossing (grid, edge);
      g_array_append_val (line, point);
    }
  return line;
}

GPtrArray *
plot_contour_trace (const float *values,
                    guint        n_x,
                    guint        n_y,
                    double       level)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  Grid       grid = { values, (int) n_x, (int) n_y, level, NULL };
  int        n_edges;

  if (n_x < 2 || n_y < 2)
    return lines;
  n_edges = get_n_edges (&grid);
  grid.next = g_malloc_n (n_edges, sizeof *grid.next);
  for (int edge = 0; edge < n_edges; edge++)
    grid.next[edge][0] = grid.next[edge][1] = NONE;
  for (int j = 0; j + 1 < grid.n_y; j++)
    for (int i = 0; i + 1 < grid.n_x; i++)
      visit_cell (&grid, i, j);
  /* First the lines that end somewhere, from one of their ends; what is left is closed. */
  for (int closed = 0; closed <= 1; closed++)
    for (int edge = 0; edge < n_edges; edge++)
      if (grid.next[edge][0] != NONE && (closed || grid.next[edge][1] == NONE))
        g_ptr_array_add (lines, follow (&grid, edge));
  g_free (grid.next);
  return lines;
}
