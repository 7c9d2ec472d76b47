/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A run as rows for other programs. Every number is the shortest that reads back to the same bits. */

#include "descent/descent-export.h"

#include <math.h>

#include "descent/descent-diagnosis.h"
#include "descent/descent-format.h"

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

/* JSON has no word for what is not finite, so that is a string. */
static void
append_json_number (GString  *json,
                    double    value,
                    GradDType dtype)
{
  const char *quote = isfinite (value) ? "" : "\"";

  g_string_append (json, quote);
  descent_format_append_data (json, value, dtype);
  g_string_append (json, quote);
}

static void
append_json_string (GString    *json,
                    const char *text)
{
  g_string_append_c (json, '"');
  for (const char *p = text; *p != '\0'; p++)
    if (*p == '"' || *p == '\\')
      g_string_append_printf (json, "\\%c", *p);
    else if (g_ascii_iscntrl (*p))
      g_string_append_printf (json, "\\u%04x", (guint) *p);
    else
      g_string_append_c (json, *p);
  g_string_append_c (json, '"');
}

static void
append_json_step (GString    *json,
                  const char *key,
                  int         step)
{
  if (step < 0)
    g_string_append_printf (json, "  \"%s\": null,\n", key);
  else
    g_string_append_printf (json, "  \"%s\": %d,\n", key, step);
}

static void
append_json_settings (GString               *json,
                      const DescentSettings *settings)
{
  g_string_append (json, "  \"function\": ");
  append_json_string (json, descent_function_get_text (settings->function));
  g_string_append_printf (json, ",\n  \"dtype\": \"%s\",\n  \"start\": [", grad_dtype_get_name (settings->dtype));
  for (guint i = 0; i < descent_function_get_n_inputs (settings->function); i++)
    {
      g_string_append (json, i > 0 ? ", " : "");
      append_json_number (json, settings->start[i], GRAD_FLOAT64);
    }
  g_string_append (json, "],\n  \"lr\": ");
  append_json_number (json, settings->lr, GRAD_FLOAT64);
  g_string_append_printf (json, ",\n  \"steps\": %u,\n  \"zero_gradients\": %s,\n",
                          settings->n_steps, settings->zero_gradients ? "true" : "false");
}

static void
append_json_diagnosis (GString    *json,
                       DescentRun *run)
{
  g_autoptr (DescentDiagnosis) diagnosis = descent_diagnosis_new (run);
  const struct
  {
    const char *key;
    double      value;
  } numbers[] = {
    { "factor", diagnosis->factor },
    { "critical_lr", diagnosis->critical_lr },
    { "best_lr", diagnosis->best_lr },
  };

  g_string_append_printf (json, "  \"diagnosis\": {\"verdict\": \"%s\", \"sentence\": ",
                          descent_verdict_get_name (diagnosis->verdict));
  append_json_string (json, diagnosis->sentence);
  g_string_append_printf (json, ", \"period\": %u", diagnosis->period);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_string_append_printf (json, ", \"%s\": ", numbers[i].key);
      if (isnan (numbers[i].value))
        g_string_append (json, "null");
      else
        append_json_number (json, numbers[i].value, GRAD_FLOAT64);
    }
  g_string_append (json, "},\n");
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
      append_json_number (json, point->x[i], settings->dtype);
    }
  g_string_append (json, ", \"f\": ");
  append_json_number (json, point->value, settings->dtype);
  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (json, ", \"d%s\": ", inputs[i]);
      append_json_number (json, point->gradient[i], settings->dtype);
    }
  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (json, ", \"grad_%s\": ", inputs[i]);
      append_json_number (json, point->grad[i], settings->dtype);
    }
  g_string_append_c (json, '}');
}

char *
descent_run_to_json (DescentRun *run)
{
  const DescentSettings *settings;
  GString               *json;

  g_return_val_if_fail (run != NULL, NULL);

  settings = descent_run_get_settings (run);
  json = create_text (run);
  g_string_append (json, "{\n");
  append_json_settings (json, settings);
  append_json_step (json, "f_overflow", descent_run_get_value_overflow (run));
  append_json_step (json, "x_overflow", descent_run_get_x_overflow (run));
  append_json_diagnosis (json, run);
  g_string_append (json, "  \"points\": [\n");
  for (guint k = 0; k < descent_run_get_n_points (run); k++)
    {
      append_json_point (json, settings, descent_run_get_point (run, k), k);
      g_string_append (json, k + 1 < descent_run_get_n_points (run) ? ",\n" : "\n");
    }
  g_string_append (json, "  ]\n}\n");
  return g_string_free (json, FALSE);
}
