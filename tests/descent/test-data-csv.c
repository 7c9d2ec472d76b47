/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include <string.h>

#include "descent/descent-data-csv.h"
#include "descent/descent-error.h"

static void
assert_two_samples (DescentData *data,
                    GError      *error)
{
  g_assert_no_error (error);
  g_assert_nonnull (data);
  g_assert_cmpuint (descent_data_get_n_samples (data), ==, 2);
  g_assert_cmpfloat (descent_data_get_x (data)[0], ==, 1);
  g_assert_cmpfloat (descent_data_get_y (data)[0], ==, -2.5);
  g_assert_cmpfloat (descent_data_get_x (data)[1], ==, 3);
  g_assert_cmpfloat (descent_data_get_y (data)[1], ==, 0.04f);
}

/* The same two samples in every form that is promised. */
static void
every_form_reads_alike (void)
{
  const char *texts[] = {
    "1,-2.5\n3,4e-2\n",
    "1,-2.5\n3,4e-2",
    "1;-2.5\n3;4e-2\n",
    "1\t-2.5\n3\t4e-2\n",
    "x,y\n1,-2.5\n3,.04\n",
    "size;price, in euros\n1;-2.5\n3;.04\n",
    "\"size, m\",\"price\"\n\"1\",\"-2.5\"\n3,.04\n",
    "\xef\xbb\xbfx,y\r\n1,-2.5\r\n3,0.04\r\n",
    "\xef\xbb\xbf"
    "1,-2.5\r3,0.04\r",
    "\n  1 ,  -2.5  \n\n\t\n+3.0,4E-02\n\n",
    "1,\xe2\x88\x92"
    "2.5\n3,0.04\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DescentData) data = descent_data_new_from_csv (texts[i], -1, &error);

      g_test_message ("form %u", i);
      assert_two_samples (data, error);
    }
}

static void
a_bad_text_is_named_by_line_and_value (void)
{
  const struct
  {
    const char *text, *message;
  } rows[] = {
    { "", "0 data points; expected 2 to 100000" },
    { "x,y\n", "0 data points; expected 2 to 100000" },
    { "1,2\n", "1 data point; expected 2 to 100000" },
    { "x,y\n1,2\n3,abc\n", "Line 3: “abc” is no number; expected one as 1.5 or 2e-3" },
    { "1,2\nx,y\n", "Line 2: “x” is no number; expected one as 1.5 or 2e-3" },
    { "1,oops\n3,4\n", "Line 1: “oops” is no number; expected one as 1.5 or 2e-3" },
    { "1,2\n\n3,\n", "Line 3: a number is missing; expected two, x and y" },
    { ",2\n3,4\n", "Line 1: a number is missing; expected two, x and y" },
    { "1,2\n3\n", "Line 2: one column, “3”; expected two, x and y" },
    { "1 2\n3 4\n", "Line 1: one column, “1 2”; expected two, x and y" },
    { "1,2\n3,4,5\n", "Line 2: 3 columns; expected two, x and y" },
    { "a;b\n1,5;2\n", "Line 2: “1,5” has a decimal comma; expected a decimal point, as in 1.5" },
    { "1,5;2,5\n3;4\n", "Line 1: “1,5” has a decimal comma; expected a decimal point, as in 1.5" },
    { "1,2\n1e400,4\n", "Line 2: “1e400” is too large for float32; expected less than 3.4e38" },
    { "1,2\n3,-4e38\n", "Line 2: “-4e38” is too large for float32; expected less than 3.4e38" },
    { "1,2\n3,nan\n", "Line 2: “nan” is no number; expected one as 1.5 or 2e-3" },
    { "1,2\n3,inf\n", "Line 2: “inf” is no number; expected one as 1.5 or 2e-3" },
    { "1,2\n3,0x10\n", "Line 2: “0x10” is no number; expected one as 1.5 or 2e-3" },
    { "1,2\n3,1-2\n", "Line 2: “1-2” is no number; expected one as 1.5 or 2e-3" },
    { "1,2\n3,\xe2\x88\x92-4\n", "Line 2: “\xe2\x88\x92-4” is no number; expected one as 1.5 or 2e-3" },
    { "1,2\n3,\"4\n5,6\n", "Line 2: “\"4” is no number; expected one as 1.5 or 2e-3" },
    { "1,2\n3,a\x1b[31mb\n", "Line 2: “a [31mb” is no number; expected one as 1.5 or 2e-3" },
    { "1,2\n3,\xff\xfe\n", "Line 2: “\xef\xbf\xbd\xef\xbf\xbd” is no number; expected one as 1.5 or 2e-3" },
    { "1,2\n3,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", "Line 2: “aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…” is no number; expected one as 1.5 or 2e-3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (descent_data_new_from_csv (rows[i].text, -1, &error));
      g_assert_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA);
      g_assert_cmpstr (error->message, ==, rows[i].message);
    }
}

static void
what_is_no_text_is_refused_as_such (void)
{
  const char utf_16[] = "\xff\xfe"
                        "1\0,\0"
                        "2\0\n";
  g_autoptr (GError) error = NULL;

  g_assert_null (descent_data_new_from_csv (utf_16, sizeof utf_16 - 1, &error));
  g_assert_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA);
  g_assert_cmpstr (error->message, ==, "Not a text in UTF-8; expected lines of two numbers, x and y");
}

static void
the_limit_of_samples_holds (void)
{
  g_autoptr (GString) text = g_string_new ("x,y\n");
  g_autoptr (DescentData) data = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < DESCENT_MAX_SAMPLES; i++)
    g_string_append_printf (text, "%u,%u\n", i, i % 7);
  data = descent_data_new_from_csv (text->str, (gssize) text->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (descent_data_get_n_samples (data), ==, DESCENT_MAX_SAMPLES);

  g_string_append (text, "1,1\n");
  g_assert_null (descent_data_new_from_csv (text->str, (gssize) text->len, &error));
  g_assert_cmpstr (error->message, ==, "Line 100002: one data point too many; expected at most 100000");
}

static void
a_stream_is_read_whole (void)
{
  const char text[] = "1,-2.5\n3,0.04\n";
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, strlen (text), NULL);
  g_autoptr (GInputStream) empty = g_memory_input_stream_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DescentData) data = descent_data_new_from_stream (stream, NULL, &error);

  assert_two_samples (data, error);
  g_assert_null (descent_data_new_from_stream (empty, NULL, &error));
  g_assert_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA);
}

static void
an_endless_stream_is_left_in_time (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/dev/zero");
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &error);

  if (stream == NULL)
    {
      g_test_skip ("there is no /dev/zero");
      return;
    }
  g_assert_null (descent_data_new_from_stream (G_INPUT_STREAM (stream), NULL, &error));
  g_assert_error (error, DESCENT_ERROR, DESCENT_ERROR_DATA);
  g_assert_cmpstr (error->message, ==, "More than 32 MB of text; expected at most 100000 data points");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/descent/data-csv/every-form-reads-alike", every_form_reads_alike);
  g_test_add_func ("/descent/data-csv/a-bad-text-is-named-by-line-and-value", a_bad_text_is_named_by_line_and_value);
  g_test_add_func ("/descent/data-csv/what-is-no-text-is-refused-as-such", what_is_no_text_is_refused_as_such);
  g_test_add_func ("/descent/data-csv/the-limit-of-samples-holds", the_limit_of_samples_holds);
  g_test_add_func ("/descent/data-csv/a-stream-is-read-whole", a_stream_is_read_whole);
  g_test_add_func ("/descent/data-csv/an-endless-stream-is-left-in-time", an_endless_stream_is_left_in_time);
  return g_test_run ();
}
