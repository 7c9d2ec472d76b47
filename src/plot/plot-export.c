/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A drawing as a file. It is made into memory and written at once, so that a file is whole or untouched. */

#include "plot/plot-export.h"
#include "plot/plot-error.h"
#include "plot/plot-figure.h"
#include "plot/plot-pen.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

G_DEFINE_QUARK (plot - error - quark, plot_error)

/* Cairo's images end at 32767 pixels; half of that is 1 GB already. */
#define MOST_PIXELS 16384.0

typedef struct
{
  double width; /* logical pixels */
  double height;
  double scale; /* device pixels per logical pixel, for pixels */
} Page;

/* A format draws on a surface of its own, which is finished into bytes. */
typedef struct
{
  const char *ending;
  double      unit; /* of the surface, per logical pixel; 0: the page's scale */
  cairo_surface_t *(*create) (const Page *page,
                              GByteArray *bytes);
  cairo_status_t (*finish) (cairo_surface_t *surface,
                            GByteArray      *bytes);
} Format;

static cairo_status_t
append_bytes (void                *closure,
              const unsigned char *data,
              unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
create_image (const Page *page,
              GByteArray *bytes)
{
  return cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                     (int) MAX (1, round (page->width * page->scale)),
                                     (int) MAX (1, round (page->height * page->scale)));
}

static cairo_status_t
finish_image (cairo_surface_t *surface,
              GByteArray      *bytes)
{
  return cairo_surface_write_to_png_stream (surface, append_bytes, bytes);
}

static cairo_surface_t *
create_svg (const Page *page,
            GByteArray *bytes)
{
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (append_bytes, bytes, page->width, page->height);

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  return surface;
}

static cairo_surface_t *
create_pdf (const Page *page,
            GByteArray *bytes)
{
  return cairo_pdf_surface_create_for_stream (append_bytes, bytes, page->width * 0.75, page->height * 0.75);
}

static cairo_status_t
finish_stream (cairo_surface_t *surface,
               GByteArray      *bytes)
{
  cairo_surface_finish (surface);
  return cairo_surface_status (surface);
}

static const Format formats[] = {
  { "png", 0, create_image, finish_image },
  { "svg", 1, create_svg, finish_stream },
  { "pdf", 0.75, create_pdf, finish_stream }, /* points, 96 pixels to the inch */
};

static const Format *
find_format (const char *path,
             GError    **error)
{
  const char      *slash = strrchr (path, G_DIR_SEPARATOR);
  const char      *dot = strrchr (slash != NULL ? slash : path, '.');
  g_autofree char *name = NULL;

  for (guint i = 0; dot != NULL && i < G_N_ELEMENTS (formats); i++)
    if (g_ascii_strcasecmp (dot + 1, formats[i].ending) == 0)
      return &formats[i];
  name = g_path_get_basename (path);
  if (dot == NULL)
    g_set_error (error, PLOT_ERROR, PLOT_ERROR_FORMAT,
                 _ ("“%s” has no ending that names a picture format (expected .png, .svg or .pdf)"), name);
  else
    g_set_error (error, PLOT_ERROR, PLOT_ERROR_FORMAT,
                 _ ("“%s” is no picture format (expected .png, .svg or .pdf)"), dot);
  return NULL;
}

static gboolean
check_page (const Page *page,
            GError    **error)
{
  double width = page->width * page->scale, height = page->height * page->scale;

  if (width >= 1 && height >= 1 && width <= MOST_PIXELS && height <= MOST_PIXELS)
    return TRUE;
  g_set_error (error, PLOT_ERROR, PLOT_ERROR_SIZE,
               _ ("A picture of %g × %g pixels cannot be drawn (expected 1 to %d each way)"), width, height,
               (int) MOST_PIXELS);
  return FALSE;
}

static cairo_status_t
draw_page (PlotDrawFunc     draw,
           gpointer         drawable,
           const Format    *format,
           const Page      *page,
           const PlotTheme *theme,
           GByteArray      *bytes)
{
  cairo_surface_t *surface = format->create (page, bytes);
  cairo_t         *cr = cairo_create (surface);
  PlotRect         rect = { 0, 0, page->width, page->height };
  double           unit = format->unit > 0 ? format->unit : page->scale;
  cairo_status_t   status;

  cairo_scale (cr, unit, unit);
  plot_set_source (cr, plot_theme_get_color (theme, PLOT_ROLE_BACKGROUND));
  cairo_paint (cr);
  draw (drawable, cr, &rect, theme);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    status = format->finish (surface, bytes);
  cairo_surface_destroy (surface);
  return status;
}

/* GLib's message speaks of a temporary file that nobody asked for; what follows its last colon is the reason. */
static gboolean
write_file (const char       *path,
            const GByteArray *bytes,
            GError          **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *name = NULL;
  const char      *reason;

  if (g_file_set_contents (path, (const char *) bytes->data, (gssize) bytes->len, &local))
    return TRUE;
  name = g_filename_display_name (path);
  reason = g_strrstr (local->message, ": ");
  g_set_error (error, local->domain, local->code, _ ("“%s” could not be written: %s"), name,
               reason != NULL ? reason + strlen (": ") : local->message);
  return FALSE;
}

gboolean
plot_export (PlotDrawFunc     draw,
             gpointer         drawable,
             const char      *path,
             double           width,
             double           height,
             double           scale,
             const PlotTheme *theme,
             GError         **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const Format  *format = find_format (path, error);
  Page           page = { width, height, scale };
  cairo_status_t status;

  if (format == NULL || !check_page (&page, error))
    return FALSE;
  status = draw_page (draw, drawable, format, &page, theme, bytes);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, cairo_status_to_string (status));
      return FALSE;
    }
  return write_file (path, bytes, error);
}

static void
draw_figure (gpointer         drawable,
             cairo_t         *cr,
             const PlotRect  *rect,
             const PlotTheme *theme)
{
  plot_figure_draw (drawable, cr, rect, theme);
}

gboolean
plot_figure_export (PlotFigure      *figure,
                    const char      *path,
                    double           width,
                    double           height,
                    double           scale,
                    const PlotTheme *theme,
                    GError         **error)
{
  return plot_export (draw_figure, figure, path, width, height, scale, theme, error);
}
