/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "plot/plot-figure.h"

G_BEGIN_DECLS

/* For tests that draw one thing in two ways, or compare with a picture from elsewhere. */

/* A figure without texts, its box the whole of a square picture, from −1 to 1 each way. */
PlotFigure *images_create_figure (double size);

/* Draws the figure, or one layer of it, on a transparent picture. Transfer full. */
cairo_surface_t *images_draw (PlotFigure *figure,
                              int         width,
                              int         height,
                              double      scale);
cairo_surface_t *images_draw_layer (PlotFigure *figure,
                                    int         width,
                                    int         height,
                                    PlotLayer   layer);

/* 0xAARRGGBB. */
guint32 images_get_pixel (cairo_surface_t *image,
                          int              x,
                          int              y);

/* How much b differs from the part of a of its size at (x, y): the mean over pixels and channels, and the most. */
double images_compare (cairo_surface_t *a,
                       cairo_surface_t *b,
                       int              x,
                       int              y,
                       double          *most);

void images_assert_equal (cairo_surface_t *a,
                          cairo_surface_t *b,
                          double           most);

gboolean images_is_empty (cairo_surface_t *image);

G_END_DECLS
