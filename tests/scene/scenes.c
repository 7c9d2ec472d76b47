/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Runs and scenes for tests. */

#include "scenes.h"

#include <string.h>

DescentRun *
scenes_create_run (const char *text,
                   guint       n_inputs,
                   double      x,
                   double      y,
                   double      lr,
                   guint       n_steps)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DescentFunction) function = descent_function_new (text, n_inputs, &error);
  DescentSettings settings = { function, GRAD_FLOAT32, { x, y }, lr, n_steps, TRUE };
  DescentRun     *run;

  g_assert_no_error (error);
  run = descent_run_new (&settings, &error);
  g_assert_no_error (error);
  return run;
}

SceneDescent *
scenes_open_preset (const DescentPreset *preset,
                    double               lr)
{
  g_autoptr (DescentRun) run = scenes_create_run (preset->text, preset->n_inputs, preset->start[0], preset->start[1], lr, preset->n_steps);
  SceneDescent *scene = scene_descent_new (preset->n_inputs);
  PlotRange     view = { preset->x_min, preset->x_max, preset->y_min, preset->y_max };

  scene_descent_set_view (scene, &view);
  scene_descent_set_run (scene, run);
  return scene;
}

GArray *
scenes_read_numbers (const char *text)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (double));
  g_auto (GStrv) parts = g_strsplit (text, "−", -1);
  g_autofree char *ascii = g_strjoinv ("-", parts);
  const char      *p = ascii;

  while (*p != '\0')
    {
      gboolean starts = g_ascii_isdigit (*p) || (*p == '-' && g_ascii_isdigit (p[1]));
      char    *end = (char *) p + 1;
      double   number = starts ? g_ascii_strtod (p, &end) : 0;

      if (starts)
        g_array_append_val (numbers, number);
      p = end;
    }
  return numbers;
}
