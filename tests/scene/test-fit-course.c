/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include <string.h>

#include "scene/scene-fit-course.h"

static DescentFit *
make_course_fit (DescentReduction reduction)
{
  DescentGenerator generator = descent_generator_get_default ();
  g_autoptr (DescentData) data = descent_data_new_generated (&generator, NULL);
  DescentFitSettings settings = { data, 5, 0, 0.1, 10, reduction, TRUE };

  return descent_fit_new (&settings, NULL);
}

static void
assert_range (PlotFigure *figure,
              double      x_min,
              double      x_max,
              double      y_min,
              double      y_max)
{
  PlotRange range = plot_figure_get_range (figure);

  g_assert_cmpfloat_with_epsilon (range.x_min, x_min, 1e-5);
  g_assert_cmpfloat_with_epsilon (range.x_max, x_max, 1e-5);
  g_assert_cmpfloat_with_epsilon (range.y_min, y_min, 1e-5);
  g_assert_cmpfloat_with_epsilon (range.y_max, y_max, 1e-5);
}

static void
assert_says (PlotFigure *figure,
             const char *words)
{
  g_autofree char *description = plot_figure_describe (figure);

  if (strstr (description, words) == NULL)
    g_error ("“%s” is not in “%s”", words, description);
}

/* The limits are those of Matplotlib for the course's program with seed 0. */
static void
the_samples_have_the_courses_limits (void)
{
  g_autoptr (DescentFit) fit = make_course_fit (DESCENT_REDUCTION_MEAN);
  g_autoptr (PlotFigure) figure = scene_fit_new_data_figure (descent_fit_get_settings (fit)->data);

  assert_range (figure, -3.516485321521759, 4.464254248142242, -9.368253374099732, 17.574425363540648);
  assert_says (figure, "Training data");
}

static void
the_result_has_the_courses_limits_and_marks (void)
{
  g_autoptr (DescentFit) fit = make_course_fit (DESCENT_REDUCTION_MEAN);
  g_autoptr (PlotFigure) figure = scene_fit_new_result_figure (fit, NULL, 10);

  assert_range (figure, -4.405074667930603, 4.506568026542664, -12.306288909912109, 17.714331817626952);
  assert_says (figure, "data points: 1000 points; curve fitted line");
}

static void
own_samples_have_a_line_over_themselves (void)
{
  const float x[] = { 100, 200, 300 };
  const float y[] = { 1, 2, 3 };
  g_autoptr (DescentData) data = descent_data_new (x, y, 3, NULL);
  DescentFitSettings settings = { data, 0.01, 0, 1e-9, 1, DESCENT_REDUCTION_MEAN, TRUE };
  g_autoptr (DescentFit) fit = descent_fit_new (&settings, NULL);
  g_autoptr (PlotFigure) figure = scene_fit_new_result_figure (fit, NULL, 1);

  assert_range (figure, 90, 310, 0.9, 3.1);
}

static void
mean_and_sum_stand_in_the_same_picture (void)
{
  g_autoptr (DescentFit) mean = make_course_fit (DESCENT_REDUCTION_MEAN);
  g_autoptr (DescentFit) sum = make_course_fit (DESCENT_REDUCTION_SUM);
  g_autoptr (PlotFigure) figure = scene_fit_new_result_figure (mean, sum, 1);

  assert_says (figure, "data points: 1000 points; curve sum; curve mean");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/fit-course/the-samples-have-the-courses-limits", the_samples_have_the_courses_limits);
  g_test_add_func ("/scene/fit-course/the-result-has-the-courses-limits-and-marks", the_result_has_the_courses_limits_and_marks);
  g_test_add_func ("/scene/fit-course/own-samples-have-a-line-over-themselves", own_samples_have_a_line_over_themselves);
  g_test_add_func ("/scene/fit-course/mean-and-sum-stand-in-the-same-picture", mean_and_sum_stand_in_the_same_picture);
  return g_test_run ();
}
