/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What is said of a step. */

#include "app/gradients-step-card.h"

#include "harness.h"

static void
its_labels_are_found_by_what_they_are_for (void)
{
  GtkWidget *card = g_object_ref_sink (gradients_step_card_new ());

  gradients_step_card_set_rule (GRADIENTS_STEP_CARD (card), "x ← 80 − 0.1 · 160 = 64");
  gradients_step_card_set_status (GRADIENTS_STEP_CARD (card), "Step 1.");
  gradients_step_card_set_diagnosis (GRADIENTS_STEP_CARD (card), "Diverging.", GRADIENTS_TONE_BAD);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (harness_find_described (card, "Rule"))), ==, "x ← 80 − 0.1 · 160 = 64");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (harness_find_described (card, "Status"))), ==, "Step 1.");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (harness_find_described (card, "Diagnosis"))), ==, "Diverging.");
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

/* A window in which the card has just that width, however wide a window must be. */
static GtkWindow *
show_within (GtkWidget *card,
             int        width)
{
  GtkWidget *clamp = adw_clamp_new ();

  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), width);
  adw_clamp_set_child (ADW_CLAMP (clamp), card);
  return harness_show (clamp, 700, 400);
}

/* Asked anew each time: a label makes another layout when its text or the places to break it change. */
static PangoLayout *
get_rule_layout (GtkWidget *card)
{
  return gtk_label_get_layout (GTK_LABEL (harness_find_described (card, "Rule")));
}

/* Two formulas stand in one line or in two, and neither is broken or cut. */
static void
a_rule_is_broken_between_formulas (void)
{
  const char *const rule = "W ← 5 − 0.1 · 8.3 = 4.17    b ← 0 − 0.1 · (−4) = 0.4";
  const int         widths[] = { 600, 300 };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      GtkWidget *card = g_object_ref_sink (gradients_step_card_new ());
      GtkWindow *window = show_within (card, widths[i]);

      gradients_step_card_set_rule (GRADIENTS_STEP_CARD (card), rule);
      harness_wait (pango_layout_get_line_count (get_rule_layout (card)) == (int) i + 1);
      g_assert_false (pango_layout_is_ellipsized (get_rule_layout (card)));
      if (i == 1)
        g_assert_true (g_str_has_prefix (rule + pango_layout_get_line_readonly (get_rule_layout (card), 1)->start_index, "b ←"));
      harness_close (window);
      g_assert_finalize_object (card);
    }
}

/* Where there is little room the sentences are cut, but no earlier than it was said. */
static void
a_compact_card_cuts_its_sentences_after_some_lines (void)
{
  GtkWidget *card = g_object_ref_sink (gradients_step_card_new ());
  GtkWindow *window = show_within (card, 300);
  GtkLabel  *diagnosis;

  gradients_step_card_set_diagnosis (GRADIENTS_STEP_CARD (card), "A sentence that is so long that it takes a second line, and so much longer that it takes a third.", GRADIENTS_TONE_GOOD);
  diagnosis = GTK_LABEL (harness_find_described (card, "Diagnosis"));
  g_object_set (card, "compact", TRUE, NULL);
  harness_wait (pango_layout_is_ellipsized (gtk_label_get_layout (diagnosis)));
  g_object_set (card, "compact-lines", 4, NULL);
  harness_wait (!pango_layout_is_ellipsized (gtk_label_get_layout (diagnosis)));
  g_assert_cmpint (pango_layout_get_line_count (gtk_label_get_layout (diagnosis)), >, 2);
  harness_close (window);
  g_assert_finalize_object (card);
}

static int
get_height (GtkWidget *card,
            int        width)
{
  int height;

  gtk_widget_measure (card, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

static int
get_width (GtkWidget *card)
{
  int width;

  gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  return width;
}

/* A number with many digits must neither widen the window nor be cut. */
static void
a_formula_wider_than_the_card_is_broken_at_its_spaces (void)
{
  GtkWidget *card = g_object_ref_sink (gradients_step_card_new ());
  GtkWindow *window = show_within (card, 260);
  int        width = get_width (card);

  gradients_step_card_set_rule (GRADIENTS_STEP_CARD (card), "x ← −0.5397922 − 0.05 · (−0.10518511) = −0.53453294");
  g_assert_cmpint (get_width (card), ==, width);
  harness_wait (pango_layout_get_line_count (get_rule_layout (card)) == 2 && gtk_widget_get_width (harness_find_described (card, "Rule")) == 260);
  g_assert_false (pango_layout_is_ellipsized (get_rule_layout (card)));
  gradients_step_card_set_rule (GRADIENTS_STEP_CARD (card), "x ← 80 − 0.1 · 160 = 64");
  harness_wait (pango_layout_get_line_count (get_rule_layout (card)) == 1);
  harness_close (window);
  g_assert_finalize_object (card);
}

/* Only the width that it has is laid out for every sentence, and what is narrower asks for no less height. Another, when
 * the card gets it, is set right. */
static void
another_width_gets_its_height_when_it_comes (void)
{
  GtkWidget *card = g_object_ref_sink (gradients_step_card_new ());
  GtkWindow *window = show_within (card, 400);
  int        low, higher;

  gtk_widget_set_valign (card, GTK_ALIGN_START);
  gradients_step_card_set_status (GRADIENTS_STEP_CARD (card), "Short.");
  low = get_height (card, 300);
  gradients_step_card_set_status (GRADIENTS_STEP_CARD (card), "A sentence that is so long that it takes a second line, and so much longer that, where there is less room for it, it takes a third line or more.");
  higher = get_height (card, 400);
  g_assert_cmpint (higher, >, low);
  g_assert_cmpint (get_height (card, 300), ==, higher);
  adw_clamp_set_maximum_size (ADW_CLAMP (gtk_widget_get_parent (card)), 300);
  harness_wait (gtk_widget_get_width (card) == 300 && gtk_widget_get_height (card) > higher);
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
  g_test_add_func ("/app/step-card/a-compact-card-cuts-its-sentences-after-some-lines", a_compact_card_cuts_its_sentences_after_some_lines);
  g_test_add_func ("/app/step-card/a-rule-is-broken-between-formulas", a_rule_is_broken_between_formulas);
  g_test_add_func ("/app/step-card/a-formula-wider-than-the-card-is-broken-at-its-spaces", a_formula_wider_than_the_card_is_broken_at_its_spaces);
  return g_test_run ();
}
