/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* gradients-cli render curve and render surface: what the window's first two pages show, as a picture. */

#include <glib/gi18n-lib.h>

#include "cli/cli-command.h"
#include "cli/cli-descent-options.h"
#include "cli/cli-output.h"
#include "cli/cli-picture-options.h"
#include "cli/cli-progress.h"
#include "descent/descent-error.h"
#include "descent/descent-format.h"
#include "scene/scene-descent.h"

enum
{
  N_CONTOURS = 12,
  MOST_CONTOURS = 100,
  MOST_SAMPLES = 4096,
};

/* What is left open in the options of a run and of a picture. */
typedef struct
{
  CliDescentOptions descent;
  CliPictureOptions picture;
  char             *view;
  char             *step;
  gboolean          no_path;
  char             *colormap;
  char             *contours;
  char             *samples;
} Options;

/* The options understood. */
typedef struct
{
  guint                n_inputs;
  CliPicture           picture;
  DescentSettings      settings;
  const DescentPreset *preset;
  PlotRange            view;
  gboolean             has_view;
  guint                step;
  const PlotColormap  *colormap;
  guint                n_contours;
  guint                n_samples;
} Wish;

static void
clear_options (Options *options)
{
  cli_descent_options_clear (&options->descent);
  cli_picture_options_clear (&options->picture);
  g_free (options->view);
  g_free (options->step);
  g_free (options->colormap);
  g_free (options->contours);
  g_free (options->samples);
}

static gboolean
read_view (const Options *options,
           Wish          *wish,
           GError       **error)
{
  double           numbers[4] = { 0 };
  guint            n = 2 * wish->n_inputs;
  g_autofree char *valid = NULL;

  if (options->view == NULL)
    {
      if (wish->preset != NULL)
        wish->view = (PlotRange){ wish->preset->x_min, wish->preset->x_max, wish->preset->y_min, wish->preset->y_max };
      wish->has_view = wish->preset != NULL;
      return TRUE;
    }
  if (!cli_picture_parse_numbers (options->view, wish->n_inputs == 1 ? "XMIN,XMAX" : "XMIN,XMAX,YMIN,YMAX", n, numbers, error))
    return FALSE;
  wish->view = (PlotRange){ numbers[0], numbers[1], numbers[2], numbers[3] };
  wish->has_view = TRUE;
  if (numbers[0] < numbers[1] && (n == 2 || numbers[2] < numbers[3]))
    return TRUE;
  valid = g_utf8_make_valid (options->view, -1);
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("the view “%s” is empty: expected the lesser number of each pair first"), valid);
  return FALSE;
}

/* The names of all, the default first, with commas. Transfer full. */
static char *
list_colormaps (void)
{
  GString                   *names = g_string_new (NULL);
  guint                      n;
  const PlotColormap *const *colormaps = plot_colormap_list (&n);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", plot_colormap_get_name (colormaps[i]));
  return g_string_free (names, FALSE);
}

static gboolean
read_colormap (const Options *options,
               Wish          *wish,
               GError       **error)
{
  g_autofree char           *valid = NULL;
  g_autofree char           *names = NULL;
  guint                      n;
  const PlotColormap *const *colormaps = plot_colormap_list (&n);

  wish->colormap = options->colormap != NULL ? plot_colormap_lookup (options->colormap) : colormaps[0];
  if (wish->colormap != NULL)
    return TRUE;
  valid = g_utf8_make_valid (options->colormap, -1);
  names = list_colormaps ();
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_UNKNOWN, _ ("no colour map “%s”: expected one of %s"), valid, names);
  return FALSE;
}

static gboolean
read_counts (const Options *options,
             Wish          *wish,
             GError       **error)
{
  wish->step = wish->settings.n_steps;
  wish->n_contours = N_CONTOURS;
  return (options->step == NULL ||
          descent_parse_count (options->step, C_ ("is no …", "step"), 0, wish->settings.n_steps, &wish->step, error)) &&
         (options->contours == NULL ||
          descent_parse_count (options->contours, C_ ("is no …", "number of contours"), 0, MOST_CONTOURS, &wish->n_contours, error)) &&
         (options->samples == NULL ||
          descent_parse_count (options->samples, C_ ("is no …", "number of samples"), 2, MOST_SAMPLES, &wish->n_samples, error));
}

/* Without a function, that of the page is meant. */
static void
choose_preset (CliDescentOptions *options,
               guint              n_inputs)
{
  guint                n_presets;
  const DescentPreset *presets = descent_preset_list (n_inputs, &n_presets);

  if (options->function == NULL && options->preset == NULL)
    options->preset = g_strdup (presets[0].id);
}

static gboolean
resolve (Options *options,
         Wish    *wish,
         GError **error)
{
  choose_preset (&options->descent, wish->n_inputs);
  return cli_picture_options_resolve (&options->picture, &wish->picture, error) &&
         cli_descent_options_resolve (&options->descent, wish->n_inputs, &wish->settings, &wish->preset, error) &&
         read_view (options, wish, error) && read_colormap (options, wish, error) && read_counts (options, wish, error);
}

static SceneDescent *
create_scene (const Wish *wish,
              DescentRun *run,
              gboolean    no_path)
{
  SceneDescent *scene = scene_descent_new (wish->n_inputs);

  if (wish->has_view)
    scene_descent_set_view (scene, &wish->view);
  scene_descent_set_colormap (scene, wish->colormap);
  scene_descent_set_sampling (scene, wish->n_contours, wish->n_samples);
  scene_descent_set_run_visible (scene, !no_path);
  scene_descent_set_cursor (scene, wish->step);
  scene_descent_set_run (scene, run);
  return scene;
}

static gboolean
draw (const Wish *wish,
      gboolean    no_path,
      GError    **error)
{
  CliProgress *progress = cli_progress_new (_ ("drawing"));
  g_autoptr (DescentRun) run = descent_run_new (&wish->settings, error);
  g_autoptr (SceneDescent) scene = NULL;
  gboolean drawn = FALSE;

  if (run != NULL)
    {
      scene = create_scene (wish, run, no_path);
      drawn = cli_picture_write (&wish->picture, scene_descent_get_figure (scene), error);
    }
  cli_progress_free (progress);
  return drawn;
}

static int
render (Options *options,
        guint    n_inputs)
{
  g_autoptr (GError) error = NULL;
  Wish wish = { .n_inputs = n_inputs };

  if (resolve (options, &wish, &error))
    draw (&wish, options->no_path, &error);
  g_clear_pointer (&wish.settings.function, descent_function_unref);
  return error != NULL ? cli_output_fail (error, options->descent.function) : CLI_EXIT_OK;
}

static char *
describe (guint       n_inputs,
          const char *example)
{
  g_autofree char *presets = cli_descent_options_list_presets (n_inputs);

  return g_strdup_printf ("%s %s\n\n%s\n  %s\n", n_inputs == 1 ? _ ("Presets of x:") : _ ("Presets of x and y:"), presets,
                          _ ("Example:"), example);
}

static char *
describe_curve (void)
{
  return describe (1, "gradients-cli render curve --preset parabola --lr 0.9 -o parabola.svg");
}

static char *
describe_surface (void)
{
  g_autofree char *names = list_colormaps ();
  g_autofree char *text = describe (2, "gradients-cli render surface --preset waves --theme dark --size 1280x800 -o waves.png");

  return g_strdup_printf ("%s %s\n\n%s  %s\n", _ ("Colour maps, the default first:"), names, text,
                          "gradients-cli render surface --colormap jet --samples 100 --contours 0 --axes 143.2,57.6,369.6,369.6 -o course.png");
}

static int
parse_and_render (const CliCommand   *command,
                  Options            *options,
                  const GOptionEntry *more,
                  guint               n_inputs,
                  int                 argc,
                  char               *argv[])
{
  g_autofree GOptionEntry *descent = cli_descent_options_new_entries (&options->descent);
  g_autofree GOptionEntry *picture = cli_picture_options_new_entries (&options->picture);
  g_autofree GOptionEntry *both = cli_picture_options_join_entries (descent, picture);
  int                      status = CLI_EXIT_FAILED;

  if (cli_command_parse (command, both, more, &argc, argv, &status) && !cli_command_refuse_arguments (argc, argv))
    status = render (options, n_inputs);
  clear_options (options);
  return status;
}

static int
run_curve (int   argc,
           char *argv[])
{
  Options            options = { 0 };
  const GOptionEntry more[] = {
    { "view", 0, 0, G_OPTION_ARG_FILENAME, &options.view, N_ ("Part of the x axis to show"), "XMIN,XMAX" },
    { "step", 0, 0, G_OPTION_ARG_FILENAME, &options.step, N_ ("Show the run after K steps (all)"), N_ ("K") },
    { "no-path", 0, 0, G_OPTION_ARG_NONE, &options.no_path, N_ ("Draw the function alone"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  return parse_and_render (&cli_render_curve_command, &options, more, 1, argc, argv);
}

static int
run_surface (int   argc,
             char *argv[])
{
  Options            options = { 0 };
  const GOptionEntry more[] = {
    { "view", 0, 0, G_OPTION_ARG_FILENAME, &options.view, N_ ("Part of the plane to show"), "XMIN,XMAX,YMIN,YMAX" },
    { "step", 0, 0, G_OPTION_ARG_FILENAME, &options.step, N_ ("Show the run after K steps (all)"), N_ ("K") },
    { "no-path", 0, 0, G_OPTION_ARG_NONE, &options.no_path, N_ ("Draw the function alone"), NULL },
    { "colormap", 0, 0, G_OPTION_ARG_FILENAME, &options.colormap, N_ ("Colours, listed below"), N_ ("NAME") },
    { "contours", 0, 0, G_OPTION_ARG_FILENAME, &options.contours, N_ ("About how many contour lines (12); 0 for none"), N_ ("N") },
    { "samples", 0, 0, G_OPTION_ARG_FILENAME, &options.samples, N_ ("Draw N samples a side as Matplotlib’s imshow does: taken from edge to edge, shown as N equal cells. Without it every value is shown where it belongs"), N_ ("N") },
    G_OPTION_ENTRY_NULL,
  };

  return parse_and_render (&cli_render_surface_command, &options, more, 2, argc, argv);
}

const CliCommand cli_render_curve_command = {
  .name = "render curve",
  .summary = N_ ("Draw the curve of a function of x, and the descent on it"),
  .describe = describe_curve,
  .run = run_curve,
};

const CliCommand cli_render_surface_command = {
  .name = "render surface",
  .summary = N_ ("Draw a function of x and y as colours, and the descent over it"),
  .describe = describe_surface,
  .run = run_surface,
};
