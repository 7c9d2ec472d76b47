#!/usr/bin/env python3
"""conventions.py ROOT: the form of the sources that clang-format does not hold; see CONTRIBUTING.md."""
import pathlib
import re
import sys

HEAD = ("/* Gradients: gradient descent and autograd, step by step.\n"
        " * SPDX-License-Identifier: MIT */\n")
LINES = 800
BROKEN_STRING = re.compile(r'\b(?:_|N_|C_|NC_|ngettext) \(.*"\s*G_\w+')
LEFT_OVER = re.compile(r"\b(TODO|FIXME|XXX)\b")


def complaints(path, text):
    if not text.startswith(HEAD):
        yield "does not begin with the two lines of licence"
    if path.suffix == ".h" and "\n#pragma once\n" not in text and "includ" not in text.split("*/")[1]:
        yield "has no #pragma once, and its opening comment does not say how else it is included"
    if path.suffix == ".c" and path.parts[0] == "src" and not text[len(HEAD):].lstrip().startswith("/* "):
        yield "does not say in a paragraph, before its includes, which idea it holds"
    if text.count("\n") > LINES and not path.stem.endswith("-tables"):   # a table of figures is not read
        yield f"has more than {LINES} lines"
    for n, line in enumerate(text.splitlines(), 1):
        if LEFT_OVER.search(line):
            yield f"line {n} says what is left to do; do it, or say why not"
        if BROKEN_STRING.search(line):
            yield f"line {n} marks a string with a macro in it, of which gettext sees only the beginning"


def main(root):
    found = 0
    for folder in ["src", "tests"]:
        for path in sorted((root / folder).rglob("*.[ch]")):
            for complaint in complaints(path.relative_to(root), path.read_text()):
                print(f"{path.relative_to(root)} {complaint}")
                found += 1
    return 1 if found else 0


sys.exit(main(pathlib.Path(sys.argv[1])))
