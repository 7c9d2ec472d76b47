#!/usr/bin/env python3
# Gradients: gradient descent and autograd, step by step.
# SPDX-License-Identifier: MIT
"""The PyTorch programs that gradients-cli fit writes print its numbers: fit-pytorch.py PROGRAM.

Needs a Python that has torch; without one the test is skipped."""

import json
import os
import struct
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]

DATA = "x,y\n0.1,1\n-3e-3,2.5\n16777216,4\n1e-20,-7.125\n3.4e6,0.3333333\n"


def find_python():
    for python in (sys.executable, "/usr/bin/python3"):
        if os.path.exists(python) and subprocess.run([python, "-c", "import torch"], capture_output=True).returncode == 0:
            return python
    print("skipped: PyTorch is not installed")
    sys.exit(77)


def call(*arguments):
    return subprocess.run([PROGRAM, "fit", *arguments], capture_output=True, text=True, check=True, timeout=60).stdout


def bits(text):
    """A float32 however it is spelt; nan is one number here."""
    value = float(text)
    return "nan" if value != value else struct.pack("<f", value)


def run_all(python, programs):
    """What each program prints; in one process, since torch takes long to load."""
    driver = "import json, sys\nfor program in json.load(sys.stdin):\n    exec(program, {})\n    print('end')\n"
    out = subprocess.run([python, "-c", driver], input=json.dumps(programs), capture_output=True, text=True, check=True,
                         timeout=120).stdout
    return out.split("end\n")[:-1]


def compare(arguments, ours, theirs):
    ours = [line.split(",") for line in ours.splitlines()[1:]]
    theirs = [line.split() for line in theirs.splitlines()]
    assert len(ours) == len(theirs), (arguments, len(ours), len(theirs))
    for a, b in zip(ours, theirs):
        assert a[0] == b[0] and list(map(bits, a[1:])) == list(map(bits, b[1:])), (arguments, a, b)
    print("same numbers:", *arguments)


def main():
    python = find_python()
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as data:
        data.write(DATA)
        data.flush()
        cases = [
            [],
            ["--lr", "0.9", "--epochs", "40"],
            ["--reduction", "sum", "--epochs", "20"],
            ["--reduction", "sum", "--lr", "0.0001"],
            ["--accumulate", "--epochs", "50"],
            ["--samples", "7", "--seed", "42", "--true-w", "-1.5", "--true-b", "1e3", "--noise", "0.25", "--lr", "0.2"],
            ["--samples", "100000", "--seed", "18446744073709551615", "--epochs", "5"],
            ["--w", "-2.5", "--b", "1e-3", "--lr", "0.3", "--standardize", "--samples", "50"],
            ["--data", data.name, "--lr", "1e-15", "--epochs", "5"],
            ["--data", data.name, "--lr", "0.1", "--epochs", "12"],
        ]
        programs = [call(*case, "--format", "python") for case in cases]
        for case, printed in zip(cases, run_all(python, programs)):
            compare(case, call(*case), printed)


main()
