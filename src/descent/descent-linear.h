/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-data.h"

G_BEGIN_DECLS

/* How the squared errors of the samples become one loss: torch.mean or torch.sum. */
typedef enum
{
  DESCENT_REDUCTION_MEAN,
  DESCENT_REDUCTION_SUM,
} DescentReduction;

const char *descent_reduction_get_name (DescentReduction reduction); /* "mean", "sum" */
gboolean    descent_reduction_from_name (const char       *name,
                                         DescentReduction *reduction);

/* All there is to know beforehand about fitting y = W·x + b to samples: the loss is a quadratic bowl over (W, b), with
 * the same Hessian everywhere. In closed form and double; no run is needed. */
typedef struct
{
  gboolean has_optimum; /* FALSE if all x are the same: then a whole valley of (W, b) is equally good */
  double   w, b;        /* of the optimum; nan if there is none */
  double   loss;        /* the least */
  double   lambda_min;  /* the Hessian's eigenvalues */
  double   lambda_max;
  double   critical_lr; /* 2/λmax: beyond it, descent diverges */
  double   best_lr;     /* 2/(λmin + λmax): shrinks the distance fastest */
} DescentLinear;

DescentLinear descent_linear_solve (const DescentData *data,
                                    DescentReduction   reduction);

/* The loss of the line y = w·x + b, from the moments: as good as a double is, whatever the number of samples. */
double descent_linear_loss (const DescentData *data,
                            DescentReduction   reduction,
                            double             w,
                            double             b);

/* The factor by which one step of rate lr multiplies the distance to the optimum in the worst direction,
 * max |1 − lr·λ|; the valley's direction, where λ = 0, does not count. */
double descent_linear_get_factor (const DescentLinear *linear,
                                  double               lr);

G_END_DECLS
