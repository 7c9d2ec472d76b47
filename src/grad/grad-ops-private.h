/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-copy.h"
#include "grad/grad-op-private.h"
#include "grad/grad-promote.h"
#include "grad/grad-record.h"

G_BEGIN_DECLS

/* What the files of structural operations share. */

/* A dense uninitialised tensor of the shape of x. Transfer full. */
GradTensor *grad_new_like (GradTensor *x,
                           GradDType   dtype,
                           GError    **error);

/* A 0-d tensor of the dtype whose value is at data. Transfer full. */
GradTensor *grad_new_scalar_from (GradDType   dtype,
                                  const void *data);

/* The integers of a list argument, to which a single one counts as well. */
const gint64 *grad_value_get_integers (const GradValue *value,
                                       guint           *n);

/* A number argument of any kind. */
double grad_value_get_number (const GradValue *value);

/* The dimensions named by dims, all if it is None or empty. FALSE with PyTorch's error. */
gboolean grad_dims_to_mask (const GradValue *dims,
                            guint            n_dims,
                            gboolean        *mask,
                            GError         **error);

/* The shape without the dimensions marked, or with 1 for them. Transfer full. */
GradLayout *grad_layout_reduce (const GradLayout *layout,
                                const gboolean   *mask,
                                gboolean          keepdim);

/* x as the rows of a dense matrix: each row has the elements along the dimensions marked, in order. Unrecorded; shares
 * memory if it is laid out so already. n_columns is the length of a row. Transfer full. */
GradTensor *grad_rows_new (GradTensor     *x,
                           const gboolean *mask,
                           gint64         *n_rows,
                           gint64         *n_columns,
                           GError        **error);

/* Of n_rows rows those in which there is anything to do: none if they have no elements, though there may be 2^45 of them. */
static inline gint64
grad_rows_get_n_filled (const GradTensor *rows,
                        gint64            n_rows)
{
  return grad_layout_get_n_elements (rows->layout) > 0 ? n_rows : 0;
}

/* The way back: rows (transfer full) as a tensor of the shape of x; each element stands where it came from. */
GradTensor *grad_rows_restore (GradTensor       *rows,
                               const GradLayout *layout,
                               const gboolean   *mask,
                               GError          **error);

/* The dtype an argument asks for, or else fallback. */
static inline GradDType
grad_value_get_dtype (const GradValue *value,
                      GradDType        fallback)
{
  return value->type == GRAD_VALUE_DTYPE ? value->dtype : fallback;
}

/* What an operation that others make up computes is not recorded itself. */
static inline gboolean
grad_pause_recording (void)
{
  gboolean was_off = grad_thread.not_recording;

  grad_thread.not_recording = TRUE;
  return was_off;
}

static inline void
grad_resume_recording (gboolean was_off)
{
  grad_thread.not_recording = was_off;
}

/* Whether mask can say where masked_fill writes, and value what. */
gboolean grad_mask_check_fill (const GradTensor *mask,
                               GError          **error);
gboolean grad_mask_check_value (const GradTensor *value,
                                GError          **error);

/* "\"name\" not implemented for 'Long'". */
void grad_set_not_implemented (const char *kernel,
                               GradDType   dtype,
                               GError    **error);

G_END_DECLS
