/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#include <string.h>

#include "descent/descent-error.h"
#include "descent/descent-function.h"

/* How a text was understood shows in the Python that it becomes. */
typedef struct
{
  guint       n_inputs;
  const char *text;
  const char *python;
} Reading;

static const Reading readings[] = {
  /* the course's */
  { 1, "x**2", "x**2" },
  { 1, "x^2", "x**2" },
  { 2, "sin(3x)cos(3y) + (x+y)/4", "torch.sin(3 * x) * torch.cos(3 * y) + (x + y) / 4" },
  { 2, "sin(3 * x0) * cos(3 * x1) + (x0 + x1) / 4", "torch.sin(3 * x) * torch.cos(3 * y) + (x + y) / 4" },
  /* Python's precedences */
  { 1, "-x**2", "-x**2" },
  { 1, "(-x)**2", "(-x)**2" },
  { 1, "2**-x", "2**-x" },
  { 1, "x**2**3", "x**2**3" },
  { 1, "(x**2)**3", "(x**2)**3" },
  { 1, "2-x-1", "2 - x - 1" },
  { 1, "2-(x-1)", "2 - (x - 1)" },
  { 1, "8/x/2", "8 / x / 2" },
  { 1, "8/(x/2)", "8 / (x / 2)" },
  { 1, "-x*3", "-x * 3" },
  { 1, "-(x*3)", "-(x * 3)" },
  { 1, "--x", "--x" },
  { 1, "+x", "x" },
  { 1, "x - -1", "x - -1" },
  { 1, "2 x**2", "2 * x**2" },
  { 1, "x*(2*3)", "x * (2 * 3)" },
  /* multiplication left out */
  { 1, "3x", "3 * x" },
  { 1, "2(x+1)", "2 * (x + 1)" },
  { 1, "(x+1)(x-1)", "(x + 1) * (x - 1)" },
  { 1, "x(x-1)", "x * (x - 1)" },
  { 1, "x sin(x)", "x * torch.sin(x)" },
  { 1, "xsin(x)", "x * torch.sin(x)" },
  { 1, "2pix", "2 * math.pi * x" },
  { 1, "2πx", "2 * math.pi * x" },
  { 1, "1/2x", "1 / 2 * x" },
  { 1, "2e-x", "2 * math.e - x" },
  { 1, "2e3x", "2000.0 * x" },
  { 1, "2ex", "2 * math.e * x" },
  { 1, "xx", "x * x" },
  { 2, "xy", "x * y" },
  { 2, "x0x1", "x * y" },
  { 2, "xy**2", "x * y**2" },
  { 2, "x(y+1)", "x * (y + 1)" },
  { 1, "exp(x)", "torch.exp(x)" },
  { 1, "expx", NULL },
  { 1, "e**x", "math.e**x" },
  /* bars */
  { 1, "|x|", "torch.abs(x)" },
  { 1, "||x|-1|", "torch.abs(torch.abs(x) - 1)" },
  { 1, "2|x|", "2 * torch.abs(x)" },
  { 2, "|x||y|", "torch.abs(x) * torch.abs(y)" },
  { 2, "|x|+|y|", "torch.abs(x) + torch.abs(y)" },
  { 1, "|2(|x|+1)|", "torch.abs(2 * (torch.abs(x) + 1))" },
  { 1, "|sin(|x|)|", "torch.abs(torch.sin(torch.abs(x)))" },
  { 1, "|-x|**2", "torch.abs(-x)**2" },
  /* spellings */
  { 1, "3·x − 2×x ÷ 4", "3 * x - 2 * x / 4" },
  { 1, "x² + x³ + x¹⁰", "x**2 + x**3 + x**10" },
  { 1, "-x²", "-x**2" },
  { 1, "（x＋1）＊＊2", "(x + 1)**2" },
  { 1, "ln(x) + log(x)", "torch.log(x) + torch.log(x)" },
  { 1, "arctan(x)", "torch.atan(x)" },
  { 1, "  x\t+ 1 ", "x + 1" },
  { 1, ".5x + 5.", "0.5 * x + 5.0" },
  { 1, "1E3x", "1000.0 * x" },
  /* functions */
  { 1, "sigmoid(x) + relu(x) + tanh(x)", "torch.sigmoid(x) + torch.relu(x) + torch.tanh(x)" },
  { 1, "pow(x, 3)", "x**3" },
  { 2, "pow(x, y)**2", "(x**y)**2" },
  { 2, "max(x, y)", "torch.maximum(x, y)" },
  { 1, "min(x, 2)", "torch.minimum(x, x.new_tensor(2))" },
  { 1, "max(1 + 1, sin(x))", "torch.maximum(x.new_tensor(1 + 1), torch.sin(x))" },
  /* numbers among themselves are Python's */
  { 1, "pi/4 x", "math.pi / 4 * x" },
  { 1, "sqrt(2)x", "1.4142135623730951 * x" },
  { 1, "cos(0)x", "1.0 * x" },
  { 1, "(-2)**2x", "(-2)**2 * x" },
  { 1, "sin(-1)**2 x", "(-0.8414709848078965)**2 * x" },
  { 1, "abs(-3)x", "3.0 * x" },
  { 1, "2**100x", "1.2676506002282294e+30 * x" },
  { 1, "9223372036854775807x", "9223372036854775807 * x" },
  { 1, "9223372036854775808x", "9.223372036854776e+18 * x" },
  { 1, "9007199254740993/3 x", "3002399751580330.5 * x" },
};

static void
texts_are_read_as_python_would (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (readings); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DescentFunction) function = descent_function_new (readings[i].text, readings[i].n_inputs, &error);
      g_autofree char *python = NULL;

      if (readings[i].python == NULL)
        {
          g_assert_null (function);
          continue;
        }
      g_assert_no_error (error);
      python = descent_function_to_python (function);
      g_assert_cmpstr (python, ==, readings[i].python);
      g_assert_cmpstr (descent_function_get_text (function), ==, readings[i].text);
      g_assert_cmpuint (descent_function_get_n_inputs (function), ==, readings[i].n_inputs);
    }
}

/* mark stands under the bytes of the text that the message speaks of. */
typedef struct
{
  guint       n_inputs;
  const char *text;
  const char *mark;
  const char *message;
} Refusal;

static const Refusal refusals[] = {
  { 1, "", "", "The function is empty: type one, such as x**2" },
  { 1, "   ", "^^^", "The function is empty: type one, such as x**2" },
  { 1, "sni(x)", "^^^", "Unknown name “sni”: did you mean “sin”?" },
  { 1, "SIN(x)", "^^^", "Unknown name “SIN”: did you mean “sin”?" },
  { 1, "X**2", "^", "Unknown name “X”: did you mean “x”?" },
  { 1, "1 + squrt(x)", "    ^^^^^", "Unknown name “squrt”: did you mean “sqrt”?" },
  { 1, "z", "^", "Unknown name “z”: the variable is x" },
  { 2, "z", "^", "Unknown name “z”: the variables are x and y" },
  { 1, "foo(x)", "^^^", "Unknown name “foo”: the variable is x" },
  { 1, "x2", "^^", "Unknown name “x2”: did you mean “x*2” or “x**2”?" },
  { 2, "3 + y12", "    ^^^", "Unknown name “y12”: did you mean “y*12” or “y**12”?" },
  { 1, "x + y", "    ^", "“y” is unknown here: this is a function of x alone" },
  { 1, "xy", " ^", "“y” is unknown here: this is a function of x alone" },
  { 1, "x0", "^^", "“x0” is unknown here: this is a function of x alone" },
  { 1, "(x + 1", "^", "This “(” is never closed" },
  { 1, "2 * (x + (1)", "    ^", "This “(” is never closed" },
  { 1, "sin(x", "   ^", "This “(” is never closed" },
  { 1, "|x + 1", "^", "This “|” is never closed" },
  { 1, "(|x)", " ^", "This “|” is never closed" },
  { 1, "x + 1)", "     ^", "This “)” closes nothing" },
  { 1, ")", "^", "Something is missing before “)”" },
  { 1, "x +", "  ^", "Something is missing after “+”" },
  { 1, "x **", "  ^^", "Something is missing after “**”" },
  { 1, "x * / 2", "  ^", "Something is missing after “*”" },
  { 1, "(x +)", "   ^", "Something is missing after “+”" },
  { 1, "* x", "^", "Something is missing before “*”" },
  { 1, "x // 2", "  ^", "Something is missing after “/”" },
  { 1, "|", "^", "Something is missing after “|”" },
  { 1, "x()", " ^^", "There is nothing between the brackets" },
  { 1, "sin()", "^^^", "“sin” needs something between its brackets" },
  { 1, "sin 3x", "^^^", "“sin” needs brackets around its argument, such as sin(x)" },
  { 1, "max", "^^^", "“max” needs brackets around its arguments, such as max(x, 1)" },
  { 1, "sin(x, 1)", "^^^^^^^^^", "“sin” takes 1 argument, not 2" },
  { 1, "2 + max(x)", "    ^^^^^^", "“max” takes 2 arguments, not 1" },
  { 1, "max(x, 1, 2)", "^^^^^^^^^^^^", "“max” takes 2 arguments, not 3" },
  { 1, "0,5x", " ^", "Unexpected “,”: decimals are written with a point, such as 0.5" },
  { 1, "(1,5)", "  ^", "Unexpected “,”: decimals are written with a point, such as 0.5" },
  { 1, "x 2", "  ^", "An operator is missing before “2”" },
  { 1, "2 3", "  ^", "An operator is missing before “3”" },
  { 1, "(x)2", "   ^", "An operator is missing before “2”" },
  { 1, "1.2.3x", "^^^^^", "“1.2.3” is no number: it has more than one decimal point" },
  { 1, "y = x**2", "  ^", "Unexpected “=”: type only what stands to the right of it, such as x**2" },
  { 1, "x % 2", "  ^", "Unexpected character “%”" },
  { 1, "x!", " ^", "Unexpected character “!”" },
  { 1, "x \"a\"", "  ^", "Unexpected character “\"”" },
  { 1, "x + π²²²²²²²²²²²", "      ^^^^^^^^^^^^^^^^^^^^^^", "This exponent has too many digits" },
  { 1, "x + √2", "    ^^^", "Unexpected character “√”" },
  { 1, "x\a", " ^", "Unexpected invisible character U+0007" },
  { 1, "x + \xff", "    ^", "The function is no UTF-8 text" },
  { 1, "x²²²²²²²²²²³", " ^^^^^^^^^^^^^^^^^^^^^^", "This exponent has too many digits" },
  { 1, "²x", "^^", "Something is missing before “²”" },
  { 1, "x + 1/0", "    ^^^", "“1/0” is no finite real number" },
  { 1, "x + 1/(2 - 2)", "    ^^^^^^^^^", "“1/(2 - 2)” is no finite real number" },
  { 1, "log(0)x", "^^^^^^", "“log(0)” is no finite real number" },
  { 1, "(-8)**(1/3) + x", "^^^^^^^^^^^", "“(-8)**(1/3)” is no finite real number" },
  { 1, "0**-1 x", "^^^^^", "“0**-1” is no finite real number" },
  { 1, "pow(0, -1) x", "^^^^^^^^^^", "“pow(0, -1)” is no finite real number" },
  { 1, "1e400x", "^^^^^", "“1e400” is no finite real number" },
  { 1, "5", "^", "The value does not depend on x" },
  { 2, "2pi", "^^^", "The value depends on neither x nor y" },
};

static void
other_texts_are_refused_at_their_place (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      const Refusal *refusal = &refusals[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (DescentFunction) function = descent_function_new (refusal->text, refusal->n_inputs, &error);
      g_autofree char *shown = g_strescape (refusal->text, NULL);
      gsize            start, length;

      g_test_message ("%s", shown);
      g_assert_null (function);
      g_assert_error (error, DESCENT_ERROR, DESCENT_ERROR_SYNTAX);
      g_assert_cmpstr (error->message, ==, refusal->message);
      g_assert_true (descent_error_get_span (error, &start, &length));
      g_assert_cmpuint (start, ==, strspn (refusal->mark, " "));
      g_assert_cmpuint (length, ==, strlen (refusal->mark) - start);
    }
}

/* text, count times, and tail. */
static char *
repeat (const char *text,
        guint       count,
        const char *tail)
{
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    g_string_append (string, text);
  g_string_append (string, tail);
  return g_string_free (string, FALSE);
}

static void
depth_has_a_limit (void)
{
  const char *const openings[] = { "(", "|", "sin(", "-", "2**", "-(", "x^" };

  for (gsize i = 0; i < G_N_ELEMENTS (openings); i++)
    {
      g_autofree char *text = repeat (openings[i], 150, "x");
      g_autoptr (GError) error = NULL;

      g_assert_null (descent_function_new (text, 1, &error));
      g_assert_cmpstr (error->message, ==, "Too deeply nested: at most 100 levels are read");
    }
}

static void
what_the_limit_allows_is_read (void)
{
  g_autofree char *signs = repeat ("-", 98, "x");
  g_autofree char *sum = repeat ("x+", 499, "x");
  g_autofree char *bars = repeat ("|", 90, "x");
  g_autofree char *closed = repeat ("|", 90, "");
  g_autofree char *both = g_strconcat (bars, closed, NULL);
  const char      *texts[] = { signs, sum, both };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DescentFunction) function = descent_function_new (texts[i], 1, &error);

      g_assert_no_error (error);
      g_assert_nonnull (function);
    }
}

static void
length_has_a_limit (void)
{
  g_autofree char *text = repeat ("x+", 500, "x");
  g_autoptr (GError) error = NULL;
  gsize start, length;

  g_assert_null (descent_function_new (text, 1, &error));
  g_assert_cmpstr (error->message, ==, "The function is too long: at most 1000 bytes are read");
  g_assert_true (descent_error_get_span (error, &start, &length));
  g_assert_cmpuint (start + length, ==, strlen (text));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/descent/parser/texts-are-read-as-python-would", texts_are_read_as_python_would);
  g_test_add_func ("/descent/parser/other-texts-are-refused-at-their-place", other_texts_are_refused_at_their_place);
  g_test_add_func ("/descent/parser/depth-has-a-limit", depth_has_a_limit);
  g_test_add_func ("/descent/parser/what-the-limit-allows-is-read", what_the_limit_allows_is_read);
  g_test_add_func ("/descent/parser/length-has-a-limit", length_has_a_limit);
  return g_test_run ();
}
