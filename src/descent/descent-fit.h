/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include <gio/gio.h>

#include "descent/descent-linear.h"
#include "descent/descent-run.h"

G_BEGIN_DECLS

enum
{
  DESCENT_MAX_EPOCHS = 100000,
};

/* What determines a fit, whole. */
typedef struct
{
  DescentData     *data;
  double           w, b; /* where it starts */
  double           lr;
  guint            n_epochs;
  DescentReduction reduction;
  gboolean         zero_gradients; /* FALSE leaves out W.grad.zero_ () and b.grad.zero_ () */
} DescentFitSettings;

/* The training of y = W·x + b, computed whole and immutable: the course's update by the eager engine, in float32.
 * Reference-counted, usable from any thread. */
typedef struct _DescentFit DescentFit;

#define DESCENT_TYPE_FIT (descent_fit_get_type ())
GType descent_fit_get_type (void);

/* Told now and then how many of the epochs are done. */
typedef void (*DescentFitProgress) (guint    epoch,
                                    guint    n_epochs,
                                    gpointer user_data);

/* Refuses (DESCENT_ERROR_VALUE, one sentence) a start, rate or number of epochs that makes no fit. */
gboolean descent_fit_settings_check (const DescentFitSettings *settings,
                                     GError                  **error);

/* Transfer full; NULL with the error of descent_fit_settings_check, or G_IO_ERROR_CANCELLED. */
DescentFit *descent_fit_new (const DescentFitSettings *settings,
                             GError                  **error);
DescentFit *descent_fit_new_cancellable (const DescentFitSettings *settings,
                                         GCancellable             *cancellable,
                                         DescentFitProgress        progress,
                                         gpointer                  user_data,
                                         GError                  **error);
DescentFit *descent_fit_ref (DescentFit *fit);
void        descent_fit_unref (DescentFit *fit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DescentFit, descent_fit_unref)

const DescentFitSettings *descent_fit_get_settings (const DescentFit *fit);
const DescentLinear      *descent_fit_get_linear (const DescentFit *fit);

/* Points 0 (the start) … n_epochs: x is (W, b) after k epochs, value the loss there, and the update the one that
 * epoch k + 1 makes. */
guint               descent_fit_get_n_points (const DescentFit *fit);
const DescentPoint *descent_fit_get_point (const DescentFit *fit,
                                           guint             k);

/* The first point whose loss is infinite or nan; whose loss is nan; whose W or b is not finite. -1 if none. */
int descent_fit_get_loss_overflow (const DescentFit *fit);
int descent_fit_get_loss_nan (const DescentFit *fit);
int descent_fit_get_x_overflow (const DescentFit *fit);

G_END_DECLS
