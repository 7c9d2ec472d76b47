/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What belongs to the program and not to a window: the command line, the theme, about, and the keys with Ctrl. */

#include "app/gradients-application.h"

#include <glib/gi18n-lib.h>
#include <gtksourceview/gtksource.h>

#include "app/gradients-preferences.h"
#include "app/gradients-window.h"

struct _GradientsApplication
{
  AdwApplication parent_instance;

  GradientsPreferences *preferences;
};

G_DEFINE_FINAL_TYPE (GradientsApplication, gradients_application, ADW_TYPE_APPLICATION)

static const struct
{
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "app.quit", { "<Control>q" } },
  { "window.close", { "<Control>w" } },
  { "win.help", { "F1" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "win.export-picture", { "<Control>e" } },
  { "win.export-steps", { "<Control><Shift>e" } },
  { "win.copy-code", { "<Control><Shift>c" } },
  { "win.page::curve", { "<Alt>1" } },
  { "win.page::surface", { "<Alt>2" } },
  { "win.page::fit", { "<Alt>3" } },
  { "win.page::lab", { "<Alt>4" } },
};

static char *
list_versions (void)
{
  return g_strdup_printf ("gradients %s\nGTK %u.%u.%u\nlibadwaita %u.%u.%u\nGtkSourceView %u.%u.%u\nGLib %u.%u.%u\nCairo %s\nPango %s\n", GRADIENTS_VERSION,
                          gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version (),
                          adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version (),
                          gtk_source_get_major_version (), gtk_source_get_minor_version (), gtk_source_get_micro_version (),
                          glib_major_version, glib_minor_version, glib_micro_version,
                          cairo_version_string (), pango_version_string ());
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  GtkWindow       *window = gtk_application_get_active_window (GTK_APPLICATION (data));
  g_autofree char *versions = list_versions ();

  adw_show_about_window (window,
                         "application-name", _ ("Gradients"),
                         "application-icon", g_application_get_application_id (G_APPLICATION (data)),
                         "version", GRADIENTS_VERSION,
                         "developer-name", _ ("The Gradients developers"),
                         "license-type", GTK_LICENSE_MIT_X11,
                         "comments", _ ("Gradient descent and autograd, step by step. Every number comes from the program’s own engine, which means by each word what PyTorch means."),
                         /* Translators: your names, one in each line. */
                         "translator-credits", _ ("translator-credits"),
                         "debug-info", versions,
                         "debug-info-filename", "gradients.txt",
                         NULL);
}

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  g_application_quit (G_APPLICATION (data));
}

static void
launched_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    g_debug ("%s", error->message); /* no file manager: then there is nothing to open */
}

static void
open_location_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *uri = folder != NULL ? g_file_get_uri (folder) : NULL;

  if (uri != NULL)
    g_app_info_launch_default_for_uri_async (uri, NULL, NULL, launched_cb, NULL);
}

static void
theme_changed_cb (GradientsApplication *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  g_autofree char *theme = NULL;

  g_object_get (self->preferences, "theme", &theme, NULL);
  if (g_strcmp0 (theme, "light") == 0)
    adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
  else if (g_strcmp0 (theme, "dark") == 0)
    adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  else
    adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
}

static void
add_property_action (GradientsApplication *self,
                     const char           *name)
{
  g_autoptr (GPropertyAction) action = g_property_action_new (name, self->preferences, name);

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

static void
gradients_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { "about", about_cb, NULL, NULL, NULL, { 0 } },
    { "quit", quit_cb, NULL, NULL, NULL, { 0 } },
    { "open-location", open_location_cb, "s", NULL, NULL, { 0 } },
  };
  GradientsApplication *self = GRADIENTS_APPLICATION (application);

  G_APPLICATION_CLASS (gradients_application_parent_class)->startup (application);
  gtk_source_init ();

  self->preferences = gradients_preferences_new ();
  g_signal_connect_object (self->preferences, "notify::theme", G_CALLBACK (theme_changed_cb), self, G_CONNECT_SWAPPED);
  theme_changed_cb (self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  add_property_action (self, "theme");
  add_property_action (self, "colormap");
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action, accelerators[i].keys);
}

static void
gradients_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (gradients_window_new (GTK_APPLICATION (application), GRADIENTS_APPLICATION (application)->preferences));
  gtk_window_present (window);
}

static int
gradients_application_handle_local_options (GApplication *application,
                                            GVariantDict *options)
{
  g_autofree char *versions = NULL;

  if (!g_variant_dict_contains (options, "version"))
    return -1;
  versions = list_versions ();
  g_print ("%s", versions);
  return 0;
}

static void
gradients_application_dispose (GObject *object)
{
  g_clear_object (&GRADIENTS_APPLICATION (object)->preferences);
  G_OBJECT_CLASS (gradients_application_parent_class)->dispose (object);
}

static void
gradients_application_class_init (GradientsApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gradients_application_dispose;
  application_class->activate = gradients_application_activate;
  application_class->handle_local_options = gradients_application_handle_local_options;
  application_class->startup = gradients_application_startup;
}

static void
gradients_application_init (GradientsApplication *self)
{
  g_application_add_main_option (G_APPLICATION (self), "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE,
                                 _ ("Print the version of the program and of its libraries"), NULL);
  g_application_set_option_context_summary (G_APPLICATION (self), _ ("Gradient descent and autograd, step by step"));
}

GradientsApplication *
gradients_application_new (const char       *application_id,
                           GApplicationFlags flags)
{
  return g_object_new (GRADIENTS_TYPE_APPLICATION,
                       "application-id", application_id,
                       "flags", flags,
                       "resource-base-path", "/org/gradients/Gradients",
                       NULL);
}
