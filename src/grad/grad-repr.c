/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Tensors as PyTorch prints them. One format serves all elements: whole numbers, decimals or powers of ten, whichever
 * suits the least and the greatest, and as wide as the widest; then rows are filled and, of a large tensor, only the
 * edges of each dimension shown. */

#include "grad/grad-repr.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grad/grad-autograd.h"
#include "grad/grad-node.h"

const GradPrintOptions grad_print_options_default = { 4, 1000, 3, 80, GRAD_SCI_MODE_AUTOMATIC };

typedef struct
{
  const GradPrintOptions *options;
  GradTensor             *tensor;
  GString                *text;
  gboolean                summarize;
  gboolean                whole; /* all finite elements are integers */
  gboolean                scientific;
  guint                   width;
  double                  least; /* absolute, of the finite elements that are not 0 */
  double                  greatest;
  guint                   n_measured; /* of those */
} Printer;

/* Calls visit for each element that will be shown, outermost index first. */
typedef void (*Visit) (Printer      *printer,
                       gconstpointer element);

/* printf's %e or %f without a locale: “%.4e”. */
static char *
format_number (double value,
               guint  precision,
               char   conversion)
{
  char  format[16];
  gsize size = 400 + precision; /* the longest double has 309 digits before the point */
  char *text = g_malloc (size);

  if (!isfinite (value))
    g_strlcpy (text, isnan (value) ? "nan" : value > 0 ? "inf"
                                                       : "-inf",
               size);
  else
    {
      g_snprintf (format, sizeof format, "%%.%u%c", precision, conversion);
      g_ascii_formatd (text, (int) size, format, value);
    }
  return text;
}

char *
grad_repr_float (double value)
{
  guint n_digits = 1;
  char *text = NULL;
  int   exponent;

  if (!isfinite (value))
    return format_number (value, 0, 'f');
  do
    {
      g_free (text);
      text = format_number (value, n_digits - 1, 'e');
    }
  while (g_ascii_strtod (text, NULL) != value && n_digits++ < 17);
  exponent = atoi (strchr (text, 'e') + 1);
  if (value != 0 && (exponent < -4 || exponent >= 16))
    return text;
  g_free (text);
  return format_number (value, (guint) MAX (1, (int) n_digits - 1 - exponent), 'f');
}

char *
grad_repr_shape (const gint64 *shape,
                 guint         n_dims)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < n_dims; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "", shape[i]);
  return g_string_free (g_string_append_c (text, ']'), FALSE);
}

static double
read_float (const Printer *printer,
            gconstpointer  element)
{
  return grad_tensor_get_dtype (printer->tensor) == GRAD_FLOAT32 ? (double) *(const float *) element
                                                                 : *(const double *) element;
}

/* An element that is no float. */
static char *
format_exact (const Printer *printer,
              gconstpointer  element)
{
  if (grad_tensor_get_dtype (printer->tensor) == GRAD_BOOL)
    return g_strdup (*(const guint8 *) element ? "True" : "False");
  return g_strdup_printf ("%" G_GINT64_FORMAT, *(const gint64 *) element);
}

static char *
format_float (const Printer *printer,
              double         value)
{
  char *digits;

  if (printer->scientific)
    return format_number (value, printer->options->precision, 'e');
  if (!printer->whole || !isfinite (value))
    return format_number (value, printer->options->precision, 'f');
  digits = format_number (value, 0, 'f');
  digits = g_realloc (digits, strlen (digits) + 2);
  return strcat (digits, ".");
}

static char *
format_element (const Printer *printer,
                gconstpointer  element)
{
  if (!grad_dtype_is_floating_point (grad_tensor_get_dtype (printer->tensor)))
    return format_exact (printer, element);
  return format_float (printer, read_float (printer, element));
}

/* Which indices of a dimension are shown: all, or those at its edges. */
static gboolean
is_cut (const Printer *printer,
        gint64         size)
{
  return printer->summarize && size > 2 * (gint64) printer->options->edge_items;
}

static void
visit_shown (Printer    *printer,
             guint       dim,
             const char *data,
             Visit       visit)
{
  const gsize element_size = grad_dtype_get_size (grad_tensor_get_dtype (printer->tensor));
  gint64      size, stride, edge = printer->options->edge_items;

  if (dim == grad_tensor_get_n_dims (printer->tensor))
    {
      visit (printer, data);
      return;
    }
  size = grad_tensor_get_shape (printer->tensor)[dim];
  stride = grad_tensor_get_strides (printer->tensor)[dim] * (gint64) element_size;
  for (gint64 i = 0; i < size; i++)
    {
      if (is_cut (printer, size) && i == edge)
        i = size - edge;
      if (i < size)
        visit_shown (printer, dim + 1, data + i * stride, visit);
    }
}

static void
measure_range_cb (Printer      *printer,
                  gconstpointer element)
{
  double value = read_float (printer, element);

  if (!isfinite (value) || value == 0)
    return;
  printer->n_measured++;
  printer->least = MIN (printer->least, fabs (value));
  printer->greatest = MAX (printer->greatest, fabs (value));
  printer->whole = printer->whole && value == ceil (value);
}

static void
measure_width_cb (Printer      *printer,
                  gconstpointer element)
{
  g_autofree char *text = NULL;

  if (grad_dtype_is_floating_point (grad_tensor_get_dtype (printer->tensor)))
    {
      double value = read_float (printer, element);

      if (!isfinite (value) || value == 0)
        return;
    }
  text = format_element (printer, element);
  printer->width = MAX (printer->width, (guint) strlen (text));
}

static void
choose_format (Printer *printer)
{
  const char *data = grad_tensor_get_data (printer->tensor);

  printer->whole = TRUE;
  printer->width = 1;
  if (grad_dtype_is_floating_point (grad_tensor_get_dtype (printer->tensor)))
    {
      printer->least = INFINITY;
      visit_shown (printer, 0, data, measure_range_cb);
      if (printer->n_measured > 0)
        printer->scientific = printer->greatest / printer->least > 1000 || printer->greatest > 1e8 ||
                              (!printer->whole && printer->least < 1e-4);
    }
  visit_shown (printer, 0, data, measure_width_cb);
  /* As in PyTorch the width is not measured anew when the mode is asked for. */
  if (printer->options->sci_mode != GRAD_SCI_MODE_AUTOMATIC)
    printer->scientific = printer->options->sci_mode == GRAD_SCI_MODE_ALWAYS;
}

static void
append_padded (Printer    *printer,
               const char *text)
{
  g_string_append_printf (printer->text, "%*s", (int) printer->width, text);
}

/* Begins a new line of the text, indented. */
static void
append_line (Printer *printer,
             guint    n_lines,
             guint    indent)
{
  for (guint i = 0; i < n_lines; i++)
    g_string_append_c (printer->text, '\n');
  g_string_append_printf (printer->text, "%*s", (int) indent, "");
}

/* The innermost dimension: as many elements a line as fit. */
static void
append_vector (Printer    *printer,
               const char *data,
               gint64      size,
               gint64      stride,
               guint       indent)
{
  const int    room = (int) printer->options->line_width - (int) indent;
  const gint64 per_line = MAX (1, room / (int) (printer->width + 2));
  const gint64 edge = printer->options->edge_items;
  gint64       n_written = 0;

  g_string_append_c (printer->text, '[');
  for (gint64 i = 0; i < size; i++, n_written++)
    {
      g_autofree char *element = NULL;

      if (n_written > 0)
        g_string_append (printer->text, n_written % per_line == 0 ? "," : ", ");
      if (n_written > 0 && n_written % per_line == 0)
        append_line (printer, 1, indent + 1);
      if (is_cut (printer, size) && i == edge)
        {
          g_string_append (printer->text, " ...");
          i = size - edge - 1;
          continue;
        }
      element = format_element (printer, data + i * stride);
      append_padded (printer, element);
    }
  g_string_append_c (printer->text, ']');
}

static void
append_dimension (Printer    *printer,
                  guint       dim,
                  const char *data,
                  guint       indent)
{
  const guint  n_dims = grad_tensor_get_n_dims (printer->tensor);
  const gint64 size = grad_tensor_get_shape (printer->tensor)[dim];
  const gint64 edge = printer->options->edge_items;
  const gint64 stride = grad_tensor_get_strides (printer->tensor)[dim] *
                        (gint64) grad_dtype_get_size (grad_tensor_get_dtype (printer->tensor));

  if (dim == n_dims - 1)
    {
      append_vector (printer, data, size, stride, indent);
      return;
    }
  g_string_append_c (printer->text, '[');
  for (gint64 i = 0; i < size; i++)
    {
      if (i > 0)
        {
          g_string_append_c (printer->text, ',');
          append_line (printer, n_dims - dim - 1, indent + 1);
        }
      if (is_cut (printer, size) && i == edge)
        {
          g_string_append (printer->text, "...");
          i = size - edge - 1;
          continue;
        }
      append_dimension (printer, dim + 1, data + i * stride, indent + 1);
    }
  g_string_append_c (printer->text, ']');
}

static void
append_elements (Printer *printer,
                 guint    indent)
{
  const char      *data = grad_tensor_get_data (printer->tensor);
  g_autofree char *element = NULL;

  choose_format (printer);
  if (grad_tensor_get_n_dims (printer->tensor) > 0)
    {
      append_dimension (printer, 0, data, indent);
      return;
    }
  element = format_element (printer, data);
  append_padded (printer, element);
}

/* A property behind the elements, on the same line if it fits. */
static void
append_suffix (Printer    *printer,
               guint       indent,
               guint      *last_line,
               const char *suffix)
{
  const guint length = (guint) strlen (suffix);

  if (*last_line + length + 2 > printer->options->line_width)
    {
      g_string_append_c (printer->text, ',');
      append_line (printer, 1, indent);
      *last_line = indent + length;
    }
  else
    {
      g_string_append (printer->text, ", ");
      *last_line += length + 2;
    }
  g_string_append (printer->text, suffix);
}

/* How far the last line of the text reaches, by PyTorch's count: one too far when it is the only one. */
static guint
measure_last_line (const GString *text)
{
  const char *line = strrchr (text->str, '\n');

  return line != NULL ? (guint) (text->len - (gsize) (line - text->str) + 1) : (guint) text->len + 2;
}

static char *
dup_size_suffix (GradTensor *tensor)
{
  g_autofree char *shape = grad_repr_shape (grad_tensor_get_shape (tensor), grad_tensor_get_n_dims (tensor));

  shape[0] = '(';
  shape[strlen (shape) - 1] = ')';
  return g_strdup_printf ("size=%s", shape);
}

static void
append_suffixes (Printer *printer,
                 guint    indent)
{
  GradTensor     *tensor = printer->tensor;
  const GradDType dtype = grad_tensor_get_dtype (tensor);
  const gboolean  empty = grad_tensor_get_n_elements (tensor) == 0;
  const char     *grad_fn = grad_tensor_check_history (tensor, NULL) ? grad_tensor_get_grad_fn_name (tensor) : "Invalid";
  guint           last_line = measure_last_line (printer->text);

  if (empty && grad_tensor_get_n_dims (tensor) != 1)
    {
      g_autofree char *size = dup_size_suffix (tensor);

      append_suffix (printer, indent, &last_line, size);
    }
  if (dtype == GRAD_FLOAT64 || (empty && dtype != GRAD_FLOAT32))
    {
      g_autofree char *suffix = g_strconcat ("dtype=torch.", grad_dtype_get_name (dtype), NULL);

      append_suffix (printer, indent, &last_line, suffix);
    }
  if (grad_fn != NULL)
    {
      g_autofree char *suffix = g_strdup_printf ("grad_fn=<%s>", grad_fn);

      append_suffix (printer, indent, &last_line, suffix);
    }
  else if (grad_tensor_get_requires_grad (tensor))
    append_suffix (printer, indent, &last_line, "requires_grad=True");
}

char *
grad_tensor_to_string (GradTensor             *tensor,
                       const char             *prefix,
                       const GradPrintOptions *options)
{
  Printer printer = { .options = options != NULL ? options : &grad_print_options_default,
                      .tensor = tensor,
                      .text = g_string_new (prefix) };
  guint   indent = (guint) printer.text->len + 1;

  g_string_append_c (printer.text, '(');
  printer.summarize = grad_tensor_get_n_elements (tensor) > (gint64) printer.options->threshold;
  if (grad_tensor_get_n_elements (tensor) == 0)
    g_string_append (printer.text, "[]");
  else
    append_elements (&printer, indent);
  append_suffixes (&printer, indent);
  return g_string_free (g_string_append_c (printer.text, ')'), FALSE);
}
