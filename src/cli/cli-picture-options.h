/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "plot/plot-figure.h"

G_BEGIN_DECLS

/* The options that say where a picture goes and how it looks, as typed; what is NULL was not given. Shared by the
 * commands that draw. Zero it with { 0 }, clear it in the end. */
typedef struct
{
  char *output;
  char *size;
  char *scale;
  char *theme;
  char *title;
  char *axes;
} CliPictureOptions;

/* What the options ask for. */
typedef struct
{
  const char      *path; /* borrowed from the options */
  double           width, height;
  double           scale;
  const PlotTheme *theme;
  const char      *title; /* NULL: the figure's own */
  PlotRect         axes_box;
  gboolean         has_axes_box;
} CliPicture;

/* The entries that fill options, for cli_command_parse (). Transfer full (g_free). */
GOptionEntry *cli_picture_options_new_entries (CliPictureOptions *options);
void          cli_picture_options_clear (CliPictureOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliPictureOptions, cli_picture_options_clear)

gboolean cli_picture_options_resolve (const CliPictureOptions *options,
                                      CliPicture              *picture,
                                      GError                 **error);

/* Draws figure into the picture's file, which is written whole or not at all. */
gboolean cli_picture_write (const CliPicture *picture,
                            PlotFigure       *figure,
                            GError          **error);

/* The entries of two lists as one. Transfer full (g_free); the strings are borrowed. */
GOptionEntry *cli_picture_options_join_entries (const GOptionEntry *entries,
                                                const GOptionEntry *more);

/* "A,B,…" as n numbers; expected says what they mean (“XMIN,XMAX”), for the complaint. */
gboolean cli_picture_parse_numbers (const char *text,
                                    const char *expected,
                                    guint       n,
                                    double     *numbers,
                                    GError    **error);

G_END_DECLS
