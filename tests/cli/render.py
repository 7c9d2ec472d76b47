#!/usr/bin/env python3
"""render.py GRADIENTS-CLI: pictures of curves and surfaces, and what is refused, through the program itself."""
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest

PROGRAM = None
ENV = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"}


def run(*arguments):
    done = subprocess.run([PROGRAM, "render", *arguments], env=ENV, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def size_of_png(path):
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", data[:8]
    return struct.unpack(">II", data[16:24])


class Render(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_each_picture_is_written_without_a_word(self):
        rows = [
            (["curve"], "a.png", (640, 480)),
            (["curve", "--preset", "edge", "--lr", "5", "--step", "3", "--theme", "dark"], "b.png", (640, 480)),
            (["curve", "-f", "x**2/10 + sin(3x)", "-s", "4", "--view", "-6,6", "--no-path"], "c.png", (640, 480)),
            (["surface", "--size", "360x300", "--scale", "2"], "d.png", (720, 600)),
            (["surface", "-f", "x**2 + y**2", "-s", "1,1", "--colormap", "grey", "--contours", "5"], "e.png", (640, 480)),
            (["surface", "--colormap", "jet", "--samples", "100", "--contours", "0", "--axes", "143.2,57.6,369.6,369.6"],
             "f.png", (640, 480)),
            (["surface", "--lr", "1", "--steps", "5000", "--title", "梯度下降"], "g.png", (640, 480)),
        ]
        for arguments, name, size in rows:
            with self.subTest(arguments):
                path = self.folder / name
                self.assertEqual(run(*arguments, "-o", str(path)), (0, "", ""))
                self.assertEqual(size_of_png(path), size)

    def test_the_ending_is_the_format(self):
        for name, head in [("a.svg", b"<?xml"), ("a.pdf", b"%PDF-")]:
            path = self.folder / name
            self.assertEqual(run("surface", "-o", str(path)), (0, "", ""))
            self.assertTrue(path.read_bytes().startswith(head), name)

    def test_each_option_shows(self):
        pictures = set()
        rows = [[], ["--theme", "dark"], ["--lr", "0.9"], ["--step", "2"], ["--no-path"], ["--view", "-50,50"],
                ["--start", "-80"], ["--title", "x"], ["--accumulate"]]
        for number, arguments in enumerate(rows):
            path = self.folder / f"{number}.png"
            self.assertEqual(run("curve", *arguments, "-o", str(path))[0], 0)
            pictures.add(path.read_bytes())
        self.assertEqual(len(pictures), len(rows))

    def test_what_is_wrong_is_said_in_one_line_and_nothing_is_written(self):
        kept = self.folder / "kept.png"
        kept.write_text("old")
        for arguments, message in [
            ([], "what to render is missing: expected one of curve, surface"),
            (["pie"], "unknown picture “pie”: expected one of curve, surface"),
            (["curve"], "the output is missing: expected -o FILE.png, FILE.svg or FILE.pdf"),
            (["curve", "-o", str(self.folder / "x.gif")], "“.gif” is no picture format (expected .png, .svg or .pdf)"),
            (["curve", "-o", str(kept), "--size", "640"], "“640” is no size: expected WxH in pixels, such as 640x480"),
            (["curve", "-o", str(kept), "--size", "0x480"], "“0x480” is no size: expected WxH in pixels, such as 640x480"),
            (["curve", "-o", str(kept), "--scale", "-1"], "the scale “-1” is not positive"),
            (["curve", "-o", str(kept), "--scale", "1e400"], "“1e400” is"),
            (["curve", "-o", str(kept), "--size", "16000x16000", "--scale", "2"],
             "A picture of 32000 × 32000 pixels cannot be drawn (expected 1 to 16384 each way)"),
            (["curve", "-o", str(kept), "--theme", "sepia"], "no theme “sepia”: expected light or dark"),
            (["curve", "-o", str(kept), "--step", "10"], "“10” is no step"),
            (["curve", "-o", str(kept), "--view", "1"], "“1” does not fit: expected XMIN,XMAX, numbers with commas"),
            (["curve", "-o", str(kept), "--view", "2,1"], "the view “2,1” is empty"),
            (["curve", "-o", str(kept), "--axes", "1,1,0,5"], "the axes “1,1,0,5” have no size"),
            (["curve", "-o", str(kept), "--preset", "waves"], "no preset “waves”: expected one of parabola"),
            (["curve", "-o", str(kept), "--colormap", "jet"], "Unknown option --colormap"),
            (["surface", "-o", str(kept), "--colormap", "hot"], "no colour map “hot”: expected one of viridis, turbo, jet"),
            (["surface", "-o", str(kept), "--samples", "1"], "“1” is no number of samples"),
            (["surface", "-o", str(kept), "extra"], "unexpected argument “extra”"),
            (["curve", "-o", str(self.folder / "no" / "x.png")], "x.png” could not be written: No such file or directory"),
        ]:
            with self.subTest(arguments):
                status, out, err = run(*arguments)
                self.assertEqual((status, out), (2, ""))
                self.assertTrue(err.startswith("gradients-cli: "), err)
                self.assertIn(message, err)
                self.assertEqual(err.count("\n"), 1)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["kept.png"])
        self.assertEqual(kept.read_text(), "old")

    def test_the_place_of_a_slip_in_the_function_is_marked(self):
        status, _, err = run("curve", "-f", "sin 3x", "-s", "1", "-o", "x.png")
        self.assertEqual(status, 2)
        self.assertEqual(err.splitlines()[1:], ["  sin 3x", "  ^~~"])

    def test_help_is_given(self):
        for arguments, word in [(["--help"], "surface"), (["curve", "--help"], "--no-path"), (["surface", "-h"], "--colormap")]:
            status, out, err = run(*arguments)
            self.assertEqual((status, err), (0, ""))
            self.assertIn(word, out)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
