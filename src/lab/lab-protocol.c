/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The rows of the protocol as data, and reading of what may lie unaligned in a frame. */

#include "lab/lab-protocol.h"

#include <string.h>

#define F(Type, type, name, limit) { #name, LAB_##type, offsetof (Lab##Type, name), limit },
#define MESSAGE(number, ID, Type, member, direction, ...) \
  static const LabFieldRow fields_of_##member[] = { __VA_ARGS__ };
#include "lab/lab-protocol-messages.def"
#undef MESSAGE
#undef F

#define MESSAGE(number, ID, Type, member, direction, ...) \
  { LAB_##ID, #ID, LAB_##direction, fields_of_##member, sizeof fields_of_##member / sizeof (LabFieldRow) },
static const LabMessageRow rows[] = {
#include "lab/lab-protocol-messages.def"
};
#undef MESSAGE

enum
{
  N_ROWS = sizeof rows / sizeof rows[0],
};

const LabMessageRow *
lab_protocol_list (size_t *n_rows)
{
  *n_rows = N_ROWS;
  return rows;
}

/* The rows stand in the order of their numbers. */
const LabMessageRow *
lab_protocol_lookup (unsigned kind)
{
  size_t low = 0, high = N_ROWS;

  while (low < high)
    {
      size_t middle = (low + high) / 2;

      if (rows[middle].kind == kind)
        return &rows[middle];
      if (rows[middle].kind < kind)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

#define DEFINE_LIST_GETTER(suffix, ctype)                                        \
  ctype lab_list_get_##suffix (const LabList *list, uint32_t i)                  \
  {                                                                              \
    ctype value;                                                                 \
    memcpy (&value, (const char *) list->data + i * sizeof value, sizeof value); \
    return value;                                                                \
  }
DEFINE_LIST_GETTER (u32, uint32_t)
DEFINE_LIST_GETTER (u64, uint64_t)
DEFINE_LIST_GETTER (f32, float)
DEFINE_LIST_GETTER (f64, double)

LabText
lab_texts_get (const LabTexts *texts,
               uint32_t        i)
{
  const char *at = texts->data;
  uint32_t    length;

  for (;; at += length)
    {
      memcpy (&length, at, sizeof length);
      at += sizeof length;
      if (i-- == 0)
        return (LabText){ at, length };
    }
}

bool
lab_texts_append (LabTexts *texts,
                  void     *buffer,
                  size_t    size,
                  LabText   text)
{
  char *end = (char *) buffer + texts->size;

  if (text.length > LAB_MAX_NAME || size - texts->size < sizeof text.length || size - texts->size - sizeof text.length < text.length)
    return false;
  memcpy (end, &text.length, sizeof text.length);
  if (text.length > 0)
    memcpy (end + sizeof text.length, text.data, text.length);
  texts->data = buffer;
  texts->size += sizeof text.length + text.length;
  texts->n++;
  return true;
}

size_t
lab_dtype_get_size (uint8_t dtype)
{
  static const uint8_t sizes[] = { 1, 8, 4, 8 };

  return sizes[dtype];
}

int64_t
lab_tensor_get_n_elements (const LabTensor *tensor)
{
  int64_t n = 1;

  if (tensor->n_dims > LAB_MAX_DIMS)
    return -1;
  for (int i = 0; i < tensor->n_dims; i++)
    if (tensor->shape[i] < 0 || tensor->shape[i] > LAB_MAX_ELEMENTS)
      return -1;
  for (int i = 0; i < tensor->n_dims; i++)
    if (tensor->shape[i] == 0)
      return 0;
  for (int i = 0; i < tensor->n_dims; i++)
    {
      if (n > LAB_MAX_ELEMENTS / tensor->shape[i])
        return -1;
      n *= tensor->shape[i];
    }
  return n;
}

double
lab_tensor_get_value (const LabTensor *tensor,
                      uint32_t         i)
{
  switch (tensor->dtype)
    {
    case LAB_BOOL:
      return ((const uint8_t *) tensor->values.data)[i] != 0;
    case LAB_INT64:
      return (double) (int64_t) lab_list_get_u64 (&tensor->values, i);
    case LAB_FLOAT32:
      return (double) lab_list_get_f32 (&tensor->values, i);
    default:
      return lab_list_get_f64 (&tensor->values, i);
    }
}

/* The bytes that follow the lead byte of a well-formed sequence: how many, and between which bounds the first of
 * them lies (which is what keeps out overlong forms, surrogates and what is beyond U+10FFFF). */
static int
classify_lead (uint8_t  lead,
               uint8_t *low,
               uint8_t *high)
{
  *low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90
                                            : 0x80;
  *high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f
                                             : 0xbf;
  if (lead >= 0xc2 && lead <= 0xdf)
    return 1;
  if (lead >= 0xe0 && lead <= 0xef)
    return 2;
  if (lead >= 0xf0 && lead <= 0xf4)
    return 3;
  return -1;
}

bool
lab_utf8_is_valid (const char *data,
                   size_t      n)
{
  const uint8_t *at = (const uint8_t *) data, *end = at + n;

  while (at < end)
    {
      uint8_t low, high;
      int     following;

      if (*at < 0x80)
        {
          at++;
          continue;
        }
      following = classify_lead (*at++, &low, &high);
      if (following < 0 || end - at < following || *at < low || *at > high)
        return false;
      for (at++; --following > 0; at++)
        if ((*at & 0xc0) != 0x80)
          return false;
    }
  return true;
}
