/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "descent/descent-account.h"
#include "descent/descent-diagnosis.h"

G_BEGIN_DECLS

/* Sets verdict and sentence, which is eaten. Always TRUE: the question is answered. */
gboolean descent_diagnosis_settle (DescentDiagnosis *diagnosis,
                                   DescentVerdict    verdict,
                                   char             *sentence);

/* Questions to a run; TRUE if the verdict is settled. */
gboolean descent_diagnosis_answer_overflow (DescentDiagnosis     *diagnosis,
                                            const DescentAccount *account);
gboolean descent_diagnosis_answer_stop (DescentDiagnosis *diagnosis,
                                        DescentAccount   *account);
gboolean descent_diagnosis_answer_arrival (DescentDiagnosis     *diagnosis,
                                           const DescentAccount *account);

/* Pieces of sentences, transfer full unless const: a measured number; the run's rate; a factor near 1 with as many digits as tell it
 * from 1; a place, "3" or "(3, 4)"; the value at the end. */
char *descent_words_number (double value);
char *descent_words_rate (const DescentAccount *account);
char *descent_words_factor (double factor);
char *descent_words_place (const DescentAccount *account,
                           const double         *x);
char *descent_words_end_value (const DescentAccount *account);

/* “the minimum” or “the saddle”, as in: the distance to … */
const char *descent_words_end (const DescentAccount *account);

/* Where the number that limits the rate comes from: "2/f″". */
const char *descent_words_limit_formula (const DescentAccount *account);

/* “The rate must stay below 1 here (2/f″), yours is 1.1.” */
char *descent_words_limit (const DescentAccount *account);

/* “ The best rate here is 0.5 (1/f″), the limit 1 (2/f″), yours is 0.1.”, or nothing. */
char *descent_words_rates (const DescentAccount *account);

/* Why the steps grew. */
char *descent_words_growth (const DescentAccount *account);

G_END_DECLS
