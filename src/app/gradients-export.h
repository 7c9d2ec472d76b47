/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

#include "plot/plot-figure.h"

G_BEGIN_DECLS

/* What leaves the window. Each asks where to, if it is a file, writes it whole or not at all, and says how it went in
 * a toast of from's window; contents and code are taken. */
void gradients_export_picture (GtkWidget       *from,
                               const char      *stem,
                               PlotFigure      *figure,
                               int              width,
                               int              height,
                               const PlotTheme *theme);
void gradients_export_steps (GtkWidget  *from,
                             const char *stem,
                             char       *contents);
void gradients_export_code (GtkWidget *from,
                            char      *code);

/* The file that a picture goes to: chosen, with the ending of format ("png") if it has none of a picture's.
 * Transfer full. */
GFile *gradients_export_name_picture (GFile      *chosen,
                                      const char *format);

G_END_DECLS
