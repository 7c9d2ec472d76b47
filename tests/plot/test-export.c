/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "images.h"
#include "plot/plot-error.h"

typedef struct
{
  char       *folder;
  PlotFigure *figure;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("plot-export-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->figure = plot_figure_new ();
  plot_figure_set_title (fixture->figure, "Descent");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  const char *name;
  GDir       *folder = g_dir_open (fixture->folder, 0, NULL);

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_remove (path);
    }
  g_dir_close (folder);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  plot_figure_unref (fixture->figure);
}

static char *
read_file (const char *path,
           gsize      *length)
{
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);
  return text;
}

static void
every_format_is_written_by_its_ending (Fixture      *fixture,
                                       gconstpointer data)
{
  static const struct
  {
    const char *name, *head;
  } rows[] = { { "a.png", "\x89PNG\r\n\x1a\n" }, { "b.svg", "<?xml" }, { "c.pdf", "%PDF-" }, { "d.PNG", "\x89PNG" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = g_build_filename (fixture->folder, rows[i].name, NULL);
      g_autofree char *text = NULL;
      gsize            length;

      g_assert_true (plot_figure_export (fixture->figure, path, 320, 200, 1, plot_theme_light (), &error));
      g_assert_no_error (error);
      text = read_file (path, &length);
      g_assert_cmpuint (length, >, 500);
      g_assert_cmpmem (text, strlen (rows[i].head), rows[i].head, strlen (rows[i].head));
    }
}

static void
a_png_has_the_pixels_of_its_scale_and_no_holes (Fixture      *fixture,
                                                gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.png", NULL);
  cairo_surface_t *image;

  g_assert_true (plot_figure_export (fixture->figure, path, 320, 200, 2, plot_theme_dark (), NULL));
  image = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_image_surface_get_width (image), ==, 640);
  g_assert_cmpint (cairo_image_surface_get_height (image), ==, 400);
  g_assert_cmphex (images_get_pixel (image, 0, 0), ==, 0xff242424);
  cairo_surface_destroy (image);
}

static void
bad_endings_and_sizes_are_refused (Fixture      *fixture,
                                   gconstpointer data)
{
  static const struct
  {
    const char *name;
    double      width, height, scale;
    int         code;
    const char *message;
  } rows[] = {
    { "a.gif", 320, 200, 1, PLOT_ERROR_FORMAT, "“.gif” is no picture format (expected .png, .svg or .pdf)" },
    { "a", 320, 200, 1, PLOT_ERROR_FORMAT, "“a” has no ending that names a picture format (expected .png, .svg or .pdf)" },
    { "a.png", 0, 200, 1, PLOT_ERROR_SIZE, "A picture of 0 × 200 pixels cannot be drawn (expected 1 to 16384 each way)" },
    { "a.png", 20000, 200, 1, PLOT_ERROR_SIZE, "A picture of 20000 × 200 pixels cannot be drawn (expected 1 to 16384 each way)" },
    { "a.png", 320, 200, 1e9, PLOT_ERROR_SIZE, "A picture of 3.2e+11 × 2e+11 pixels cannot be drawn (expected 1 to 16384 each way)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = g_build_filename (fixture->folder, rows[i].name, NULL);

      g_assert_false (plot_figure_export (fixture->figure, path, rows[i].width, rows[i].height, rows[i].scale,
                                          plot_theme_light (), &error));
      g_assert_error (error, PLOT_ERROR, rows[i].code);
      g_assert_cmpstr (error->message, ==, rows[i].message);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

static void
what_cannot_be_written_leaves_all_as_it_was (Fixture      *fixture,
                                             gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *missing = g_build_filename (fixture->folder, "no", "such", "folder.png", NULL);
  g_autofree char *kept = g_build_filename (fixture->folder, "kept.png", NULL);
  g_autofree char *text = NULL;
  g_autofree char *message = g_strdup_printf ("“%s” could not be written: %s", missing, g_strerror (ENOENT));
  gsize            length;

  g_assert_false (plot_figure_export (fixture->figure, missing, 320, 200, 1, plot_theme_light (), &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_true (g_file_set_contents (kept, "old", -1, NULL));
  g_assert_false (plot_figure_export (fixture->figure, kept, -1, 200, 1, plot_theme_light (), NULL));
  text = read_file (kept, &length);
  g_assert_cmpstr (text, ==, "old");
}

/* A picture of vectors is a picture of vectors: texts and lines stay such, at any size. */
static void
an_svg_draws_what_the_png_draws (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.svg", NULL);
  g_autofree char *text = NULL;
  gsize            length;

  g_assert_true (plot_figure_export (fixture->figure, path, 320, 200, 1, plot_theme_light (), NULL));
  text = read_file (path, &length);
  g_assert_nonnull (strstr (text, "width=\"320px\""));
  g_assert_nonnull (strstr (text, "<path"));
  g_assert_null (strstr (text, "<image"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/plot/export/every-format-is-written-by-its-ending", every_format_is_written_by_its_ending);
  ADD ("/plot/export/a-png-has-the-pixels-of-its-scale-and-no-holes", a_png_has_the_pixels_of_its_scale_and_no_holes);
  ADD ("/plot/export/bad-endings-and-sizes-are-refused", bad_endings_and_sizes_are_refused);
  ADD ("/plot/export/what-cannot-be-written-leaves-all-as-it-was", what_cannot_be_written_leaves_all_as_it_was);
  ADD ("/plot/export/an-svg-draws-what-the-png-draws", an_svg_draws_what_the_png_draws);
  return g_test_run ();
}
