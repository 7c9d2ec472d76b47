/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What drawing costs at 1280 × 800, beside a plain repaint of everything with Cairo. A window keeps each resting
 * layer as an image; a frame in which the cursor moved copies those images where the cursor's layer lies and draws
 * that layer. Prints a table of ratios; the times are the least of interleaved rounds. */

#include <math.h>
#include <stdio.h>
#include <time.h>

#include "descent/descent-preset.h"
#include "scene/scene-descent.h"

enum
{
  WIDTH = 1280,
  HEIGHT = 800,
  N_ROUNDS = 40,
};

typedef struct
{
  SceneDescent    *scene;
  PlotFigure      *figure;
  cairo_surface_t *window;
  cairo_surface_t *layers[PLOT_N_LAYERS]; /* of those that rest */
  double           cursor;
  guint            n_points;
  PlotRange        view;
  gboolean         odd;
} Bench;

typedef void (*Step) (Bench *bench);

static const PlotRect rect = { 0, 0, WIDTH, HEIGHT };

static DescentRun *
create_run (const DescentPreset *preset,
            guint                n_steps,
            double               lr)
{
  g_autoptr (DescentFunction) function = descent_function_new (preset->text, preset->n_inputs, NULL);
  DescentSettings settings = { function, GRAD_FLOAT32, { preset->start[0], preset->start[1] }, lr, n_steps, TRUE };

  return descent_run_new (&settings, NULL);
}

static void
draw_layer (Bench           *bench,
            cairo_surface_t *surface,
            PlotLayer        layer)
{
  cairo_t *cr = cairo_create (surface);

  plot_figure_draw_layer (bench->figure, cr, &rect, plot_theme_light (), layer);
  cairo_destroy (cr);
}

/* The yardstick: the whole figure, all of it drawn. */
static void
repaint_all (Bench *bench)
{
  cairo_t *cr = cairo_create (bench->window);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  plot_figure_draw (bench->figure, cr, &rect, plot_theme_light ());
  cairo_destroy (cr);
}

/* The least that a repaint can cost: an image of the whole window, copied. */
static void
copy_image (Bench *bench)
{
  cairo_t *cr = cairo_create (bench->window);

  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_set_source_surface (cr, bench->layers[PLOT_LAYER_BASE], 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
}

static void
compose (Bench          *bench,
         const PlotRect *touched)
{
  cairo_t *cr = cairo_create (bench->window);
  double   left = floor (touched->x), top = floor (touched->y);

  cairo_rectangle (cr, left, top, ceil (touched->x + touched->width) - left, ceil (touched->y + touched->height) - top);
  cairo_clip (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  for (guint i = PLOT_LAYER_BASE; i <= PLOT_LAYER_TRAIL; i++)
    {
      cairo_set_source_surface (cr, bench->layers[i], 0, 0);
      cairo_paint (cr);
    }
  plot_figure_draw_layer (bench->figure, cr, &rect, plot_theme_light (), PLOT_LAYER_CURSOR);
  cairo_destroy (cr);
}

static void
move_cursor (Bench *bench)
{
  PlotRect before = plot_figure_get_layer_bounds (bench->figure, &rect, plot_theme_light (), PLOT_LAYER_CURSOR);
  PlotRect after, touched;

  bench->cursor = fmod (bench->cursor + 0.37, bench->n_points - 1.0);
  scene_descent_set_cursor (bench->scene, bench->cursor);
  after = plot_figure_get_layer_bounds (bench->figure, &rect, plot_theme_light (), PLOT_LAYER_CURSOR);
  touched = plot_rect_union (&before, &after);
  compose (bench, &touched);
}

static void
remake_layers (Bench *bench)
{
  for (guint i = PLOT_LAYER_BASE; i <= PLOT_LAYER_TRAIL; i++)
    {
      cairo_t *cr = cairo_create (bench->layers[i]);

      cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
      cairo_paint (cr);
      cairo_destroy (cr);
      draw_layer (bench, bench->layers[i], i);
    }
  compose (bench, &rect);
}

/* As after a zoom: the function sampled anew, contours traced, every layer drawn and put together. */
static void
remake_page (Bench *bench)
{
  PlotRange view = bench->view;

  bench->odd = !bench->odd;
  view.x_max += bench->odd * 1e-3;
  scene_descent_set_view (bench->scene, &view);
  remake_layers (bench);
}

/* As while the rate is dragged: another run over the same function. */
static void
set_other_run (Bench               *bench,
               const DescentPreset *preset)
{
  g_autoptr (DescentRun) run = NULL;

  bench->odd = !bench->odd;
  run = create_run (preset, bench->n_points - 1, preset->lr * (bench->odd ? 1.01 : 1));
  scene_descent_set_run (bench->scene, run);
  for (guint i = PLOT_LAYER_TRAIL; i <= PLOT_LAYER_TRAIL; i++)
    draw_layer (bench, bench->layers[i], i);
  compose (bench, &rect);
}

static void
drag_rate_surface (Bench *bench)
{
  set_other_run (bench, descent_preset_lookup ("waves"));
}

static void
drag_rate_curve (Bench *bench)
{
  set_other_run (bench, descent_preset_lookup ("parabola"));
}

static Bench *
create_bench (const DescentPreset *preset,
              guint                n_steps)
{
  Bench *bench = g_new0 (Bench, 1);
  g_autoptr (DescentRun) run = create_run (preset, n_steps, preset->lr);

  bench->scene = scene_descent_new (preset->n_inputs);
  bench->figure = scene_descent_get_figure (bench->scene);
  bench->view = (PlotRange){ preset->x_min, preset->x_max, preset->y_min, preset->y_max };
  bench->n_points = n_steps + 1;
  bench->window = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  for (guint i = PLOT_LAYER_BASE; i <= PLOT_LAYER_TRAIL; i++)
    bench->layers[i] = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  scene_descent_set_view (bench->scene, &bench->view);
  scene_descent_set_run (bench->scene, run);
  remake_layers (bench);
  return bench;
}

static void
free_bench (Bench *bench)
{
  scene_descent_free (bench->scene);
  for (guint i = PLOT_LAYER_BASE; i <= PLOT_LAYER_TRAIL; i++)
    cairo_surface_destroy (bench->layers[i]);
  cairo_surface_destroy (bench->window);
  g_free (bench);
}

/* Of the processor, so that what else runs on the machine counts little. */
static double
get_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec * 1e-9;
}

static double
take_time (Bench *bench,
           Step   step)
{
  double start = get_seconds ();

  step (bench);
  return get_seconds () - start;
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *preset;
    guint       n_steps;
    const char *what;
    Step        step;
  } rows[] = {
    { "waves", 15, "surface: image copied (the least)", copy_image },
    { "waves", 15, "surface: cursor moved, 15 steps", move_cursor },
    { "waves", 10000, "surface: cursor moved, 10000 steps", move_cursor },
    { "waves", 15, "surface: rate dragged, 15 steps", drag_rate_surface },
    { "waves", 10000, "surface: rate dragged, 10000 steps", drag_rate_surface },
    { "waves", 15, "surface: whole page, sampled anew", remake_page },
    { "parabola", 9, "curve: cursor moved, 9 steps", move_cursor },
    { "parabola", 9, "curve: rate dragged, 9 steps", drag_rate_curve },
    { "parabola", 9, "curve: whole page, sampled anew", remake_page },
  };

  printf ("%-38s %9s %9s %9s\n", "at 1280 x 800", "ms", "full ms", "ratio");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Bench *bench = create_bench (descent_preset_lookup (rows[i].preset), rows[i].n_steps);
      double all = INFINITY, step = INFINITY;

      for (guint round = 0; round < N_ROUNDS; round++)
        {
          all = MIN (all, take_time (bench, repaint_all));
          step = MIN (step, take_time (bench, rows[i].step));
        }
      printf ("%-38s %9.3f %9.3f %9.3f\n", rows[i].what, step * 1e3, all * 1e3, step / all);
      free_bench (bench);
    }
  return 0;
}
