/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* What is remembered between two runs of the program. The rest of the app sees plain properties; whether a
 * GSettings schema stands behind them is known here alone. */

#include "app/gradients-preferences.h"

#define SCHEMA_ID "org.gradients.Gradients"

struct _GradientsPreferences
{
  GObject parent_instance;

  GSettings *settings; /* NULL where the schema is not installed */
  int        window_width;
  int        window_height;
  gboolean   window_maximized;
  char      *page;
  char      *theme;
  char      *colormap;
};

enum
{
  PROP_WINDOW_WIDTH = 1,
  PROP_WINDOW_HEIGHT,
  PROP_WINDOW_MAXIMIZED,
  PROP_PAGE,
  PROP_THEME,
  PROP_COLORMAP,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GradientsPreferences, gradients_preferences, G_TYPE_OBJECT)

static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, SCHEMA_ID, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static void
gradients_preferences_get_property (GObject    *object,
                                    guint       id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  GradientsPreferences *self = GRADIENTS_PREFERENCES (object);

  switch (id)
    {
    case PROP_WINDOW_WIDTH:
      g_value_set_int (value, self->window_width);
      break;
    case PROP_WINDOW_HEIGHT:
      g_value_set_int (value, self->window_height);
      break;
    case PROP_WINDOW_MAXIMIZED:
      g_value_set_boolean (value, self->window_maximized);
      break;
    case PROP_PAGE:
      g_value_set_string (value, self->page);
      break;
    case PROP_THEME:
      g_value_set_string (value, self->theme);
      break;
    case PROP_COLORMAP:
      g_value_set_string (value, self->colormap);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
take_string (char        **field,
             const GValue *value)
{
  g_free (*field);
  *field = g_value_dup_string (value);
}

static void
gradients_preferences_set_property (GObject      *object,
                                    guint         id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  GradientsPreferences *self = GRADIENTS_PREFERENCES (object);

  switch (id)
    {
    case PROP_WINDOW_WIDTH:
      self->window_width = g_value_get_int (value);
      break;
    case PROP_WINDOW_HEIGHT:
      self->window_height = g_value_get_int (value);
      break;
    case PROP_WINDOW_MAXIMIZED:
      self->window_maximized = g_value_get_boolean (value);
      break;
    case PROP_PAGE:
      take_string (&self->page, value);
      break;
    case PROP_THEME:
      take_string (&self->theme, value);
      break;
    case PROP_COLORMAP:
      take_string (&self->colormap, value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_preferences_constructed (GObject *object)
{
  GradientsPreferences *self = GRADIENTS_PREFERENCES (object);

  G_OBJECT_CLASS (gradients_preferences_parent_class)->constructed (object);
  self->settings = open_settings ();
  for (guint i = 1; self->settings != NULL && i < N_PROPS; i++)
    g_settings_bind (self->settings, props[i]->name, self, props[i]->name, G_SETTINGS_BIND_DEFAULT);
}

static void
gradients_preferences_finalize (GObject *object)
{
  GradientsPreferences *self = GRADIENTS_PREFERENCES (object);

  g_clear_object (&self->settings);
  g_free (self->page);
  g_free (self->theme);
  g_free (self->colormap);
  G_OBJECT_CLASS (gradients_preferences_parent_class)->finalize (object);
}

static void
gradients_preferences_class_init (GradientsPreferencesClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS;
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = gradients_preferences_constructed;
  object_class->finalize = gradients_preferences_finalize;
  object_class->get_property = gradients_preferences_get_property;
  object_class->set_property = gradients_preferences_set_property;

  /* The names and defaults are those of the schema. */
  props[PROP_WINDOW_WIDTH] = g_param_spec_int ("window-width", NULL, NULL, 360, 16384, 1180, flags);
  props[PROP_WINDOW_HEIGHT] = g_param_spec_int ("window-height", NULL, NULL, 400, 16384, 780, flags);
  props[PROP_WINDOW_MAXIMIZED] = g_param_spec_boolean ("window-maximized", NULL, NULL, FALSE, flags);
  props[PROP_PAGE] = g_param_spec_string ("page", NULL, NULL, "curve", flags);
  props[PROP_THEME] = g_param_spec_string ("theme", NULL, NULL, "system", flags);
  props[PROP_COLORMAP] = g_param_spec_string ("colormap", NULL, NULL, "viridis", flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gradients_preferences_init (GradientsPreferences *self)
{
}

GradientsPreferences *
gradients_preferences_new (void)
{
  return g_object_new (GRADIENTS_TYPE_PREFERENCES, NULL);
}
