/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

#include "grad/grad-tensor.h"

G_BEGIN_DECLS

typedef enum
{
  GRAD_VALUE_DEFAULT, /* not given: the schema's default */
  GRAD_VALUE_NONE,
  GRAD_VALUE_BOOL,
  GRAD_VALUE_INT,
  GRAD_VALUE_FLOAT,
  GRAD_VALUE_STRING,
  GRAD_VALUE_DTYPE,
  GRAD_VALUE_INTS,
  GRAD_VALUE_TENSOR,
  GRAD_VALUE_TENSORS, /* an element may be NULL: None */
} GradValueType;

/* One argument of an operation. Borrows what it points to. */
typedef struct
{
  GradValueType type;
  guint         n; /* of a list */
  union
  {
    gboolean           boolean;
    gint64             integer;
    double             number;
    const char        *string;
    GradDType          dtype;
    const gint64      *integers;
    GradTensor        *tensor;
    GradTensor *const *tensors;
  };
} GradValue;

#define GRAD_VALUE_OF_TENSOR(tensor_) ((GradValue){ .type = GRAD_VALUE_TENSOR, .tensor = (tensor_) })
#define GRAD_VALUE_OF_TENSORS(tensors_, n_) ((GradValue){ .type = GRAD_VALUE_TENSORS, .n = (n_), .tensors = (tensors_) })
#define GRAD_VALUE_OF_INT(integer_) ((GradValue){ .type = GRAD_VALUE_INT, .integer = (integer_) })
#define GRAD_VALUE_OF_INTS(integers_, n_) ((GradValue){ .type = GRAD_VALUE_INTS, .n = (n_), .integers = (integers_) })
#define GRAD_VALUE_OF_FLOAT(number_) ((GradValue){ .type = GRAD_VALUE_FLOAT, .number = (number_) })
#define GRAD_VALUE_OF_BOOL(boolean_) ((GradValue){ .type = GRAD_VALUE_BOOL, .boolean = (boolean_) })
#define GRAD_VALUE_OF_DTYPE(dtype_) ((GradValue){ .type = GRAD_VALUE_DTYPE, .dtype = (dtype_) })
#define GRAD_VALUE_OF_STRING(string_) ((GradValue){ .type = GRAD_VALUE_STRING, .string = (string_) })

/* Copies a value with what it points to, tensors referenced; to be cleared. */
void grad_value_copy (GradValue       *copy,
                      const GradValue *value);
void grad_value_clear (GradValue *value);

G_END_DECLS
