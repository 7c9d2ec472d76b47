/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What is said of a step. */

#include "app/gradients-step-card.h"

#include "harness.h"

/* The label of that description. */
static GtkWidget *
find_described (GtkWidget  *root,
                const char *description)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      g_autofree char *difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
      GtkWidget       *found = difference == NULL && GTK_IS_LABEL (child) ? child : find_described (child, description);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
its_labels_are_found_by_what_they_are_for (void)
{
  GtkWidget *card = g_object_ref_sink (gradients_step_card_new ());

  gradients_step_card_set_rule (GRADIENTS_STEP_CARD (card), "x ← 80 − 0.1 · 160 = 64");
  gradients_step_card_set_status (GRADIENTS_STEP_CARD (card), "Step 1.");
  gradients_step_card_set_diagnosis (GRADIENTS_STEP_CARD (card), "Diverging.", GRADIENTS_TONE_BAD);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find_described (card, "Rule"))), ==, "x ← 80 − 0.1 · 160 = 64");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find_described (card, "Status"))), ==, "Step 1.");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find_described (card, "Diagnosis"))), ==, "Diverging.");
  g_assert_finalize_object (card);
}

static void
a_new_verdict_takes_the_tone_of_the_old_away (void)
{
  GtkWidget *card = g_object_ref_sink (gradients_step_card_new ());
  GtkWidget *icon;

  gradients_step_card_set_diagnosis (GRADIENTS_STEP_CARD (card), "Diverging.", GRADIENTS_TONE_BAD);
  gradients_step_card_set_diagnosis (GRADIENTS_STEP_CARD (card), "Converging.", GRADIENTS_TONE_GOOD);
  icon = harness_find (card, GTK_TYPE_IMAGE);
  g_assert_true (gtk_widget_has_css_class (icon, "success"));
  g_assert_false (gtk_widget_has_css_class (icon, "error"));
  g_assert_finalize_object (card);
}

static void
what_takes_longer_shows_a_spinner (void)
{
  GtkWidget *card = g_object_ref_sink (gradients_step_card_new ());
  GtkWidget *spinner = harness_find (card, GTK_TYPE_SPINNER);

  g_object_set (card, "busy", TRUE, NULL);
  g_object_set (card, "busy", FALSE, NULL);
  harness_breathe (300);
  g_assert_false (gtk_widget_get_visible (spinner));
  g_object_set (card, "busy", TRUE, NULL);
  harness_wait (gtk_widget_get_visible (spinner));
  g_object_set (card, "busy", FALSE, NULL);
  g_assert_false (gtk_widget_get_visible (spinner));
  g_assert_finalize_object (card);
}

/* A sentence a line shorter must not make the plot above it jump. */
static void
the_height_does_not_shrink_until_told (void)
{
  GtkWidget *card = g_object_ref_sink (gradients_step_card_new ());
  GtkWindow *window = harness_show (card, 300, 400);
  int        width = gtk_widget_get_width (card);
  int        high, higher, still;

  gradients_step_card_set_status (GRADIENTS_STEP_CARD (card), "Short.");
  gtk_widget_measure (card, GTK_ORIENTATION_VERTICAL, width, &high, NULL, NULL, NULL);
  gradients_step_card_set_status (GRADIENTS_STEP_CARD (card), "A sentence that is so long that it takes a second line, if not a third one.");
  gtk_widget_measure (card, GTK_ORIENTATION_VERTICAL, width, &higher, NULL, NULL, NULL);
  gradients_step_card_set_status (GRADIENTS_STEP_CARD (card), "Short.");
  gtk_widget_measure (card, GTK_ORIENTATION_VERTICAL, width, &still, NULL, NULL, NULL);
  g_assert_cmpint (higher, >, high);
  g_assert_cmpint (still, ==, higher);
  gradients_step_card_forget_height (GRADIENTS_STEP_CARD (card));
  gtk_widget_measure (card, GTK_ORIENTATION_VERTICAL, width, &still, NULL, NULL, NULL);
  g_assert_cmpint (still, ==, high);
  harness_close (window);
  g_assert_finalize_object (card);
}

/* Two formulas stand in one line or in two, and neither is broken or cut. */
static void
a_rule_is_broken_between_formulas (void)
{
  const char *const rule = "W ← 5 − 0.1 · 8.3 = 4.17    b ← 0 − 0.1 · (−4) = 0.4";
  const int         widths[] = { 600, 300 };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      GtkWidget   *card = g_object_ref_sink (gradients_step_card_new ());
      GtkWindow   *window = harness_show (card, widths[i], 300);
      PangoLayout *layout;

      gradients_step_card_set_rule (GRADIENTS_STEP_CARD (card), rule);
      layout = gtk_label_get_layout (GTK_LABEL (find_described (card, "Rule")));
      harness_wait (pango_layout_get_line_count (layout) == (int) i + 1);
      g_assert_false (pango_layout_is_ellipsized (layout));
      if (i == 1)
        g_assert_true (g_str_has_prefix (rule + pango_layout_get_line_readonly (layout, 1)->start_index, "b ←"));
      harness_close (window);
      g_assert_finalize_object (card);
    }
}

static int
get_height (GtkWidget *card,
            int        width)
{
  int height;

  gtk_widget_measure (card, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

/* Only the width that it has is laid out for every sentence. Another, when the card gets it, is set right. */
static void
another_width_gets_its_height_when_it_comes (void)
{
  GtkWidget *card = g_object_ref_sink (gradients_step_card_new ());
  GtkWidget *clamp = adw_clamp_new ();
  GtkWindow *window;
  int        low;

  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 400);
  gtk_widget_set_valign (card, GTK_ALIGN_START);
  adw_clamp_set_child (ADW_CLAMP (clamp), card);
  window = harness_show (clamp, 500, 400);
  gradients_step_card_set_status (GRADIENTS_STEP_CARD (card), "Short.");
  low = get_height (card, 300);
  gradients_step_card_set_status (GRADIENTS_STEP_CARD (card), "A sentence that is so long that it takes a second line, if not a third one.");
  g_assert_cmpint (get_height (card, 300), ==, low);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 300);
  harness_wait (gtk_widget_get_width (card) == 300 && gtk_widget_get_height (card) > low);
  harness_close (window);
  g_assert_finalize_object (card);
}

int
main (int    argc,
      char **argv)
{
  harness_init (&argc, &argv);
  g_test_add_func ("/app/step-card/its-labels-are-found-by-what-they-are-for", its_labels_are_found_by_what_they_are_for);
  g_test_add_func ("/app/step-card/a-new-verdict-takes-the-tone-of-the-old-away", a_new_verdict_takes_the_tone_of_the_old_away);
  g_test_add_func ("/app/step-card/what-takes-longer-shows-a-spinner", what_takes_longer_shows_a_spinner);
  g_test_add_func ("/app/step-card/the-height-does-not-shrink-until-told", the_height_does_not_shrink_until_told);
  g_test_add_func ("/app/step-card/another-width-gets-its-height-when-it-comes", another_width_gets_its_height_when_it_comes);
  g_test_add_func ("/app/step-card/a-rule-is-broken-between-formulas", a_rule_is_broken_between_formulas);
  return g_test_run ();
}
