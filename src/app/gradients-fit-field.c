/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The numbers of a line fit as texts: which entry is which number, and what it is called when it is refused. */

#include "app/gradients-fit-field.h"

#include <glib/gi18n-lib.h>

#include "descent/descent-format.h"

gboolean
gradients_fit_field_is_of_generator (GradientsFitField field)
{
  return field >= GRADIENTS_FIT_FIELD_SAMPLES;
}

gboolean
gradients_fit_field_parse (GradientsFitField   field,
                           const char         *text,
                           DescentFitSettings *settings,
                           DescentGenerator   *generator,
                           GError            **error)
{
  switch (field)
    {
    case GRADIENTS_FIT_FIELD_LR:
      return descent_parse_number (text, C_ ("is no …", "learning rate"), &settings->lr, error);
    case GRADIENTS_FIT_FIELD_W:
      return descent_parse_number (text, C_ ("is no …", "start for W"), &settings->w, error);
    case GRADIENTS_FIT_FIELD_B:
      return descent_parse_number (text, C_ ("is no …", "start for b"), &settings->b, error);
    case GRADIENTS_FIT_FIELD_EPOCHS:
      return descent_parse_count (text, C_ ("is no …", "number of epochs"), 0, DESCENT_MAX_EPOCHS, &settings->n_epochs, error);
    case GRADIENTS_FIT_FIELD_SAMPLES:
      return descent_parse_count (text, C_ ("is no …", "number of samples"), DESCENT_MIN_SAMPLES, DESCENT_MAX_SAMPLES, &generator->n_samples, error);
    case GRADIENTS_FIT_FIELD_SEED:
      return descent_generator_parse_seed (text, &generator->seed, error);
    case GRADIENTS_FIT_FIELD_TRUE_W:
      return descent_parse_number (text, C_ ("is no …", "slope"), &generator->true_w, error);
    case GRADIENTS_FIT_FIELD_TRUE_B:
      return descent_parse_number (text, C_ ("is no …", "value at x = 0"), &generator->true_b, error);
    case GRADIENTS_FIT_FIELD_NOISE:
      return descent_parse_number (text, C_ ("is no …", "standard deviation"), &generator->deviation, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}

char *
gradients_fit_field_dup_text (GradientsFitField         field,
                              const DescentFitSettings *settings,
                              const DescentGenerator   *generator)
{
  switch (field)
    {
    case GRADIENTS_FIT_FIELD_LR:
      return descent_format_data (settings->lr, GRAD_FLOAT64);
    case GRADIENTS_FIT_FIELD_W:
      return descent_format_data (settings->w, GRAD_FLOAT64);
    case GRADIENTS_FIT_FIELD_B:
      return descent_format_data (settings->b, GRAD_FLOAT64);
    case GRADIENTS_FIT_FIELD_EPOCHS:
      return g_strdup_printf ("%u", settings->n_epochs);
    case GRADIENTS_FIT_FIELD_SAMPLES:
      return g_strdup_printf ("%u", generator->n_samples);
    case GRADIENTS_FIT_FIELD_SEED:
      return g_strdup_printf ("%" G_GUINT64_FORMAT, generator->seed);
    case GRADIENTS_FIT_FIELD_TRUE_W:
      return descent_format_data (generator->true_w, GRAD_FLOAT64);
    case GRADIENTS_FIT_FIELD_TRUE_B:
      return descent_format_data (generator->true_b, GRAD_FLOAT64);
    case GRADIENTS_FIT_FIELD_NOISE:
      return descent_format_data (generator->deviation, GRAD_FLOAT64);
    default:
      g_return_val_if_reached (NULL);
    }
}
