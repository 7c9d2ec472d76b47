/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include "descent/descent-error.h"
#include "descent/descent-optimizer.h"

#include <math.h>

enum
{
  N = 3,
  N_STEPS = 20,
};

typedef struct
{
  const char *name;
  double      value;
} Setting;

typedef struct
{
  const char *optimizer;
  Setting     settings[6];
  double      end_f32[N];
  double      end_f64[N];
} Case;

/* Where PyTorch 1.13 is after 20 steps on x₀² + 4·x₁² + x₂²/2 from (5, −3, 0.7). Its Adam forms the mean with one
 * rounding more than 2.x, whose way is ours: there the last digits may differ. */
static const Case cases[] = {
  { "SGD", { { "lr", 0.05 } }, { 0x1.373c7c0000000p-1, -0x1.cc0d0e0000000p-14, 0x1.00f6720000000p-2 }, { 0x1.373c79f23c5f7p-1, -0x1.cc0d1b6241031p-14, 0x1.00f6741be626dp-2 } },
  { "SGD", { { "lr", 0.05 }, { "momentum", 0.9 } }, { 0x1.b92c920000000p+0, -0x1.65be720000000p-1, -0x1.5b4e2a0000000p-4 }, { 0x1.b92ca12b3e1f4p+0, -0x1.65be7bff3516ap-1, -0x1.5b4e3191c31b5p-4 } },
  { "SGD", { { "lr", 0.02 }, { "momentum", 0.9 }, { "dampening", 0.3 }, { "weight_decay", 0.1 } }, { -0x1.c1692c0000000p+0, -0x1.8b7f960000000p-1, -0x1.bc58040000000p-4 }, { -0x1.c169302582138p+0, -0x1.8b7f97c02f753p-1, -0x1.bc58178e9a873p-4 } },
  { "SGD", { { "lr", 0.02 }, { "momentum", 0.8 }, { "nesterov", 1.0 } }, { -0x1.87900e0000000p-2, 0x1.9de4a00000000p-7, 0x1.a76a300000000p-5 }, { -0x1.87900fb386c5cp-2, 0x1.9de47f314ee2dp-7, 0x1.a76a346474d6cp-5 } },
  { "SGD", { { "lr", 0.01 }, { "maximize", 1.0 } }, { 0x1.db80cc0000000p+2, -0x1.bf73b20000000p+3, 0x1.b550ea0000000p-1 }, { 0x1.db80cf88a1160p+2, -0x1.bf73aec9d5788p+3, 0x1.b550ec9b12f3ap-1 } },
  { "Adam", { { "lr", 0.1 } }, { 0x1.87b9300000000p+1, -0x1.1e8e6c0000000p+0, -0x1.f0a5360000000p-4 }, { 0x1.87b92f457b0d7p+1, -0x1.1e8e687f4f0bfp+0, -0x1.f0a53347e4442p-4 } },
  { "Adam", { { "lr", 0.1 }, { "beta1", 0.8 }, { "beta2", 0.99 }, { "eps", 1e-06 }, { "weight_decay", 0.1 } }, { 0x1.8cf4da0000000p+1, -0x1.30da580000000p+0, -0x1.b8bfc00000000p-8 }, { 0x1.8cf4da6cafd90p+1, -0x1.30da5668ce927p+0, -0x1.b8bfad198eff8p-8 } },
  { "Adam", { { "lr", 0.1 }, { "amsgrad", 1.0 } }, { 0x1.87b9300000000p+1, -0x1.1e8e6c0000000p+0, -0x1.f0a75c0000000p-4 }, { 0x1.87b92f457b0d7p+1, -0x1.1e8e687f4f0bfp+0, -0x1.f0a75724020e0p-4 } },
  { "Adam", { { "lr", 0.1 }, { "beta1", 0.3 }, { "beta2", 0.9 } }, { 0x1.92abc00000000p+1, -0x1.445b100000000p+0, -0x1.a825700000000p-16 }, { 0x1.92abc160f3290p+1, -0x1.445b130a975b1p+0, -0x1.a826c99716110p-16 } },
  { "AdamW", { { "lr", 0.1 } }, { 0x1.7dda0e0000000p+1, -0x1.1519900000000p+0, -0x1.e5152e0000000p-4 }, { 0x1.7dda04f90e550p+1, -0x1.1519861a907b3p+0, -0x1.e5151de871510p-4 } },
  { "AdamW", { { "lr", 0.1 }, { "weight_decay", 0.2 }, { "amsgrad", 1.0 } }, { 0x1.cbf3700000000p+0, -0x1.0f7e760000000p-1, -0x1.247cfc0000000p-4 }, { 0x1.cbf350b8bf23fp+0, -0x1.0f7e5d20fd42cp-1, -0x1.247d024ed14cbp-4 } },
  { "RMSprop", { { "lr", 0.05 } }, { 0x1.d542260000000p+0, -0x1.9bc6f20000000p-2, 0x1.b5c3c00000000p-38 }, { 0x1.d54224187eb4fp+0, -0x1.9bc6f038eb8a9p-2, 0x1.b5c3fc14b4490p-38 } },
  { "RMSprop", { { "lr", 0.05 }, { "momentum", 0.9 }, { "weight_decay", 0.01 } }, { 0x1.68e3460000000p-3, -0x1.2276480000000p+0, 0x1.04ba2a0000000p-2 }, { 0x1.68e3638d361f2p-3, -0x1.227649dc8a20fp+0, 0x1.04ba2fbaafcbdp-2 } },
  { "RMSprop", { { "lr", 0.05 }, { "centered", 1.0 } }, { 0x1.be57640000000p+0, -0x1.753ad40000000p-2, 0x1.0e58a00000000p-38 }, { 0x1.be575a52ff0e8p+0, -0x1.753ad5cb9ac20p-2, 0x1.0e59189f32140p-38 } },
  { "Adagrad", { { "lr", 0.5 } }, { 0x1.e204680000000p+0, -0x1.b911620000000p-2, 0x1.0fbb780000000p-34 }, { 0x1.e2046da805c9dp+0, -0x1.b9115b4d04f88p-2, 0x1.0fbb78984069ep-34 } },
  { "Adagrad", { { "lr", 0.5 }, { "lr_decay", 0.1 }, { "weight_decay", 0.05 }, { "initial_accumulator_value", 0.3 } }, { 0x1.621c9c0000000p+1, -0x1.f504320000000p-1, 0x1.93ab300000000p-12 }, { 0x1.621c9df67f9a7p+1, -0x1.f50432a8ba00cp-1, 0x1.93ab2c236084cp-12 } },
  { "Adadelta", { { "lr", 1.0 } }, { 0x1.3b8cd20000000p+2, -0x1.77212a0000000p+1, 0x1.43e06e0000000p-1 }, { 0x1.3b8cd179ee019p+2, -0x1.772128b67463dp+1, 0x1.43e070c9a2549p-1 } },
  { "Adadelta", { { "lr", 2.0 }, { "rho", 0.8 }, { "eps", 0.0001 }, { "weight_decay", 0.01 } }, { 0x1.fb5a3a0000000p+1, -0x1.01c2f00000000p+1, 0x1.3e0f560000000p-4 }, { 0x1.fb5a35c1dfc47p+1, -0x1.01c2ee971793fp+1, 0x1.3e0f50b013242p-4 } },
};

/* The gradient as autograd forms it: g · (2 · x) with g the weight. */
static const double weights[N] = { 1, 4, 0.5 };

static DescentOptimizerState *
new_state (const Case *c,
           GradDType   dtype)
{
  const DescentOptimizer *optimizer = descent_optimizer_lookup (c->optimizer);
  double                  options[DESCENT_MAX_OPTIONS];

  descent_optimizer_get_defaults (optimizer, options);
  for (guint i = 0; i < G_N_ELEMENTS (c->settings) && c->settings[i].name != NULL; i++)
    options[descent_optimizer_find_option (optimizer, c->settings[i].name)] = c->settings[i].value;
  g_assert_true (descent_optimizer_check (optimizer, options, NULL));
  return descent_optimizer_state_new (optimizer, options, dtype, N);
}

static void
assert_near (double value,
             double expected,
             double ulps,
             double epsilon)
{
  if (ulps > 0)
    g_assert_cmpfloat_with_epsilon (value, expected, ulps * epsilon * fabs (expected));
  else
    g_assert_cmpfloat (value, ==, expected);
}

static void
ends_where_pytorch_does (gconstpointer data)
{
  const Case *c = data;
  double      ulps = g_str_has_prefix (c->optimizer, "Adam") ? 64 : 0;
  g_autoptr (DescentOptimizerState) state_f32 = new_state (c, GRAD_FLOAT32);
  g_autoptr (DescentOptimizerState) state_f64 = new_state (c, GRAD_FLOAT64);
  float  x[N] = { 5, -3, 0.7f }, gradient[N];
  double x64[N] = { 5, -3, 0.7 }, gradient64[N];

  for (guint k = 0; k < N_STEPS; k++)
    {
      for (guint i = 0; i < N; i++)
        {
          gradient[i] = (float) weights[i] * (2 * x[i]);
          gradient64[i] = weights[i] * (2 * x64[i]);
        }
      descent_optimizer_state_step (state_f32, x, gradient);
      descent_optimizer_state_step (state_f64, x64, gradient64);
    }
  for (guint i = 0; i < N; i++)
    {
      assert_near ((double) x[i], c->end_f32[i], ulps, 0x1p-24);
      assert_near (x64[i], c->end_f64[i], ulps, 0x1p-53);
    }
}

static const struct
{
  const char *optimizer;
  const char *option;
  double      value;
  const char *message;
} refusals[] = {
  { "SGD", "lr", -1, "Invalid learning rate: -1.0" },
  { "SGD", "momentum", -0.25, "Invalid momentum value: -0.25" },
  { "SGD", "nesterov", TRUE, "Nesterov momentum requires a momentum and zero dampening" },
  { "Adam", "beta1", 1, "Invalid beta parameter at index 0: 1.0" },
  { "AdamW", "eps", -1e-8, "Invalid epsilon value: -1e-08" },
  { "RMSprop", "alpha", -100000, "Invalid alpha value: -100000.0" },
  { "Adagrad", "lr_decay", -1.5, "Invalid lr_decay value: -1.5" },
  { "Adadelta", "rho", 1.1, "Invalid rho value: 1.1" },
  { "Adadelta", "lr", NAN, "Invalid learning rate: nan" },
};

static void
bad_options_are_refused_in_pytorchs_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      const DescentOptimizer *optimizer = descent_optimizer_lookup (refusals[i].optimizer);
      g_autoptr (GError) error = NULL;
      double options[DESCENT_MAX_OPTIONS];

      descent_optimizer_get_defaults (optimizer, options);
      options[descent_optimizer_find_option (optimizer, refusals[i].option)] = refusals[i].value;
      g_assert_false (descent_optimizer_check (optimizer, options, &error));
      g_assert_error (error, DESCENT_ERROR, DESCENT_ERROR_VALUE);
      g_assert_cmpstr (error->message, ==, refusals[i].message);
    }
}

static void
every_default_is_accepted (void)
{
  guint                   n;
  const DescentOptimizer *optimizers = descent_optimizer_list (&n);

  g_assert_cmpuint (n, ==, 6);
  for (guint i = 0; i < n; i++)
    {
      double options[DESCENT_MAX_OPTIONS];

      descent_optimizer_get_defaults (&optimizers[i], options);
      g_assert_true (descent_optimizer_check (&optimizers[i], options, NULL));
      g_assert_cmpint (descent_optimizer_find_option (&optimizers[i], "lr"), ==, 0);
      g_assert_cmpint (descent_optimizer_find_option (&optimizers[i], "rate"), ==, -1);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/descent/optimizer/ends-where-pytorch-does/%u-%s", i,
                                               cases[i].optimizer);

      g_test_add_data_func (path, &cases[i], ends_where_pytorch_does);
    }
  g_test_add_func ("/descent/optimizer/bad-options-are-refused-in-pytorchs-words",
                   bad_options_are_refused_in_pytorchs_words);
  g_test_add_func ("/descent/optimizer/every-default-is-accepted", every_default_is_accepted);
  return g_test_run ();
}
