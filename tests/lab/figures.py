#!/usr/bin/env python3
"""figures.py CLI: what programs draw arrives as events."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

CLI = None


def trace(text):
    """The events of a program that ends well."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "program.py"
        path.write_text("import matplotlib.pyplot as plt\nimport numpy as np\nimport torch\n" + text)
        done = subprocess.run([CLI, "lab", "trace", str(path)], capture_output=True, timeout=60)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, "".join(event["text"] for event in events if event["event"] == "exc")
    return [event for event in events if event["event"] in ("figure", "axes", "mark", "image", "show")]


def error(text):
    """The message of the exception that ends a program."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "program.py"
        path.write_text("import matplotlib.pyplot as plt\n" + text)
        done = subprocess.run([CLI, "lab", "run", str(path)], capture_output=True, timeout=60)
    return done.stderr.decode().strip().splitlines()[-1]


def of(events, kind):
    return [event for event in events if event["event"] == kind]


class Figures(unittest.TestCase):
    def test_a_figure_is_its_parts_in_order(self):
        kinds = [event["event"] for event in trace("plt.plot([1, 2]); plt.title('t'); plt.show()")]
        self.assertEqual(kinds, ["figure", "axes", "mark", "show"])

    def test_words_and_limits_belong_to_the_axes(self):
        axes = of(trace("plt.plot([1, 2])\nplt.title('梯度')\nplt.xlabel('x')\nplt.ylabel('y')\nplt.legend()\nplt.grid()\n"
                        "plt.xlim(0, 5)\nplt.yscale('log')\nplt.show()"), "axes")[0]
        self.assertEqual((axes["title"], axes["x_label"], axes["y_label"]), ("梯度", "x", "y"))
        self.assertEqual(axes["flags"], 1 | 2 | 16)
        self.assertEqual((axes["x_min"], axes["x_max"], axes["y_min"]), (0, 5, "nan"))

    def test_format_strings(self):
        cases = {"ro-": ("o", "-", 0xff0000ff), "k.-": (".", "-", 0x000000ff), "b.": (".", "\0", 0x0000ffff),
                 "g--": ("\0", "=", 0x008000ff), "": ("\0", "-", 0x1f77b4ff), "C1:": ("\0", ":", 0xff7f0eff),
                 "-.": ("\0", ";", 0x1f77b4ff), "x": ("x", "\0", 0x1f77b4ff)}
        for text, (marker, line, color) in cases.items():
            with self.subTest(text):
                mark = of(trace(f"plt.plot([1, 2], [3, 4], {text!r}); plt.show()"), "mark")[0]
                self.assertEqual((chr(mark["marker"]), chr(mark["line_style"]), mark["color"]), (marker, line, color))

    def test_data_may_be_lists_arrays_or_tensors(self):
        for data in ("[1, 2.5]", "np.array([1, 2.5])", "torch.tensor([1, 2.5])", "(1, 2.5)"):
            with self.subTest(data):
                mark = of(trace(f"plt.plot({data}); plt.show()"), "mark")[0]
                self.assertEqual((mark["x"], mark["y"]), ([0, 1], [1, 2.5]))

    def test_colours_come_in_turn(self):
        marks = of(trace("plt.plot([1]); plt.plot([2]); plt.plot([3], [4], [5], [6]); plt.show()"), "mark")
        self.assertEqual([mark["color"] >> 8 for mark in marks], [0x1f77b4, 0xff7f0e, 0x2ca02c, 0xd62728])

    def test_scatter_has_no_line(self):
        mark = of(trace("plt.scatter([1, 2], [3, 4], color='b', marker='.', s=9, label='data', alpha=0.5)\nplt.show()"), "mark")[0]
        self.assertEqual((mark["marker"], mark["line_style"], mark["color"]), (ord("."), 0, 0x0000ff80))
        self.assertEqual((mark["marker_size"], mark["label"]), (3, "data"))

    def test_an_image_keeps_its_samples(self):
        events = trace("fig, ax = plt.subplots()\n"
                       "ax.imshow(torch.tensor([[1., 2.], [3., 4.]]), cmap='jet', extent=[-3, 2, -3, 2], origin='lower',\n"
                       "          interpolation='bilinear')\nplt.show()")
        image = of(events, "image")[0]
        self.assertEqual((image["rows"], image["columns"], image["values"]), (2, 2, [1, 2, 3, 4]))
        self.assertEqual((image["left"], image["right"], image["bottom"], image["top"]), (-3, 2, -3, 2))
        self.assertEqual((image["colormap"], image["origin_lower"], image["smooth"]), ("jet", 1, 1))
        self.assertEqual(of(events, "axes")[0]["flags"], 4)

    def test_several_axes_have_their_cells(self):
        events = trace("fig, ax = plt.subplots(1, 2, figsize=(8, 3))\nax[0].plot([1])\nax[1].scatter([1], [2])\nplt.show()")
        figure = of(events, "figure")[0]
        self.assertEqual((figure["rows"], figure["columns"], figure["width"]), (1, 2, 8))
        self.assertEqual([axes["index"] for axes in of(events, "axes")], [0, 1])
        self.assertEqual([mark["axes"] for mark in of(events, "mark")], [0, 1])

    def test_each_show_shows_what_is_new(self):
        events = trace("plt.plot([1]); plt.show()\nplt.plot([2]); plt.show()\nplt.show()")
        self.assertEqual([event["figure"] for event in of(events, "show")], [1, 2])

    def test_what_is_never_shown_is_shown_at_the_end(self):
        self.assertEqual(len(of(trace("plt.plot([1, 2])"), "show")), 1)

    def test_lines_across_reach_infinitely_far(self):
        mark = of(trace("plt.axhline(2.0, color='gray', ls='--'); plt.show()"), "mark")[0]
        self.assertEqual((mark["x"], mark["y"], mark["line_style"]), (["-inf", "inf"], [2, 2], ord("=")))

    def test_a_histogram_counts(self):
        mark = of(trace("plt.hist([0, 1, 1, 2], bins=2); plt.show()"), "mark")[0]
        self.assertEqual([y for y in mark["y"] if y != "nan"], [0, 1, 1, 0, 0, 3, 3, 0])

    def test_mistakes_are_told(self):
        cases = {
            "plt.plot([1], [2, 3])": "ValueError: x and y must have same first dimension, but have shapes (1,) and (2,)",
            "plt.plot([1], 'zz')": "ValueError: 'zz' is not a valid format string",
            "plt.plot([1], color='nonesuch')": "ValueError: 'nonesuch' is not a valid color value",
            "import torch\nplt.plot(torch.ones(2, requires_grad=True))":
                "RuntimeError: Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
        }
        for text, message in cases.items():
            with self.subTest(text):
                self.assertEqual(error(text), message)
        self.assertIn("the lab does not draw plt.polar()", error("plt.polar()"))

    def test_too_many_figures_end_the_program(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "program.py"
            path.write_text("import matplotlib.pyplot as plt\nwhile True:\n    plt.plot([1]); plt.show()\n")
            done = subprocess.run([CLI, "lab", "run", str(path)], capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 3)
        self.assertIn("drew more figures than the lab keeps", done.stderr.decode())


if __name__ == "__main__":
    CLI = sys.argv.pop(1)
    unittest.main()
