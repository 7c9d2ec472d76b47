/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Colour maps: one row each, a name for machines, a title for people and 256 colours. */

#include "plot/plot-colormap-private.h"
#include "plot/plot-colormap-tables.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _PlotColormap
{
  const char    *name;
  const char    *title;
  const guint32 *colors;
};

static const PlotColormap rows[] = {
  { "viridis", NC_ ("colour map", "Viridis"), viridis },
  { "turbo", NC_ ("colour map", "Turbo"), turbo },
  { "jet", NC_ ("colour map", "Jet"), jet },
  { "grey", NC_ ("colour map", "Grey"), grey },
};

static const PlotColormap *const colormaps[] = { &rows[0], &rows[1], &rows[2], &rows[3] };

G_STATIC_ASSERT (G_N_ELEMENTS (colormaps) == G_N_ELEMENTS (rows));

const PlotColormap *
plot_colormap_lookup (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i].name, name) == 0)
      return &rows[i];
  return NULL;
}

const PlotColormap *const *
plot_colormap_list (guint *n_colormaps)
{
  *n_colormaps = G_N_ELEMENTS (colormaps);
  return colormaps;
}

const char *
plot_colormap_get_name (const PlotColormap *colormap)
{
  return colormap->name;
}

const char *
plot_colormap_get_title (const PlotColormap *colormap)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "colour map", colormap->title);
}

const guint32 *
plot_colormap_get_colors (const PlotColormap *colormap)
{
  return colormap->colors;
}

PlotColor
plot_colormap_get_color (const PlotColormap *colormap,
                         double              fraction)
{
  guint32 color;

  if (isnan (fraction))
    return (PlotColor){ 0 };
  color = colormap->colors[(int) CLAMP (256 * fraction, 0, 255)];
  return (PlotColor){ (color >> 16) / 255.0, (color >> 8 & 0xff) / 255.0, (color & 0xff) / 255.0, 1 };
}
