/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* From the words of a command line to the settings of a run: each option is read, or taken from the preset, and
 * every complaint names the option's value and what was expected. */

#include "cli/cli-descent-options.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "descent/descent-error.h"
#include "descent/descent-format.h"

static const struct
{
  double lr;
  guint  n_steps;
} without_preset = { 0.1, 20 };

GOptionEntry *
cli_descent_options_new_entries (CliDescentOptions *options)
{
  /* Words are taken as bytes: in the C locale GLib would refuse x² as a string. */
  const GOptionEntry entries[] = {
    { "function", 'f', 0, G_OPTION_ARG_FILENAME, &options->function, N_ ("Function of x, or of x and y, such as x**2 or sin(3x)cos(3y)"), N_ ("EXPR") },
    { "preset", 'p', 0, G_OPTION_ARG_FILENAME, &options->preset, N_ ("Function, start, rate and steps of a preset, listed below"), N_ ("NAME") },
    { "start", 's', 0, G_OPTION_ARG_FILENAME, &options->start, N_ ("Where to start"), N_ ("X[,Y]") },
    { "lr", 'l', 0, G_OPTION_ARG_FILENAME, &options->lr, N_ ("Learning rate (0.1 without a preset)"), N_ ("R") },
    { "steps", 'n', 0, G_OPTION_ARG_FILENAME, &options->steps, N_ ("Number of steps (20 without a preset)"), N_ ("N") },
    { "dtype", 0, 0, G_OPTION_ARG_FILENAME, &options->dtype, N_ ("float32 (the default) or float64"), N_ ("TYPE") },
    { "accumulate", 0, 0, G_OPTION_ARG_NONE, &options->accumulate, N_ ("Never zero the gradients"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  return g_memdup2 (entries, sizeof entries);
}

void
cli_descent_options_clear (CliDescentOptions *options)
{
  g_free (options->function);
  g_free (options->preset);
  g_free (options->start);
  g_free (options->lr);
  g_free (options->steps);
  g_free (options->dtype);
  *options = (CliDescentOptions){ 0 };
}

char *
cli_descent_options_list_presets (guint n_inputs)
{
  GString *names = g_string_new (NULL);

  for (guint n = 1; n <= DESCENT_MAX_INPUTS; n++)
    {
      guint                n_presets;
      const DescentPreset *presets = descent_preset_list (n, &n_presets);

      for (guint i = 0; i < n_presets && (n_inputs == 0 || n_inputs == n); i++)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", presets[i].id);
    }
  return g_string_free (names, FALSE);
}

static gboolean
find_preset (const CliDescentOptions *options,
             guint                    n_inputs,
             const DescentPreset    **preset,
             GError                 **error)
{
  g_autofree char *valid = g_utf8_make_valid (options->preset, -1);
  g_autofree char *names = NULL;

  *preset = descent_preset_lookup (options->preset);
  if (*preset != NULL && (n_inputs == 0 || (*preset)->n_inputs == n_inputs))
    return TRUE;
  names = cli_descent_options_list_presets (n_inputs);
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_UNKNOWN, _ ("no preset “%s”: expected one of %s"), valid, names);
  return FALSE;
}

/* "X" or "X,Y" as one or two numbers. */
static gboolean
read_start (const char *text,
            double     *start,
            guint      *n_inputs,
            GError    **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  *n_inputs = g_strv_length (parts);
  if (*n_inputs < 1 || *n_inputs > DESCENT_MAX_INPUTS)
    {
      g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE,
                   _ ("“%s” is no start: expected a number, or two with a comma between them"), valid);
      return FALSE;
    }
  for (guint i = 0; i < *n_inputs; i++)
    if (!descent_parse_number (parts[i], C_ ("is no …", "start"), &start[i], error))
      return FALSE;
  return TRUE;
}

/* The start, and with it the number of variables. */
static gboolean
resolve_start (const CliDescentOptions *options,
               const DescentPreset     *preset,
               guint                   *n_inputs,
               double                  *start,
               GError                 **error)
{
  guint wanted = preset != NULL ? preset->n_inputs : *n_inputs;

  if (options->start == NULL && preset == NULL)
    {
      g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE,
                   _ ("the start is missing: expected --start X, or --start X,Y for a function of x and y"));
      return FALSE;
    }
  if (options->start == NULL)
    {
      memcpy (start, preset->start, sizeof preset->start);
      *n_inputs = wanted;
      return TRUE;
    }
  if (!read_start (options->start, start, n_inputs, error))
    return FALSE;
  if (wanted == 0 || wanted == *n_inputs)
    return TRUE;
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE,
               wanted == 1 ? _ ("the start “%s” has two numbers, but the function has one variable: expected X")
                           : _ ("the start “%s” has one number, but the function has two variables: expected X,Y"),
               options->start);
  return FALSE;
}

static gboolean
resolve_dtype (const CliDescentOptions *options,
               GradDType               *dtype,
               GError                 **error)
{
  g_autofree char *valid = NULL;

  *dtype = GRAD_FLOAT32;
  if (options->dtype == NULL)
    return TRUE;
  if (grad_dtype_from_name (options->dtype, dtype) && grad_dtype_is_floating_point (*dtype))
    return TRUE;
  valid = g_utf8_make_valid (options->dtype, -1);
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_UNKNOWN, _ ("no type “%s”: expected float32 or float64"), valid);
  return FALSE;
}

static gboolean
resolve_numbers (const CliDescentOptions *options,
                 const DescentPreset     *preset,
                 DescentSettings         *settings,
                 GError                 **error)
{
  settings->lr = preset != NULL ? preset->lr : without_preset.lr;
  settings->n_steps = preset != NULL ? preset->n_steps : without_preset.n_steps;
  settings->zero_gradients = !options->accumulate;
  if (options->lr != NULL && !descent_parse_number (options->lr, C_ ("is no …", "learning rate"), &settings->lr, error))
    return FALSE;
  if (options->steps != NULL &&
      !descent_parse_count (options->steps, C_ ("is no …", "number of steps"), 0, DESCENT_MAX_STEPS, &settings->n_steps, error))
    return FALSE;
  return resolve_dtype (options, &settings->dtype, error);
}

static gboolean
check_choice (const CliDescentOptions *options,
              GError                 **error)
{
  if ((options->function == NULL) != (options->preset == NULL))
    return TRUE;
  g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE,
               options->function == NULL ? _ ("the function is missing: expected --function EXPR or --preset NAME")
                                         : _ ("--function and --preset exclude each other"));
  return FALSE;
}

gboolean
cli_descent_options_resolve (const CliDescentOptions *options,
                             guint                    n_inputs,
                             DescentSettings         *settings,
                             const DescentPreset    **preset,
                             GError                 **error)
{
  *settings = (DescentSettings){ 0 };
  *preset = NULL;
  if (!check_choice (options, error))
    return FALSE;
  if (options->preset != NULL && !find_preset (options, n_inputs, preset, error))
    return FALSE;
  if (!resolve_start (options, *preset, &n_inputs, settings->start, error) ||
      !resolve_numbers (options, *preset, settings, error))
    return FALSE;
  settings->function = descent_function_new (*preset != NULL ? (*preset)->text : options->function, n_inputs, error);
  if (settings->function == NULL)
    return FALSE;
  if (descent_settings_check (settings, error))
    return TRUE;
  g_clear_pointer (&settings->function, descent_function_unref);
  return FALSE;
}
