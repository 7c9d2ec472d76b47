/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* A figure in the window. All drawing is the figure's own; here are the pointer, the keys and the screen reader,
 * and the numbers they lead to are round to about a pixel, because nobody means -47.38291. */

#include "app/gradients-plot-area.h"

#include <adwaita.h>
#include <math.h>

#include "app/gradients-plot-cache.h"

#define HANDLE_REACH 14.0 /* pixels from the handle that still take hold of it */
#define ZOOM_STEP 1.2
#define NUDGE_SHARE 0.01 /* of the range, by an arrow key */

struct _GradientsPlotArea
{
  GtkWidget parent_instance;

  PlotFigure         *figure;
  GradientsPlotCache *cache;
  gulong              dark_id;

  gboolean has_handle;
  double   handle_x, handle_y; /* in data */
  gboolean hovering;
  double   pointer_x, pointer_y;
  gboolean dragging;
  double   held_x, held_y; /* where what is held was when the pointer took it, in pixels */
  double   pan_x, pan_y;   /* how far the pan went, in pixels */
  double   pinch;          /* how far the pinch went, as a factor */
};

enum
{
  SIGNAL_PICKED,
  SIGNAL_DRAGGED,
  SIGNAL_POINTER_MOVED,
  SIGNAL_POINTER_LEFT,
  SIGNAL_ZOOMED,
  SIGNAL_PANNED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GradientsPlotArea, gradients_plot_area, GTK_TYPE_WIDGET)

static PlotRect
get_plot_rect (GradientsPlotArea *self)
{
  PlotRect rect = { 0, 0, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)) };

  return plot_figure_get_plot_rect (self->figure, &rect, gradients_plot_area_get_theme (self));
}

static gboolean
is_inside (GradientsPlotArea *self,
           double             view_x,
           double             view_y)
{
  PlotRect rect;

  if (self->figure == NULL)
    return FALSE;
  rect = get_plot_rect (self);
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
  PlotRect rect = get_plot_rect (self);
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
  g_signal_emit (self, signals[signal], 0, x, y);
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
    emit_at (self, SIGNAL_PICKED, x, y);
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
  emit_at (self, SIGNAL_DRAGGED, self->held_x + dx, self->held_y + dy);
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
  rect = get_plot_rect (self);
  plot_figure_from_view (self->figure, &rect, rect.x, rect.y, &from_x, &from_y);
  plot_figure_from_view (self->figure, &rect, rect.x + dx - self->pan_x, rect.y + dy - self->pan_y, &x, &y);
  self->pan_x = dx;
  self->pan_y = dy;
  g_signal_emit (self, signals[SIGNAL_PANNED], 0, from_x - x, from_y - y);
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
    emit_at (self, SIGNAL_POINTER_MOVED, x, y);
  else if (was_hovering)
    g_signal_emit (self, signals[SIGNAL_POINTER_LEFT], 0);
}

static void
leave_cb (GradientsPlotArea *self)
{
  if (self->hovering)
    g_signal_emit (self, signals[SIGNAL_POINTER_LEFT], 0);
  self->hovering = FALSE;
}

static void
zoom_at (GradientsPlotArea *self,
         double             factor,
         double             view_x,
         double             view_y)
{
  PlotRect rect = get_plot_rect (self);
  double   x, y;

  plot_figure_from_view (self->figure, &rect, view_x, view_y, &x, &y);
  g_signal_emit (self, signals[SIGNAL_ZOOMED], 0, factor, x, y);
}

static gboolean
scroll_cb (GradientsPlotArea *self,
           double             dx,
           double             dy)
{
  /* A plot that nobody zooms does not keep its page from scrolling. */
  if (!self->hovering || dy == 0 || !g_signal_has_handler_pending (self, signals[SIGNAL_ZOOMED], 0, FALSE))
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
  g_signal_emit (self, signals[SIGNAL_DRAGGED], 0, round_within (self->handle_x + dx * step_x, step_x),
                 round_within (self->handle_y + dy * step_y, step_y));
  return GDK_EVENT_STOP;
}

static void
dark_changed_cb (GradientsPlotArea *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
gradients_plot_area_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  GradientsPlotArea *self = GRADIENTS_PLOT_AREA (widget);

  if (self->figure != NULL)
    gradients_plot_cache_snapshot (self->cache, snapshot, self->figure, gradients_plot_area_get_theme (self),
                                   gtk_widget_get_width (widget), gtk_widget_get_height (widget),
                                   gtk_widget_get_scale_factor (widget));
}

static void
gradients_plot_area_dispose (GObject *object)
{
  GradientsPlotArea *self = GRADIENTS_PLOT_AREA (object);

  if (self->dark_id != 0)
    g_signal_handler_disconnect (adw_style_manager_get_default (), self->dark_id);
  self->dark_id = 0;
  g_clear_pointer (&self->figure, plot_figure_unref);
  G_OBJECT_CLASS (gradients_plot_area_parent_class)->dispose (object);
}

static void
gradients_plot_area_finalize (GObject *object)
{
  GradientsPlotArea *self = GRADIENTS_PLOT_AREA (object);

  gradients_plot_cache_free (self->cache);
  G_OBJECT_CLASS (gradients_plot_area_parent_class)->finalize (object);
}

static guint
add_signal (GradientsPlotAreaClass *klass,
            const char             *name,
            guint                   n_numbers)
{
  GType types[] = { G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_DOUBLE };

  return g_signal_newv (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, NULL, NULL, NULL, NULL, G_TYPE_NONE,
                        n_numbers, types);
}

static void
gradients_plot_area_class_init (GradientsPlotAreaClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gradients_plot_area_dispose;
  object_class->finalize = gradients_plot_area_finalize;
  widget_class->snapshot = gradients_plot_area_snapshot;

  signals[SIGNAL_PICKED] = add_signal (klass, "picked", 2);
  signals[SIGNAL_DRAGGED] = add_signal (klass, "dragged", 2);
  signals[SIGNAL_POINTER_MOVED] = add_signal (klass, "pointer-moved", 2);
  signals[SIGNAL_POINTER_LEFT] = add_signal (klass, "pointer-left", 0);
  signals[SIGNAL_ZOOMED] = add_signal (klass, "zoomed", 3);
  signals[SIGNAL_PANNED] = add_signal (klass, "panned", 2);

  gtk_widget_class_set_css_name (widget_class, "plotarea");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
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

static void
gradients_plot_area_init (GradientsPlotArea *self)
{
  self->cache = gradients_plot_cache_new ();
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  add_drags (self);
  add_pointer_and_keys (self);
  self->dark_id = g_signal_connect_swapped (adw_style_manager_get_default (), "notify::dark",
                                            G_CALLBACK (dark_changed_cb), self);
}

GtkWidget *
gradients_plot_area_new (void)
{
  return g_object_new (GRADIENTS_TYPE_PLOT_AREA, NULL);
}

void
gradients_plot_area_set_figure (GradientsPlotArea *self,
                                PlotFigure        *figure)
{
  g_return_if_fail (GRADIENTS_IS_PLOT_AREA (self));

  if (figure != NULL)
    plot_figure_ref (figure);
  g_clear_pointer (&self->figure, plot_figure_unref);
  self->figure = figure;
  gradients_plot_area_refresh (self);
}

PlotFigure *
gradients_plot_area_get_figure (GradientsPlotArea *self)
{
  g_return_val_if_fail (GRADIENTS_IS_PLOT_AREA (self), NULL);

  return self->figure;
}

void
gradients_plot_area_refresh (GradientsPlotArea *self)
{
  g_return_if_fail (GRADIENTS_IS_PLOT_AREA (self));

  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
gradients_plot_area_describe (GradientsPlotArea *self)
{
  g_autofree char *description = NULL;

  g_return_if_fail (GRADIENTS_IS_PLOT_AREA (self));

  if (self->figure == NULL)
    return;
  description = plot_figure_describe (self->figure);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

void
gradients_plot_area_set_handle (GradientsPlotArea *self,
                                double             x,
                                double             y)
{
  g_return_if_fail (GRADIENTS_IS_PLOT_AREA (self));

  self->handle_x = x;
  self->handle_y = y;
  self->has_handle = isfinite (x) && isfinite (y);
}

const PlotTheme *
gradients_plot_area_get_theme (GradientsPlotArea *self)
{
  return adw_style_manager_get_dark (adw_style_manager_get_default ()) ? plot_theme_dark () : plot_theme_light ();
}

void
gradients_plot_area_to_view (GradientsPlotArea *self,
                             double             x,
                             double             y,
                             double            *view_x,
                             double            *view_y)
{
  PlotRect rect;

  g_return_if_fail (GRADIENTS_IS_PLOT_AREA (self));
  g_return_if_fail (self->figure != NULL);

  rect = get_plot_rect (self);
  plot_figure_to_view (self->figure, &rect, x, y, view_x, view_y);
}

void
gradients_plot_area_zoom (GradientsPlotArea *self,
                          double             factor)
{
  PlotRect rect;

  g_return_if_fail (GRADIENTS_IS_PLOT_AREA (self));

  if (self->figure == NULL)
    return;
  rect = get_plot_rect (self);
  zoom_at (self, factor, rect.x + rect.width / 2, rect.y + rect.height / 2);
}
