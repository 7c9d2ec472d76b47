/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <cairo.h>

#include "plot/plot-theme.h"

G_BEGIN_DECLS

typedef enum
{
  PLOT_TEXT_TICK,
  PLOT_TEXT_LABEL,
  PLOT_TEXT_TITLE,
} PlotTextStyle;

/* How far a text reaches. Its height is that of its figures: from their top in the first line to the baseline of the
 * last, which is what the eye aligns; what hangs below or towers above takes its room within the leading. */
typedef struct
{
  double width;
  double height;
  double line; /* from one baseline to the next */
} PlotTextSize;

PlotTextSize plot_text_measure (const PlotTheme *theme,
                                PlotTextStyle    style,
                                const char      *text);

/* Shows text in color with that box at (x, y) by fractions of its size: 0, 0 is its upper left corner, 0.5 its
 * middle, so that 0.5 centres digits to the pixel. */
void plot_text_show (cairo_t         *cr,
                     const PlotTheme *theme,
                     PlotTextStyle    style,
                     PlotColor        color,
                     const char      *text,
                     double           x,
                     double           y,
                     double           x_align,
                     double           y_align);

/* The same, not wider than width (an ellipsis ends what does not fit). */
void plot_text_show_within (cairo_t         *cr,
                            const PlotTheme *theme,
                            PlotTextStyle    style,
                            PlotColor        color,
                            const char      *text,
                            double           x,
                            double           y,
                            double           x_align,
                            double           y_align,
                            double           width);

G_END_DECLS
