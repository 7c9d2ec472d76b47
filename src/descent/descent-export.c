/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A run as rows for other programs. Every number is the shortest that reads back to the same bits. */

#include "descent/descent-export.h"

#include "descent/descent-format.h"
#include "descent/descent-json.h"

static const char *const inputs[DESCENT_MAX_INPUTS] = { "x", "y" };

enum
{
  BYTES_PER_ROW = 48, /* roughly */
};

static GString *
create_text (const DescentRun *run)
{
  return g_string_sized_new ((gsize) descent_run_get_n_points (run) * BYTES_PER_ROW);
}

static void
append_csv_row (GString               *csv,
                const DescentSettings *settings,
                const DescentPoint    *point,
                guint                  k)
{
  guint n = descent_function_get_n_inputs (settings->function);

  g_string_append_printf (csv, "%u", k);
  for (guint i = 0; i < 2 * n + 1; i++)
    {
      double value = i < n ? point->x[i] : i == n ? point->value
                                                  : point->gradient[i - n - 1];

      g_string_append_c (csv, ',');
      descent_format_append_data (csv, value, settings->dtype);
    }
  g_string_append_c (csv, '\n');
}

char *
descent_run_to_csv (const DescentRun *run)
{
  const DescentSettings *settings;
  GString               *csv;

  g_return_val_if_fail (run != NULL, NULL);

  settings = descent_run_get_settings (run);
  csv = create_text (run);
  g_string_append (csv, descent_function_get_n_inputs (settings->function) == 1 ? "step,x,f,dx\n" : "step,x,y,f,dx,dy\n");
  for (guint k = 0; k < descent_run_get_n_points (run); k++)
    append_csv_row (csv, settings, descent_run_get_point (run, k), k);
  return g_string_free (csv, FALSE);
}

static void
append_json_settings (GString               *json,
                      const DescentSettings *settings)
{
  g_string_append (json, "  \"function\": ");
  descent_json_append_string (json, descent_function_get_text (settings->function));
  g_string_append_printf (json, ",\n  \"dtype\": \"%s\",\n  \"start\": [", grad_dtype_get_name (settings->dtype));
  for (guint i = 0; i < descent_function_get_n_inputs (settings->function); i++)
    {
      g_string_append (json, i > 0 ? ", " : "");
      descent_json_append_number (json, settings->start[i], GRAD_FLOAT64);
    }
  g_string_append (json, "],\n  \"lr\": ");
  descent_json_append_number (json, settings->lr, GRAD_FLOAT64);
  g_string_append_printf (json, ",\n  \"steps\": %u,\n  \"zero_gradients\": %s,\n",
                          settings->n_steps, settings->zero_gradients ? "true" : "false");
}

static void
append_json_point (GString               *json,
                   const DescentSettings *settings,
                   const DescentPoint    *point,
                   guint                  k)
{
  guint n = descent_function_get_n_inputs (settings->function);

  g_string_append_printf (json, "    {\"step\": %u", k);
  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (json, ", \"%s\": ", inputs[i]);
      descent_json_append_number (json, point->x[i], settings->dtype);
    }
  g_string_append (json, ", \"f\": ");
  descent_json_append_number (json, point->value, settings->dtype);
  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (json, ", \"d%s\": ", inputs[i]);
      descent_json_append_number (json, point->gradient[i], settings->dtype);
    }
  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (json, ", \"grad_%s\": ", inputs[i]);
      descent_json_append_number (json, point->grad[i], settings->dtype);
    }
  g_string_append_c (json, '}');
}

char *
descent_run_to_json (DescentRun *run)
{
  const DescentSettings *settings;
  g_autoptr (DescentDiagnosis) diagnosis = NULL;
  GString *json;

  g_return_val_if_fail (run != NULL, NULL);

  settings = descent_run_get_settings (run);
  json = create_text (run);
  g_string_append (json, "{\n");
  append_json_settings (json, settings);
  descent_json_append_step (json, "f_overflow", descent_run_get_value_overflow (run));
  descent_json_append_step (json, "x_overflow", descent_run_get_x_overflow (run));
  diagnosis = descent_diagnosis_new (run);
  descent_json_append_diagnosis (json, diagnosis);
  g_string_append (json, "  \"points\": [\n");
  for (guint k = 0; k < descent_run_get_n_points (run); k++)
    {
      append_json_point (json, settings, descent_run_get_point (run, k), k);
      g_string_append (json, k + 1 < descent_run_get_n_points (run) ? ",\n" : "\n");
    }
  g_string_append (json, "  ]\n}\n");
  return g_string_free (json, FALSE);
}
