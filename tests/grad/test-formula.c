/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

/* Formulas of the op table in Python: the notation. That the formulas are true is another test's, formulas.py. */

#include "grad/grad-formula.h"

static const GradFormulaNames names = { "self", "other", "alpha", "max" };

static const struct
{
  const char *formula, *python;
} cases[] = {
  { "g", "grad" },
  { "mul (g, cos (x))", "grad * self.cos()" },
  { "mul (g, z); mul (g, x)", "grad * other; grad * self" },
  { "scale (neg (g), k)", "-grad * alpha" },
  { "number (k - 1)", "alpha - 1" },
  { "number (2 / sqrt_of_pi)", "2 / math.sqrt(math.pi)" },
  { "mul (number (-0.5), y)", "-0.5 * result" },
  { "number (1 - 2 - 3 * k)", "1 - 2 - 3 * alpha" },
  { "number (1 - (2 - k))", "1 - (2 - alpha)" },
  { "div (g, add (x, number (1)))", "grad / (self + 1)" },
  { "div (div (x, z), z)", "self / other / other" },
  { "div (x, mul (z, z))", "self / (other * other)" },
  { "rsub (sub (x, z), 1)", "1 - (self - other)" },
  { "neg (pow_number (x, 2))", "-self ** 2" },
  { "pow_number (neg (x), k - 1)", "(-self) ** (alpha - 1)" },
  { "pow (pow (x, z), neg (z))", "(self ** other) ** -other" },
  { "exp (neg (x))", "(-self).exp()" },
  { "pow (x, exp (z))", "self ** other.exp()" },
  { "hypot (add (x, z), sub (x, z))", "(self + other).hypot(self - other)" },
  { "zero (g)", "torch.zeros_like(grad)" },
  { "where (both (ge (x, number (k)), le (x, number (l))), g, zero (g))", "torch.where((self >= alpha) & (self <= max), grad, 0)" },
  { "choose (k == 0, zero (g), mul (g, choose (k == 1, x, z)))",
    "torch.zeros_like(grad) if alpha == 0 else grad * (self if alpha == 1 else other)" },
  { "tanh_backward (neg (g), add (x, z))", "-grad * (1 - (self + other) * (self + other))" },
  { "leaky_relu_backward (g, add (x, z), k)", "torch.where(self + other > 0, grad, grad * alpha)" },
  { "mul(g,x)", "grad * self" },
};

static void
test_notation (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *python = grad_formula_to_python (cases[i].formula, &names);

      g_assert_cmpstr (python, ==, cases[i].python);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grad/formula/is-python-with-no-more-parentheses-than-it-needs", test_notation);
  return g_test_run ();
}
