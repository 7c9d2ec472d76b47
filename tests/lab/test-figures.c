/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The figures of real programs: ranges, marks and legend as Matplotlib has them. */

#include <math.h>
#include <string.h>

#include "lab/lab-client.h"
#include "running.h"
#include "scene/scene-program.h"

static LabClient *client;

/* Figure number i of a program that runs without being traced. */
static PlotGrid *
draw_text (const char *text,
           guint       i)
{
  LabRunOptions options = { .name = "program.py", .text = text };
  g_autoptr (LabRun) run = running_run (client, &options, NULL);
  LabLog *log = lab_run_get_log (run);
  g_autoptr (GArray) figures = lab_log_list_figures (log, lab_log_get_n_events (log));

  g_assert_cmpint (lab_run_get_ending (run), ==, LAB_ENDING_FINISHED);
  g_assert_cmpuint (figures->len, >, i);
  return scene_program_new_figure (log, g_array_index (figures, guint64, i));
}

static PlotGrid *
draw_program (const char *name,
              guint       i)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "lab", "programs", "course", name, NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return draw_text (text, i);
}

static void
assert_range (PlotGrid *grid,
              double    x_min,
              double    x_max,
              double    y_min,
              double    y_max)
{
  const PlotRange range = plot_figure_get_range (plot_grid_get_figure (grid, 0));

  g_assert_cmpfloat_with_epsilon (range.x_min, x_min, (x_max - x_min) * 1e-4);
  g_assert_cmpfloat_with_epsilon (range.x_max, x_max, (x_max - x_min) * 1e-4);
  g_assert_cmpfloat_with_epsilon (range.y_min, y_min, (y_max - y_min) * 1e-4);
  g_assert_cmpfloat_with_epsilon (range.y_max, y_max, (y_max - y_min) * 1e-4);
}

static void
assert_words (PlotGrid   *grid,
              const char *words)
{
  g_autofree char *text = plot_grid_describe (grid);

  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, words));
}

/* The limits that Matplotlib chose, from the course's own pictures. */
static void
the_course_has_matplotlibs_ranges (void)
{
  g_autoptr (PlotGrid) curve = draw_program ("descent_1d.py", 0);
  g_autoptr (PlotGrid) surface = draw_program ("descent_2d.py", 0);
  g_autoptr (PlotGrid) path = draw_program ("descent_2d.py", 1);

  assert_range (curve, -110, 110, -495.6268, 10499.7918);
  assert_range (surface, -3, 2, -3, 2);
  assert_range (path, -3, 2, -3, 2);
}

static void
the_course_has_its_marks (void)
{
  g_autoptr (PlotGrid) curve = draw_program ("descent_1d.py", 0);
  g_autoptr (PlotGrid) path = draw_program ("descent_2d.py", 1);
  g_autoptr (PlotGrid) fit = draw_program ("line_fit.py", 1);

  assert_words (curve, "梯度下降法示意图");
  assert_words (curve, "line through 50 points");
  assert_words (curve, "line through 10 points");
  assert_words (path, "line through 15 points");
  assert_words (fit, "数据点: 1000 points");
  assert_words (fit, "拟合直线: line through");
}

static void
limits_that_were_asked_for_count (void)
{
  g_autoptr (PlotGrid) grid = draw_text ("import matplotlib.pyplot as plt\n"
                                         "plt.plot([0, 10], [0, 20])\n"
                                         "plt.axhline(5)\n"
                                         "plt.xlim(-1, 4)\n"
                                         "plt.ylim(bottom=-3)\n"
                                         "plt.show()\n",
                                         0);

  assert_range (grid, -1, 4, -3, 21);
}

/* Whether a greater y is further down. */
static gboolean
points_down (PlotGrid *grid)
{
  const PlotRect rect = { 0, 0, 100, 100 };
  double         x, low, high;

  plot_figure_to_view (plot_grid_get_figure (grid, 0), &rect, 0, 0.1, &x, &low);
  plot_figure_to_view (plot_grid_get_figure (grid, 0), &rect, 0, 0.2, &x, &high);
  return high > low;
}

/* A matrix is shown as it is written, its first row above. */
static void
the_first_row_of_a_matrix_is_above (void)
{
  static const struct
  {
    const char *program;
    gboolean    down;
  } cases[] = {
    { "plt.imshow([[1, 2], [3, 4]])\nplt.show()\n", TRUE },
    { "plt.imshow([[1, 2], [3, 4]], origin='lower')\nplt.show()\n", FALSE },
    { "plt.imshow([[1, 2], [3, 4]], extent=[0, 1, 0, 1])\nplt.show()\n", FALSE },
    { "plt.imshow([[1, 2], [3, 4]])\nplt.ylim(0, 1)\nplt.show()\n", FALSE },
    { "plt.plot([0, 1])\nplt.ylim(1, 0)\nplt.show()\n", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat ("import matplotlib.pyplot as plt\n", cases[i].program, NULL);
      g_autoptr (PlotGrid) grid = draw_text (text, 0);

      g_test_message ("%s", cases[i].program);
      g_assert_cmpint (points_down (grid), ==, cases[i].down);
    }
}

static void
a_log_axis_has_its_margins_in_decades (void)
{
  g_autoptr (PlotGrid) grid = draw_text ("import matplotlib.pyplot as plt\n"
                                         "plt.semilogy([0, 1], [1, 100])\n"
                                         "plt.show()\n",
                                         0);
  const PlotRange range = plot_figure_get_range (plot_grid_get_figure (grid, 0));

  g_assert_cmpfloat_with_epsilon (log10 (range.y_min), -0.1, 1e-9);
  g_assert_cmpfloat_with_epsilon (log10 (range.y_max), 2.1, 1e-9);
}

static void
subplots_stand_in_rows_and_columns (void)
{
  g_autoptr (PlotGrid) grid = draw_text ("import matplotlib.pyplot as plt\n"
                                         "fig, ax = plt.subplots(2, 2, figsize=(9, 7))\n"
                                         "ax[1, 0].plot([1, 2], 'k.-', label='loss')\n"
                                         "fig.suptitle('all')\n"
                                         "plt.show()\n",
                                         0);
  double width, height;

  plot_grid_get_size (grid, &width, &height);
  g_assert_cmpfloat (width, ==, 900);
  g_assert_cmpfloat (height, ==, 700);
  g_assert_cmpuint (plot_grid_get_n_cells (grid), ==, 4);
  assert_words (grid, "all\n");
  assert_words (grid, "loss: line through 2 points");
}

static void
numbers_without_sense_are_drawn_nowhere (void)
{
  g_autoptr (PlotGrid) grid = draw_text ("import matplotlib.pyplot as plt\n"
                                         "nan, inf = float('nan'), float('inf')\n"
                                         "plt.plot([nan, 1, inf], [nan, inf, 1e308], 'x')\n"
                                         "plt.imshow([[nan, nan], [nan, nan]])\n"
                                         "plt.show()\n"
                                         "plt.plot([], [])\n"
                                         "plt.title('nothing')\n"
                                         "plt.show()\n",
                                         0);
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 300, 200);
  cairo_t         *cr = cairo_create (image);
  const PlotRect   rect = { 0, 0, 300, 200 };

  plot_grid_draw (grid, cr, &rect, plot_theme_light ());
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (image);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  client = lab_client_new ();
  g_test_add_func ("/lab/figures/the-course-has-matplotlibs-ranges", the_course_has_matplotlibs_ranges);
  g_test_add_func ("/lab/figures/the-course-has-its-marks", the_course_has_its_marks);
  g_test_add_func ("/lab/figures/limits-that-were-asked-for-count", limits_that_were_asked_for_count);
  g_test_add_func ("/lab/figures/the-first-row-of-a-matrix-is-above", the_first_row_of_a_matrix_is_above);
  g_test_add_func ("/lab/figures/a-log-axis-has-its-margins-in-decades", a_log_axis_has_its_margins_in_decades);
  g_test_add_func ("/lab/figures/subplots-stand-in-rows-and-columns", subplots_stand_in_rows_and_columns);
  g_test_add_func ("/lab/figures/numbers-without-sense-are-drawn-nowhere", numbers_without_sense_are_drawn_nowhere);
  status = g_test_run ();
  g_object_unref (client);
  return status;
}
