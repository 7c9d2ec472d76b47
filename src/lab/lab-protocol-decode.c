/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* From bytes to a message, trusting none of them. Everything is taken from a source that knows its end; the first
 * thing that is wrong is noted and stops the reading. */

#include "lab/lab-protocol.h"

#include <string.h>

typedef struct
{
  const uint8_t *at, *end;
  const char    *problem;
} Source;

/* The next n bytes, or NULL and a problem. */
static const void *
take (Source *source,
      size_t  n)
{
  const void *data = source->at;

  if (source->problem == NULL && (size_t) (source->end - source->at) < n)
    source->problem = "the frame is too short";
  if (source->problem != NULL)
    return NULL;
  source->at += n;
  return data;
}

static void
get (Source *source,
     void   *value,
     size_t  n)
{
  const void *data = take (source, n);

  if (data != NULL)
    memcpy (value, data, n);
}

static void
check_limit (Source     *source,
             uint64_t    value,
             uint64_t    limit,
             const char *problem)
{
  if (source->problem == NULL && limit != 0 && value > limit)
    source->problem = problem;
}

static void
get_u8 (Source  *source,
        uint8_t *value,
        uint64_t limit)
{
  get (source, value, sizeof *value);
  check_limit (source, *value, limit, "a number is out of range");
}

static void
get_u32 (Source   *source,
         uint32_t *value,
         uint64_t  limit)
{
  get (source, value, sizeof *value);
  check_limit (source, *value, limit, "a number is out of range");
}

static void
get_list (Source  *source,
          LabList *list,
          size_t   element,
          uint64_t limit)
{
  get (source, &list->n, sizeof list->n);
  check_limit (source, list->n, limit, "a list is too long");
  list->data = take (source, list->n * element);
}

static void
get_text (Source  *source,
          LabText *text,
          uint64_t limit)
{
  get (source, &text->length, sizeof text->length);
  check_limit (source, text->length, limit, "a text is too long");
  text->data = take (source, text->length);
  if (text->data != NULL && !lab_utf8_is_valid (text->data, text->length))
    source->problem = "a text is not UTF-8";
}

static void
get_texts (Source   *source,
           LabTexts *texts,
           uint64_t  limit)
{
  const uint8_t *start;

  get (source, &texts->n, sizeof texts->n);
  check_limit (source, texts->n, limit, "a list is too long");
  start = source->at;
  for (uint32_t i = 0; source->problem == NULL && i < texts->n; i++)
    {
      LabText text = { 0 };

      get_text (source, &text, LAB_MAX_NAME);
    }
  texts->data = start;
  texts->size = (uint32_t) (source->at - start);
}

static void
get_truth (Source  *source,
           uint8_t *value)
{
  get_u8 (source, value, 1);
}

static void
check_truths (Source        *source,
              const LabList *list)
{
  const uint8_t *data = list->data;

  for (uint32_t i = 0; source->problem == NULL && i < list->n; i++)
    check_limit (source, data[i], 1, "a truth value is neither 0 nor 1");
}

static void
get_tensor (Source    *source,
            LabTensor *tensor)
{
  int64_t n;

  get (source, &tensor->id, sizeof tensor->id);
  get_u8 (source, &tensor->dtype, LAB_FLOAT64);
  get_u8 (source, &tensor->n_dims, LAB_MAX_DIMS);
  if (source->problem == NULL)
    get (source, tensor->shape, tensor->n_dims * sizeof (int64_t));
  if (source->problem != NULL)
    return;
  n = lab_tensor_get_n_elements (tensor);
  if (n < 0)
    source->problem = "the shape of a tensor is too large";
  get_truth (source, &tensor->complete);
  if (source->problem == NULL && !tensor->complete)
    {
      get (source, &tensor->least, sizeof tensor->least);
      get (source, &tensor->mean, sizeof tensor->mean);
      get (source, &tensor->greatest, sizeof tensor->greatest);
      return;
    }
  check_limit (source, (uint64_t) n, LAB_MAX_PREVIEW, "a tensor shows too many elements");
  if (source->problem != NULL)
    return;
  tensor->values.n = (uint32_t) n;
  tensor->values.data = take (source, tensor->values.n * lab_dtype_get_size (tensor->dtype));
  if (tensor->dtype == LAB_BOOL)
    check_truths (source, &tensor->values);
}

static void
get_value (Source   *source,
           LabValue *value)
{
  uint8_t truth = 0;

  get_u8 (source, &value->kind, LAB_VALUE_OBJECT);
  switch (value->kind)
    {
    case LAB_VALUE_BOOL:
      get_truth (source, &truth);
      value->integer = truth;
      break;
    case LAB_VALUE_INT:
      get (source, &value->integer, sizeof value->integer);
      break;
    case LAB_VALUE_FLOAT:
      get (source, &value->number, sizeof value->number);
      break;
    case LAB_VALUE_TENSOR:
      get (source, &value->tensor, sizeof value->tensor);
      break;
    case LAB_VALUE_TEXT:
      get_text (source, &value->text, LAB_MAX_VALUE_TEXT);
      break;
    case LAB_VALUE_OBJECT:
      get_text (source, &value->type, LAB_MAX_NAME);
      get_text (source, &value->text, LAB_MAX_VALUE_TEXT);
      break;
    default:
      break;
    }
}

static void
get_field (Source            *source,
           const LabFieldRow *field,
           void              *value)
{
  switch (field->type)
    {
    case LAB_U8:
      get_u8 (source, value, field->limit);
      break;
    case LAB_U32:
      get_u32 (source, value, field->limit);
      break;
    case LAB_U64:
    case LAB_I64:
    case LAB_F64:
      get (source, value, 8);
      break;
    case LAB_STR:
      get_text (source, value, field->limit);
      break;
    case LAB_U32S:
    case LAB_F32S:
      get_list (source, value, 4, field->limit);
      break;
    case LAB_U64S:
    case LAB_F64S:
      get_list (source, value, 8, field->limit);
      break;
    case LAB_STRS:
      get_texts (source, value, field->limit);
      break;
    case LAB_SPAN:
      get (source, value, sizeof (LabSpan));
      break;
    case LAB_TENSOR:
      get_tensor (source, value);
      break;
    case LAB_VALUE:
      get_value (source, value);
      break;
    }
}

/* What the rows cannot say: lists that go together. */
static const char *
check_pairs (const LabMessage *message)
{
  if (message->kind == LAB_EXC && message->exc.spans.n != 4 * message->exc.functions.n)
    return "an exception’s frames and functions do not match";
  if ((message->kind == LAB_OP && message->op.inputs.n != message->op.next.n) || (message->kind == LAB_INPLACE && message->inplace.inputs.n != message->inplace.next.n))
    return "an op’s inputs and nodes do not match";
  if (message->kind == LAB_MARK && message->mark.x.n != message->mark.y.n)
    return "a mark’s coordinates do not match";
  if (message->kind == LAB_IMAGE && (uint64_t) message->image.rows * message->image.columns != message->image.values.n)
    return "an image’s size and values do not match";
  return NULL;
}

static const char *
decode_payload (const LabMessageRow *row,
                const uint8_t       *data,
                size_t               size,
                LabMessage          *message)
{
  uint8_t *base = (uint8_t *) message + offsetof (LabMessage, program);
  Source   source = { data, data + size, NULL };

  memset (message, 0, sizeof *message);
  message->kind = row->kind;
  for (size_t i = 0; source.problem == NULL && i < row->n_fields; i++)
    get_field (&source, &row->fields[i], base + row->fields[i].offset);
  if (source.problem == NULL && source.at != source.end)
    return "the frame is too long";
  return source.problem != NULL ? source.problem : check_pairs (message);
}

LabDecode
lab_protocol_decode (const uint8_t *data,
                     size_t         size,
                     LabDirection   direction,
                     LabMessage    *message,
                     size_t        *length,
                     const char   **problem)
{
  const LabMessageRow *row;
  uint32_t             following;

  *problem = NULL;
  if (size < LAB_FRAME_HEADER)
    return LAB_DECODE_MORE;
  memcpy (&following, data, sizeof following);
  row = lab_protocol_lookup (data[sizeof following]);
  if (following < 1 || following - 1 > LAB_MAX_PAYLOAD)
    *problem = "the length of a frame is out of range";
  else if (row == NULL)
    *problem = "a frame is of no known kind";
  else if (row->direction != direction)
    *problem = "a frame goes the wrong way";
  else if (size - sizeof following < following)
    return LAB_DECODE_MORE;
  else
    *problem = decode_payload (row, data + LAB_FRAME_HEADER, following - 1, message);
  *length = (size_t) following + sizeof following;
  return *problem == NULL ? LAB_DECODE_FRAME : LAB_DECODE_BAD;
}
