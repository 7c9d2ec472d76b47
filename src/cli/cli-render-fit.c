/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* gradients-cli render fit: the figures of the window's third page, and the course's, as pictures. */

#include <glib/gi18n-lib.h>

#include "cli/cli-command.h"
#include "cli/cli-fit-options.h"
#include "cli/cli-output.h"
#include "cli/cli-picture-options.h"
#include "cli/cli-progress.h"
#include "descent/descent-error.h"
#include "descent/descent-format.h"
#include "scene/scene-fit-course.h"
#include "scene/scene-fit.h"

typedef struct
{
  CliFitOptions     fit;
  CliPictureOptions picture;
  char             *figure;
  char             *step;
  gboolean          compare;
  gboolean          residuals;
  gboolean          log_loss;
} Options;

/* What is drawn from: a fit, another beside it or NULL, and the number of epochs done. */
typedef struct
{
  const Options *options;
  DescentFit    *fit;
  DescentFit    *other;
  guint          k;
} Subject;

static PlotFigure *
draw_data (const Subject *subject)
{
  return scene_fit_new_data_figure (descent_fit_get_settings (subject->fit)->data);
}

static PlotFigure *
draw_result (const Subject *subject)
{
  return scene_fit_new_result_figure (subject->fit, subject->other, subject->k);
}

static PlotFigure *
draw_part (const Subject *subject,
           SceneFitPart   part)
{
  g_autoptr (SceneFit) scene = scene_fit_new ();

  scene_fit_set_cursor (scene, subject->k);
  scene_fit_set_residuals (scene, subject->options->residuals);
  scene_fit_set_log_loss (scene, subject->options->log_loss);
  scene_fit_set_fit (scene, subject->fit, subject->other);
  return plot_figure_ref (scene_fit_get_figure (scene, part));
}

static PlotFigure *
draw_page (const Subject *subject)
{
  return draw_part (subject, SCENE_FIT_DATA);
}

static PlotFigure *
draw_map (const Subject *subject)
{
  return draw_part (subject, SCENE_FIT_MAP);
}

static PlotFigure *
draw_loss (const Subject *subject)
{
  return draw_part (subject, SCENE_FIT_LOSS);
}

typedef struct
{
  const char *name;
  const char *summary;
  PlotFigure *(*draw) (const Subject *subject);
} Kind;

static const Kind kinds[] = {
  { "result", N_ ("the samples and the line, as in the course (the default)"), draw_result },
  { "data", N_ ("the samples alone, as in the course"), draw_data },
  { "page", N_ ("the samples with the line of every epoch, as in the window"), draw_page },
  { "map", N_ ("the loss over all W and b, and the way through it"), draw_map },
  { "loss", N_ ("the loss over the epochs"), draw_loss },
};

static const Kind *
find_kind (const char *name,
           GError    **error)
{
  g_autofree char *valid = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (name == NULL || g_str_equal (kinds[i].name, name))
      return &kinds[i];
  valid = g_utf8_make_valid (name, -1);
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_UNKNOWN, _ ("no figure “%s”: expected result, data, page, map or loss"), valid);
  return NULL;
}

/* The same fit with the reduction that it has not. */
static DescentFit *
make_other (const DescentFitSettings *settings,
            GError                  **error)
{
  DescentFitSettings other = *settings;

  other.reduction = settings->reduction == DESCENT_REDUCTION_MEAN ? DESCENT_REDUCTION_SUM : DESCENT_REDUCTION_MEAN;
  return descent_fit_new (&other, error);
}

static gboolean
draw (const Options            *options,
      const Kind               *kind,
      const CliPicture         *picture,
      const DescentFitSettings *settings,
      guint                     k,
      GError                  **error)
{
  CliProgress *progress = cli_progress_new (_ ("drawing"));
  g_autoptr (DescentFit) fit = descent_fit_new (settings, error);
  g_autoptr (DescentFit) other = fit != NULL && options->compare ? make_other (settings, error) : NULL;
  Subject  subject = { options, fit, other, k };
  gboolean drawn = FALSE;

  if (fit != NULL && (other != NULL || !options->compare))
    {
      g_autoptr (PlotFigure) figure = kind->draw (&subject);

      drawn = cli_picture_write (picture, figure, error);
    }
  cli_progress_free (progress);
  return drawn;
}

static int
render (const Options *options)
{
  g_autoptr (GError) error = NULL;
  const Kind        *kind = find_kind (options->figure, &error);
  DescentFitSettings settings = { 0 };
  CliPicture         picture;
  guint              k;

  if (kind != NULL && cli_picture_options_resolve (&options->picture, &picture, &error) &&
      cli_fit_options_resolve (&options->fit, &settings, &error))
    {
      k = settings.n_epochs;
      if (options->step == NULL || descent_parse_count (options->step, C_ ("is no …", "epoch"), 0, settings.n_epochs, &k, &error))
        draw (options, kind, &picture, &settings, k, &error);
    }
  g_clear_pointer (&settings.data, descent_data_unref);
  return error != NULL ? cli_output_fail (error, NULL) : CLI_EXIT_OK;
}

static char *
describe_fit (void)
{
  GString *text = g_string_new (_ ("Figures:"));

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_string_append_printf (text, "\n  %-10s %s", kinds[i].name, _ (kinds[i].summary));
  g_string_append_printf (text, "\n\n%s\n  %s\n  %s\n", _ ("Examples:"), "gradients-cli render fit -o fit.png",
                          "gradients-cli render fit --figure loss --compare --log -o mean-against-sum.svg");
  return g_string_free (text, FALSE);
}

static void
clear_options (Options *options)
{
  cli_fit_options_clear (&options->fit);
  cli_picture_options_clear (&options->picture);
  g_free (options->figure);
  g_free (options->step);
}

static int
run_render_fit (int   argc,
                char *argv[])
{
  Options                  options = { 0 };
  g_autofree GOptionEntry *fit = cli_fit_options_new_entries (&options.fit);
  g_autofree GOptionEntry *picture = cli_picture_options_new_entries (&options.picture);
  g_autofree GOptionEntry *both = cli_picture_options_join_entries (fit, picture);
  int                      status = CLI_EXIT_FAILED;
  const GOptionEntry       more[] = {
          { "figure", 'f', 0, G_OPTION_ARG_FILENAME, &options.figure, N_ ("What to draw, listed below"), N_ ("NAME") },
          { "step", 0, 0, G_OPTION_ARG_FILENAME, &options.step, N_ ("Show the fit after K epochs (all)"), N_ ("K") },
          { "compare", 0, 0, G_OPTION_ARG_NONE, &options.compare, N_ ("Draw mean and sum in the same picture"), NULL },
          { "residuals", 0, 0, G_OPTION_ARG_NONE, &options.residuals, N_ ("Draw the residuals (page)"), NULL },
          { "log", 0, 0, G_OPTION_ARG_NONE, &options.log_loss, N_ ("Draw the loss on a logarithmic scale"), NULL },
          G_OPTION_ENTRY_NULL,
  };

  if (cli_command_parse (&cli_render_fit_command, both, more, &argc, argv, &status) && !cli_command_refuse_arguments (argc, argv))
    status = render (&options);
  clear_options (&options);
  return status;
}

const CliCommand cli_render_fit_command = {
  .name = "render fit",
  .summary = N_ ("Draw samples, the line fitted to them, and how it was found"),
  .describe = describe_fit,
  .run = run_render_fit,
};
