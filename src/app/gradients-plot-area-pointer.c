/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Pointer and keys over a figure. The numbers they lead to are round to about a pixel, because nobody means
 * -47.38291. */

#include "app/gradients-plot-area-private.h"

#include <math.h>

#define HANDLE_REACH 14.0 /* pixels from the handle that still take hold of it */
#define ZOOM_STEP 1.2
#define NUDGE_SHARE 0.01 /* of the range, by an arrow key */

static gboolean
is_inside (GradientsPlotArea *self,
           double             view_x,
           double             view_y)
{
  PlotRect rect;

  if (self->figure == NULL)
    return FALSE;
  rect = gradients_plot_area_get_plot_rect (self);
  return plot_rect_contains (&rect, view_x, view_y);
}

/* value to the decimal that a step of that size leaves meaningful. */
static double
round_within (double value,
              double size)
{
  double inverse = pow (10, -floor (log10 (size)));

  if (!isfinite (inverse) || inverse == 0)
    return value;
  return inverse >= 1 ? round (value * inverse) / inverse : round (value * inverse) * (1 / inverse);
}

static void
to_data (GradientsPlotArea *self,
         double             view_x,
         double             view_y,
         double            *x,
         double            *y)
{
  PlotRect rect = gradients_plot_area_get_plot_rect (self);
  double   next_x, next_y;

  plot_figure_from_view (self->figure, &rect, view_x, view_y, x, y);
  plot_figure_from_view (self->figure, &rect, view_x + 1, view_y + 1, &next_x, &next_y);
  *x = round_within (*x, fabs (next_x - *x));
  *y = round_within (*y, fabs (next_y - *y));
}

static gboolean
is_on_handle (GradientsPlotArea *self,
              double             view_x,
              double             view_y)
{
  double x, y;

  if (!self->has_handle || self->figure == NULL)
    return FALSE;
  gradients_plot_area_to_view (self, self->handle_x, self->handle_y, &x, &y);
  return hypot (x - view_x, y - view_y) <= HANDLE_REACH;
}

static void
show_pointer_shape (GradientsPlotArea *self)
{
  const char *name = "crosshair";

  if (self->dragging)
    name = "grabbing";
  else if (is_on_handle (self, self->pointer_x, self->pointer_y))
    name = "grab";
  else if (!is_inside (self, self->pointer_x, self->pointer_y))
    name = "default";
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), name);
}

static void
emit_at (GradientsPlotArea *self,
         guint              signal,
         double             view_x,
         double             view_y)
{
  double x, y;

  to_data (self, view_x, view_y, &x, &y);
  g_signal_emit (self, gradients_plot_area_signals[signal], 0, x, y);
}

static void
drag_begin_cb (GradientsPlotArea *self,
               double             x,
               double             y,
               GtkGesture        *gesture)
{
  gboolean on_handle = is_on_handle (self, x, y);

  if (!on_handle && !is_inside (self, x, y))
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->held_x = x;
  self->held_y = y;
  /* The handle does not jump to the pointer that takes it a little off its middle. */
  if (on_handle)
    gradients_plot_area_to_view (self, self->handle_x, self->handle_y, &self->held_x, &self->held_y);
  self->dragging = TRUE;
  show_pointer_shape (self);
  if (!on_handle)
    emit_at (self, GRADIENTS_PLOT_AREA_PICKED, x, y);
}

static void
drag_update_cb (GradientsPlotArea *self,
                double             dx,
                double             dy,
                GtkGesture        *gesture)
{
  if (!self->dragging)
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  emit_at (self, GRADIENTS_PLOT_AREA_DRAGGED, self->held_x + dx, self->held_y + dy);
}

static void
drag_end_cb (GradientsPlotArea *self)
{
  self->dragging = FALSE;
  show_pointer_shape (self);
}

static void
pan_begin_cb (GradientsPlotArea *self)
{
  self->pan_x = self->pan_y = 0;
}

static void
pan_update_cb (GradientsPlotArea *self,
               double             dx,
               double             dy)
{
  PlotRect rect;
  double   x, y, from_x, from_y;

  if (self->figure == NULL)
    return;
  rect = gradients_plot_area_get_plot_rect (self);
  plot_figure_from_view (self->figure, &rect, rect.x, rect.y, &from_x, &from_y);
  plot_figure_from_view (self->figure, &rect, rect.x + dx - self->pan_x, rect.y + dy - self->pan_y, &x, &y);
  self->pan_x = dx;
  self->pan_y = dy;
  g_signal_emit (self, gradients_plot_area_signals[GRADIENTS_PLOT_AREA_PANNED], 0, from_x - x, from_y - y);
}

static void
motion_cb (GradientsPlotArea *self,
           double             x,
           double             y)
{
  gboolean was_hovering = self->hovering;

  self->pointer_x = x;
  self->pointer_y = y;
  self->hovering = is_inside (self, x, y);
  show_pointer_shape (self);
  if (self->hovering)
    emit_at (self, GRADIENTS_PLOT_AREA_POINTER_MOVED, x, y);
  else if (was_hovering)
    g_signal_emit (self, gradients_plot_area_signals[GRADIENTS_PLOT_AREA_POINTER_LEFT], 0);
}

static void
leave_cb (GradientsPlotArea *self)
{
  if (self->hovering)
    g_signal_emit (self, gradients_plot_area_signals[GRADIENTS_PLOT_AREA_POINTER_LEFT], 0);
  self->hovering = FALSE;
}

static void
zoom_at (GradientsPlotArea *self,
         double             factor,
         double             view_x,
         double             view_y)
{
  PlotRect rect = gradients_plot_area_get_plot_rect (self);
  double   x, y;

  plot_figure_from_view (self->figure, &rect, view_x, view_y, &x, &y);
  g_signal_emit (self, gradients_plot_area_signals[GRADIENTS_PLOT_AREA_ZOOMED], 0, factor, x, y);
}

static gboolean
scroll_cb (GradientsPlotArea *self,
           double             dx,
           double             dy)
{
  /* A plot that nobody zooms does not keep its page from scrolling. */
  if (!self->hovering || dy == 0 || !g_signal_has_handler_pending (self, gradients_plot_area_signals[GRADIENTS_PLOT_AREA_ZOOMED], 0, FALSE))
    return GDK_EVENT_PROPAGATE;
  zoom_at (self, pow (ZOOM_STEP, -dy), self->pointer_x, self->pointer_y);
  return GDK_EVENT_STOP;
}

static void
pinch_begin_cb (GradientsPlotArea *self)
{
  self->pinch = 1;
}

static void
pinch_cb (GradientsPlotArea *self,
          double             scale,
          GtkGesture        *gesture)
{
  double x, y;

  if (self->figure == NULL || scale <= 0 || !gtk_gesture_get_bounding_box_center (gesture, &x, &y))
    return;
  zoom_at (self, scale / self->pinch, x, y);
  self->pinch = scale;
}

/* A round number near a hundredth of the range. */
static double
get_nudge (double range)
{
  double size = fabs (range) * NUDGE_SHARE;
  double power = pow (10, floor (log10 (size)));
  double digit = size / power;

  return (digit < 1.5 ? 1 : digit < 3.5 ? 2
                        : digit < 7.5   ? 5
                                        : 10) *
         power;
}

static gboolean
key_pressed_cb (GradientsPlotArea *self,
                guint              keyval,
                guint              keycode,
                GdkModifierType    state)
{
  int       dx = (keyval == GDK_KEY_Right) - (keyval == GDK_KEY_Left);
  int       dy = (keyval == GDK_KEY_Up) - (keyval == GDK_KEY_Down);
  double    fine = (state & GDK_CONTROL_MASK) != 0 ? 0.1 : 1;
  PlotRange range;
  double    step_x, step_y;

  if ((dx == 0 && dy == 0) || !self->has_handle || self->figure == NULL)
    return GDK_EVENT_PROPAGATE;
  if ((state & (GDK_SHIFT_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  range = plot_figure_get_range (self->figure);
  step_x = get_nudge (range.x_max - range.x_min) * fine;
  step_y = get_nudge (range.y_max - range.y_min) * fine;
  g_signal_emit (self, gradients_plot_area_signals[GRADIENTS_PLOT_AREA_DRAGGED], 0, round_within (self->handle_x + dx * step_x, step_x),
                 round_within (self->handle_y + dy * step_y, step_y));
  return GDK_EVENT_STOP;
}

static void
add_drags (GradientsPlotArea *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pan = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (pan), GDK_BUTTON_MIDDLE);
  g_signal_connect_swapped (pan, "drag-begin", G_CALLBACK (pan_begin_cb), self);
  g_signal_connect_swapped (pan, "drag-update", G_CALLBACK (pan_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pan));

  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
}

static void
add_pointer_and_keys (GradientsPlotArea *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
gradients_plot_area_add_controllers (GradientsPlotArea *self)
{
  add_drags (self);
  add_pointer_and_keys (self);
}

void
gradients_plot_area_zoom (GradientsPlotArea *self,
                          double             factor)
{
  PlotRect rect;

  g_return_if_fail (GRADIENTS_IS_PLOT_AREA (self));

  if (self->figure == NULL)
    return;
  rect = gradients_plot_area_get_plot_rect (self);
  zoom_at (self, factor, rect.x + rect.width / 2, rect.y + rect.height / 2);
}
