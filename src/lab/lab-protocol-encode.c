/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* From a message to its frame, field by field after the row. A sink that is full, or a value that breaks a limit,
 * fails once and stays failed; lab_protocol_encode then returns 0. */

#include "lab/lab-protocol.h"

#include <string.h>

typedef struct
{
  uint8_t *at, *end;
  bool     failed;
} Sink;

static void
put (Sink       *sink,
     const void *data,
     size_t      n)
{
  if (sink->failed || (size_t) (sink->end - sink->at) < n)
    {
      sink->failed = true;
      return;
    }
  if (n > 0)
    memcpy (sink->at, data, n);
  sink->at += n;
}

static void
put_limited (Sink       *sink,
             const void *data,
             size_t      size,
             uint64_t    value,
             uint64_t    limit)
{
  if (limit != 0 && value > limit)
    sink->failed = true;
  put (sink, data, size);
}

static void
put_list (Sink          *sink,
          const LabList *list,
          size_t         element,
          uint64_t       limit)
{
  put_limited (sink, &list->n, sizeof list->n, list->n, limit);
  put (sink, list->data, list->n * element);
}

static void
put_text (Sink          *sink,
          const LabText *text,
          uint64_t       limit)
{
  put_limited (sink, &text->length, sizeof text->length, text->length, limit);
  put (sink, text->data, text->length);
}

static void
put_tensor (Sink            *sink,
            const LabTensor *tensor)
{
  const double summary[] = { tensor->least, tensor->mean, tensor->greatest };
  int64_t      n = lab_tensor_get_n_elements (tensor);

  if (n < 0 || tensor->dtype > LAB_FLOAT64 || (tensor->complete && (n != tensor->values.n || n > LAB_MAX_PREVIEW)))
    {
      sink->failed = true;
      return;
    }
  put (sink, &tensor->id, sizeof tensor->id);
  put (sink, &tensor->dtype, 1);
  put (sink, &tensor->n_dims, 1);
  put (sink, tensor->shape, tensor->n_dims * sizeof (int64_t));
  put_limited (sink, &tensor->complete, 1, tensor->complete, 1);
  if (tensor->complete)
    put (sink, tensor->values.data, tensor->values.n * lab_dtype_get_size (tensor->dtype));
  else
    put (sink, summary, sizeof summary);
}

static void
put_value (Sink           *sink,
           const LabValue *value)
{
  const uint8_t truth = value->integer != 0;

  put (sink, &value->kind, 1);
  switch (value->kind)
    {
    case LAB_VALUE_NONE:
      break;
    case LAB_VALUE_BOOL:
      put (sink, &truth, 1);
      break;
    case LAB_VALUE_INT:
      put (sink, &value->integer, sizeof value->integer);
      break;
    case LAB_VALUE_FLOAT:
      put (sink, &value->number, sizeof value->number);
      break;
    case LAB_VALUE_TENSOR:
      put (sink, &value->tensor, sizeof value->tensor);
      break;
    case LAB_VALUE_TEXT:
      put_text (sink, &value->text, LAB_MAX_VALUE_TEXT);
      break;
    case LAB_VALUE_OBJECT:
      put_text (sink, &value->type, LAB_MAX_NAME);
      put_text (sink, &value->text, LAB_MAX_VALUE_TEXT);
      break;
    default:
      sink->failed = true;
    }
}

static void
put_field (Sink              *sink,
           const LabFieldRow *field,
           const void        *value)
{
  const uint64_t limit = field->limit;

  switch (field->type)
    {
    case LAB_U8:
      put_limited (sink, value, 1, *(const uint8_t *) value, limit);
      break;
    case LAB_U32:
      put_limited (sink, value, 4, *(const uint32_t *) value, limit);
      break;
    case LAB_U64:
    case LAB_I64:
    case LAB_F64:
      put (sink, value, 8);
      break;
    case LAB_STR:
      put_text (sink, value, limit);
      break;
    case LAB_U32S:
    case LAB_F32S:
      put_list (sink, value, 4, limit);
      break;
    case LAB_U64S:
    case LAB_F64S:
      put_list (sink, value, 8, limit);
      break;
    case LAB_STRS:
      put_limited (sink, &((const LabTexts *) value)->n, 4, ((const LabTexts *) value)->n, limit);
      put (sink, ((const LabTexts *) value)->data, ((const LabTexts *) value)->size);
      break;
    case LAB_SPAN:
      put (sink, value, sizeof (LabSpan));
      break;
    case LAB_TENSOR:
      put_tensor (sink, value);
      break;
    case LAB_VALUE:
      put_value (sink, value);
      break;
    default:
      sink->failed = true;
    }
}

size_t
lab_protocol_encode (const LabMessage *message,
                     uint8_t          *buffer,
                     size_t            size)
{
  const LabMessageRow *row = lab_protocol_lookup (message->kind);
  const uint8_t       *base = (const uint8_t *) message + offsetof (LabMessage, program);
  Sink                 sink = { buffer, buffer + size, row == NULL };
  const uint32_t       zero = 0;
  const uint8_t        kind = message->kind;
  uint32_t             length;

  put (&sink, &zero, sizeof zero);
  put (&sink, &kind, 1);
  for (size_t i = 0; !sink.failed && i < row->n_fields; i++)
    put_field (&sink, &row->fields[i], base + row->fields[i].offset);
  if (sink.failed || sink.at - buffer - LAB_FRAME_HEADER > LAB_MAX_PAYLOAD)
    return 0;
  length = (uint32_t) (sink.at - buffer - sizeof length);
  memcpy (buffer, &length, sizeof length);
  return sink.at - buffer;
}
