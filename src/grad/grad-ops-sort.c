/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Elements in order. */

#include "grad/grad-ops-private.h"

#include "grad/grad-rule-words.h"

typedef struct
{
  double value;
  gint64 place;
} Sortable;

/* nan counts as largest. Equal ones stay in their order. */
static int
compare_sortables (gconstpointer a,
                   gconstpointer b,
                   gpointer      descending)
{
  const Sortable *x = a, *z = b;
  gboolean        x_nan = x->value != x->value, z_nan = z->value != z->value;
  int             order = x_nan || z_nan ? (int) x_nan - (int) z_nan : (x->value > z->value) - (x->value < z->value);

  if (descending != NULL)
    order = -order;
  return order != 0 ? order : (x->place > z->place) - (x->place < z->place);
}

static void
sort_row (GradDType dtype,
          char     *row,
          gint64   *places,
          gint64    n,
          gboolean  descending)
{
  g_autofree Sortable *items = g_new (Sortable, (gsize) MAX (n, 1));
  gsize                size = grad_dtype_get_size (dtype);
  g_autofree char     *copy = g_memdup2 (row, (gsize) n * size);

  for (gint64 i = 0; i < n; i++)
    items[i] = (Sortable){ grad_scalar_load (dtype, row + (gsize) i * size), i };
  g_qsort_with_data (items, (int) n, sizeof *items, compare_sortables, GINT_TO_POINTER (descending));
  for (gint64 i = 0; i < n; i++)
    {
      memcpy (row + (gsize) i * size, copy + (gsize) items[i].place * size, size);
      places[i] = items[i].place;
    }
}

GradTensor *
grad_call_sort (GradCall *call)
{
  GradTensor *x = call->values[0].tensor, *y, *rows_of_values, *rows_of_places, *places;
  gboolean    mask[GRAD_MAX_DIMS] = { 0 };
  guint       dim;
  gint64      n_rows, n;
  GradValue   values[4] = { call->values[0], call->values[1], call->values[2] };
  GradCall    recorded = *call;
  g_autoptr (GradTensor) rows = NULL;

  if (!grad_dim_wrap (call->values[1].integer, grad_layout_get_n_dims (x->layout), &dim, call->error))
    return NULL;
  mask[dim] = TRUE;
  if ((rows = grad_rows_new (x, mask, &n_rows, &n, call->error)) == NULL ||
      (rows_of_values = grad_new_like (rows, x->dtype, call->error)) == NULL)
    return NULL;
  if ((rows_of_places = grad_new_like (rows, GRAD_INT64, call->error)) == NULL)
    {
      grad_tensor_unref (rows_of_values);
      return NULL;
    }
  grad_copy (rows_of_values, rows);
  for (gint64 i = 0; i < grad_rows_get_n_filled (rows, n_rows); i++)
    sort_row (x->dtype, (char *) rows_of_values->data + (gsize) (i * n) * grad_dtype_get_size (x->dtype),
              (gint64 *) rows_of_places->data + i * n, n, call->values[2].boolean);
  y = grad_rows_restore (rows_of_values, x->layout, mask, call->error);
  places = grad_rows_restore (rows_of_places, x->layout, mask, call->error);
  values[1] = GRAD_VALUE_OF_INT (dim);
  values[3] = GRAD_VALUE_OF_TENSOR (places);
  recorded.values = values;
  recorded.n_more_values = 1;
  grad_record (y, &recorded, &x, 1);
  if (call->more != NULL)
    g_ptr_array_add (call->more, places);
  else
    grad_tensor_unref (places);
  return y;
}

GradTensor *
grad_gradient_sort (GradRule   *rule,
                    guint       input,
                    GradTensor *g)
{
  const GradLayout *layout = grad_rule_get_layout (rule, 0);
  const GradValue  *values = rule->node->extra->values;

  return CALL (gather_backward, g, GRAD_VALUE_OF_INTS (grad_layout_get_sizes (layout), grad_layout_get_n_dims (layout)),
               values[1], values[3]);
}
