/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <glib.h>

typedef enum
{
  JSON_NULL,
  JSON_BOOLEAN,
  JSON_NUMBER,
  JSON_STRING,
  JSON_ARRAY,
  JSON_OBJECT,
} JsonType;

/* A value read from JSON text; of a member of an object with its name. */
typedef struct
{
  JsonType   type;
  char      *name;
  gboolean   is_integer; /* written without point and exponent */
  gint64     integer;    /* of a number written so, and of a boolean */
  double     number;
  char      *string;
  GPtrArray *items; /* of an array or object, in order */
} Json;

/* NULL with an error that names the line if text is not JSON. Transfer full. */
Json *json_read (const char *text,
                 GError    **error);
void  json_free (Json *json);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Json, json_free)

/* The member of that name; NULL if there is none, or object is NULL or no object. */
Json *json_get (const Json *object,
                const char *name);

/* The string of a member, NULL if it is not there or not a string. */
const char *json_get_string (const Json *object,
                             const char *name);

/* Items of an array or object; 0 and NULL for anything else. */
guint json_get_n (const Json *array);
Json *json_get_item (const Json *array,
                     guint       i);

/* Appends text as a string of JSON. */
void json_write_string (GString    *out,
                        const char *text);
