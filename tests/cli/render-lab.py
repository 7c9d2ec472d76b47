#!/usr/bin/env python3
"""render-lab.py GRADIENTS-CLI: pictures of lab programs, and what is refused, through the program itself."""
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest

PROGRAM = None
ENV = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"}

GRAPH = """import torch
x = torch.tensor(2.0, requires_grad=True)
y = x**2
y.backward()
"""
FIGURES = """import matplotlib.pyplot as plt
plt.plot([1, 2, 3])
plt.show()
plt.figure(figsize=(4, 3))
plt.plot([3, 2, 1], "k.-")
plt.show()
"""


def size_of_png(path):
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", data[:8]
    return struct.unpack(">II", data[16:24])


class RenderLab(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_it(self, kind, text, *arguments):
        program = self.folder / "program.py"
        program.write_text(text)
        done = subprocess.run([PROGRAM, "render", kind, str(program), *arguments], env=ENV, capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout, done.stderr

    def test_each_format_is_written_without_a_word(self):
        for kind, text in (("graph", GRAPH), ("program", FIGURES)):
            for name, head in (("a.png", b"\x89PNG"), ("a.svg", b"<?xml"), ("a.pdf", b"%PDF-")):
                with self.subTest(kind=kind, name=name):
                    path = self.folder / name
                    self.assertEqual(self.run_it(kind, text, "-o", str(path)), (0, "", ""))
                    self.assertTrue(path.read_bytes().startswith(head))

    def test_sizes(self):
        rows = [("graph", GRAPH, ["--size", "500x300"], (500, 300)),
                ("graph", GRAPH, ["--size", "500x300", "--scale", "2", "--theme", "dark"], (1000, 600)),
                ("program", FIGURES, [], (640, 780)),
                ("program", FIGURES, ["--figure", "2"], (400, 300)),
                ("program", FIGURES, ["--figure", "2", "--size", "300x200", "--theme", "dark"], (300, 200))]
        for kind, text, arguments, size in rows:
            with self.subTest(arguments):
                path = self.folder / "a.png"
                self.assertEqual(self.run_it(kind, text, "-o", str(path), *arguments), (0, "", ""))
                self.assertEqual(size_of_png(path), size)

    def test_a_graph_is_as_it_was_before_a_line(self):
        pictures = set()
        for arguments in ([], ["--line", "4"]):
            path = self.folder / "a.svg"
            self.assertEqual(self.run_it("graph", GRAPH, "-o", str(path), *arguments), (0, "", ""))
            pictures.add(path.read_bytes())
        self.assertEqual(len(pictures), 2)

    def test_what_is_refused_is_named_and_nothing_is_written(self):
        rows = [("graph", "x = 1\n", [], "has recorded no graph"),
                ("program", "x = 1\n", [], "has drawn no figure"),
                ("program", FIGURES, ["--figure", "3"], "has drawn no figure 3"),
                ("program", FIGURES, ["--figure", "0"], "figure"),
                ("graph", GRAPH, ["--line", "99"], "line 99 never ran"),
                ("graph", GRAPH, ["--title", "t"], "neither --axes nor --title"),
                ("graph", GRAPH, ["more.py"], "expected one program")]
        for kind, text, arguments, message in rows:
            with self.subTest(kind=kind, arguments=arguments):
                path = self.folder / "none.png"
                status, out, err = self.run_it(kind, text, "-o", str(path), *arguments)
                self.assertEqual((status, out), (2, ""))
                self.assertIn(message, err)
                self.assertEqual(err.count("\n"), 1)
                self.assertFalse(path.exists())

    def test_a_program_that_fails_is_drawn_as_far_as_it_came(self):
        for kind, text in (("graph", GRAPH), ("program", FIGURES)):
            path = self.folder / f"{kind}.png"
            status, out, err = self.run_it(kind, text + "1 / 0\n", "-o", str(path))
            self.assertEqual((status, out), (1, ""))
            self.assertTrue(err.endswith("ZeroDivisionError: division by zero\n"))
            self.assertTrue(path.exists())

    def test_a_program_that_does_not_compile_is_not_drawn(self):
        path = self.folder / "none.png"
        status, _, err = self.run_it("graph", "x =\n", "-o", str(path))
        self.assertEqual(status, 1)
        self.assertIn("SyntaxError", err)
        self.assertFalse(path.exists())


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
