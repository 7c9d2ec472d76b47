/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* The account under a plot. The name of a label is its text for screen readers, so what the label is for stands in
 * its description: "Status" and "Diagnosis". The window tests look for just these. */

#include "app/gradients-step-card.h"

#include <glib/gi18n-lib.h>

#include "app/gradients-formulas.h"
#include "app/gradients-template.h"

struct _GradientsStepCard
{
  GtkWidget parent_instance;

  gboolean busy;
  guint    busy_id; /* source that shows the spinner */
  gboolean compact;
  guint    compact_lines; /* of a sentence, at most */

  int         least_width;
  int         width;      /* that it has */
  int         rule_width; /* that its widest formula needs */
  int         rule_room;  /* that it was broken for */
  GHashTable *heights;    /* width → Height */
  guint       n_texts;    /* that were set so far */
  guint       resize_id;  /* source that asks for another height */

  GtkLabel  *rule;
  GtkLabel  *status;
  GtkLabel  *diagnosis;
  GtkWidget *icon;
  GtkWidget *spinner;
};

/* The greatest height that was needed at a width so far, and the texts that asked for it last. */
typedef struct
{
  int   height;
  guint text;
} Height;

#define SPACING 6      /* between the texts */
#define SIGN_GAP 8     /* between the sign and the diagnosis */
#define BUSY_DELAY 250 /* ms that work may take before it is worth a spinner */

enum
{
  PROP_COMPACT = 1,
  PROP_COMPACT_LINES,
  PROP_BUSY,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

typedef struct
{
  const char *icon;
  const char *css_class;
} Tone;

static const Tone tones[] = {
  [GRADIENTS_TONE_NEUTRAL] = { "dialog-information-symbolic", "dim-label" },
  [GRADIENTS_TONE_GOOD] = { "object-select-symbolic", "success" },
  [GRADIENTS_TONE_CAREFUL] = { "dialog-warning-symbolic", "warning" },
  [GRADIENTS_TONE_BAD] = { "dialog-error-symbolic", "error" },
};

G_DEFINE_FINAL_TYPE (GradientsStepCard, gradients_step_card, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
gradients_step_card_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
get_minimum (gpointer       widget,
             GtkOrientation orientation,
             int            for_size)
{
  int minimum;

  gtk_widget_measure (widget, orientation, for_size, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* What stands before the diagnosis, with the gap between them. */
static GtkWidget *
get_sign (GradientsStepCard *self,
          int               *indent)
{
  GtkWidget *sign = gtk_widget_get_visible (self->spinner) ? self->spinner : self->icon;

  *indent = get_minimum (sign, GTK_ORIENTATION_HORIZONTAL, -1) + SIGN_GAP;
  return sign;
}

/* The least width follows from the font alone, since all texts wrap; else the window would grow with a number. */
static int
get_least_width (GradientsStepCard *self)
{
  int indent;

  get_sign (self, &indent);
  if (self->least_width == 0)
    self->least_width = MAX (get_minimum (self->status, GTK_ORIENTATION_HORIZONTAL, -1),
                             indent + get_minimum (self->diagnosis, GTK_ORIENTATION_HORIZONTAL, -1));
  return self->least_width;
}

/* Its formulas are whole where they fit. Until they are broken for a new width, the rule may need more than it has. */
static void
fit_rule (GradientsStepCard *self)
{
  self->rule_room = self->width > 0 ? self->width : G_MAXINT;
  self->rule_width = gradients_formulas_fit (self->rule, self->rule_room);
}

static int
get_rule_width (GradientsStepCard *self,
                int                width)
{
  return MAX (width, get_minimum (self->rule, GTK_ORIENTATION_HORIZONTAL, -1));
}

/* The heights of the three texts within a width. */
static void
get_heights (GradientsStepCard *self,
             int                width,
             int               *rule,
             int               *status,
             int               *diagnosis)
{
  int        indent;
  GtkWidget *sign = get_sign (self, &indent);

  *rule = get_minimum (self->rule, GTK_ORIENTATION_VERTICAL, width < 0 ? -1 : get_rule_width (self, width));
  *status = get_minimum (self->status, GTK_ORIENTATION_VERTICAL, width);
  *diagnosis = MAX (get_minimum (self->diagnosis, GTK_ORIENTATION_VERTICAL, width < 0 ? -1 : MAX (0, width - indent)),
                    get_minimum (sign, GTK_ORIENTATION_VERTICAL, -1));
}

/* The entry of a width, laid out if that was never done, or else at the width that the card has, if the texts are new. */
static Height *
know_height (GradientsStepCard *self,
             int                width)
{
  gpointer key = GINT_TO_POINTER (width < 0 ? G_MAXINT : width);
  Height  *known = g_hash_table_lookup (self->heights, key);
  int      rule, status, diagnosis;

  if (known != NULL && (known->text == self->n_texts || width != self->width))
    return known;
  get_heights (self, width, &rule, &status, &diagnosis);
  if (known == NULL)
    {
      known = g_new0 (Height, 1);
      g_hash_table_insert (self->heights, key, known);
    }
  known->height = MAX (known->height, rule + status + diagnosis + 2 * SPACING);
  known->text = self->n_texts;
  return known;
}

/* The height never shrinks at a given width: a sentence that is a line shorter than the one before must not make the
 * plot above larger, or it would jump while the run plays.
 *
 * At every new sentence GTK asks for a dozen widths, to find the least size of the window, and each answer means laying
 * out all the text: most of the time of a frame while a rate is dragged. So a width that the card does not have gets
 * the answer that it got once, unless a wider one needs more: GTK relies upon that what is narrower is no lower. */
static int
get_height (GradientsStepCard *self,
            int                width)
{
  int            height = know_height (self, width)->height;
  GHashTableIter iter;
  gpointer       other, known;

  if (width >= 0 && width < self->width)
    know_height (self, self->width);
  g_hash_table_iter_init (&iter, self->heights);
  while (width >= 0 && g_hash_table_iter_next (&iter, &other, &known))
    if (GPOINTER_TO_INT (other) > width)
      height = MAX (height, ((Height *) known)->height);
  return height;
}

static void
gradients_step_card_measure (GtkWidget     *widget,
                             GtkOrientation orientation,
                             int            for_size,
                             int           *minimum,
                             int           *natural,
                             int           *minimum_baseline,
                             int           *natural_baseline)
{
  GradientsStepCard *self = GRADIENTS_STEP_CARD (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? get_least_width (self) : get_height (self, for_size);
}

static gboolean
resize_cb (gpointer data)
{
  GradientsStepCard *self = GRADIENTS_STEP_CARD (data);

  self->resize_id = 0;
  self->n_texts++; /* in other lines it is another text */
  fit_rule (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* Nothing may ask for another size while sizes or styles are being given out. */
static void
resize_later (GradientsStepCard *self)
{
  if (self->resize_id == 0)
    self->resize_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, resize_cb, self, NULL);
}

static void
gradients_step_card_css_changed (GtkWidget         *widget,
                                 GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (gradients_step_card_parent_class)->css_changed (widget, change);
  gradients_step_card_forget_height (GRADIENTS_STEP_CARD (widget));
  resize_later (GRADIENTS_STEP_CARD (widget));
}

static void
allocate (gpointer widget,
          int      x,
          int      y,
          int      width,
          int      height)
{
  gtk_widget_allocate (widget, width, height, -1, gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) x, (float) y)));
}

static void
allocate_all (GradientsStepCard *self,
              int                width)
{
  gboolean   rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int        rule, status, diagnosis, indent;
  GtkWidget *sign = get_sign (self, &indent);
  int        below;

  get_heights (self, width, &rule, &status, &diagnosis);
  below = rule + SPACING + status + SPACING;
  allocate (self->rule, 0, 0, get_rule_width (self, width), rule);
  allocate (self->status, 0, rule + SPACING, width, status);
  allocate (sign, rtl ? width - indent + SIGN_GAP : 0, below, indent - SIGN_GAP, diagnosis);
  allocate (self->diagnosis, rtl ? 0 : indent, below, width - indent, diagnosis);
}

static void
gradients_step_card_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  GradientsStepCard *self = GRADIENTS_STEP_CARD (widget);
  Height            *known = g_hash_table_lookup (self->heights, GINT_TO_POINTER (width));

  if (width != self->width && known != NULL && known->text != self->n_texts)
    resize_later (self);
  if ((self->rule_width > width) != (self->rule_width > self->rule_room))
    resize_later (self);
  self->width = width;
  allocate_all (self, width);
}

static void
set_compact (GradientsStepCard *self,
             gboolean           compact,
             guint              lines)
{
  GtkLabel *sentences[] = { self->status, self->diagnosis };

  self->compact = compact;
  self->compact_lines = lines;
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      gtk_label_set_lines (sentences[i], compact ? (int) lines : -1);
      gtk_label_set_ellipsize (sentences[i], compact ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
    }
  gradients_step_card_forget_height (self);
}

static void
show_spinner (GradientsStepCard *self,
              gboolean           visible)
{
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), visible);
  gtk_widget_set_visible (self->spinner, visible);
  gtk_widget_set_visible (self->icon, !visible);
}

static gboolean
still_busy_cb (gpointer data)
{
  GradientsStepCard *self = GRADIENTS_STEP_CARD (data);

  self->busy_id = 0;
  show_spinner (self, TRUE);
  return G_SOURCE_REMOVE;
}

static void
set_busy (GradientsStepCard *self,
          gboolean           busy)
{
  self->busy = busy;
  if (!busy)
    {
      g_clear_handle_id (&self->busy_id, g_source_remove);
      show_spinner (self, FALSE);
    }
  else if (self->busy_id == 0)
    self->busy_id = g_timeout_add (BUSY_DELAY, still_busy_cb, self);
}

/* The tooltip tells what is cut off in the label. GTK makes it the description as well, which is taken already. */
static void
set_text (GradientsStepCard *self,
          GtkLabel          *label,
          const char        *text,
          const char        *purpose)
{
  self->n_texts++;
  gtk_label_set_label (label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, purpose, -1);
}

static void
gradients_step_card_get_property (GObject    *object,
                                  guint       id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_COMPACT:
      g_value_set_boolean (value, GRADIENTS_STEP_CARD (object)->compact);
      break;
    case PROP_COMPACT_LINES:
      g_value_set_uint (value, GRADIENTS_STEP_CARD (object)->compact_lines);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, GRADIENTS_STEP_CARD (object)->busy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_step_card_set_property (GObject      *object,
                                  guint         id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  GradientsStepCard *self = GRADIENTS_STEP_CARD (object);

  switch (id)
    {
    case PROP_COMPACT:
      set_compact (self, g_value_get_boolean (value), self->compact_lines);
      break;
    case PROP_COMPACT_LINES:
      set_compact (self, self->compact, g_value_get_uint (value));
      break;
    case PROP_BUSY:
      set_busy (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gradients_step_card_dispose (GObject *object)
{
  g_clear_handle_id (&GRADIENTS_STEP_CARD (object)->busy_id, g_source_remove);
  g_clear_handle_id (&GRADIENTS_STEP_CARD (object)->resize_id, g_source_remove);
  gradients_template_dispose (object, GRADIENTS_TYPE_STEP_CARD);
  G_OBJECT_CLASS (gradients_step_card_parent_class)->dispose (object);
}

static void
gradients_step_card_finalize (GObject *object)
{
  g_hash_table_unref (GRADIENTS_STEP_CARD (object)->heights);
  G_OBJECT_CLASS (gradients_step_card_parent_class)->finalize (object);
}

static void
gradients_step_card_class_init (GradientsStepCardClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gradients_step_card_dispose;
  object_class->finalize = gradients_step_card_finalize;
  object_class->get_property = gradients_step_card_get_property;
  object_class->set_property = gradients_step_card_set_property;
  widget_class->get_request_mode = gradients_step_card_get_request_mode;
  widget_class->css_changed = gradients_step_card_css_changed;
  widget_class->measure = gradients_step_card_measure;
  widget_class->size_allocate = gradients_step_card_size_allocate;
  props[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_COMPACT_LINES] = g_param_spec_uint ("compact-lines", NULL, NULL, 1, 100, 2, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/gradients/Gradients/ui/step-card.ui");
  gtk_widget_class_set_css_name (widget_class, "stepcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_bind_template_child (widget_class, GradientsStepCard, rule);
  gtk_widget_class_bind_template_child (widget_class, GradientsStepCard, status);
  gtk_widget_class_bind_template_child (widget_class, GradientsStepCard, diagnosis);
  gtk_widget_class_bind_template_child (widget_class, GradientsStepCard, icon);
  gtk_widget_class_bind_template_child (widget_class, GradientsStepCard, spinner);
}

static void
gradients_step_card_init (GradientsStepCard *self)
{
  self->heights = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->compact_lines = 2;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gradients_step_card_new (void)
{
  return g_object_new (GRADIENTS_TYPE_STEP_CARD, NULL);
}

void
gradients_step_card_forget_height (GradientsStepCard *self)
{
  g_return_if_fail (GRADIENTS_IS_STEP_CARD (self));

  self->least_width = 0;
  g_hash_table_remove_all (self->heights);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
gradients_step_card_set_rule (GradientsStepCard *self,
                              const char        *rule)
{
  g_return_if_fail (GRADIENTS_IS_STEP_CARD (self));

  set_text (self, self->rule, rule, _ ("Rule"));
  fit_rule (self);
}

void
gradients_step_card_set_status (GradientsStepCard *self,
                                const char        *status)
{
  g_return_if_fail (GRADIENTS_IS_STEP_CARD (self));

  set_text (self, self->status, status, _ ("Status"));
}

void
gradients_step_card_set_diagnosis (GradientsStepCard *self,
                                   const char        *diagnosis,
                                   GradientsTone      tone)
{
  g_return_if_fail (GRADIENTS_IS_STEP_CARD (self));
  g_return_if_fail (tone < G_N_ELEMENTS (tones));

  set_text (self, self->diagnosis, diagnosis, _ ("Diagnosis"));
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), tones[tone].icon);
  for (guint i = 0; i < G_N_ELEMENTS (tones); i++)
    gtk_widget_remove_css_class (self->icon, tones[i].css_class);
  gtk_widget_add_css_class (self->icon, tones[tone].css_class);
}

GradientsTone
gradients_tone_from_verdict (DescentVerdict verdict)
{
  switch (verdict)
    {
    case DESCENT_CONVERGED:
    case DESCENT_CONVERGING:
    case DESCENT_OSCILLATING:
      return GRADIENTS_TONE_GOOD;
    case DESCENT_DIVERGING:
    case DESCENT_OVERFLOWED:
      return GRADIENTS_TONE_BAD;
    case DESCENT_CRAWLING:
    case DESCENT_BOUNCING:
    case DESCENT_WANDERING:
    case DESCENT_FLAT:
      return GRADIENTS_TONE_CAREFUL;
    default:
      return GRADIENTS_TONE_NEUTRAL;
    }
}
