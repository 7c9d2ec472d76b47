/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Messages for tests: any row filled at random, after the row itself. */

#include "frames.h"

#include <string.h>

static gpointer
allocate (GPtrArray *arena,
          gsize      n)
{
  gpointer memory = g_malloc0 (MAX (n, 1));

  g_ptr_array_add (arena, memory);
  return memory;
}

static guint64
random_u64 (GRand *rand)
{
  return (guint64) g_rand_int (rand) << 32 | g_rand_int (rand);
}

static guint32
random_within (GRand  *rand,
               guint64 limit,
               guint32 usual)
{
  return limit == 0 ? g_rand_int (rand) : (guint32) (random_u64 (rand) % (MIN (limit, usual) + 1));
}

static LabText
random_text (GRand     *rand,
             GPtrArray *arena,
             guint64    limit)
{
  static const char *const pieces[] = { "x", "print", " ", "\n", "\"", "é", "梯度", "𝜕", "\x01" };
  GString                 *text = g_string_new (NULL);
  LabText                  result;

  for (guint n = g_rand_int_range (rand, 0, 6); n > 0; n--)
    g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  g_assert_cmpuint (text->len, <=, limit);
  result.length = (guint32) text->len;
  result.data = g_string_free (text, FALSE);
  g_ptr_array_add (arena, (gpointer) result.data);
  return result;
}

static LabList
random_list (GRand     *rand,
             GPtrArray *arena,
             guint32    n,
             gsize      element)
{
  guint8 *data = allocate (arena, n * element);

  for (gsize i = 0; i < n * element; i++)
    data[i] = (guint8) g_rand_int (rand);
  return (LabList){ data, n };
}

static LabTexts
random_texts (GRand     *rand,
              GPtrArray *arena,
              guint32    n)
{
  gpointer buffer = allocate (arena, 1024);
  LabTexts texts = { buffer, 0, 0 };

  while (texts.n < n)
    g_assert_true (lab_texts_append (&texts, buffer, 1024, random_text (rand, arena, LAB_MAX_NAME)));
  return texts;
}

static LabTensor
random_tensor (GRand     *rand,
               GPtrArray *arena)
{
  LabTensor tensor = { .id = random_u64 (rand), .dtype = (guint8) g_rand_int_range (rand, 0, 4) };

  tensor.n_dims = (guint8) g_rand_int_range (rand, 0, 4);
  for (guint i = 0; i < tensor.n_dims; i++)
    tensor.shape[i] = g_rand_int_range (rand, 0, 4);
  tensor.complete = (guint8) g_rand_int_range (rand, 0, 2);
  if (tensor.complete)
    tensor.values = random_list (rand, arena, (guint32) lab_tensor_get_n_elements (&tensor), lab_dtype_get_size (tensor.dtype));
  if (tensor.complete && tensor.dtype == LAB_BOOL)
    for (guint32 i = 0; i < tensor.values.n; i++)
      ((guint8 *) tensor.values.data)[i] &= 1;
  tensor.mean = g_rand_double (rand);
  return tensor;
}

static LabValue
random_value (GRand     *rand,
              GPtrArray *arena)
{
  return (LabValue){
    .kind = (guint8) g_rand_int_range (rand, 0, LAB_VALUE_OBJECT + 1),
    .integer = (gint64) random_u64 (rand),
    .number = g_rand_double (rand),
    .tensor = random_u64 (rand),
    .type = random_text (rand, arena, LAB_MAX_NAME),
    .text = random_text (rand, arena, LAB_MAX_VALUE_TEXT),
  };
}

static void
fill_field (const LabFieldRow *field,
            GRand             *rand,
            GPtrArray         *arena,
            gpointer           value)
{
  switch (field->type)
    {
    case LAB_U8:
      *(guint8 *) value = (guint8) random_within (rand, field->limit, 255);
      break;
    case LAB_U32:
      *(guint32 *) value = random_within (rand, field->limit, 1000);
      break;
    case LAB_U64:
    case LAB_I64:
      *(guint64 *) value = random_u64 (rand);
      break;
    case LAB_F64:
      *(double *) value = g_rand_double_range (rand, -1e3, 1e3);
      break;
    case LAB_STR:
      *(LabText *) value = random_text (rand, arena, field->limit);
      break;
    case LAB_U32S:
    case LAB_F32S:
      *(LabList *) value = random_list (rand, arena, random_within (rand, field->limit, 5), 4);
      break;
    case LAB_U64S:
    case LAB_F64S:
      *(LabList *) value = random_list (rand, arena, random_within (rand, field->limit, 5), 8);
      break;
    case LAB_STRS:
      *(LabTexts *) value = random_texts (rand, arena, random_within (rand, field->limit, 4));
      break;
    case LAB_SPAN:
      *(LabSpan *) value = (LabSpan){ 1, g_rand_int_range (rand, 0, 80), 2, 4 };
      break;
    case LAB_TENSOR:
      *(LabTensor *) value = random_tensor (rand, arena);
      break;
    case LAB_VALUE:
      *(LabValue *) value = random_value (rand, arena);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* Lists that go together get the same length. */
static void
match_pairs (LabMessage *message,
             GRand      *rand,
             GPtrArray  *arena)
{
  if (message->kind == LAB_OP)
    message->op.next = random_list (rand, arena, message->op.inputs.n, 8);
  else if (message->kind == LAB_INPLACE)
    message->inplace.next = random_list (rand, arena, message->inplace.inputs.n, 8);
  else if (message->kind == LAB_EXC)
    message->exc.spans = random_list (rand, arena, 4 * message->exc.functions.n, 4);
  else if (message->kind == LAB_MARK)
    message->mark.y = random_list (rand, arena, message->mark.x.n, 8);
  else if (message->kind == LAB_IMAGE)
    {
      message->image.rows = message->image.values.n;
      message->image.columns = 1;
    }
}

void
frames_fill (const LabMessageRow *row,
             GRand               *rand,
             GPtrArray           *arena,
             LabMessage          *message)
{
  guint8 *base = (guint8 *) message + offsetof (LabMessage, program);

  memset (message, 0, sizeof *message);
  message->kind = row->kind;
  for (gsize i = 0; i < row->n_fields; i++)
    fill_field (&row->fields[i], rand, arena, base + row->fields[i].offset);
  match_pairs (message, rand, arena);
}

GByteArray *
frames_encode (const LabMessage *message)
{
  static guint8 buffer[LAB_FRAME_HEADER + LAB_MAX_PAYLOAD];
  const gsize   length = lab_protocol_encode (message, buffer, sizeof buffer);
  GByteArray   *frame = g_byte_array_new ();

  g_assert_cmpuint (length, >=, LAB_FRAME_HEADER);
  g_byte_array_append (frame, buffer, (guint) length);
  return frame;
}

LabText
frames_text (const char *text)
{
  return (LabText){ text, (guint32) strlen (text) };
}
