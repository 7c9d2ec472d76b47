/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What the tests of widgets share: a window to put one in, waiting for facts, and keys. */

#pragma once

#include <adwaita.h>

static inline void
harness_init (int    *argc,
              char ***argv)
{
  gtk_test_init (argc, argv);
  adw_init ();
}

/* Spins the main loop until the fact is one; fails the test after half a minute. */
#define harness_wait(fact)                                                   \
  G_STMT_START                                                               \
  {                                                                          \
    gint64 harness_deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC; \
    while (!(fact) && g_get_monotonic_time () < harness_deadline)            \
      {                                                                      \
        if (!g_main_context_iteration (NULL, FALSE))                         \
          g_usleep (1000);                                                   \
      }                                                                      \
    g_assert_true (fact);                                                    \
  }                                                                          \
  G_STMT_END

/* Lets the main loop run for a while. */
static inline void
harness_breathe (guint ms)
{
  gint64 deadline = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < deadline)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

/* A mapped window of that size around the widget. */
static inline GtkWindow *
harness_show (GtkWidget *widget,
              int        width,
              int        height)
{
  GtkWidget *window = adw_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  adw_window_set_content (ADW_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  harness_wait (gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0);
  return GTK_WINDOW (window);
}

/* The same for a row, which must be in a list. */
static inline GtkWindow *
harness_show_row (GtkWidget *row,
                  int        width,
                  int        height)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return harness_show (list, width, height);
}

/* Closes the window, and with it the widget, to which the test must hold the one reference that remains. */
static inline void
harness_close (GtkWindow *window)
{
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (window);
  harness_wait (window == NULL);
}

/* The first widget of that type among the descendants of root, in their order; NULL if there is none. */
static inline gpointer
harness_find (GtkWidget *root,
              GType      type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (child, type) ? child : harness_find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The widget of that type and accessible name, since a row and what it holds share a name; NULL if there is none. */
static inline gpointer
harness_find_named (GtkWidget  *root,
                    GType       type,
                    const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      char      *difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
      GtkWidget *found = difference == NULL && G_TYPE_CHECK_INSTANCE_TYPE (child, type) ? child : harness_find_named (child, type, name);

      g_free (difference);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The label of that accessible description; NULL if there is none. */
static inline GtkWidget *
harness_find_described (GtkWidget  *root,
                        const char *description)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      g_autofree char *difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
      GtkWidget       *found = difference == NULL && GTK_IS_LABEL (child) ? child : harness_find_described (child, description);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The button or label that says just that and can be seen; NULL if there is none. */
static inline gpointer
harness_find_labelled (GtkWidget  *root,
                       const char *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      const char *said = GTK_IS_BUTTON (child) ? gtk_button_get_label (GTK_BUTTON (child)) : GTK_IS_LABEL (child) ? gtk_label_get_label (GTK_LABEL (child))
                                                                                                                  : NULL;
      GtkWidget  *found = g_strcmp0 (said, text) == 0 && gtk_widget_get_visible (child) ? child : harness_find_labelled (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The switch in the row of that title, which is its name; NULL if there is none. */
static inline gpointer
harness_find_switch (GtkWidget  *root,
                     const char *title)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      gboolean   named = ADW_IS_ACTION_ROW (child) && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (child)), title) == 0;
      GtkWidget *found = named ? adw_action_row_get_activatable_widget (ADW_ACTION_ROW (child)) : harness_find_switch (child, title);

      if (GTK_IS_SWITCH (found))
        return found;
    }
  return NULL;
}

static inline void
harness_click (gpointer button)
{
  g_signal_emit_by_name (button, "clicked");
}
