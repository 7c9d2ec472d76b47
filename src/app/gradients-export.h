/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

#include "plot/plot-theme.h"

G_BEGIN_DECLS

/* A picture that can be written: what is drawn, how that is done, its size in logical pixels and its theme. drawable is
 * NULL where there is nothing to draw, and problem then says why, translated. */
typedef struct
{
  gpointer       drawable; /* a reference of its own, let go by free */
  GDestroyNotify free;
  gboolean (*export) (gpointer drawable, const char *path, double width, double height, double scale, const PlotTheme *theme, GError **error);
  int              width;
  int              height;
  const PlotTheme *theme;
  const char      *problem;
} GradientsPicture;

/* What leaves the window. Each asks where to, if it is a file, writes it whole or not at all, and says how it went in
 * a toast of from's window; picture, contents and code are taken. What there is nothing of is told in a toast, too. */
void gradients_export_picture (GtkWidget              *from,
                               const char             *stem,
                               const GradientsPicture *picture);
void gradients_export_steps (GtkWidget  *from,
                             const char *stem,
                             char       *contents);
void gradients_export_code (GtkWidget *from,
                            char      *code);

/* Says a sentence in a toast of from's window. */
void gradients_export_tell (GtkWidget  *from,
                            const char *sentence);

/* The file that a picture goes to: chosen, with the ending of format ("png") if it has none of a picture's.
 * Transfer full. */
GFile *gradients_export_name_picture (GFile      *chosen,
                                      const char *format);

G_END_DECLS
