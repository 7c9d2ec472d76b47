/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "plot/plot-theme.h"

G_BEGIN_DECLS

/* Sizes in logical pixels. */
typedef struct
{
  double tick_text;
  double label_text;
  double title_text;
  double padding;   /* between the edge of the figure and what it holds */
  double gap;       /* between neighbours, such as a tick and its label */
  double tick;      /* length of a tick */
  double hairline;  /* axes and grid */
  double line;      /* curves and paths */
  double halo;      /* how far a halo reaches beyond its line, on each side */
  double marker;    /* radius of a point of a path */
  double point;     /* radius of the start and the current point */
  double dot;       /* radius of a data point */
  double color_bar; /* width */
  double color_bar_gap;
} PlotSizes;

struct _PlotTheme
{
  const char *name;
  const char *font; /* families in order of preference, as Pango takes them */
  PlotSizes   sizes;
  guint32     colors[PLOT_N_ROLES]; /* 0xRRGGBBAA */
};

/* The luminance of WCAG 2, 0…1, of an opaque colour, and the contrast of two, 1…21. */
double plot_color_luminance (PlotColor color);
double plot_color_contrast (PlotColor a,
                            PlotColor b);

/* color laid over ground, which is opaque. */
PlotColor plot_color_over (PlotColor color,
                           PlotColor ground);

G_END_DECLS
