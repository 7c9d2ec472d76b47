/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A fit as rows for other programs, as the course's loop would print them. */

#include "descent/descent-fit-export.h"

#include "descent/descent-fit-diagnosis.h"
#include "descent/descent-format.h"
#include "descent/descent-json.h"

enum
{
  N_COLUMNS = 5,
  BYTES_PER_ROW = 64, /* roughly */
};

static const char *const columns[N_COLUMNS] = { "loss", "W", "b", "dW", "db" };

/* The numbers of the epoch that starts at a point; the next point is where its update leads. */
static void
get_row (const DescentPoint *point,
         double              row[N_COLUMNS])
{
  row[0] = point->value;
  row[1] = point[1].x[0];
  row[2] = point[1].x[1];
  row[3] = point->grad[0];
  row[4] = point->grad[1];
}

static guint
get_n_epochs (const DescentFit *fit)
{
  return descent_fit_get_n_points (fit) - 1;
}

char *
descent_fit_to_csv (const DescentFit *fit)
{
  GString *csv;
  double   row[N_COLUMNS];

  g_return_val_if_fail (fit != NULL, NULL);

  csv = g_string_sized_new ((gsize) get_n_epochs (fit) * BYTES_PER_ROW);
  g_string_append (csv, "epoch,loss,W,b,dW,db\n");
  for (guint k = 0; k < get_n_epochs (fit); k++)
    {
      get_row (descent_fit_get_point (fit, k), row);
      g_string_append_printf (csv, "%u", k + 1);
      for (guint i = 0; i < N_COLUMNS; i++)
        {
          g_string_append_c (csv, ',');
          descent_format_append_data (csv, row[i], GRAD_FLOAT32);
        }
      g_string_append_c (csv, '\n');
    }
  return g_string_free (csv, FALSE);
}

static void
append_member (GString    *json,
               const char *key,
               double      value,
               const char *after)
{
  g_string_append_printf (json, "\"%s\": ", key);
  descent_json_append_number (json, value, GRAD_FLOAT64);
  g_string_append (json, after);
}

static void
append_settings (GString                  *json,
                 const DescentFitSettings *settings)
{
  const DescentGenerator *generator = descent_data_get_generator (settings->data);

  g_string_append_printf (json, "  \"samples\": %u,\n", descent_data_get_n_samples (settings->data));
  if (generator != NULL)
    {
      g_string_append_printf (json, "  \"generator\": {\"seed\": %" G_GUINT64_FORMAT ", ", generator->seed);
      append_member (json, "true_w", generator->true_w, ", ");
      append_member (json, "true_b", generator->true_b, ", ");
      append_member (json, "noise", generator->deviation, "},\n");
    }
  g_string_append (json, "  \"start\": {");
  append_member (json, "W", settings->w, ", ");
  append_member (json, "b", settings->b, "},\n  ");
  append_member (json, "lr", settings->lr, ",\n");
  g_string_append_printf (json, "  \"reduction\": \"%s\",\n  \"zero_gradients\": %s,\n",
                          descent_reduction_get_name (settings->reduction), settings->zero_gradients ? "true" : "false");
}

/* The epoch that starts at a point, counted from 1. */
static int
get_epoch_from (int point)
{
  return point < 0 ? -1 : point + 1;
}

static void
append_account (GString          *json,
                const DescentFit *fit)
{
  g_autoptr (DescentDiagnosis) diagnosis = descent_fit_diagnose (fit);
  const DescentLinear *linear = descent_fit_get_linear (fit);

  if (linear->has_optimum)
    {
      g_string_append (json, "  \"optimum\": {");
      append_member (json, "W", linear->w, ", ");
      append_member (json, "b", linear->b, ", ");
      append_member (json, "loss", linear->loss, "},\n");
    }
  else
    g_string_append (json, "  \"optimum\": null,\n");
  descent_json_append_step (json, "loss_overflow", get_epoch_from (descent_fit_get_loss_overflow (fit)));
  descent_json_append_step (json, "loss_nan", get_epoch_from (descent_fit_get_loss_nan (fit)));
  descent_json_append_step (json, "x_overflow", descent_fit_get_x_overflow (fit));
  descent_json_append_diagnosis (json, diagnosis);
}

static void
append_epoch (GString            *json,
              const DescentPoint *point,
              guint               epoch)
{
  double row[N_COLUMNS];

  get_row (point, row);
  g_string_append_printf (json, "    {\"epoch\": %u", epoch);
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      g_string_append_printf (json, ", \"%s\": ", columns[i]);
      descent_json_append_number (json, row[i], GRAD_FLOAT32);
    }
  g_string_append_c (json, '}');
}

char *
descent_fit_to_json (const DescentFit *fit)
{
  GString *json;

  g_return_val_if_fail (fit != NULL, NULL);

  json = g_string_sized_new ((gsize) get_n_epochs (fit) * 2 * BYTES_PER_ROW);
  g_string_append (json, "{\n");
  append_settings (json, descent_fit_get_settings (fit));
  append_account (json, fit);
  g_string_append (json, "  \"epochs\": [");
  for (guint k = 0; k < get_n_epochs (fit); k++)
    {
      g_string_append (json, k > 0 ? ",\n" : "\n");
      append_epoch (json, descent_fit_get_point (fit, k), k + 1);
    }
  g_string_append (json, "\n  ]\n}\n");
  return g_string_free (json, FALSE);
}
