/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What leaves the window. */

#include "app/gradients-export.h"

#include "harness.h"

static void
a_picture_has_the_ending_of_a_picture (void)
{
  static const struct
  {
    const char *chosen, *format, *named;
  } names[] = {
    { "/tmp/curve.png", "png", "/tmp/curve.png" },
    { "/tmp/curve.svg", "png", "/tmp/curve.svg" },
    { "/tmp/curve.PDF", "svg", "/tmp/curve.PDF" },
    { "/tmp/curve", "svg", "/tmp/curve.svg" },
    { "/tmp/lr 0.1", "pdf", "/tmp/lr 0.1.pdf" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GFile) chosen = g_file_new_for_path (names[i].chosen);
      g_autoptr (GFile) named = gradients_export_name_picture (chosen, names[i].format);

      g_assert_cmpstr (g_file_peek_path (named), ==, names[i].named);
    }
}

static void
code_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
code_goes_to_the_clipboard_and_is_told_of (void)
{
  GtkWidget       *label = gtk_label_new (NULL);
  GtkWidget       *overlay = adw_toast_overlay_new ();
  GtkWindow       *window;
  g_autofree char *code = NULL;

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), label);
  window = harness_show (overlay, 300, 200);
  gradients_export_code (label, g_strdup ("import torch"));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (label), NULL, code_read_cb, &code);
  harness_wait (code != NULL);
  g_assert_cmpstr (code, ==, "import torch");
  harness_close (window);
}

int
main (int    argc,
      char **argv)
{
  harness_init (&argc, &argv);
  g_test_add_func ("/app/export/a-picture-has-the-ending-of-a-picture", a_picture_has_the_ending_of_a_picture);
  g_test_add_func ("/app/export/code-goes-to-the-clipboard-and-is-told-of", code_goes_to_the_clipboard_and_is_told_of);
  return g_test_run ();
}
