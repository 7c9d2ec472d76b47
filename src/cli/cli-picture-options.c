/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* From the words of a command line to a picture: where it goes, its size and its look. */

#include "cli/cli-picture-options.h"

#include <glib/gi18n-lib.h>

#include "descent/descent-error.h"
#include "descent/descent-format.h"

enum
{
  MOST_PIXELS = 16384,
};

GOptionEntry *
cli_picture_options_new_entries (CliPictureOptions *options)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output, N_ ("Picture to write: .png, .svg or .pdf"), N_ ("FILE") },
    { "size", 0, 0, G_OPTION_ARG_FILENAME, &options->size, N_ ("Size in pixels (640x480)"), N_ ("WxH") },
    { "scale", 0, 0, G_OPTION_ARG_FILENAME, &options->scale, N_ ("Pixels of a PNG per pixel of the size (1)"), N_ ("N") },
    { "theme", 0, 0, G_OPTION_ARG_FILENAME, &options->theme, N_ ("light (the default) or dark"), N_ ("THEME") },
    { "title", 0, 0, G_OPTION_ARG_FILENAME, &options->title, N_ ("Title over the picture"), N_ ("TEXT") },
    { "axes", 0, 0, G_OPTION_ARG_FILENAME, &options->axes, N_ ("Box of the axes within the picture, from its upper left corner, for pictures that must match others"), N_ ("X,Y,W,H") },
    G_OPTION_ENTRY_NULL,
  };

  return g_memdup2 (entries, sizeof entries);
}

void
cli_picture_options_clear (CliPictureOptions *options)
{
  g_free (options->output);
  g_free (options->size);
  g_free (options->scale);
  g_free (options->theme);
  g_free (options->title);
  g_free (options->axes);
  *options = (CliPictureOptions){ 0 };
}

GOptionEntry *
cli_picture_options_join_entries (const GOptionEntry *entries,
                                  const GOptionEntry *more)
{
  GArray *all = g_array_new (TRUE, FALSE, sizeof (GOptionEntry));

  for (; entries->long_name != NULL; entries++)
    g_array_append_vals (all, entries, 1);
  for (; more->long_name != NULL; more++)
    g_array_append_vals (all, more, 1);
  return (GOptionEntry *) (void *) g_array_free (all, FALSE);
}

/* "WxH", each a whole number of pixels. */
static gboolean
read_size (const char *text,
           CliPicture *picture,
           GError    **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "x", -1);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  guint            width, height;

  if (g_strv_length (parts) == 2 &&
      descent_parse_count (parts[0], C_ ("is no …", "width"), 1, MOST_PIXELS, &width, NULL) &&
      descent_parse_count (parts[1], C_ ("is no …", "height"), 1, MOST_PIXELS, &height, NULL))
    {
      picture->width = width;
      picture->height = height;
      return TRUE;
    }
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("“%s” is no size: expected WxH in pixels, such as 640x480"), valid);
  return FALSE;
}

static gboolean
read_scale (const char *text,
            CliPicture *picture,
            GError    **error)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  if (!descent_parse_number (text, C_ ("is no …", "scale"), &picture->scale, error))
    return FALSE;
  if (picture->scale > 0)
    return TRUE;
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("the scale “%s” is not positive"), valid);
  return FALSE;
}

static gboolean
read_theme (const char *text,
            CliPicture *picture,
            GError    **error)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  picture->theme = plot_theme_lookup (text);
  if (picture->theme != NULL)
    return TRUE;
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_UNKNOWN, _ ("no theme “%s”: expected light or dark"), valid);
  return FALSE;
}

gboolean
cli_picture_parse_numbers (const char *text,
                           const char *expected,
                           guint       n,
                           double     *numbers,
                           GError    **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  gboolean         good = g_strv_length (parts) == n;

  for (guint i = 0; good && i < n; i++)
    good = descent_parse_number (parts[i], expected, &numbers[i], NULL);
  if (!good)
    g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("“%s” does not fit: expected %s, numbers with commas between them"),
                 valid, expected);
  return good;
}

static gboolean
read_axes (const char *text,
           CliPicture *picture,
           GError    **error)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  double           box[4];

  if (!cli_picture_parse_numbers (text, "X,Y,W,H", 4, box, error))
    return FALSE;
  picture->axes_box = (PlotRect){ box[0], box[1], box[2], box[3] };
  picture->has_axes_box = TRUE;
  if (box[2] > 0 && box[3] > 0)
    return TRUE;
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("the axes “%s” have no size: expected X,Y,W,H with a width and a height above 0"), valid);
  return FALSE;
}

static gboolean
check_output (const CliPictureOptions *options,
              GError                 **error)
{
  if (options->output != NULL)
    return TRUE;
  g_set_error_literal (error, DESCENT_ERROR, DESCENT_ERROR_VALUE,
                       _ ("the output is missing: expected -o FILE.png, FILE.svg or FILE.pdf"));
  return FALSE;
}

gboolean
cli_picture_options_resolve (const CliPictureOptions *options,
                             CliPicture              *picture,
                             GError                 **error)
{
  *picture = (CliPicture){ options->output, 640, 480, 1, plot_theme_light (), options->title };
  return check_output (options, error) &&
         (options->size == NULL || read_size (options->size, picture, error)) &&
         (options->scale == NULL || read_scale (options->scale, picture, error)) &&
         (options->theme == NULL || read_theme (options->theme, picture, error)) &&
         (options->axes == NULL || read_axes (options->axes, picture, error));
}

gboolean
cli_picture_write (const CliPicture *picture,
                   PlotFigure       *figure,
                   GError          **error)
{
  if (picture->title != NULL)
    {
      g_autofree char *title = g_utf8_make_valid (picture->title, -1);

      plot_figure_set_title (figure, title);
    }
  if (picture->has_axes_box)
    plot_figure_set_axes_box (figure, &picture->axes_box);
  return plot_figure_export (figure, picture->path, picture->width, picture->height, picture->scale, picture->theme, error);
}
