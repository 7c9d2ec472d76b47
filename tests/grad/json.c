/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A reader of JSON for the fixtures: a value after the other, from a cursor that moves on. */

#include "json.h"

#include <string.h>

enum
{
  MAX_DEPTH = 64,
};

typedef struct
{
  const char *at;
  guint       line;
  guint       depth;
  GError    **error;
} Reader;

static Json *read_value (Reader *reader);

static gpointer
refuse (Reader     *reader,
        const char *expected)
{
  if (*reader->error == NULL)
    g_set_error (reader->error, G_MARKUP_ERROR, G_MARKUP_ERROR_PARSE, "line %u: expected %s before “%.20s”",
                 reader->line, expected, reader->at);
  return NULL;
}

static char
skip_space (Reader *reader)
{
  for (; *reader->at == ' ' || *reader->at == '\t' || *reader->at == '\r' || *reader->at == '\n'; reader->at++)
    reader->line += *reader->at == '\n';
  return *reader->at;
}

static gboolean
skip_word (Reader     *reader,
           const char *word)
{
  if (!g_str_has_prefix (reader->at, word))
    return FALSE;
  reader->at += strlen (word);
  return TRUE;
}

static Json *
json_new (JsonType type)
{
  Json *json = g_new0 (Json, 1);

  json->type = type;
  if (type == JSON_ARRAY || type == JSON_OBJECT)
    json->items = g_ptr_array_new_with_free_func ((GDestroyNotify) json_free);
  return json;
}

static gunichar
read_unit (Reader *reader)
{
  gunichar unit = 0;

  for (guint i = 0; i < 4 && g_ascii_isxdigit (*reader->at); i++)
    unit = unit * 16 + (gunichar) g_ascii_xdigit_value (*reader->at++);
  return unit;
}

/* What follows a backslash. */
static void
read_escape (Reader  *reader,
             GString *text)
{
  static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
  const char       *name = strchr (names, *reader->at);
  gunichar          unit;

  if (*reader->at != 'u')
    {
      if (*reader->at == '\0' || name == NULL)
        refuse (reader, "an escape");
      else
        {
          g_string_append_c (text, meant[name - names]);
          reader->at++;
        }
      return;
    }
  reader->at++;
  unit = read_unit (reader);
  if (unit >= 0xd800 && unit < 0xdc00 && skip_word (reader, "\\u"))
    unit = 0x10000 + ((unit - 0xd800) << 10) + (read_unit (reader) - 0xdc00);
  if (g_unichar_validate (unit))
    g_string_append_unichar (text, unit);
  else
    refuse (reader, "a character");
}

static char *
read_string (Reader *reader)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (reader->at++; *reader->at != '"' && *reader->error == NULL;)
    if (*reader->at == '\0')
      refuse (reader, "the end of a string");
    else if (*reader->at == '\\')
      {
        reader->at++;
        read_escape (reader, text);
      }
    else
      g_string_append_c (text, *reader->at++);
  if (*reader->error != NULL)
    return NULL;
  reader->at++;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static Json *
read_number (Reader *reader)
{
  Json       *json = json_new (JSON_NUMBER);
  const char *start = reader->at;
  char       *end;

  json->number = g_ascii_strtod (start, &end);
  if (end == start || !(*start == '-' || g_ascii_isdigit (*start)))
    {
      json_free (json);
      return refuse (reader, "a value");
    }
  json->is_integer = strcspn (start, ".eE") >= (gsize) (end - start);
  json->integer = json->is_integer ? g_ascii_strtoll (start, NULL, 10) : 0;
  reader->at = end;
  return json;
}

/* The items up to the bracket that closes. */
static Json *
read_items (Reader  *reader,
            JsonType type,
            char     close)
{
  g_autoptr (Json) json = json_new (type);
  char *name = NULL;
  Json *item;

  reader->at++;
  if (skip_space (reader) == close)
    {
      reader->at++;
      return g_steal_pointer (&json);
    }
  while (TRUE)
    {
      if (type == JSON_OBJECT)
        {
          name = skip_space (reader) == '"' ? read_string (reader) : refuse (reader, "a name");
          if (name == NULL || skip_space (reader) != ':')
            {
              g_free (name);
              return refuse (reader, "a colon");
            }
          reader->at++;
        }
      item = read_value (reader);
      if (item == NULL)
        {
          g_free (name);
          return NULL;
        }
      item->name = g_steal_pointer (&name);
      g_ptr_array_add (json->items, item);
      if (skip_space (reader) != ',')
        break;
      reader->at++;
    }
  if (*reader->at != close)
    return refuse (reader, "a comma or the bracket that closes");
  reader->at++;
  return g_steal_pointer (&json);
}

static Json *
read_word (Reader *reader)
{
  static const char *const words[] = { "false", "true" };
  Json                    *json;

  if (skip_word (reader, "null"))
    return json_new (JSON_NULL);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (skip_word (reader, words[i]))
      {
        json = json_new (JSON_BOOLEAN);
        json->integer = i;
        return json;
      }
  return read_number (reader);
}

static Json *
read_value (Reader *reader)
{
  const char c = skip_space (reader);
  Json      *json = NULL;
  char      *string;

  if (reader->depth >= MAX_DEPTH)
    return refuse (reader, "fewer brackets");
  reader->depth++;
  if (c == '{' || c == '[')
    json = read_items (reader, c == '{' ? JSON_OBJECT : JSON_ARRAY, c == '{' ? '}' : ']');
  else if (c == '"')
    {
      string = read_string (reader);
      if (string != NULL)
        {
          json = json_new (JSON_STRING);
          json->string = string;
        }
    }
  else
    json = read_word (reader);
  reader->depth--;
  return json;
}

Json *
json_read (const char *text,
           GError    **error)
{
  g_autoptr (GError) own = NULL;
  Reader reader = { .at = text, .line = 1, .error = &own };
  g_autoptr (Json) json = read_value (&reader);

  if (json != NULL && skip_space (&reader) != '\0')
    refuse (&reader, "the end");
  if (own != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&own));
      return NULL;
    }
  return g_steal_pointer (&json);
}

void
json_free (Json *json)
{
  g_free (json->name);
  g_free (json->string);
  g_clear_pointer (&json->items, g_ptr_array_unref);
  g_free (json);
}

Json *
json_get (const Json *object,
          const char *name)
{
  for (guint i = 0; i < json_get_n (object); i++)
    {
      Json *item = json_get_item (object, i);

      if (item->name != NULL && g_str_equal (item->name, name))
        return item;
    }
  return NULL;
}

const char *
json_get_string (const Json *object,
                 const char *name)
{
  const Json *member = json_get (object, name);

  return member != NULL ? member->string : NULL;
}

guint
json_get_n (const Json *array)
{
  return array != NULL && array->items != NULL ? array->items->len : 0;
}

Json *
json_get_item (const Json *array,
               guint       i)
{
  return array->items->pdata[i];
}

void
json_write_string (GString    *out,
                   const char *text)
{
  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    if (*text == '"' || *text == '\\')
      g_string_append_printf (out, "\\%c", *text);
    else if ((guchar) *text < 0x20)
      g_string_append_printf (out, "\\u%04x", (guint) (guchar) *text);
    else
      g_string_append_c (out, *text);
  g_string_append_c (out, '"');
}
