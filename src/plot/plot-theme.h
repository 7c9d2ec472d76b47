/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double red;
  double green;
  double blue;
  double alpha;
} PlotColor;

/* What a colour is for. A mark names its role; the theme says how that looks. */
typedef enum
{
  PLOT_ROLE_BACKGROUND,
  PLOT_ROLE_PLOT, /* inside the axes */
  PLOT_ROLE_TEXT,
  PLOT_ROLE_AXIS,
  PLOT_ROLE_GRID,
  PLOT_ROLE_CURVE,
  PLOT_ROLE_CONTOUR,
  PLOT_ROLE_PATH,  /* over a heatmap */
  PLOT_ROLE_HALO,  /* under a path, so that it reads on any colour */
  PLOT_ROLE_TRAIL, /* a path over the plot's own ground */
  PLOT_ROLE_START,
  PLOT_ROLE_CURRENT,
  PLOT_ROLE_NEXT,   /* the step to come */
  PLOT_ROLE_BETTER, /* a step that lowered the loss */
  PLOT_ROLE_WORSE,
  PLOT_ROLE_TANGENT,
  PLOT_ROLE_CROSSHAIR,
  PLOT_ROLE_DATA,
  PLOT_ROLE_MODEL,
  PLOT_ROLE_OTHER, /* a second path over a heatmap, with the first one's colour as its halo */
  PLOT_ROLE_RESIDUAL,
  PLOT_ROLE_OPTIMUM,
  PLOT_ROLE_MUTED,
  PLOT_ROLE_NODE,     /* the ground of a node of a graph */
  PLOT_ROLE_LEAF,     /* the outline of what a program made */
  PLOT_ROLE_RESULT,   /* and of where backward starts */
  PLOT_ROLE_FORWARD,  /* what is being computed */
  PLOT_ROLE_BACKWARD, /* where a gradient passes */
} PlotRole;

enum
{
  PLOT_N_ROLES = PLOT_ROLE_BACKWARD + 1,
};

/* How a figure looks: colours by role, font, sizes in logical pixels. Static and immutable. */
typedef struct _PlotTheme PlotTheme;

const PlotTheme *plot_theme_light (void);
const PlotTheme *plot_theme_dark (void);
const PlotTheme *plot_theme_lookup (const char *name); /* "light", "dark", NULL */
PlotColor        plot_theme_get_color (const PlotTheme *theme,
                                       PlotRole         role);

G_END_DECLS
