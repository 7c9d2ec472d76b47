/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Messages as JSON, for `gradients-cli lab trace` and for tests: written after the same rows as the frames. */

#include "lab/lab-dump.h"

#include <math.h>

/* The shortest of the digits that reads back as the same number, of the precision that the type needs at most. */
static void
append_number (GString *json,
               double   number,
               gboolean single)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (number))
    {
      g_string_append (json, isnan (number) ? "\"nan\"" : number > 0 ? "\"inf\""
                                                                     : "\"-inf\"");
      return;
    }
  for (int digits = single ? 6 : 15; digits <= 17; digits++)
    {
      char   format[] = "%.00g";
      double back;

      format[2] = (char) ('0' + digits / 10);
      format[3] = (char) ('0' + digits % 10);
      back = g_ascii_strtod (g_ascii_formatd (buffer, sizeof buffer, format, number), NULL);
      if (single ? (float) back == (float) number : back == number)
        break;
    }
  g_string_append (json, buffer);
}

static void
append_text (GString *json,
             LabText  text)
{
  g_string_append_c (json, '"');
  for (guint32 i = 0; i < text.length; i++)
    {
      guchar c = (guchar) text.data[i];

      if (c == '"' || c == '\\')
        g_string_append_printf (json, "\\%c", c);
      else if (c == '\n')
        g_string_append (json, "\\n");
      else if (c < 0x20 || c == 0x7f)
        g_string_append_printf (json, "\\u%04x", c);
      else
        g_string_append_c (json, (char) c);
    }
  g_string_append_c (json, '"');
}

static void
append_list (GString       *json,
             LabFieldType   type,
             const LabList *list)
{
  g_string_append_c (json, '[');
  for (guint32 i = 0; i < list->n; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      if (type == LAB_U32S)
        g_string_append_printf (json, "%u", lab_list_get_u32 (list, i));
      else if (type == LAB_U64S)
        g_string_append_printf (json, "%" G_GUINT64_FORMAT, lab_list_get_u64 (list, i));
      else if (type == LAB_F32S)
        append_number (json, (double) lab_list_get_f32 (list, i), TRUE);
      else
        append_number (json, lab_list_get_f64 (list, i), FALSE);
    }
  g_string_append_c (json, ']');
}

static void
append_texts (GString        *json,
              const LabTexts *texts)
{
  g_string_append_c (json, '[');
  for (guint32 i = 0; i < texts->n; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      append_text (json, lab_texts_get (texts, i));
    }
  g_string_append_c (json, ']');
}

static void
append_element (GString         *json,
                const LabTensor *tensor,
                guint32          i)
{
  if (tensor->dtype == LAB_BOOL)
    g_string_append (json, lab_tensor_get_value (tensor, i) != 0 ? "true" : "false");
  else if (tensor->dtype == LAB_INT64)
    g_string_append_printf (json, "%" G_GINT64_FORMAT, (gint64) lab_list_get_u64 (&tensor->values, i));
  else
    append_number (json, lab_tensor_get_value (tensor, i), tensor->dtype == LAB_FLOAT32);
}

static void
append_tensor (GString         *json,
               const LabTensor *tensor)
{
  static const char *const dtypes[] = { "bool", "int64", "float32", "float64" };

  g_string_append_printf (json, "{\"id\":%" G_GUINT64_FORMAT ",\"dtype\":\"%s\",\"shape\":[", tensor->id, dtypes[tensor->dtype]);
  for (guint i = 0; i < tensor->n_dims; i++)
    g_string_append_printf (json, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", tensor->shape[i]);
  if (tensor->complete)
    {
      g_string_append (json, "],\"values\":[");
      for (guint32 i = 0; i < tensor->values.n; i++)
        {
          if (i > 0)
            g_string_append_c (json, ',');
          append_element (json, tensor, i);
        }
      g_string_append (json, "]}");
      return;
    }
  g_string_append (json, "],\"least\":");
  append_number (json, tensor->least, FALSE);
  g_string_append (json, ",\"mean\":");
  append_number (json, tensor->mean, FALSE);
  g_string_append (json, ",\"greatest\":");
  append_number (json, tensor->greatest, FALSE);
  g_string_append_c (json, '}');
}

static void
append_value (GString        *json,
              const LabValue *value)
{
  switch (value->kind)
    {
    case LAB_VALUE_BOOL:
      g_string_append (json, value->integer ? "true" : "false");
      break;
    case LAB_VALUE_INT:
      g_string_append_printf (json, "%" G_GINT64_FORMAT, value->integer);
      break;
    case LAB_VALUE_FLOAT:
      append_number (json, value->number, FALSE);
      break;
    case LAB_VALUE_TEXT:
      append_text (json, value->text);
      break;
    case LAB_VALUE_TENSOR:
      g_string_append_printf (json, "{\"tensor\":%" G_GUINT64_FORMAT "}", value->tensor);
      break;
    case LAB_VALUE_OBJECT:
      g_string_append (json, "{\"type\":");
      append_text (json, value->type);
      g_string_append (json, ",\"text\":");
      append_text (json, value->text);
      g_string_append_c (json, '}');
      break;
    default:
      g_string_append (json, "null");
    }
}

static void
append_field (GString      *json,
              LabFieldType  type,
              gconstpointer value)
{
  const LabSpan *span = value;

  switch (type)
    {
    case LAB_U8:
      g_string_append_printf (json, "%u", *(const guint8 *) value);
      break;
    case LAB_U32:
      g_string_append_printf (json, "%u", *(const guint32 *) value);
      break;
    case LAB_U64:
      g_string_append_printf (json, "%" G_GUINT64_FORMAT, *(const guint64 *) value);
      break;
    case LAB_I64:
      g_string_append_printf (json, "%" G_GINT64_FORMAT, *(const gint64 *) value);
      break;
    case LAB_F64:
      append_number (json, *(const double *) value, FALSE);
      break;
    case LAB_STR:
      append_text (json, *(const LabText *) value);
      break;
    case LAB_U32S:
    case LAB_U64S:
    case LAB_F32S:
    case LAB_F64S:
      append_list (json, type, value);
      break;
    case LAB_STRS:
      append_texts (json, value);
      break;
    case LAB_SPAN:
      g_string_append_printf (json, "[%u,%u,%u,%u]", span->line, span->column, span->end_line, span->end_column);
      break;
    case LAB_TENSOR:
      append_tensor (json, value);
      break;
    case LAB_VALUE:
      append_value (json, value);
      break;
    default:
      g_assert_not_reached ();
    }
}

void
lab_dump_message (const LabMessage *message,
                  GString          *json)
{
  const LabMessageRow *row = lab_protocol_lookup (message->kind);
  const guint8        *base = (const guint8 *) message + offsetof (LabMessage, program);
  g_autofree char     *name = g_ascii_strdown (row->name, -1);

  g_string_append_printf (json, "{\"event\":\"%s\"", name);
  for (gsize i = 0; i < row->n_fields; i++)
    {
      g_string_append_printf (json, ",\"%s\":", row->fields[i].name);
      append_field (json, row->fields[i].type, base + row->fields[i].offset);
    }
  g_string_append_c (json, '}');
}
