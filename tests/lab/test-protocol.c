/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "lab/lab-protocol.h"

#include <string.h>

#include "frames.h"

typedef struct
{
  LabDecode   result;
  LabMessage  message;
  gsize       length;
  const char *problem;
} Decoded;

static Decoded
decode (const guint8 *data,
        gsize         size,
        LabDirection  direction)
{
  Decoded decoded = { 0 };

  decoded.result = lab_protocol_decode (data, size, direction, &decoded.message, &decoded.length, &decoded.problem);
  return decoded;
}

static void
every_message_goes_there_and_back (void)
{
  gsize                n_rows;
  const LabMessageRow *rows = lab_protocol_list (&n_rows);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gsize i = 0; i < n_rows * 50; i++)
    {
      const LabMessageRow *row = &rows[i % n_rows];
      g_autoptr (GPtrArray) arena = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GByteArray) frame = NULL;
      g_autoptr (GByteArray) again = NULL;
      LabMessage message;
      Decoded    decoded;

      frames_fill (row, rand, arena, &message);
      frame = frames_encode (&message);
      decoded = decode (frame->data, frame->len, row->direction);
      g_assert_cmpstr (decoded.problem, ==, NULL);
      g_assert_cmpint (decoded.result, ==, LAB_DECODE_FRAME);
      g_assert_cmpuint (decoded.length, ==, frame->len);
      again = frames_encode (&decoded.message);
      g_assert_cmpmem (frame->data, frame->len, again->data, again->len);
    }
}

static void
rows_stand_in_the_order_of_their_numbers (void)
{
  gsize                n_rows;
  const LabMessageRow *rows = lab_protocol_list (&n_rows);

  for (gsize i = 1; i < n_rows; i++)
    g_assert_cmpint (rows[i - 1].kind, <, rows[i].kind);
  for (gsize i = 0; i < n_rows; i++)
    g_assert_true (lab_protocol_lookup (rows[i].kind) == &rows[i]);
  g_assert_null (lab_protocol_lookup (0));
  g_assert_null (lab_protocol_lookup (255));
}

static void
any_part_of_a_frame_asks_for_more (void)
{
  LabMessage message = { .kind = LAB_OUT, .out = { 1, frames_text ("ten") } };
  g_autoptr (GByteArray) frame = frames_encode (&message);

  for (guint n = 0; n < frame->len; n++)
    {
      g_autofree guint8 *exact = g_memdup2 (frame->data, MAX (n, 1));

      g_assert_cmpint (decode (exact, n, LAB_FROM_WORKER).result, ==, LAB_DECODE_MORE);
    }
}

static void
the_wrong_direction_is_refused (void)
{
  LabMessage message = { .kind = LAB_STOP };
  g_autoptr (GByteArray) frame = frames_encode (&message);

  g_assert_cmpint (decode (frame->data, frame->len, LAB_TO_WORKER).result, ==, LAB_DECODE_FRAME);
  g_assert_cmpint (decode (frame->data, frame->len, LAB_FROM_WORKER).result, ==, LAB_DECODE_BAD);
}

/* Frames written by hand, each with one thing wrong. The length is filled in. */
static const struct
{
  const char *what;
  const char *problem;
  guint       n;
  guint8      bytes[64];
} hostile[] = {
  { "no such kind", "a frame is of no known kind", 1, { 0xfe } },
  { "missing field", "the frame is too short", 5, { LAB_LINE, 1, 0, 0, 0 } },
  { "extra byte", "the frame is too long", 10, { LAB_LINE, 1, 0, 0, 0, 0, 0, 0, 0, 9 } },
  { "line beyond the limit", "a number is out of range", 9, { LAB_LINE, 0, 0, 0, 0x7f, 0, 0, 0, 0 } },
  { "text longer than the frame", "the frame is too short", 7, { LAB_OUT, 1, 255, 0, 0, 0, 'a' } },
  { "text longer than its limit", "a text is too long", 7, { LAB_OUT, 1, 255, 255, 255, 255, 'a' } },
  { "not UTF-8", "a text is not UTF-8", 8, { LAB_OUT, 1, 2, 0, 0, 0, 0xc3, 0x28 } },
  { "surrogate", "a text is not UTF-8", 9, { LAB_OUT, 1, 3, 0, 0, 0, 0xed, 0xa0, 0x80 } },
  { "overlong", "a text is not UTF-8", 8, { LAB_OUT, 1, 2, 0, 0, 0, 0xc0, 0x80 } },
  { "beyond U+10FFFF", "a text is not UTF-8", 10, { LAB_OUT, 1, 4, 0, 0, 0, 0xf4, 0x90, 0x80, 0x80 } },
  { "list longer than the frame", "the frame is too short", 5, { LAB_BWD_END, 0, 16, 0, 0 } },
  { "list longer than its limit", "a list is too long", 5, { LAB_BWD_END, 255, 255, 255, 255 } },
  { "dtype unknown", "a number is out of range", 12, { LAB_LEAF, 1, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1 } },
  { "too many dimensions", "a number is out of range", 12, { LAB_LEAF, 1, 0, 0, 0, 0, 0, 0, 0, 2, 17, 1 } },
  { "negative size", "the shape of a tensor is too large", 20, { LAB_LEAF, 1, 0, 0, 0, 0, 0, 0, 0, 2, 1, 255, 255, 255, 255, 255, 255, 255, 255, 0 } },
  { "overflowing shape", "the shape of a tensor is too large", 28, { LAB_LEAF, 1, 0, 0, 0, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0 } },
  { "too many elements", "a tensor shows too many elements", 20, { LAB_LEAF, 1, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1 } },
  { "truth of two", "a truth value is neither 0 nor 1", 14, { LAB_LEAF, 1, 0, 0, 0, 0, 0, 0, 0, LAB_BOOL, 0, 1, 2, 0 } },
  { "value kind unknown", "a number is out of range", 11, { LAB_VAR, 0, 0, 0, 0, 1, 0, 0, 0, 'x', 7 } },
  { "op with a node missing", "an op’s inputs and nodes do not match", 68, { LAB_OP, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 0, 0, 0 } },
};

static void
hostile_frames_are_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      guint              n = hostile[i].n;
      g_autofree guint8 *frame = g_malloc (4 + n);
      Decoded            decoded;

      memcpy (frame, &n, 4);
      memcpy (frame + 4, hostile[i].bytes, n);
      decoded = decode (frame, 4 + n, LAB_FROM_WORKER);
      g_test_message ("%s", hostile[i].what);
      g_assert_cmpint (decoded.result, ==, LAB_DECODE_BAD);
      g_assert_cmpstr (decoded.problem, ==, hostile[i].problem);
    }
}

/* A length is believed only within bounds, and before the bytes are there. */
static void
a_hostile_length_is_refused_at_once (void)
{
  const guint32 lengths[] = { 0, LAB_MAX_PAYLOAD + 2, 0x7fffffff, 0xffffffff };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      guint8 frame[LAB_FRAME_HEADER] = { [4] = LAB_LINE };

      memcpy (frame, &lengths[i], 4);
      g_assert_cmpint (decode (frame, sizeof frame, LAB_FROM_WORKER).result, ==, LAB_DECODE_BAD);
    }
}

static void
the_encoder_keeps_the_limits (void)
{
  static guint8    buffer[LAB_FRAME_HEADER + LAB_MAX_PAYLOAD];
  g_autofree char *name = g_strnfill (LAB_MAX_NAME + 1, 'a');
  const LabMessage long_name = { .kind = LAB_UNVAR, .unvar = { 0, frames_text (name) } };
  const LabMessage deep = { .kind = LAB_LINE, .line = { 1, LAB_MAX_DEPTH + 1 } };
  const LabMessage fine = { .kind = LAB_LINE, .line = { 1, LAB_MAX_DEPTH } };
  const LabMessage no_kind = { .kind = 3000 };

  g_assert_cmpuint (lab_protocol_encode (&long_name, buffer, sizeof buffer), ==, 0);
  g_assert_cmpuint (lab_protocol_encode (&deep, buffer, sizeof buffer), ==, 0);
  g_assert_cmpuint (lab_protocol_encode (&fine, buffer, sizeof buffer), ==, LAB_FRAME_HEADER + 8);
  g_assert_cmpuint (lab_protocol_encode (&fine, buffer, LAB_FRAME_HEADER + 7), ==, 0);
  g_assert_cmpuint (lab_protocol_encode (&no_kind, buffer, sizeof buffer), ==, 0);
}

static void
utf8_is_what_glib_says (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (guint i = 0; i < 200000; i++)
    {
      guint8 bytes[4];
      gsize  n = (gsize) g_rand_int_range (rand, 1, 5);

      for (gsize j = 0; j < n; j++)
        bytes[j] = (guint8) (0x70 + g_rand_int_range (rand, 0, 0x90));
      g_assert_cmpint (lab_utf8_is_valid ((char *) bytes, n), ==, g_utf8_validate_len ((char *) bytes, n, NULL));
    }
}

/* One wrong thing done to a good frame. */
static void
mutate (GByteArray *frame,
        GRand      *rand)
{
  guint   at = (guint) g_rand_int_range (rand, 0, (gint32) frame->len);
  guint32 length;

  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      frame->data[at] ^= (guint8) (1 << g_rand_int_range (rand, 0, 8));
      return;
    case 1:
      frame->data[at] = (guint8) g_rand_int (rand);
      return;
    case 2:
      memset (frame->data + at, g_rand_boolean (rand) ? 0xff : 0, MIN (4, frame->len - at));
      return;
    case 3:
      g_byte_array_set_size (frame, at);
      break;
    default:
      g_byte_array_set_size (frame, frame->len + at);
      memcpy (frame->data + frame->len - at, frame->data, at);
    }
  length = frame->len < 4 ? 0 : frame->len - 4;
  if (frame->len >= 4 && g_rand_boolean (rand))
    memcpy (frame->data, &length, sizeof length);
}

static void
random_bytes (GByteArray *frame,
              GRand      *rand)
{
  guint32 length;

  g_byte_array_set_size (frame, (guint) g_rand_int_range (rand, 5, 200));
  for (guint i = 0; i < frame->len; i++)
    frame->data[i] = (guint8) g_rand_int_range (rand, 0, g_rand_boolean (rand) ? 256 : 4);
  length = frame->len - 4;
  memcpy (frame->data, &length, sizeof length);
  frame->data[4] = (guint8) g_rand_int_range (rand, 0, 70);
}

/* What is accepted must encode to the bytes it came from; the copy has the exact size, so that a sanitizer sees
 * any byte read beyond it. */
static gboolean
decode_and_compare (const GByteArray *frame)
{
  g_autofree guint8 *exact = g_memdup2 (frame->data, MAX (frame->len, 1));
  gboolean           accepted = FALSE;

  for (int direction = LAB_TO_WORKER; direction <= LAB_FROM_WORKER; direction++)
    {
      static guint8 buffer[LAB_FRAME_HEADER + LAB_MAX_PAYLOAD];
      Decoded       decoded = decode (exact, frame->len, (LabDirection) direction);

      g_assert_true ((decoded.problem != NULL) == (decoded.result == LAB_DECODE_BAD));
      if (decoded.result != LAB_DECODE_FRAME)
        continue;
      g_assert_cmpuint (decoded.length, <=, frame->len);
      g_assert_cmpuint (lab_protocol_encode (&decoded.message, buffer, sizeof buffer), ==, decoded.length);
      g_assert_cmpmem (buffer, decoded.length, exact, decoded.length);
      accepted = TRUE;
    }
  return accepted;
}

/* LAB_FUZZ_FRAMES asks for more of them, LAB_FUZZ_SEED for others. */
static void
no_bytes_do_harm (void)
{
  const char          *asked = g_getenv ("LAB_FUZZ_FRAMES"), *seed = g_getenv ("LAB_FUZZ_SEED");
  guint64              n = asked != NULL ? g_ascii_strtoull (asked, NULL, 10) : 100000, n_accepted = 0;
  gsize                n_rows;
  const LabMessageRow *rows = lab_protocol_list (&n_rows);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed != NULL ? (guint32) g_ascii_strtoull (seed, NULL, 10) : 3);

  for (guint64 i = 0; i < n; i++)
    {
      g_autoptr (GPtrArray) arena = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GByteArray) frame = NULL;
      LabMessage message;

      frames_fill (&rows[i % n_rows], rand, arena, &message);
      frame = frames_encode (&message);
      if (i % 8 == 0)
        random_bytes (frame, rand);
      else
        for (int times = g_rand_int_range (rand, 1, 4); times > 0 && frame->len > 0; times--)
          mutate (frame, rand);
      n_accepted += decode_and_compare (frame);
    }
  g_test_message ("%" G_GUINT64_FORMAT " frames, %" G_GUINT64_FORMAT " accepted", n, n_accepted);
  g_assert_cmpuint (n_accepted, >, 0);
  g_assert_cmpuint (n_accepted, <, n);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/protocol/every-message-goes-there-and-back", every_message_goes_there_and_back);
  g_test_add_func ("/lab/protocol/rows-stand-in-the-order-of-their-numbers", rows_stand_in_the_order_of_their_numbers);
  g_test_add_func ("/lab/protocol/any-part-of-a-frame-asks-for-more", any_part_of_a_frame_asks_for_more);
  g_test_add_func ("/lab/protocol/the-wrong-direction-is-refused", the_wrong_direction_is_refused);
  g_test_add_func ("/lab/protocol/hostile-frames-are-refused", hostile_frames_are_refused);
  g_test_add_func ("/lab/protocol/a-hostile-length-is-refused-at-once", a_hostile_length_is_refused_at_once);
  g_test_add_func ("/lab/protocol/the-encoder-keeps-the-limits", the_encoder_keeps_the_limits);
  g_test_add_func ("/lab/protocol/utf8-is-what-glib-says", utf8_is_what_glib_says);
  g_test_add_func ("/lab/protocol/no-bytes-do-harm", no_bytes_do_harm);
  return g_test_run ();
}
