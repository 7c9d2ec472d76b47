/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The course's figures of the linear model. Their ranges follow from what they show, with a twentieth on each side, as
 * Matplotlib chooses them. */

#include "scene/scene-fit-course.h"

#include <glib/gi18n-lib.h>

/* The course draws its line over linspace (-4, 4), which normally distributed inputs hardly leave. */
#define COURSE_REACH 4

static PlotMark *
create_points (const DescentData *data,
               const char        *label)
{
  guint              n = descent_data_get_n_samples (data);
  g_autofree double *xs = g_new (double, n);
  g_autofree double *ys = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      xs[i] = descent_data_get_x (data)[i];
      ys[i] = descent_data_get_y (data)[i];
    }
  return plot_mark_new_points (xs, ys, n, PLOT_ROLE_DATA, label);
}

/* Over the course's reach for the course's kind of samples, else over the samples themselves. */
static PlotMark *
create_line (const DescentFit *fit,
             guint             k,
             PlotRole          role,
             const char       *label)
{
  const DescentData    *data = descent_fit_get_settings (fit)->data;
  const DescentMoments *m = descent_data_get_moments (data);
  const DescentPoint   *point = descent_fit_get_point (fit, MIN (k, descent_fit_get_n_points (fit) - 1));
  gboolean              drawn = descent_data_get_generator (data) != NULL;
  const double          xs[] = { drawn ? -COURSE_REACH : m->x_min, drawn ? COURSE_REACH : m->x_max };
  const double          ys[] = { point->x[0] * xs[0] + point->x[1], point->x[0] * xs[1] + point->x[1] };

  return plot_mark_new_curve (xs, ys, 2, role, label);
}

static PlotFigure *
create_figure (const char *title)
{
  PlotFigure *figure = plot_figure_new ();

  plot_figure_set_name (figure, title);
  plot_figure_set_title (figure, title);
  plot_figure_set_labels (figure, _ ("input x"), _ ("output y"));
  return figure;
}

PlotFigure *
scene_fit_new_data_figure (const DescentData *data)
{
  /* TRANSLATORS: the title of a figure; 训练数据分布 in the course */
  PlotFigure *figure = create_figure (_ ("Training data"));
  PlotMark   *mark = create_points (data, NULL);

  plot_figure_take_marks (figure, PLOT_LAYER_TRAIL, &mark, 1);
  return figure;
}

PlotFigure *
scene_fit_new_result_figure (const DescentFit *fit,
                             const DescentFit *other,
                             guint             k)
{
  const DescentFitSettings *settings = descent_fit_get_settings (fit);
  /* TRANSLATORS: the title of a figure; 线性模型拟合结果 in the course */
  PlotFigure *figure = create_figure (_ ("Fit of the linear model"));
  const char *label = other != NULL ? descent_reduction_get_name (settings->reduction) : _ ("fitted line");
  PlotMark   *marks[3];
  guint       n = 0;

  marks[n++] = create_points (settings->data, _ ("data points"));
  if (other != NULL)
    marks[n++] = create_line (other, k, PLOT_ROLE_TEXT, descent_reduction_get_name (descent_fit_get_settings (other)->reduction));
  marks[n++] = create_line (fit, k, PLOT_ROLE_MODEL, label);
  plot_figure_set_legend (figure, TRUE);
  plot_figure_take_marks (figure, PLOT_LAYER_TRAIL, marks, n);
  return figure;
}
