/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "descent/descent-scheduler.h"

enum
{
  N_EPOCHS = 12,
};

/* The rates of PyTorch 1.13 from 0.3. */
static const struct
{
  const char *name;
  double      options[DESCENT_MAX_SCHEDULER_OPTIONS];
  double      rates[N_EPOCHS];
} cases[] = {
  { "StepLR", { 3, 0.5 }, { 0x1.3333333333333p-2, 0x1.3333333333333p-2, 0x1.3333333333333p-3, 0x1.3333333333333p-3, 0x1.3333333333333p-3, 0x1.3333333333333p-4, 0x1.3333333333333p-4, 0x1.3333333333333p-4, 0x1.3333333333333p-5, 0x1.3333333333333p-5, 0x1.3333333333333p-5, 0x1.3333333333333p-6 } },
  { "ExponentialLR", { 0.9 }, { 0x1.147ae147ae148p-2, 0x1.f1a9fbe76c8b5p-3, 0x1.bfe5c91d14e3dp-3, 0x1.931b9b66f9337p-3, 0x1.6acc0bdcad14bp-3, 0x1.468471136892ap-3, 0x1.25dd98f7de1d9p-3, 0x1.087aa3457b1aap-3, 0x1.dc0ff2b043fccp-4, 0x1.ac74c0d1d6c9ep-4, 0x1.819c4723414f5p-4, 0x1.5b0ca66c87943p-4 } },
  { "CosineAnnealingLR", { 4, 0.01 }, { 0x1.07b6122d81905p-2, 0x1.3d70a3d70a3d7p-3, 0x1.add48d4c4568dp-5, 0x1.47ae147ae147bp-7, 0x1.add48d4c4568bp-5, 0x1.3d70a3d70a3d8p-3, 0x1.07b6122d81907p-2, 0x1.3333333333335p-2, 0x1.07b6122d81907p-2, 0x1.3d70a3d70a3dap-3, 0x1.add48d4c456a0p-5, 0x1.47ae147ae147bp-7 } },
};

static void
rates_are_pytorchs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DescentScheduler *scheduler = descent_scheduler_lookup (cases[i].name);
      double                  lr = 0.3;

      for (guint epoch = 1; epoch <= N_EPOCHS; epoch++)
        {
          lr = scheduler->next (cases[i].options, epoch, 0.3, lr);
          g_assert_cmpfloat (lr, ==, cases[i].rates[epoch - 1]);
        }
    }
}

static void
every_scheduler_is_tested_and_no_other_found (void)
{
  guint n;

  descent_scheduler_list (&n);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (cases));
  g_assert_null (descent_scheduler_lookup ("OneCycleLR"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/descent/scheduler/rates-are-pytorchs", rates_are_pytorchs);
  g_test_add_func ("/descent/scheduler/every-scheduler-is-tested-and-no-other-found",
                   every_scheduler_is_tested_and_no_other_found);
  return g_test_run ();
}
