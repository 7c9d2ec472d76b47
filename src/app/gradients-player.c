/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Playing is moving a cursor over what has been computed. This object is the cursor; it knows neither widgets nor
 * what a step is, and whoever shows it tells it how much time went by. */

#include "app/gradients-player.h"

#include <math.h>

#define STEPS_PER_SECOND 4.0
#define LONGEST_SECONDS 10.0

struct _GradientsPlayer
{
  GObject parent_instance;

  guint    n_steps;
  double   cursor;
  gboolean playing;
  double   speed;
};

enum
{
  PROP_N_STEPS = 1,
  PROP_CURSOR,
  PROP_STEP,
  PROP_PLAYING,
  PROP_SPEED,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GradientsPlayer, gradients_player, G_TYPE_OBJECT)

static void
notify (GradientsPlayer *self,
        guint            id)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[id]);
}

static void
gradients_player_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  GradientsPlayer *self = GRADIENTS_PLAYER (object);

  switch (id)
    {
    case PROP_N_STEPS:
      g_value_set_uint (value, self->n_steps);
      break;
    case PROP_CURSOR:
      g_value_set_double (value, self->cursor);
      break;
    case PROP_STEP:
      g_value_set_uint (value, gradients_player_get_step (self));
      break;
    case PROP_PLAYING:
      g_value_set_boolean (value, self->playing);
      break;
    case PROP_SPEED:
      g_value_set_double (value, self->speed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_player_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  GradientsPlayer *self = GRADIENTS_PLAYER (object);

  switch (id)
    {
    case PROP_N_STEPS:
      gradients_player_set_n_steps (self, g_value_get_uint (value));
      break;
    case PROP_CURSOR:
      gradients_player_set_cursor (self, g_value_get_double (value));
      break;
    case PROP_PLAYING:
      gradients_player_set_playing (self, g_value_get_boolean (value));
      break;
    case PROP_SPEED:
      gradients_player_set_speed (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_player_class_init (GradientsPlayerClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gradients_player_get_property;
  object_class->set_property = gradients_player_set_property;

  props[PROP_N_STEPS] = g_param_spec_uint ("n-steps", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_CURSOR] = g_param_spec_double ("cursor", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_STEP] = g_param_spec_uint ("step", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, flags);
  props[PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, 0.01, 1000, 1, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gradients_player_init (GradientsPlayer *self)
{
  self->speed = 1;
}

GradientsPlayer *
gradients_player_new (void)
{
  return g_object_new (GRADIENTS_TYPE_PLAYER, NULL);
}

void
gradients_player_set_n_steps (GradientsPlayer *self,
                              guint            n_steps)
{
  gboolean at_end;

  g_return_if_fail (GRADIENTS_IS_PLAYER (self));

  if (self->n_steps == n_steps)
    return;
  at_end = self->cursor >= self->n_steps && !self->playing;
  self->n_steps = n_steps;
  notify (self, PROP_N_STEPS);
  gradients_player_set_cursor (self, at_end ? n_steps : self->cursor);
}

guint
gradients_player_get_n_steps (GradientsPlayer *self)
{
  return self->n_steps;
}

void
gradients_player_set_cursor (GradientsPlayer *self,
                             double           cursor)
{
  guint before;

  g_return_if_fail (GRADIENTS_IS_PLAYER (self));

  cursor = CLAMP (cursor, 0, self->n_steps);
  if (cursor == self->cursor)
    return;
  before = gradients_player_get_step (self);
  self->cursor = cursor;
  notify (self, PROP_CURSOR);
  if (gradients_player_get_step (self) != before)
    notify (self, PROP_STEP);
}

double
gradients_player_get_cursor (GradientsPlayer *self)
{
  return self->cursor;
}

guint
gradients_player_get_step (GradientsPlayer *self)
{
  return (guint) self->cursor;
}

void
gradients_player_set_playing (GradientsPlayer *self,
                              gboolean         playing)
{
  g_return_if_fail (GRADIENTS_IS_PLAYER (self));

  playing = playing && self->n_steps > 0;
  if (self->playing == playing)
    return;
  self->playing = playing;
  if (!playing)
    gradients_player_set_cursor (self, round (self->cursor));
  else if (self->cursor >= self->n_steps)
    gradients_player_set_cursor (self, 0);
  notify (self, PROP_PLAYING);
}

gboolean
gradients_player_get_playing (GradientsPlayer *self)
{
  return self->playing;
}

void
gradients_player_set_speed (GradientsPlayer *self,
                            double           speed)
{
  g_return_if_fail (GRADIENTS_IS_PLAYER (self));
  g_return_if_fail (speed > 0);

  if (self->speed == speed)
    return;
  self->speed = speed;
  notify (self, PROP_SPEED);
}

double
gradients_player_get_speed (GradientsPlayer *self)
{
  return self->speed;
}

void
gradients_player_go (GradientsPlayer *self,
                     guint            step)
{
  gradients_player_set_playing (self, FALSE);
  gradients_player_set_cursor (self, step);
}

void
gradients_player_move (GradientsPlayer *self,
                       int              by)
{
  /* Between two steps, one step back is to the one before, one forward to the one after. */
  double whole = by > 0 ? floor (self->cursor) : ceil (self->cursor);

  gradients_player_set_playing (self, FALSE);
  gradients_player_set_cursor (self, whole + by);
}

void
gradients_player_advance (GradientsPlayer *self,
                          double           seconds)
{
  double rate;

  g_return_if_fail (GRADIENTS_IS_PLAYER (self));

  if (!self->playing)
    return;
  rate = self->speed * MAX (STEPS_PER_SECOND, self->n_steps / LONGEST_SECONDS);
  gradients_player_set_cursor (self, self->cursor + seconds * rate);
  if (self->cursor >= self->n_steps)
    gradients_player_set_playing (self, FALSE);
}
