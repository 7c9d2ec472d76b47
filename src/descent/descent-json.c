/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* JSON by hand: runs have few kinds of values, and each float must keep its bits. */

#include "descent/descent-json.h"

#include <math.h>

#include "descent/descent-format.h"

void
descent_json_append_number (GString  *json,
                            double    value,
                            GradDType dtype)
{
  const char *quote = isfinite (value) ? "" : "\"";

  g_string_append (json, quote);
  descent_format_append_data (json, value, dtype);
  g_string_append (json, quote);
}

void
descent_json_append_string (GString    *json,
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

void
descent_json_append_step (GString    *json,
                          const char *key,
                          int         step)
{
  if (step < 0)
    g_string_append_printf (json, "  \"%s\": null,\n", key);
  else
    g_string_append_printf (json, "  \"%s\": %d,\n", key, step);
}

void
descent_json_append_diagnosis (GString                *json,
                               const DescentDiagnosis *diagnosis)
{
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
  descent_json_append_string (json, diagnosis->sentence);
  g_string_append_printf (json, ", \"period\": %u", diagnosis->period);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_string_append_printf (json, ", \"%s\": ", numbers[i].key);
      if (isnan (numbers[i].value))
        g_string_append (json, "null");
      else
        descent_json_append_number (json, numbers[i].value, GRAD_FLOAT64);
    }
  g_string_append (json, "},\n");
}
