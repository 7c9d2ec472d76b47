/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A figure in the window: what pointer and keys ask for. */

#include "app/gradients-plot-area.h"

#include "harness.h"

typedef struct
{
  GradientsPlotArea *area;
  GtkWindow         *window;
  double             x, y, factor; /* of the last wish */
  guint              n_picked, n_dragged, n_moved, n_left, n_zoomed, n_panned;
} Fixture;

static void
picked_cb (Fixture *fixture,
           double   x,
           double   y)
{
  fixture->x = x;
  fixture->y = y;
  fixture->n_picked++;
}

static void
dragged_cb (Fixture *fixture,
            double   x,
            double   y)
{
  fixture->x = x;
  fixture->y = y;
  fixture->n_dragged++;
}

static void
moved_cb (Fixture *fixture,
          double   x,
          double   y)
{
  fixture->n_moved++;
}

static void
left_cb (Fixture *fixture)
{
  fixture->n_left++;
}

static void
zoomed_cb (Fixture *fixture,
           double   factor,
           double   x,
           double   y)
{
  fixture->factor = factor;
  fixture->x = x;
  fixture->y = y;
  fixture->n_zoomed++;
}

static void
panned_cb (Fixture *fixture,
           double   dx,
           double   dy)
{
  fixture->x = dx;
  fixture->y = dy;
  fixture->n_panned++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  static const PlotRange range = { -3, 2, -3, 2 };
  g_autoptr (PlotFigure) figure = plot_figure_new ();

  plot_figure_set_range (figure, &range);
  plot_figure_set_name (figure, "Test plot");
  fixture->area = GRADIENTS_PLOT_AREA (g_object_ref_sink (gradients_plot_area_new ()));
  gradients_plot_area_set_figure (fixture->area, figure);
  g_signal_connect_swapped (fixture->area, "picked", G_CALLBACK (picked_cb), fixture);
  g_signal_connect_swapped (fixture->area, "dragged", G_CALLBACK (dragged_cb), fixture);
  g_signal_connect_swapped (fixture->area, "pointer-moved", G_CALLBACK (moved_cb), fixture);
  g_signal_connect_swapped (fixture->area, "pointer-left", G_CALLBACK (left_cb), fixture);
  g_signal_connect_swapped (fixture->area, "zoomed", G_CALLBACK (zoomed_cb), fixture);
  g_signal_connect_swapped (fixture->area, "panned", G_CALLBACK (panned_cb), fixture);
  fixture->window = harness_show (GTK_WIDGET (fixture->area), 500, 400);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  harness_close (fixture->window);
  g_assert_finalize_object (fixture->area);
}

/* The n-th controller of a type. */
static gpointer
get_controller (Fixture *fixture,
                GType    type,
                guint    n)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->area));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (G_OBJECT_TYPE (controller) == type && n-- == 0)
        return controller;
    }
  g_assert_not_reached ();
}

static gpointer
get_drag (Fixture *fixture,
          guint    button)
{
  for (guint i = 0;; i++)
    {
      gpointer drag = get_controller (fixture, GTK_TYPE_GESTURE_DRAG, i);

      if (gtk_gesture_single_get_button (drag) == button)
        return drag;
    }
}

static void
press (Fixture *fixture,
       double   x,
       double   y)
{
  g_signal_emit_by_name (get_drag (fixture, GDK_BUTTON_PRIMARY), "drag-begin", x, y);
}

static void
move (Fixture *fixture,
      guint    button,
      double   dx,
      double   dy)
{
  g_signal_emit_by_name (get_drag (fixture, button), "drag-update", dx, dy);
}

static gboolean
press_key (Fixture        *fixture,
           guint           keyval,
           GdkModifierType state)
{
  gboolean handled;

  g_signal_emit_by_name (get_controller (fixture, GTK_TYPE_EVENT_CONTROLLER_KEY, 0), "key-pressed", keyval, 0, state, &handled);
  return handled;
}

/* The width of a pixel in data. */
static double
get_pixel (Fixture *fixture)
{
  double x0, x1, y;

  gradients_plot_area_to_view (fixture->area, 0, 0, &x0, &y);
  gradients_plot_area_to_view (fixture->area, 1, 0, &x1, &y);
  return 1 / (x1 - x0);
}

static void
pressing_picks_within_a_pixel (Fixture      *fixture,
                               gconstpointer data)
{
  double x, y;

  gradients_plot_area_to_view (fixture->area, 0.123456789, -1.987654321, &x, &y);
  press (fixture, x, y);
  g_assert_cmpuint (fixture->n_picked, ==, 1);
  g_assert_cmpfloat_with_epsilon (fixture->x, 0.123456789, get_pixel (fixture));
  g_assert_cmpfloat_with_epsilon (fixture->y, -1.987654321, get_pixel (fixture));
  /* … and the numbers are no longer than a pixel is worth. */
  g_assert_cmpfloat_with_epsilon (fixture->x * 1000, (int) (fixture->x * 1000 + 0.5), 1e-9);
}

static void
pressing_outside_the_axes_picks_nothing (Fixture      *fixture,
                                         gconstpointer data)
{
  press (fixture, 1, 1);
  move (fixture, GDK_BUTTON_PRIMARY, 100, 100);
  g_assert_cmpuint (fixture->n_picked + fixture->n_dragged, ==, 0);
}

static void
what_was_picked_can_be_dragged_on (Fixture      *fixture,
                                   gconstpointer data)
{
  double x, y, to_x, to_y;

  gradients_plot_area_to_view (fixture->area, 0, 0, &x, &y);
  gradients_plot_area_to_view (fixture->area, 1, -1, &to_x, &to_y);
  press (fixture, x, y);
  move (fixture, GDK_BUTTON_PRIMARY, to_x - x, to_y - y);
  g_assert_cmpuint (fixture->n_dragged, ==, 1);
  g_assert_cmpfloat_with_epsilon (fixture->x, 1, get_pixel (fixture));
  g_assert_cmpfloat_with_epsilon (fixture->y, -1, get_pixel (fixture));
}

static void
the_handle_does_not_jump (Fixture      *fixture,
                          gconstpointer data)
{
  double x, y;

  gradients_plot_area_set_handle (fixture->area, 0.5, 0.5);
  gradients_plot_area_to_view (fixture->area, 0.5, 0.5, &x, &y);
  press (fixture, x + 6, y + 6);
  g_assert_cmpuint (fixture->n_picked, ==, 0);
  move (fixture, GDK_BUTTON_PRIMARY, 0, 0);
  g_assert_cmpfloat_with_epsilon (fixture->x, 0.5, get_pixel (fixture));
  g_assert_cmpfloat_with_epsilon (fixture->y, 0.5, get_pixel (fixture));
}

static void
arrows_move_the_handle_there_and_back (Fixture      *fixture,
                                       gconstpointer data)
{
  gradients_plot_area_set_handle (fixture->area, 0.5, 0);
  g_assert_true (press_key (fixture, GDK_KEY_Right, 0));
  g_assert_cmpfloat (fixture->x, ==, 0.55);
  g_assert_cmpfloat (fixture->y, ==, 0);
  gradients_plot_area_set_handle (fixture->area, fixture->x, fixture->y);
  g_assert_true (press_key (fixture, GDK_KEY_Left, 0));
  g_assert_cmpfloat (fixture->x, ==, 0.5);
  g_assert_true (press_key (fixture, GDK_KEY_Up, GDK_CONTROL_MASK));
  g_assert_cmpfloat (fixture->y, ==, 0.005);
}

static void
other_keys_are_left_to_others (Fixture      *fixture,
                               gconstpointer data)
{
  g_assert_false (press_key (fixture, GDK_KEY_Right, 0)); /* no handle yet */
  gradients_plot_area_set_handle (fixture->area, 0.5, 0);
  g_assert_false (press_key (fixture, GDK_KEY_Right, GDK_SHIFT_MASK));
  g_assert_false (press_key (fixture, GDK_KEY_space, 0));
  g_assert_cmpuint (fixture->n_dragged, ==, 0);
}

static void
zooming_is_about_the_middle (Fixture      *fixture,
                             gconstpointer data)
{
  gradients_plot_area_zoom (fixture->area, 1.25);
  g_assert_cmpuint (fixture->n_zoomed, ==, 1);
  g_assert_cmpfloat (fixture->factor, ==, 1.25);
  g_assert_cmpfloat_with_epsilon (fixture->x, -0.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (fixture->y, -0.5, 1e-9);
}

static void
scrolling_zooms_where_the_pointer_is (Fixture      *fixture,
                                      gconstpointer data)
{
  double   x, y;
  gboolean handled;
  gpointer scroll = get_controller (fixture, GTK_TYPE_EVENT_CONTROLLER_SCROLL, 0);

  g_signal_emit_by_name (scroll, "scroll", 0.0, -1.0, &handled);
  g_assert_false (handled); /* the pointer is elsewhere: the page may scroll */
  gradients_plot_area_to_view (fixture->area, 1, 1, &x, &y);
  g_signal_emit_by_name (get_controller (fixture, GTK_TYPE_EVENT_CONTROLLER_MOTION, 0), "motion", x, y);
  g_assert_cmpuint (fixture->n_moved, ==, 1);
  g_signal_emit_by_name (scroll, "scroll", 0.0, -1.0, &handled);
  g_assert_true (handled);
  g_assert_cmpfloat (fixture->factor, >, 1);
  g_assert_cmpfloat_with_epsilon (fixture->x, 1, 1e-6);
  g_signal_emit_by_name (scroll, "scroll", 0.0, 1.0, &handled);
  g_assert_cmpfloat (fixture->factor, <, 1);
}

static void
panning_moves_by_what_is_new (Fixture      *fixture,
                              gconstpointer data)
{
  gpointer pan = get_drag (fixture, GDK_BUTTON_MIDDLE);
  double   pixel = get_pixel (fixture);

  g_signal_emit_by_name (pan, "drag-begin", 200.0, 200.0);
  move (fixture, GDK_BUTTON_MIDDLE, 10, 0);
  g_assert_cmpfloat_with_epsilon (fixture->x, -10 * pixel, 1e-9);
  move (fixture, GDK_BUTTON_MIDDLE, 15, 0);
  g_assert_cmpfloat_with_epsilon (fixture->x, -5 * pixel, 1e-9);
  g_assert_cmpuint (fixture->n_panned, ==, 2);
}

static void
leaving_is_told_once (Fixture      *fixture,
                      gconstpointer data)
{
  gpointer motion = get_controller (fixture, GTK_TYPE_EVENT_CONTROLLER_MOTION, 0);
  double   x, y;

  gradients_plot_area_to_view (fixture->area, 1, 1, &x, &y);
  g_signal_emit_by_name (motion, "motion", x, y);
  g_signal_emit_by_name (motion, "motion", 1.0, 1.0);
  g_signal_emit_by_name (motion, "leave");
  g_assert_cmpuint (fixture->n_left, ==, 1);
}

static void
it_is_described_as_its_figure (Fixture      *fixture,
                               gconstpointer data)
{
  g_autofree char *description = plot_figure_describe (gradients_plot_area_get_figure (fixture->area));

  gradients_plot_area_describe (fixture->area);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture->area), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
}

static void
its_theme_is_the_apps (Fixture      *fixture,
                       gconstpointer data)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  g_assert_true (gradients_plot_area_get_theme (fixture->area) == plot_theme_dark ());
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_assert_true (gradients_plot_area_get_theme (fixture->area) == plot_theme_light ());
}

int
main (int    argc,
      char **argv)
{
  harness_init (&argc, &argv);
#define ADD(path, function) g_test_add ("/app/plot-area/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("pressing-picks-within-a-pixel", pressing_picks_within_a_pixel);
  ADD ("pressing-outside-the-axes-picks-nothing", pressing_outside_the_axes_picks_nothing);
  ADD ("what-was-picked-can-be-dragged-on", what_was_picked_can_be_dragged_on);
  ADD ("the-handle-does-not-jump", the_handle_does_not_jump);
  ADD ("arrows-move-the-handle-there-and-back", arrows_move_the_handle_there_and_back);
  ADD ("other-keys-are-left-to-others", other_keys_are_left_to_others);
  ADD ("zooming-is-about-the-middle", zooming_is_about_the_middle);
  ADD ("scrolling-zooms-where-the-pointer-is", scrolling_zooms_where_the_pointer_is);
  ADD ("panning-moves-by-what-is-new", panning_moves_by_what_is_new);
  ADD ("leaving-is-told-once", leaving_is_told_once);
  ADD ("it-is-described-as-its-figure", it_is_described_as_its_figure);
  ADD ("its-theme-is-the-apps", its_theme_is_the_apps);
  return g_test_run ();
}
