#!/usr/bin/env python3
# Gradients: gradient descent and autograd, step by step.
# SPDX-License-Identifier: MIT
"""gradients-cli fit as a person calls it: fit.py PROGRAM."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

PROGRAM = sys.argv.pop(1)

# What the course's program prints under PyTorch after torch.manual_seed(0), by f"{loss:.4g}".
COURSE = "9.133 6.183 4.296 3.089 2.316 1.822 1.506 1.303 1.173 1.09".split()

# W and b after each epoch, there.
COURSE_W = [4.5847578048706055, 4.255099773406982, 3.993358612060547, 3.78551983833313, 3.6204652786254883,
            3.4893739223480225, 3.3852460384368896, 3.3025269508361816, 3.2368078231811523, 3.1845896244049072]
COURSE_B = [0.39428362250328064, 0.7121121883392334, 0.968281626701355, 1.1747310161590576, 1.341092586517334,
            1.4751365184783936, 1.5831297636032104, 1.6701266765594482, 1.74020254611969, 1.7966434955596924]


def run(*arguments, status=0):
    done = subprocess.run([PROGRAM, "fit", *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == status, (arguments, done.returncode, done.stderr)
    return done.stdout, done.stderr


def rows(*arguments):
    lines = run(*arguments)[0].splitlines()
    assert lines[0] == "epoch,loss,W,b,dW,db", lines[0]
    return [[float(cell) for cell in line.split(",")] for line in lines[1:]]


class Fit(unittest.TestCase):
    def write(self, text):
        file = tempfile.NamedTemporaryFile("wb", suffix=".csv", delete=False)
        self.addCleanup(os.unlink, file.name)
        with file:
            file.write(text)
        return file.name

    def test_the_course_comes_out_as_under_pytorch(self):
        table = rows("--samples", "1000", "--seed", "0", "--lr", "0.1", "--epochs", "10")
        self.assertEqual([row[0] for row in table], list(range(1, 11)))
        self.assertEqual([f"{row[1]:.4g}" for row in table], COURSE)
        for row, w, b in zip(table, COURSE_W, COURSE_B):
            self.assertAlmostEqual(row[2], w, delta=1e-6)
            self.assertAlmostEqual(row[3], b, delta=1e-6)

    def test_the_course_is_the_default(self):
        self.assertEqual(run(), run("--samples", "1000", "--seed", "0", "--true-w", "3", "--true-b", "2", "--noise", "1",
                                    "--w", "5", "--b", "0", "--lr", "0.1", "--epochs", "10", "--reduction", "mean"))

    def test_a_sum_overflows_and_it_is_said(self):
        out, err = run("--reduction", "sum", "--lr", "0.1", "--epochs", "20")
        losses = [line.split(",")[1] for line in out.splitlines()[1:]]
        self.assertEqual(losses[8:17], ["inf"] * 9)
        self.assertEqual(losses[17:], ["nan"] * 3)
        self.assertNotIn("inf", losses[:8])
        self.assertEqual(err, "the loss overflows (inf) at epoch 9 and is undefined (nan) from epoch 18 on\n")

    def test_what_lies_beyond_the_table_is_not_said(self):
        self.assertEqual(run("--reduction", "sum", "--lr", "0.1", "--epochs", "8")[1], "")
        self.assertEqual(run("--reduction", "sum", "--lr", "0.1", "--epochs", "9")[1],
                         "the loss overflows (inf) at epoch 9\n")

    def test_a_sum_at_a_thousandth_of_the_rate_goes_the_means_way(self):
        mean = rows("--lr", "0.1")
        total = rows("--reduction", "sum", "--lr", "0.0001")
        self.assertEqual([row[2] for row in total], [row[2] for row in mean])

    def test_gradients_pile_up_on_demand(self):
        table = rows("--accumulate", "--epochs", "3")
        single = rows("--epochs", "1", "--w", repr(table[0][2]), "--b", repr(table[0][3]))
        self.assertAlmostEqual(table[1][4], table[0][4] + single[0][4], places=5)

    def test_samples_come_from_a_file(self):
        name = self.write(b"\xef\xbb\xbfsize;price\r\n1;2\r\n2;4\r\n4;8\r\n")
        last = rows("--data", name, "--lr", "0.1", "--epochs", "500")[-1]
        self.assertAlmostEqual(last[2], 2, places=5)
        self.assertAlmostEqual(last[3], 0, places=5)

    def test_standardizing_mends_a_trench(self):
        name = self.write("".join(f"{100 * i},{3 * i + 1}\n" for i in range(20)).encode())
        self.assertIn("inf", run("--data", name, "--lr", "0.1", "--epochs", "40")[0])
        table = rows("--data", name, "--standardize", "--lr", "0.5", "--epochs", "3")
        self.assertLess(table[-1][1], 1e-6)

    def test_json_says_the_same_and_more(self):
        report = json.loads(run("--format", "json", "--reduction", "sum", "--lr", "0.1", "--epochs", "20")[0])
        self.assertEqual((report["samples"], report["reduction"]), (1000, "sum"))
        self.assertEqual((report["loss_overflow"], report["loss_nan"], report["x_overflow"]), (9, 18, 17))
        self.assertAlmostEqual(report["optimum"]["W"], 2.982112819055188, places=9)
        self.assertEqual(report["diagnosis"]["verdict"], "overflowed")
        self.assertAlmostEqual(report["diagnosis"]["critical_lr"], 0.0009346248535959204, places=12)
        self.assertEqual(report["epochs"][8]["loss"], "inf")
        plain = json.loads(run("--format", "json")[0])
        self.assertEqual([list(epoch.values()) for epoch in plain["epochs"]], rows())
        self.assertIsNone(plain["loss_overflow"])

    def test_errors_name_value_and_expectation(self):
        bad = self.write(b"x,y\n1,2\n3,oops\n")
        cases = [
            (["--lr", "abc"], "“abc” is no learning rate: a number such as 0.1 is expected"),
            (["--lr", "0"], "The learning rate must be a positive number, not 0"),
            (["--lr", "1e400"], "“1e400” is no learning rate: it is too large"),
            (["--epochs", "-1"], "“-1” is no number of epochs: a whole number from 0 to 100000 is expected"),
            (["--samples", "1"], "“1” is no number of samples: a whole number from 2 to 100000 is expected"),
            (["--samples", "100001"], "“100001” is no number of samples: a whole number from 2 to 100000 is expected"),
            (["--seed", "x"], "“x” is no seed: a whole number from 0 to 18446744073709551615 is expected"),
            (["--noise", "-1"], "“−1” is no standard deviation of noise: 0 or more is expected"),
            (["--reduction", "max"], "no reduction “max”: expected mean or sum"),
            (["--format", "xml"], "no format “xml”: expected csv, json or python"),
            (["--data", bad], f"{bad}: Line 3: “oops” is no number; expected one as 1.5 or 2e-3"),
            (["--data", bad, "--seed", "1"], "--data gives the samples: expected none of --samples, --seed, --true-w, "
                                             "--true-b and --noise beside it"),
        ]
        for arguments, message in cases:
            with self.subTest(arguments=arguments):
                self.assertEqual(run(*arguments, status=2), ("", f"gradients-cli: {message}\n"))

    def test_a_missing_file_is_named(self):
        out, err = run("--data", "/nonexistent/data.csv", status=2)
        self.assertEqual(out, "")
        self.assertTrue(err.startswith("gradients-cli: ") and "/nonexistent/data.csv" in err and err.count("\n") == 1, err)

    def test_help_lists_every_option(self):
        out, _ = run("--help")
        for option in "data samples seed true-w true-b noise standardize w b lr epochs reduction accumulate format".split():
            self.assertIn(f"--{option}", out)


def render(*arguments, status=0):
    done = subprocess.run([PROGRAM, "render", "fit", *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == status, (arguments, done.returncode, done.stderr)
    return done.stdout, done.stderr


class RenderFit(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def draw(self, name, *arguments):
        path = os.path.join(self.folder, name)
        self.assertEqual(render(*arguments, "-o", path), ("", ""))
        with open(path, "rb") as file:
            return file.read()

    def test_every_figure_in_every_format(self):
        starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
        pictures = set()
        for figure in ["result", "data", "page", "map", "loss"]:
            for ending, start in starts.items():
                picture = self.draw(f"{figure}.{ending}", "--figure", figure, "--samples", "100")
                self.assertTrue(picture.startswith(start), (figure, ending))
                pictures.add(picture)
        self.assertEqual(len(pictures), 15)

    def test_the_default_is_the_courses_result(self):
        self.assertEqual(self.draw("a.png"), self.draw("b.png", "--figure", "result", "--step", "10"))

    def test_titles_and_legend_are_in_the_readers_language(self):
        locales = os.path.join(os.path.dirname(PROGRAM), "../../po")
        for figure in ["data", "result"]:
            pictures = set()
            for language in ["en", "fr", "zh_CN"]:
                with unittest.mock.patch.dict(os.environ, LANG=os.environ.get("TEST_LANG", "C.UTF-8"), LC_ALL="",
                                              LANGUAGE=language, GRADIENTS_LOCALEDIR=locales):
                    pictures.add(self.draw("a.png", "--figure", figure))
            self.assertEqual(len(pictures), 3, figure)

    def test_options_change_the_picture(self):
        plain = {figure: self.draw("a.png", "--figure", figure) for figure in ["result", "page", "loss", "map"]}
        for figure, *options in [("result", "--step", "1"), ("result", "--compare"), ("page", "--residuals"),
                                 ("loss", "--log"), ("map", "--reduction", "sum"), ("map", "--theme", "dark")]:
            self.assertNotEqual(self.draw("b.png", "--figure", figure, *options), plain[figure], (figure, *options))

    def test_errors_leave_no_file(self):
        path = os.path.join(self.folder, "a.png")
        for arguments, message in [
            (["--figure", "pie"], "no figure “pie”: expected result, data, page, map or loss"),
            (["--step", "11"], "“11” is no epoch: a whole number from 0 to 10 is expected"),
            (["--lr", "x"], "“x” is no learning rate: a number such as 0.1 is expected"),
        ]:
            self.assertEqual(render(*arguments, "-o", path, status=2), ("", f"gradients-cli: {message}\n"))
            self.assertFalse(os.path.exists(path))


if __name__ == "__main__":
    unittest.main()
