/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Pointer and keys over a graph: they only look at it. */

#include "app/gradients-graph-area-private.h"

#include <math.h>

#define WHEEL_STEP 1.2
#define ARROW_STEP 40.0 /* pixels */

static void
move_by (GradientsGraphArea *self,
         double              dx,
         double              dy)
{
  self->look = BY_HAND;
  self->view.x += dx;
  self->view.y += dy;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_begin_cb (GradientsGraphArea *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->pan_x = self->pan_y = 0;
}

static void
drag_update_cb (GradientsGraphArea *self,
                double              dx,
                double              dy)
{
  if (self->graph == NULL || hypot (dx, dy) < 1)
    return;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
  move_by (self, dx - self->pan_x, dy - self->pan_y);
  self->pan_x = dx;
  self->pan_y = dy;
}

static void
drag_end_cb (GradientsGraphArea *self)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grab");
}

static gboolean
scroll_cb (GradientsGraphArea *self,
           double              dx,
           double              dy)
{
  if (gradients_graph_area_get_dag (self) == NULL)
    return FALSE;
  gradients_graph_area_zoom_about (self, pow (WHEEL_STEP, -dy), self->pointer_x, self->pointer_y);
  return TRUE;
}

static void
tell_hovered (GradientsGraphArea *self,
              guint               line)
{
  if (line == self->hovered_line)
    return;
  self->hovered_line = line;
  g_signal_emit (self, gradients_graph_area_line_hovered, 0, line);
}

static void
motion_cb (GradientsGraphArea *self,
           double              x,
           double              y)
{
  PlotDag *dag = gradients_graph_area_get_dag (self);
  int      node = dag != NULL ? plot_dag_hit (dag, &self->view, gradients_graph_area_get_theme (self), x, y) : -1;

  self->pointer_x = x;
  self->pointer_y = y;
  tell_hovered (self, node >= 0 ? g_array_index (self->graph->nodes, SceneGraphNode, node).line : 0);
}

static void
leave_cb (GradientsGraphArea *self)
{
  tell_hovered (self, 0);
}

/* Arrows look in their direction, so what is seen goes the other way. */
static gboolean
key_pressed_cb (GradientsGraphArea *self,
                guint               key,
                guint               code,
                GdkModifierType     modifiers)
{
  static const struct
  {
    guint  key;
    double dx, dy;
  } arrows[] = {
    { GDK_KEY_Left, ARROW_STEP, 0 },
    { GDK_KEY_Right, -ARROW_STEP, 0 },
    { GDK_KEY_Up, 0, ARROW_STEP },
    { GDK_KEY_Down, 0, -ARROW_STEP },
  };

  if (gradients_graph_area_get_dag (self) == NULL || (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    if (key == arrows[i].key)
      {
        move_by (self, arrows[i].dx, arrows[i].dy);
        return TRUE;
      }
  return FALSE;
}

static void
add_controller (GradientsGraphArea *self,
                gpointer            controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

void
gradients_graph_area_add_controllers (GradientsGraphArea *self)
{
  GtkGesture         *drag = gtk_gesture_drag_new ();
  GtkEventController *wheel = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (wheel, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  add_controller (self, drag);
  add_controller (self, wheel);
  add_controller (self, motion);
  add_controller (self, keys);
}
