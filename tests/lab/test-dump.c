/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "lab/lab-dump.h"

#include <math.h>
#include <string.h>

#include "frames.h"

static void
assert_json (const LabMessage *message,
             const char       *expected)
{
  g_autoptr (GString) json = g_string_new (NULL);

  lab_dump_message (message, json);
  g_assert_cmpstr (json->str, ==, expected);
}

static void
fields_go_by_their_names (void)
{
  const LabMessage line = { .kind = LAB_LINE, .line = { 3, 1 } };
  const LabMessage out = { .kind = LAB_OUT, .out = { 1, frames_text ("a \"b\"\n\x01é") } };

  assert_json (&line, "{\"event\":\"line\",\"line\":3,\"depth\":1}");
  assert_json (&out, "{\"event\":\"out\",\"stream\":1,\"text\":\"a \\\"b\\\"\\n\\u0001é\"}");
}

static void
numbers_are_the_shortest_that_read_back (void)
{
  const float      values[] = { 51.2f, 0.1f, 3.4028235e38f, INFINITY, -INFINITY, NAN, 5.0f };
  const double     doubles[] = { 0.1, 1.0 / 3.0, 1e300 };
  const LabMessage leaf = {
    .kind = LAB_LEAF,
    .leaf = { { .id = 7, .dtype = LAB_FLOAT32, .n_dims = 1, .shape = { 7 }, .complete = 1, .values = { values, 7 } }, 1 },
  };
  const LabMessage shown = { .kind = LAB_VALUES, .values = { 7, 0, { doubles, 3 } } };

  assert_json (&leaf, "{\"event\":\"leaf\",\"tensor\":{\"id\":7,\"dtype\":\"float32\",\"shape\":[7],\"values\":"
                      "[51.2,0.1,3.4028235e+38,\"inf\",\"-inf\",\"nan\",5]},\"requires_grad\":1}");
  assert_json (&shown, "{\"event\":\"values\",\"tensor\":7,\"from\":0,\"values\":[0.1,0.3333333333333333,1e+300]}");
}

static void
a_large_tensor_is_summed_up (void)
{
  const LabMessage acc = {
    .kind = LAB_ACC,
    .acc = { 4, { .id = 9, .dtype = LAB_INT64, .n_dims = 2, .shape = { 100, 3 }, .least = -1, .mean = 0.5, .greatest = 2 }, { .dtype = LAB_INT64, .least = 1, .mean = 2, .greatest = 3 } },
  };

  assert_json (&acc, "{\"event\":\"acc\",\"leaf\":4,\"grad\":{\"id\":9,\"dtype\":\"int64\",\"shape\":[100,3],"
                     "\"least\":-1,\"mean\":0.5,\"greatest\":2},\"added\":{\"id\":0,\"dtype\":\"int64\",\"shape\":[],"
                     "\"least\":1,\"mean\":2,\"greatest\":3}}");
}

static void
a_variable_shows_what_it_holds (void)
{
  const struct
  {
    LabValue    value;
    const char *json;
  } cases[] = {
    { { .kind = LAB_VALUE_NONE }, "null" },
    { { .kind = LAB_VALUE_BOOL, .integer = 1 }, "true" },
    { { .kind = LAB_VALUE_INT, .integer = G_MININT64 }, "-9223372036854775808" },
    { { .kind = LAB_VALUE_FLOAT, .number = 0.1 }, "0.1" },
    { { .kind = LAB_VALUE_TEXT, .text = frames_text ("x") }, "\"x\"" },
    { { .kind = LAB_VALUE_TENSOR, .tensor = 12 }, "{\"tensor\":12}" },
    { { .kind = LAB_VALUE_OBJECT, .type = frames_text ("list"), .text = frames_text ("[1]") }, "{\"type\":\"list\",\"text\":\"[1]\"}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const LabMessage var = { .kind = LAB_VAR, .var = { 0, frames_text ("x"), cases[i].value } };
      g_autofree char *expected = g_strdup_printf ("{\"event\":\"var\",\"depth\":0,\"name\":\"x\",\"value\":%s}", cases[i].json);

      assert_json (&var, expected);
    }
}

static void
every_message_can_be_dumped (void)
{
  gsize                n_rows;
  const LabMessageRow *rows = lab_protocol_list (&n_rows);
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (gsize i = 0; i < n_rows; i++)
    {
      g_autoptr (GPtrArray) arena = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GString) json = g_string_new (NULL);
      LabMessage message;

      frames_fill (&rows[i], rand, arena, &message);
      lab_dump_message (&message, json);
      g_assert_true (g_str_has_prefix (json->str, "{\"event\":\""));
      g_assert_true (g_str_has_suffix (json->str, "}"));
      g_assert_null (strchr (json->str, '\n'));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/dump/fields-go-by-their-names", fields_go_by_their_names);
  g_test_add_func ("/lab/dump/numbers-are-the-shortest-that-read-back", numbers_are_the_shortest_that_read_back);
  g_test_add_func ("/lab/dump/a-large-tensor-is-summed-up", a_large_tensor_is_summed_up);
  g_test_add_func ("/lab/dump/a-variable-shows-what-it-holds", a_variable_shows_what_it_holds);
  g_test_add_func ("/lab/dump/every-message-can-be-dumped", every_message_can_be_dumped);
  return g_test_run ();
}
