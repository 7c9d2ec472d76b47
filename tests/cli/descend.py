#!/usr/bin/env python3
"""descend.py PROGRAM: gradients-cli as a person and a script meet it: descend, ops, help, errors."""
import csv
import io
import json
import os
import struct
import subprocess
import sys
import unittest

PROGRAM = None

COURSE_BITS = """3ef42ada bc4ccccd 3ee30c5d bcfa6aea 3eca6fe7 bd670e2c 3ea7a1a1 bdbd163e 3e706fe8 be0e473c 3df13b6b be43597a
    bc554648 be6cefda be10189e be75e68b be831945 be592ee2 beb5ec93 be269154 bedd223a bde8abd0 bef731fc bd9f7208
    bf035bb7 bd64f46b bf07bf9d bd31a872 bf0a2fd2 bd15273c""".split()


def run(*arguments, **options):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, encoding="utf-8", timeout=60, **options)


def rows(*arguments):
    result = run("descend", *arguments)
    assert result.returncode == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def bits(number):
    return struct.pack(">f", number).hex()


class Descend(unittest.TestCase):
    def test_the_bowl_gives_the_courses_numbers(self):
        found = rows("--preset", "parabola", "--start", "100", "--lr", "0.1", "--steps", "9")
        self.assertEqual([row["x"] for row in found],
                         "100 80 64 51.2 40.96 32.767998 26.214397 20.971518 16.777214 13.421771".split())
        self.assertEqual(list(found[0]), ["step", "x", "f", "dx"])
        self.assertEqual([row["step"] for row in found], [str(k) for k in range(10)])

    def test_a_rate_of_one_bounces(self):
        found = rows("--preset", "parabola", "--lr", "1.0", "--steps", "100")
        self.assertEqual({row["x"] for row in found}, {"100", "-100"})

    def test_a_higher_rate_overflows_and_says_so(self):
        result = run("descend", "--preset", "parabola", "--start", "100", "--lr", "1.1", "--steps", "500")
        found = list(csv.DictReader(io.StringIO(result.stdout)))
        self.assertEqual(result.returncode, 0)
        self.assertEqual(result.stderr.splitlines()[-1], "f overflows at step 219, x at step 459")
        self.assertNotEqual(found[218]["f"], "inf")
        self.assertEqual(found[219]["f"], "inf")
        self.assertEqual(found[459]["x"], "-inf")
        self.assertEqual(found[460]["x"], "nan")

    def test_gradients_add_up_if_they_are_not_zeroed(self):
        found = rows("--preset", "parabola", "--lr", "0.1", "--accumulate")
        self.assertEqual([row["x"] for row in found[1:5]], ["80", "44", "-0.79999924", "-45.44"])

    def test_the_waves_give_the_courses_bits(self):
        result = run("descend", "--preset", "waves", "--start", "0.5,0", "--lr", "0.05", "--steps", "15", "--format", "json")
        found = json.loads(result.stdout)
        self.assertEqual([bits(point[name]) for point in found["points"][1:] for name in "xy"], COURSE_BITS)
        self.assertEqual(found["diagnosis"]["verdict"], "converging")
        self.assertAlmostEqual(found["diagnosis"]["critical_lr"], 2 / 9, places=12)

    def test_other_starts_end_in_other_minima(self):
        for start, end in [("0.5,0.1", (0.495690762395, 1.019289537993)), ("0.5,-0.05", (0.495690762395, -1.0751055644)),
                           ("0.6,0", (1.542888313592, -0.027908013203))]:
            last = rows("--preset", "waves", "--start", start, "--steps", "300")[-1]
            self.assertAlmostEqual(float(last["x"]), end[0], places=5)
            self.assertAlmostEqual(float(last["y"]), end[1], places=5)

    def test_a_typed_function_is_as_good_as_a_preset(self):
        self.assertEqual(rows("--function", "sin(3x)cos(3y) + (x+y)/4", "--start", "0.5,0", "--lr", "0.05", "--steps", "15"),
                         rows("--preset", "waves"))

    def test_a_start_may_be_negative(self):
        self.assertEqual(rows("--function", "x**2 + y**2", "--start", "-1,-2")[0]["y"], "-2")
        self.assertEqual(rows("--function", "x**2", "--start=-1e-3")[0]["x"], "-0.001")

    def test_float64_has_its_own_digits(self):
        self.assertEqual(rows("--preset", "parabola", "--dtype", "float64")[-1]["x"], "13.421772800000003")

    def test_what_is_not_finite_is_a_string_in_json(self):
        found = json.loads(run("descend", "--preset", "parabola", "--lr", "1.1", "--steps", "470", "--format", "json").stdout)
        self.assertEqual((found["f_overflow"], found["x_overflow"]), (219, 459))
        self.assertEqual(found["points"][470]["x"], "nan")
        self.assertEqual(found["diagnosis"]["verdict"], "overflowed")

    def test_a_value_that_is_none_is_told(self):
        result = run("descend", "--preset", "edge", "--lr", "6")
        self.assertEqual(result.returncode, 0)
        self.assertEqual(result.stderr, "f has no value (nan) from step 1 on\n")

    def test_a_million_steps_are_reported_and_written(self):
        result = run("descend", "--function", "sin(x) + x**2/50", "--start", "3", "--steps", "1000000")
        self.assertEqual(result.stdout.count("\n"), 1000002)
        self.assertIn(result.stderr, ["", "gradients-cli: computing 1000000 steps\n"])

    def test_the_decimal_point_does_not_follow_the_locale(self):
        environment = dict(os.environ, LC_ALL="", LC_NUMERIC="de_DE.UTF-8", LANG="de_DE.UTF-8")
        self.assertEqual(run("descend", "--preset", "parabola", env=environment).stdout, run("descend", "--preset", "parabola").stdout)


class Mistakes(unittest.TestCase):
    """One line on stderr, nothing on stdout, exit 2."""

    def check(self, arguments, message, more=""):
        result = run(*arguments)
        self.assertEqual(result.stderr, f"gradients-cli: {message}\n{more}")
        self.assertEqual(result.stdout, "")
        self.assertEqual(result.returncode, 2)

    def test_of_the_rate(self):
        expected = "a number such as 0.1 is expected"
        for text, message in [("abc", f"“abc” is no learning rate: {expected}"), ("", f"The learning rate is missing: {expected}"),
                              ("1e400", "“1e400” is no learning rate: it is too large"),
                              ("nan", f"“nan” is no learning rate: {expected}"), ("0,1", f"“0,1” is no learning rate: {expected}"),
                              ("0", "The learning rate must be a positive number, not 0"),
                              ("-1", "The learning rate must be a positive number, not −1")]:
            with self.subTest(text):
                self.check(["descend", "--preset", "parabola", "--lr", text], message)

    def test_of_the_steps(self):
        for text in ["-1", "1.5", "1000001", "many", ""]:
            with self.subTest(text):
                self.check(["descend", "--preset", "parabola", "--steps", text],
                           f"“{text}” is no number of steps: a whole number from 0 to 1000000 is expected")

    def test_of_the_start(self):
        for text, message in [("1,2", "the start “1,2” has two numbers, but the function has one variable: expected X"),
                              ("1,2,3", "“1,2,3” is no start: expected a number, or two with a comma between them"),
                              ("one", "“one” is no start: a number such as 0.1 is expected"),
                              ("1e39", "The start 1e39 is too large for a float32, which ends at 3.4e38")]:
            with self.subTest(text):
                self.check(["descend", "--preset", "parabola", "--start", text], message)
        self.check(["descend", "--preset", "waves", "--start", "1"],
                   "the start “1” has one number, but the function has two variables: expected X,Y")
        self.check(["descend", "--function", "x**2"],
                   "the start is missing: expected --start X, or --start X,Y for a function of x and y")

    def test_of_the_function_are_marked(self):
        self.check(["descend", "--function", "sni(x)", "--start", "1"], "Unknown name “sni”: did you mean “sin”?",
                   "  sni(x)\n  ^~~\n")
        self.check(["descend", "--function", "2π(x + 1", "--start", "1"], "This “(” is never closed", "  2π(x + 1\n    ^\n")
        self.check(["descend", "--function", "x + y", "--start", "1"],
                   "“y” is unknown here: this is a function of x alone", "  x + y\n      ^\n")

    def test_of_the_choice(self):
        self.check(["descend"], "the function is missing: expected --function EXPR or --preset NAME")
        self.check(["descend", "--preset", "waves", "--function", "x"], "--function and --preset exclude each other")
        self.check(["descend", "--preset", "waves", "--dtype", "int64"], "no type “int64”: expected float32 or float64")
        self.check(["descend", "--preset", "waves", "--format", "xml"], "no format “xml”: expected csv, json or python")
        self.check(["descend", "--preset", "waves", "extra"], "unexpected argument “extra”: only options are expected")
        self.assertTrue(run("descend", "--preset", "x").stderr.startswith("gradients-cli: no preset “x”: expected one of parabola, "))

    def test_of_the_command(self):
        self.assertTrue(run("foo").stderr.startswith("gradients-cli: unknown command “foo”: expected one of descend, "))
        self.check([], "a command is missing; “gradients-cli --help” lists them")
        result = run("descend", "--rate", "1")
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertRegex(result.stderr, r"^gradients-cli: .*--rate\n$")

    def test_of_bytes_that_are_no_text(self):
        result = subprocess.run([PROGRAM, "descend", "--function", b"x\xff", "--start", "1"], capture_output=True)
        self.assertEqual(result.returncode, 2)
        self.assertIn(b"no UTF-8 text", result.stderr)
        result = subprocess.run([PROGRAM, b"\xff"], capture_output=True)
        self.assertEqual(result.returncode, 2)

    def test_of_the_output(self):
        for shell in ["{} descend --preset parabola >/dev/full", "{} descend --preset parabola >&-", "{} ops >/dev/full",
                      "{} --help >&-", "{} descend --help >/dev/full"]:
            with self.subTest(shell):
                result = subprocess.run(["sh", "-c", shell.format(PROGRAM)], capture_output=True, text=True)
                self.assertEqual(result.returncode, 2)
                self.assertTrue(result.stderr.startswith("gradients-cli: the result could not be written: "))


class Help(unittest.TestCase):
    def test_lists_the_commands(self):
        result = run("--help")
        self.assertEqual(result.returncode, 0)
        for name in ["descend", "ops", "--version"]:
            self.assertIn(name, result.stdout)

    def test_of_a_command_tells_its_options_and_presets(self):
        result = run("descend", "--help")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        for word in ["gradients-cli descend [OPTION", "--function", "--preset", "--start", "--lr", "--steps", "--dtype", "--accumulate",
                     "--format", "parabola", "himmelblau"]:
            self.assertIn(word, result.stdout)
        self.assertEqual(run("ops", "--help").returncode, 0)

    def test_version_names_the_libraries(self):
        self.assertRegex(run("--version").stdout, r"^gradients-cli \d+\.\d+\.\d+\nGLib \d+\.\d+\.\d+\ncairo [\d.]+\nPango [\d.]+\n")

    def test_ops_is_a_table(self):
        table = run("ops").stdout.splitlines()
        self.assertEqual(table[0], "schema\tgrad_fn\tgradient")
        self.assertTrue(all(line.count("\t") == 2 for line in table))
        sine = next(line for line in table if line.startswith("sin("))
        self.assertEqual(sine, "sin(Tensor self)\tSinBackward0\tgrad * self.cos()")
        self.assertIn("mm(Tensor self, Tensor mat2)\tMmBackward0\tgrad @ mat2.T; self.T @ grad", table)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
