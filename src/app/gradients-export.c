/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Pictures, tables and programs on their way out: the file dialog, the writing, and the toast that tells of it. */

#include "app/gradients-export.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define PIXELS_PER_PIXEL 2 /* of a PNG for each of the screen's, so that it prints well */

static const struct
{
  const char *format;
  const char *title;
} formats[] = {
  { "png", N_ ("Picture of pixels (PNG)") },
  { "svg", N_ ("Drawing for the web (SVG)") },
  { "pdf", N_ ("Drawing for print (PDF)") },
};

/* A picture that was asked for, until the dialog has been answered. */
typedef struct
{
  GtkWidget       *from;
  GradientsPicture picture;
} PictureWish;

typedef struct
{
  GtkWidget *from;
  char      *contents;
} StepsWish;

static void
picture_wish_free (gpointer  data,
                   GClosure *closure)
{
  PictureWish *wish = data;

  g_object_unref (wish->from);
  wish->picture.free (wish->picture.drawable);
  g_free (wish);
}

static void
steps_wish_free (gpointer  data,
                 GClosure *closure)
{
  StepsWish *wish = data;

  g_object_unref (wish->from);
  g_free (wish->contents);
  g_free (wish);
}

/* Titles of toasts are markup. */
static AdwToast *
make_toast (const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  return adw_toast_new (markup);
}

static void
show_toast (GtkWidget *from,
            AdwToast  *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (toast);
}

static void
tell_saved (GtkWidget *from,
            GFile     *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *text = g_strdup_printf (_ ("Saved “%s”"), name);
  g_autofree char *uri = g_file_get_uri (file);
  AdwToast        *toast = make_toast (text);

  adw_toast_set_button_label (toast, _ ("Open Location"));
  adw_toast_set_action_name (toast, "app.open-location");
  adw_toast_set_action_target (toast, "s", uri);
  show_toast (from, toast);
}

static void
tell_trouble (GtkWidget    *from,
              const GError *error)
{
  show_toast (from, make_toast (error->message));
}

GFile *
gradients_export_name_picture (GFile      *chosen,
                               const char *format)
{
  g_autofree char *name = g_file_get_basename (chosen);
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_autofree char *full = NULL;
  g_autoptr (GFile) folder = g_file_get_parent (chosen);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *ending = g_strconcat (".", formats[i].format, NULL);

      if (g_str_has_suffix (lower, ending))
        return g_object_ref (chosen);
    }
  full = g_strconcat (name, ".", format, NULL);
  return g_file_get_child (folder, full);
}

static const char *
get_format (GtkFileChooser *chooser)
{
  GtkFileFilter *filter = gtk_file_chooser_get_filter (chooser);

  for (guint i = 0; filter != NULL && i < G_N_ELEMENTS (formats); i++)
    if (g_strcmp0 (gtk_file_filter_get_name (filter), _ (formats[i].title)) == 0)
      return formats[i].format;
  return formats[0].format;
}

static void
picture_answered_cb (GtkNativeDialog *dialog,
                     int              response,
                     gpointer         data)
{
  PictureWish *wish = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) chosen = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      chosen = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      file = gradients_export_name_picture (chosen, get_format (GTK_FILE_CHOOSER (dialog)));
      path = g_file_get_path (file);
      if (path == NULL)
        g_set_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _ ("Pictures can only be saved on this computer"));
      else
        wish->picture.export(wish->picture.drawable, path, wish->picture.width, wish->picture.height, PIXELS_PER_PIXEL,
                             wish->picture.theme, &error);
      if (error == NULL)
        tell_saved (wish->from, file);
      else
        tell_trouble (wish->from, error);
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
steps_answered_cb (GtkNativeDialog *dialog,
                   int              response,
                   gpointer         data)
{
  StepsWish *wish = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      if (g_file_replace_contents (file, wish->contents, strlen (wish->contents), NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, &error))
        tell_saved (wish->from, file);
      else
        tell_trouble (wish->from, error);
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

/* Where a person keeps such files; nothing where there is no such place. */
static void
suggest_folder (GtkFileChooser *chooser,
                GUserDirectory  directory)
{
  const char *path = g_get_user_special_dir (directory);
  g_autoptr (GFile) folder = path != NULL ? g_file_new_for_path (path) : NULL;

  if (folder != NULL && g_file_query_exists (folder, NULL))
    gtk_file_chooser_set_current_folder (chooser, folder, NULL);
}

static GtkFileChooserNative *
make_dialog (GtkWidget  *from,
             const char *title,
             const char *stem,
             const char *ending)
{
  g_autofree char      *name = g_strconcat (stem, ".", ending, NULL);
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (title, GTK_WINDOW (gtk_widget_get_root (from)), GTK_FILE_CHOOSER_ACTION_SAVE,
                                        _ ("_Save"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  return dialog;
}

static void
add_filter (GtkFileChooserNative *dialog,
            const char           *title,
            const char           *suffix)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, title);
  gtk_file_filter_add_suffix (filter, suffix);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
}

void
gradients_export_tell (GtkWidget  *from,
                       const char *sentence)
{
  show_toast (from, make_toast (sentence));
}

void
gradients_export_picture (GtkWidget              *from,
                          const char             *stem,
                          const GradientsPicture *picture)
{
  GtkFileChooserNative *dialog;
  PictureWish          *wish;

  if (picture->drawable == NULL)
    {
      gradients_export_tell (from, picture->problem);
      return;
    }
  dialog = make_dialog (from, _ ("Export Picture"), stem, formats[0].format);
  suggest_folder (GTK_FILE_CHOOSER (dialog), G_USER_DIRECTORY_PICTURES);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    add_filter (dialog, _ (formats[i].title), formats[i].format);
  wish = g_new0 (PictureWish, 1);
  wish->from = g_object_ref (from);
  wish->picture = *picture;
  g_signal_connect_data (dialog, "response", G_CALLBACK (picture_answered_cb), wish, picture_wish_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
gradients_export_steps (GtkWidget  *from,
                        const char *stem,
                        char       *contents)
{
  GtkFileChooserNative *dialog = make_dialog (from, _ ("Export Steps"), stem, "csv");
  StepsWish            *wish = g_new0 (StepsWish, 1);

  suggest_folder (GTK_FILE_CHOOSER (dialog), G_USER_DIRECTORY_DOCUMENTS);
  add_filter (dialog, _ ("Table (CSV)"), "csv");
  wish->from = g_object_ref (from);
  wish->contents = contents;
  g_signal_connect_data (dialog, "response", G_CALLBACK (steps_answered_cb), wish, steps_wish_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
gradients_export_code (GtkWidget *from,
                       char      *code)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (from), code);
  show_toast (from, make_toast (_ ("Copied as a PyTorch program")));
  g_free (code);
}
