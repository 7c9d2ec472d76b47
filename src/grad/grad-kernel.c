/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Which kernels to run: the same loops were compiled for several instruction sets, and this machine has some of them.
 * All give the same exact results, so the choice is one of speed alone. */

#include "grad/grad-kernel.h"

#include "grad/grad-kernel-private.h"

typedef struct
{
  const char *name;
  gboolean (*is_supported) (void);
  void (*fill_f32) (GradKernelTable *table);
  void (*fill_f64) (GradKernelTable *table);
} InstructionSet;

static gboolean
always (void)
{
  return TRUE;
}

/* The psABI's levels, as far as the compiler uses them here. */
#ifdef GRAD_KERNEL_HAVE_V3
static gboolean
machine_has_v3 (void)
{
  return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma") && __builtin_cpu_supports ("bmi") && __builtin_cpu_supports ("bmi2");
}
#endif

#ifdef GRAD_KERNEL_HAVE_V4
static gboolean
machine_has_v4 (void)
{
  return machine_has_v3 () && __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512bw") && __builtin_cpu_supports ("avx512cd") && __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512vl");
}
#endif

/* Worst first. */
static const InstructionSet instruction_sets[] = {
  { "baseline", always, grad_kernel_fill_f32_baseline, grad_kernel_fill_f64_baseline },
#ifdef GRAD_KERNEL_HAVE_V3
  { "v3", machine_has_v3, grad_kernel_fill_f32_v3, grad_kernel_fill_f64_v3 },
#endif
#ifdef GRAD_KERNEL_HAVE_V4
  { "v4", machine_has_v4, grad_kernel_fill_f32_v4, grad_kernel_fill_f64_v4 },
#endif
};

static GradKernelTable        tables[G_N_ELEMENTS (instruction_sets)];
static const GradKernelTable *supported[G_N_ELEMENTS (instruction_sets)];
static guint                  n_supported;

static void
fill_table (GradKernelTable      *table,
            const InstructionSet *instructions)
{
  table->name = instructions->name;
  instructions->fill_f32 (table);
  instructions->fill_f64 (table);
}

const GradKernelTable *const *
grad_kernel_table_list (guint *n_tables)
{
  static gsize filled;

  if (g_once_init_enter (&filled))
    {
      for (guint i = 0; i < G_N_ELEMENTS (instruction_sets); i++)
        if (instruction_sets[i].is_supported ())
          {
            fill_table (&tables[n_supported], &instruction_sets[i]);
            supported[n_supported] = &tables[n_supported];
            n_supported++;
          }
      g_once_init_leave (&filled, 1);
    }
  *n_tables = n_supported;
  return supported;
}

const GradKernelTable *grad_kernel_table_chosen;

static const GradKernelTable *
find_best (void)
{
  guint                         n;
  const GradKernelTable *const *list = grad_kernel_table_list (&n);
  const char                   *wanted = g_getenv ("GRADIENTS_ISA");

  for (guint i = 0; wanted != NULL && i < n; i++)
    if (g_str_equal (list[i]->name, wanted))
      return list[i];
  return list[n - 1];
}

const GradKernelTable *
grad_kernel_table_choose (void)
{
  const GradKernelTable *best = find_best ();

  g_atomic_pointer_set (&grad_kernel_table_chosen, best);
  return best;
}
