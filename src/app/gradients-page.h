/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gtk/gtk.h>

#include "app/gradients-export.h"
#include "app/gradients-player.h"
#include "plot/plot-colormap.h"

G_BEGIN_DECLS

#define GRADIENTS_TYPE_PAGE (gradients_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (GradientsPage, gradients_page, GRADIENTS, PAGE, GtkWidget)

/* A page of the window that shows a run: a player, and the actions "page.…" that work it (play, first, last,
 * step-back, step-forward, ten-back, ten-forward, reset, zoom-in, zoom-out, zoom-reset, rate-down, rate-up,
 * export-picture, export-steps, copy-code). What they mean for what is shown, the page itself says. */
struct _GradientsPageClass
{
  GtkWidgetClass parent_class;

  /* The view as it was in the beginning; the cursor is the base class's matter. */
  void (*reset_view) (GradientsPage *self);
  void (*zoom) (GradientsPage *self, double factor);
  void (*nudge_rate) (GradientsPage *self, int notches);
  void (*set_colormap) (GradientsPage *self, const PlotColormap *colormap);
  void (*focus) (GradientsPage *self);

  /* What is written into files: the picture as it is seen now, the steps as CSV (NULL if there are none), the run as a
   * PyTorch program (all transfer full), and the first word of file names, untranslated. */
  GradientsPicture (*dup_picture) (GradientsPage *self);
  char *(*dup_steps) (GradientsPage *self);
  char *(*dup_code) (GradientsPage *self);
  const char *(*get_file_stem) (GradientsPage *self);
};

GradientsPlayer *gradients_page_get_player (GradientsPage *self);

/* Where the player's cursor is drawn: it glides from step to step, but for who wants no animations it jumps. */
double gradients_page_get_cursor (GradientsPage *self);

void gradients_page_set_colormap (GradientsPage      *self,
                                  const PlotColormap *colormap);

/* Puts the keyboard where it is of most use. */
void gradients_page_focus (GradientsPage *self);

G_END_DECLS
