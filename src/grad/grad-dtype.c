/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Element types: one table, by which every question about them is answered. */

#include "grad/grad-dtype.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *alias;
  const char *tensor_type;
  const char *scalar_type;
  const char *c_type;
} DTypeInfo;

static const DTypeInfo dtypes[] = {
  [GRAD_BOOL] = { "bool", "bool", "torch.BoolTensor", "Bool", "bool" },
  [GRAD_INT64] = { "int64", "long", "torch.LongTensor", "Long", "long int" },
  [GRAD_FLOAT32] = { "float32", "float", "torch.FloatTensor", "Float", "float" },
  [GRAD_FLOAT64] = { "float64", "double", "torch.DoubleTensor", "Double", "double" },
};

const char *
grad_dtype_get_name (GradDType dtype)
{
  return dtypes[dtype].name;
}

const char *
grad_dtype_get_tensor_type (GradDType dtype)
{
  return dtypes[dtype].tensor_type;
}

const char *
grad_dtype_get_scalar_type (GradDType dtype)
{
  return dtypes[dtype].scalar_type;
}

const char *
grad_dtype_get_c_type (GradDType dtype)
{
  return dtypes[dtype].c_type;
}

gboolean
grad_dtype_from_name (const char *name,
                      GradDType  *dtype)
{
  if (g_str_has_prefix (name, "torch."))
    name += strlen ("torch.");
  for (guint i = 0; i < G_N_ELEMENTS (dtypes); i++)
    if (g_str_equal (name, dtypes[i].name) || g_str_equal (name, dtypes[i].alias))
      {
        *dtype = (GradDType) i;
        return TRUE;
      }
  return FALSE;
}
