/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* From the words of a command line to the settings of a fit. What is not said is as in the course: 1000 samples about
 * y = 3x + 2, a start at W = 5 and b = 0, rate 0.1, ten epochs, the mean. */

#include "cli/cli-fit-options.h"

#include <glib/gi18n-lib.h>

#include "descent/descent-data-csv.h"
#include "descent/descent-error.h"
#include "descent/descent-format.h"

static const DescentFitSettings course = {
  .w = 5,
  .b = 0,
  .lr = 0.1,
  .n_epochs = 10,
  .reduction = DESCENT_REDUCTION_MEAN,
  .zero_gradients = TRUE,
};

GOptionEntry *
cli_fit_options_new_entries (CliFitOptions *options)
{
  const GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &options->data, N_ ("Samples from a file of two columns, x and y"), N_ ("FILE.csv") },
    { "samples", 's', 0, G_OPTION_ARG_FILENAME, &options->samples, N_ ("Draw so many samples (1000), as PyTorch does"), N_ ("N") },
    { "seed", 0, 0, G_OPTION_ARG_FILENAME, &options->seed, N_ ("Seed for drawing them (0)"), N_ ("S") },
    { "true-w", 0, 0, G_OPTION_ARG_FILENAME, &options->true_w, N_ ("Slope of the line they lie about (3)"), N_ ("W") },
    { "true-b", 0, 0, G_OPTION_ARG_FILENAME, &options->true_b, N_ ("Its value at x = 0 (2)"), N_ ("B") },
    { "noise", 0, 0, G_OPTION_ARG_FILENAME, &options->noise, N_ ("Standard deviation of y about it (1)"), N_ ("SD") },
    { "standardize", 0, 0, G_OPTION_ARG_NONE, &options->standardize, N_ ("Shift and scale x to mean 0 and deviation 1"), NULL },
    { "w", 0, 0, G_OPTION_ARG_FILENAME, &options->w, N_ ("Start for W (5)"), N_ ("W") },
    { "b", 0, 0, G_OPTION_ARG_FILENAME, &options->b, N_ ("Start for b (0)"), N_ ("B") },
    { "lr", 'l', 0, G_OPTION_ARG_FILENAME, &options->lr, N_ ("Learning rate (0.1)"), N_ ("R") },
    { "epochs", 'n', 0, G_OPTION_ARG_FILENAME, &options->epochs, N_ ("Number of epochs (10)"), N_ ("N") },
    { "reduction", 'r', 0, G_OPTION_ARG_FILENAME, &options->reduction, N_ ("Loss from the squared errors: mean (the default) or sum"), N_ ("NAME") },
    { "accumulate", 0, 0, G_OPTION_ARG_NONE, &options->accumulate, N_ ("Never zero the gradients"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  return g_memdup2 (entries, sizeof entries);
}

void
cli_fit_options_clear (CliFitOptions *options)
{
  g_free (options->data);
  g_free (options->samples);
  g_free (options->seed);
  g_free (options->true_w);
  g_free (options->true_b);
  g_free (options->noise);
  g_free (options->w);
  g_free (options->b);
  g_free (options->lr);
  g_free (options->epochs);
  g_free (options->reduction);
  *options = (CliFitOptions){ 0 };
}

/* A number that was given, or the one that is there. */
static gboolean
read_number (const char *text,
             const char *what,
             double     *value,
             GError    **error)
{
  return text == NULL || descent_parse_number (text, what, value, error);
}

static gboolean
read_count (const char *text,
            const char *what,
            guint       minimum,
            guint       maximum,
            guint      *value,
            GError    **error)
{
  return text == NULL || descent_parse_count (text, what, minimum, maximum, value, error);
}

static DescentData *
draw_data (const CliFitOptions *options,
           GError             **error)
{
  DescentGenerator generator = descent_generator_get_default ();

  if (!read_count (options->samples, C_ ("is no …", "number of samples"), DESCENT_MIN_SAMPLES, DESCENT_MAX_SAMPLES, &generator.n_samples, error) ||
      (options->seed != NULL && !descent_generator_parse_seed (options->seed, &generator.seed, error)) ||
      !read_number (options->true_w, C_ ("is no …", "slope"), &generator.true_w, error) ||
      !read_number (options->true_b, C_ ("is no …", "value at x = 0"), &generator.true_b, error) ||
      !read_number (options->noise, C_ ("is no …", "standard deviation"), &generator.deviation, error))
    return NULL;
  return descent_data_new_generated (&generator, error);
}

static DescentData *
load_data (const CliFitOptions *options,
           GError             **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (options->data);
  g_autofree char *name = g_filename_display_name (options->data);
  g_autoptr (GFileInputStream) stream = NULL;
  DescentData *data = NULL;

  if (options->samples != NULL || options->seed != NULL || options->true_w != NULL || options->true_b != NULL || options->noise != NULL)
    {
      g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE, _ ("--data gives the samples: expected none of --samples, --seed, --true-w, --true-b and --noise beside it"));
      return NULL;
    }
  stream = g_file_read (file, NULL, error);
  if (stream == NULL)
    return NULL;
  data = descent_data_new_from_stream (G_INPUT_STREAM (stream), NULL, error);
  if (data == NULL)
    g_prefix_error (error, "%s: ", name);
  return data;
}

static DescentData *
resolve_data (const CliFitOptions *options,
              GError             **error)
{
  g_autoptr (DescentData) data = options->data != NULL ? load_data (options, error) : draw_data (options, error);

  if (data == NULL || !options->standardize)
    return g_steal_pointer (&data);
  return descent_data_standardized (data, error);
}

static gboolean
resolve_reduction (const CliFitOptions *options,
                   DescentReduction    *reduction,
                   GError             **error)
{
  g_autofree char *valid = NULL;

  if (options->reduction == NULL || descent_reduction_from_name (options->reduction, reduction))
    return TRUE;
  valid = g_utf8_make_valid (options->reduction, -1);
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_UNKNOWN, _ ("no reduction “%s”: expected mean or sum"), valid);
  return FALSE;
}

gboolean
cli_fit_options_resolve (const CliFitOptions *options,
                         DescentFitSettings  *settings,
                         GError             **error)
{
  *settings = course;
  settings->zero_gradients = !options->accumulate;
  if (!read_number (options->w, C_ ("is no …", "start for W"), &settings->w, error) ||
      !read_number (options->b, C_ ("is no …", "start for b"), &settings->b, error) ||
      !read_number (options->lr, C_ ("is no …", "learning rate"), &settings->lr, error) ||
      !read_count (options->epochs, C_ ("is no …", "number of epochs"), 0, DESCENT_MAX_EPOCHS, &settings->n_epochs, error) ||
      !resolve_reduction (options, &settings->reduction, error) ||
      !descent_fit_settings_check (settings, error))
    return FALSE;
  settings->data = resolve_data (options, error);
  return settings->data != NULL;
}
