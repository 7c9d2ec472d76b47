/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Samples as text. The reader takes what spreadsheets and instruments write and guesses nothing but the separator: a
 * line that is not two numbers is named, never skipped. */

#include "descent/descent-data-csv.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "descent/descent-error.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define MINUS_SIGN "\xe2\x88\x92"

typedef struct
{
  const char *at; /* what is still to be read */
  const char *end;
  guint       line; /* the number of the line read last */
  char        separator;
  GArray     *xs;
  GArray     *ys;
} Reader;

/* One line of the text, ends excluded. */
typedef struct
{
  const char *at;
  const char *end;
} Span;

static gboolean
take_line (Reader *reader,
           Span   *line)
{
  if (reader->at == reader->end)
    return FALSE;
  line->at = reader->at;
  while (reader->at < reader->end && *reader->at != '\n' && *reader->at != '\r')
    reader->at++;
  line->end = reader->at;
  if (reader->at < reader->end && *reader->at++ == '\r' && reader->at < reader->end && *reader->at == '\n')
    reader->at++;
  reader->line++;
  return TRUE;
}

static gboolean
is_blank (const Span *line)
{
  for (const char *at = line->at; at < line->end; at++)
    if (*at != ' ' && *at != '\t')
      return FALSE;
  return TRUE;
}

/* A tab or a semicolon is never part of a number; a comma might be meant as a decimal point, so it counts last. */
static char
find_separator (const Span *line)
{
  gboolean quoted = FALSE;
  char     found = ',';

  for (const char *at = line->at; at < line->end; at++)
    {
      if (*at == '"')
        quoted = !quoted;
      else if (!quoted && *at == '\t')
        return '\t';
      else if (!quoted && *at == ';')
        found = ';';
    }
  return found;
}

/* The text of the next field, without spaces and quotes about it; moves *at behind it, or to NULL after the last. */
static char *
take_field (const char **at,
            const char  *end,
            char         separator)
{
  const char *start = *at;
  gboolean    quoted = FALSE;
  char       *field;
  gsize       length;

  while (*at < end && (quoted || **at != separator))
    quoted ^= *(*at)++ == '"';
  field = g_strstrip (g_strndup (start, *at - start));
  *at = *at < end ? *at + 1 : NULL;
  length = strlen (field);
  if (length >= 2 && field[0] == '"' && field[length - 1] == '"')
    {
      memmove (field, field + 1, length - 2);
      field[length - 2] = '\0';
    }
  return field;
}

/* Decimal digits with a point and an exponent; no hexadecimal, no “inf”, nothing behind. */
static gboolean
read_number (const char *text,
             double     *value)
{
  char *end;

  if (g_str_has_prefix (text, MINUS_SIGN))
    {
      gboolean is_number = text[strlen (MINUS_SIGN)] != '-' && read_number (text + strlen (MINUS_SIGN), value);

      *value = -*value;
      return is_number;
    }
  *value = 0;
  if (*text == '\0' || text[strspn (text, "+-.0123456789eE")] != '\0')
    return FALSE;
  *value = g_ascii_strtod (text, &end);
  return *end == '\0';
}

/* A value as it may stand in a message: valid, on one line, and short. */
static char *
quote_value (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *start = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), 40));

  for (char *at = start; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      *at = ' ';
  return g_strconcat ("“", start, g_utf8_strlen (valid, -1) > 40 ? "…" : "", "”", NULL);
}

/* Whether text was meant as a number, well written or not. */
static gboolean
looks_numeric (const char *text)
{
  return strpbrk (text, "0123456789") != NULL && text[strspn (text, "+-.,0123456789eE")] == '\0';
}

static void
set_number_error (const Reader *reader,
                  const char   *text,
                  GError      **error)
{
  g_autofree char *value = quote_value (text);

  if (*text == '\0')
    g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA, _ ("Line %u: a number is missing; expected two, x and y"), reader->line);
  else if (strchr (text, ',') != NULL && looks_numeric (text))
    g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA, _ ("Line %u: %s has a decimal comma; expected a decimal point, as in 1.5"), reader->line, value);
  else
    g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA, _ ("Line %u: %s is no number; expected one as 1.5 or 2e-3"), reader->line, value);
}

static gboolean
read_field (Reader     *reader,
            const char *text,
            GArray     *column,
            GError    **error)
{
  double value;
  float  rounded;

  if (!read_number (text, &value))
    {
      set_number_error (reader, text, error);
      return FALSE;
    }
  rounded = (float) value;
  if (!isfinite (rounded))
    {
      g_autofree char *quoted = quote_value (text);

      g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA, _ ("Line %u: %s is too large for float32; expected less than 3.4e38"), reader->line, quoted);
      return FALSE;
    }
  g_array_append_val (column, rounded);
  return TRUE;
}

/* The fields of a line, checked to be two. */
static gboolean
split_line (Reader     *reader,
            const Span *line,
            char       *fields[2],
            GError    **error)
{
  const char *at = line->at;
  guint       n = 0;

  fields[0] = fields[1] = NULL;
  while (at != NULL)
    {
      g_autofree char *field = take_field (&at, line->end, reader->separator);

      if (n < 2)
        fields[n] = g_steal_pointer (&field);
      n++;
    }
  if (n == 2)
    return TRUE;
  if (n == 1)
    {
      g_autofree char *value = quote_value (fields[0]);

      g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA, _ ("Line %u: one column, %s; expected two, x and y"), reader->line, value);
    }
  else
    g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA, _ ("Line %u: %u columns; expected two, x and y"), reader->line, n);
  return FALSE;
}

static gboolean
is_header (char *const fields[2])
{
  for (guint i = 0; i < 2; i++)
    if (*fields[i] == '\0' || looks_numeric (fields[i]))
      return FALSE;
  return TRUE;
}

static gboolean
read_line (Reader     *reader,
           const Span *line,
           gboolean    may_be_header,
           GError    **error)
{
  char    *fields[2];
  gboolean read;

  read = split_line (reader, line, fields, error);
  if (read && !(may_be_header && is_header (fields)))
    read = read_field (reader, fields[0], reader->xs, error) && read_field (reader, fields[1], reader->ys, error);
  g_free (fields[0]);
  g_free (fields[1]);
  return read;
}

static gboolean
read_lines (Reader  *reader,
            GError **error)
{
  gboolean is_first = TRUE;
  Span     line;

  while (take_line (reader, &line))
    {
      if (is_blank (&line))
        continue;
      if (is_first)
        reader->separator = find_separator (&line);
      if (!read_line (reader, &line, is_first, error))
        return FALSE;
      if (reader->xs->len > DESCENT_MAX_SAMPLES)
        {
          g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA, _ ("Line %u: one data point too many; expected at most %d"), reader->line, DESCENT_MAX_SAMPLES);
          return FALSE;
        }
      is_first = FALSE;
    }
  return TRUE;
}

/* What is no text at all is said as such, not as a bad number in line 1. */
static gboolean
check_text (const char *text,
            gsize       length,
            GError    **error)
{
  if (length > DESCENT_CSV_MAX_BYTES)
    g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA, _ ("More than %d MB of text; expected at most %d data points"), DESCENT_CSV_MAX_BYTES >> 20, DESCENT_MAX_SAMPLES);
  else if (memchr (text, '\0', length) != NULL)
    g_set_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA, _ ("Not a text in UTF-8; expected lines of two numbers, x and y"));
  else
    return TRUE;
  return FALSE;
}

DescentData *
descent_data_new_from_csv (const char *text,
                           gssize      length,
                           GError    **error)
{
  g_autoptr (GArray) xs = g_array_new (FALSE, FALSE, sizeof (float));
  g_autoptr (GArray) ys = g_array_new (FALSE, FALSE, sizeof (float));
  gsize  n_bytes = length < 0 ? strlen (text) : (gsize) length;
  Reader reader = { text, text + n_bytes, 0, ',', xs, ys };

  if (!check_text (text, n_bytes, error))
    return NULL;
  if (n_bytes >= strlen (BYTE_ORDER_MARK) && memcmp (text, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0)
    reader.at += strlen (BYTE_ORDER_MARK);
  if (!read_lines (&reader, error))
    return NULL;
  return descent_data_new ((float *) xs->data, (float *) ys->data, xs->len, error);
}

DescentData *
descent_data_new_from_stream (GInputStream *stream,
                              GCancellable *cancellable,
                              GError      **error)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  guint8 block[16 * 1024];
  gssize n;

  while ((n = g_input_stream_read (stream, block, sizeof block, cancellable, error)) > 0)
    {
      g_byte_array_append (text, block, (guint) n);
      if (text->len > DESCENT_CSV_MAX_BYTES)
        break;
    }
  if (n < 0)
    return NULL;
  return descent_data_new_from_csv (text->len > 0 ? (const char *) text->data : "", text->len, error);
}
