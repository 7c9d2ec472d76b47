/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The frame around the pages. What a key or menu item means is the page's matter: every action "win.NAME" of the
 * table below is passed on as "page.NAME" to the page in sight. */

#include "app/gradients-window.h"

#include <glib/gi18n-lib.h>

#include "app/gradients-descent-page.h"
#include "app/gradients-fit-page.h"
#include "app/gradients-fit.h"
#include "app/gradients-help-window.h"
#include "app/gradients-lab-page.h"

struct _GradientsWindow
{
  AdwApplicationWindow parent_instance;

  GradientsPreferences *preferences;

  GtkMenuButton *menu_button;
  AdwViewStack  *stack;
  AdwBin        *curve;
  AdwBin        *surface;
  AdwBin        *line_fit;
  AdwBin        *lab;
};

enum
{
  PROP_PREFERENCES = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GradientsWindow, gradients_window, ADW_TYPE_APPLICATION_WINDOW)

/* Keys without Ctrl or Alt wait until the focused widget had its say, so that entries keep theirs; the others are
 * accelerators of the application. */
static const struct
{
  const char *action;
  const char *keys; /* NULL for a menu item alone */
} page_actions[] = {
  { "win.play", "space" },
  { "win.step-forward", "Right" },
  { "win.step-back", "Left" },
  { "win.ten-forward", "<Shift>Right" },
  { "win.ten-back", "<Shift>Left" },
  { "win.first", "Home" },
  { "win.last", "End" },
  { "win.reset", "r" },
  { "win.zoom-in", "plus|KP_Add" },
  { "win.zoom-out", "minus|KP_Subtract" },
  { "win.zoom-reset", "0|KP_0" },
  { "win.rate-down", "bracketleft" },
  { "win.rate-up", "bracketright" },
  { "win.export-picture", NULL },
  { "win.export-steps", NULL },
  { "win.copy-code", NULL },
};

static void
pass_to_page_cb (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  GradientsPage   *page = gradients_window_get_page (GRADIENTS_WINDOW (widget));
  g_autofree char *name = g_strconcat ("page", strchr (action, '.'), NULL);

  if (page != NULL)
    gtk_widget_activate_action (GTK_WIDGET (page), name, NULL);
}

static void
help_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  gtk_window_present (GTK_WINDOW (gradients_help_window_new (GTK_WINDOW (widget))));
}

static void
show_page_cb (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  adw_view_stack_set_visible_child_name (GRADIENTS_WINDOW (widget)->stack, g_variant_get_string (parameter, NULL));
}

/* ---- pages ---- */

static void
show_colormap (GradientsWindow *self,
               GtkWidget       *page)
{
  g_autofree char    *name = NULL;
  const PlotColormap *colormap;

  g_object_get (self->preferences, "colormap", &name, NULL);
  colormap = plot_colormap_lookup (name);
  if (page != NULL && colormap != NULL)
    gradients_page_set_colormap (GRADIENTS_PAGE (page), colormap);
}

static void
colormap_changed_cb (GradientsWindow *self)
{
  show_colormap (self, adw_bin_get_child (self->curve));
  show_colormap (self, adw_bin_get_child (self->surface));
  show_colormap (self, adw_bin_get_child (self->line_fit));
  show_colormap (self, adw_bin_get_child (self->lab));
}

static void
build_page (GradientsWindow *self,
            AdwBin          *bin)
{
  GtkWidget *page;

  if (adw_bin_get_child (bin) != NULL)
    return;
  if (bin == self->line_fit)
    page = gradients_fit_page_new ();
  else if (bin == self->lab)
    page = gradients_lab_page_new ();
  else
    page = gradients_descent_page_new (bin == self->curve ? 1 : 2);
  adw_bin_set_child (bin, page);
  show_colormap (self, page);
}

/* A page out of sight is out of sight for screen readers too. Asked what lies at a point, GTK 4.18 answers with whatever
 * is realized there, hidden or not. */
static void
show_only (GradientsWindow *self,
           AdwBin          *shown)
{
  AdwBin *bins[] = { self->curve, self->surface, self->line_fit, self->lab };

  for (guint i = 0; i < G_N_ELEMENTS (bins); i++)
    {
      GtkWidget *page = adw_bin_get_child (bins[i]);

      if (page == NULL)
        continue;
      gtk_widget_set_visible (page, bins[i] == shown);
      if (bins[i] != shown)
        gtk_widget_unrealize (GTK_WIDGET (bins[i]));
    }
}

/* After a click on a tab, or a key for the page, the keys should work the page in sight; a person who goes through the
 * tabs by keys stays there. */
static void
take_focus (GradientsWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean   on_tabs = focus != NULL && !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack));

  if (!on_tabs || !gtk_window_get_focus_visible (GTK_WINDOW (self)))
    gradients_page_focus (gradients_window_get_page (self));
}

static void
page_changed_cb (GradientsWindow *self)
{
  AdwBin *bin = ADW_BIN (adw_view_stack_get_visible_child (self->stack));

  if (bin == NULL || self->preferences == NULL)
    return;
  build_page (self, bin);
  take_focus (self);
  show_only (self, bin);
  g_object_set (self->preferences, "page", adw_view_stack_get_visible_child_name (self->stack), NULL);
}

/* GTK leaves the focus on the item of a submenu that is gone, and with it every key. */
static void
menu_closed_cb (GradientsWindow *self,
                GtkPopover      *menu)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (menu)))
    gradients_page_focus (gradients_window_get_page (self));
}

static void
show_first_page (GradientsWindow *self)
{
  g_autofree char *name = NULL;

  g_object_get (self->preferences, "page", &name, NULL);
  if (adw_view_stack_get_child_by_name (self->stack, name) != NULL)
    adw_view_stack_set_visible_child_name (self->stack, name);
  page_changed_cb (self);
}

/* ---- life ---- */

static void
restore_size (GradientsWindow *self)
{
  int      width, height;
  gboolean maximized;

  g_object_get (self->preferences, "window-width", &width, "window-height", &height, "window-maximized", &maximized, NULL);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (maximized)
    gtk_window_maximize (GTK_WINDOW (self));
  g_object_bind_property (self, "default-width", self->preferences, "window-width", G_BINDING_DEFAULT);
  g_object_bind_property (self, "default-height", self->preferences, "window-height", G_BINDING_DEFAULT);
  g_object_bind_property (self, "maximized", self->preferences, "window-maximized", G_BINDING_DEFAULT);
}

static void
add_keys (GradientsWindow *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (page_actions); i++)
    if (page_actions[i].keys != NULL)
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                            gtk_shortcut_new (gtk_shortcut_trigger_parse_string (page_actions[i].keys),
                                                              gtk_named_action_new (page_actions[i].action)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
gradients_window_constructed (GObject *object)
{
  GradientsWindow *self = GRADIENTS_WINDOW (object);

  G_OBJECT_CLASS (gradients_window_parent_class)->constructed (object);
  restore_size (self);
  show_first_page (self);
  g_signal_connect_object (gtk_menu_button_get_popover (self->menu_button), "closed", G_CALLBACK (menu_closed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->preferences, "notify::colormap", G_CALLBACK (colormap_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
gradients_window_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  GradientsWindow *self = GRADIENTS_WINDOW (object);

  switch (id)
    {
    case PROP_PREFERENCES:
      self->preferences = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_window_dispose (GObject *object)
{
  GradientsWindow *self = GRADIENTS_WINDOW (object);

  g_clear_object (&self->preferences);
  gtk_widget_dispose_template (GTK_WIDGET (self), GRADIENTS_TYPE_WINDOW);
  G_OBJECT_CLASS (gradients_window_parent_class)->dispose (object);
}

static void
gradients_window_class_init (GradientsWindowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = gradients_window_constructed;
  object_class->dispose = gradients_window_dispose;
  object_class->set_property = gradients_window_set_property;

  props[PROP_PREFERENCES] = g_param_spec_object ("preferences", NULL, NULL, GRADIENTS_TYPE_PREFERENCES,
                                                 G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (GRADIENTS_TYPE_FIT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gradients/Gradients/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, GradientsWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, GradientsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, GradientsWindow, curve);
  gtk_widget_class_bind_template_child (widget_class, GradientsWindow, surface);
  gtk_widget_class_bind_template_child (widget_class, GradientsWindow, line_fit);
  gtk_widget_class_bind_template_child (widget_class, GradientsWindow, lab);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);

  for (guint i = 0; i < G_N_ELEMENTS (page_actions); i++)
    gtk_widget_class_install_action (widget_class, page_actions[i].action, NULL, pass_to_page_cb);
  gtk_widget_class_install_action (widget_class, "win.help", NULL, help_cb);
  gtk_widget_class_install_action (widget_class, "win.page", "s", show_page_cb);
}

static void
gradients_window_init (GradientsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_keys (self);
}

GtkWidget *
gradients_window_new (GtkApplication       *application,
                      GradientsPreferences *preferences)
{
  return g_object_new (GRADIENTS_TYPE_WINDOW, "application", application, "preferences", preferences, NULL);
}

GradientsPage *
gradients_window_get_page (GradientsWindow *self)
{
  GtkWidget *bin;

  g_return_val_if_fail (GRADIENTS_IS_WINDOW (self), NULL);

  bin = adw_view_stack_get_visible_child (self->stack);
  return bin != NULL ? GRADIENTS_PAGE (adw_bin_get_child (ADW_BIN (bin))) : NULL;
}
