/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Texts through Pango, unhinted and with figures of one width, so that a text measures the same at every scale and
 * on every surface: layout may be computed without a surface at hand. */

#include "plot/plot-text.h"
#include "plot/plot-theme-private.h"

#include <math.h>
#include <pango/pangocairo.h>

/* From one baseline to the next, per size of the font. */
#define LINE_HEIGHT 1.4

static double
get_size (const PlotTheme *theme,
          PlotTextStyle    style)
{
  switch (style)
    {
    case PLOT_TEXT_LABEL:
      return theme->sizes.label_text;
    case PLOT_TEXT_TITLE:
      return theme->sizes.title_text;
    case PLOT_TEXT_TICK:
    default:
      return theme->sizes.tick_text;
    }
}

static void
prepare_context (PangoContext *context)
{
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 96);
  pango_context_set_round_glyph_positions (context, FALSE);
  cairo_font_options_destroy (options);
}

static PangoLayout *
create_layout (PangoContext    *context,
               const PlotTheme *theme,
               PlotTextStyle    style,
               const char      *text)
{
  PangoLayout          *layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_new ();
  PangoAttrList        *attributes = pango_attr_list_new ();

  pango_font_description_set_family_static (font, theme->font);
  pango_font_description_set_absolute_size (font, get_size (theme, style) * PANGO_SCALE);
  if (style == PLOT_TEXT_TITLE)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  /* Lines stay as far apart when one of them borrows a sign from another font. */
  pango_attr_list_insert (attributes, pango_attr_line_height_new_absolute ((int) (get_size (theme, style) * LINE_HEIGHT * PANGO_SCALE)));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_text (layout, text, -1);
  pango_attr_list_unref (attributes);
  pango_font_description_free (font);
  return layout;
}

/* With a context of its own: that of a surface, or one that is good for measuring. */
static PangoLayout *
create_first_layout (cairo_t         *cr,
                     const PlotTheme *theme,
                     PlotTextStyle    style,
                     const char      *text)
{
  PangoContext *context = cr != NULL ? pango_cairo_create_context (cr)
                                     : pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoLayout  *layout;

  prepare_context (context);
  layout = create_layout (context, theme, style, text);
  g_object_unref (context);
  return layout;
}

/* The height of a figure in this style; digits have no parts below the baseline. */
static double
measure_figure (PangoLayout     *beside,
                const PlotTheme *theme,
                PlotTextStyle    style)
{
  g_autoptr (PangoLayout) layout = create_layout (pango_layout_get_context (beside), theme, style, "0");
  PangoRectangle ink;

  pango_layout_get_extents (layout, &ink, NULL);
  return (pango_layout_get_baseline (layout) - ink.y) / (double) PANGO_SCALE;
}

static PlotTextSize
measure_layout (PangoLayout *layout,
                double       figure)
{
  int            n_lines = pango_layout_get_line_count (layout);
  PangoRectangle logical;
  double         line;

  pango_layout_get_extents (layout, NULL, &logical);
  line = logical.height / (double) PANGO_SCALE / n_lines;
  return (PlotTextSize){ logical.width / (double) PANGO_SCALE, figure + (n_lines - 1) * line, line };
}

/* ---- sizes known ---- */

enum
{
  MAX_KNOWN = 4096,
};

/* A size that was measured before. To lay out a graph means to measure some thousand texts, nearly all of which were in the
 * graph of the moment before. */
typedef struct
{
  const PlotTheme *theme;
  PlotTextStyle    style;
  char            *text;
  PlotTextSize     size;
} Known;

static GMutex      lock;
static GHashTable *known_sizes;

static guint
known_hash (gconstpointer key)
{
  const Known *known = key;

  return g_str_hash (known->text) * 31 + (guint) known->style;
}

static gboolean
known_equal (gconstpointer a,
             gconstpointer b)
{
  const Known *p = a, *q = b;

  return p->theme == q->theme && p->style == q->style && g_str_equal (p->text, q->text);
}

static void
known_free (gpointer key)
{
  g_free (((Known *) key)->text);
  g_free (key);
}

/* When there are too many, all are forgotten. */
static void
remember (const Known *known)
{
  Known *copy = g_memdup2 (known, sizeof *known);

  copy->text = g_strdup (known->text);
  g_mutex_lock (&lock);
  if (known_sizes == NULL)
    known_sizes = g_hash_table_new_full (known_hash, known_equal, known_free, NULL);
  if (g_hash_table_size (known_sizes) >= MAX_KNOWN)
    g_hash_table_remove_all (known_sizes);
  g_hash_table_add (known_sizes, copy);
  g_mutex_unlock (&lock);
}

static gboolean
recall (Known *known)
{
  const Known *found;

  g_mutex_lock (&lock);
  found = known_sizes != NULL ? g_hash_table_lookup (known_sizes, known) : NULL;
  if (found != NULL)
    known->size = found->size;
  g_mutex_unlock (&lock);
  return found != NULL;
}

PlotTextSize
plot_text_measure (const PlotTheme *theme,
                   PlotTextStyle    style,
                   const char      *text)
{
  Known known = { .theme = theme, .style = style, .text = (char *) text };
  g_autoptr (PangoLayout) layout = NULL;

  if (recall (&known))
    return known.size;
  layout = create_first_layout (NULL, theme, style, text);
  known.size = measure_layout (layout, measure_figure (layout, theme, style));
  remember (&known);
  return known.size;
}

/* Moves the baseline onto a row of pixels, where horizontal text is sharpest. */
static void
snap_baseline (cairo_t *cr,
               double  *x,
               double  *y)
{
  cairo_matrix_t matrix;

  cairo_get_matrix (cr, &matrix);
  if (matrix.xy != 0 || matrix.yx != 0)
    return;
  cairo_user_to_device (cr, x, y);
  *y = round (*y);
  cairo_device_to_user (cr, x, y);
}

void
plot_text_show_within (cairo_t         *cr,
                       const PlotTheme *theme,
                       PlotTextStyle    style,
                       PlotColor        color,
                       const char      *text,
                       double           x,
                       double           y,
                       double           x_align,
                       double           y_align,
                       double           width)
{
  g_autoptr (PangoLayout) layout = create_first_layout (cr, theme, style, text);
  PlotTextSize size;
  double       figure;

  if (isfinite (width))
    {
      pango_layout_set_width (layout, (int) (MAX (0, width) * PANGO_SCALE));
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  figure = measure_figure (layout, theme, style);
  size = measure_layout (layout, figure);
  x -= x_align * size.width;
  y += figure - y_align * size.height;
  snap_baseline (cr, &x, &y);
  cairo_save (cr);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha);
  cairo_move_to (cr, x, y - pango_layout_get_baseline (layout) / (double) PANGO_SCALE);
  pango_cairo_show_layout (cr, layout);
  cairo_new_path (cr);
  cairo_restore (cr);
}

void
plot_text_show (cairo_t         *cr,
                const PlotTheme *theme,
                PlotTextStyle    style,
                PlotColor        color,
                const char      *text,
                double           x,
                double           y,
                double           x_align,
                double           y_align)
{
  plot_text_show_within (cr, theme, style, color, text, x, y, x_align, y_align, INFINITY);
}
