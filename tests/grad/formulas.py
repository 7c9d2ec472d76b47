#!/usr/bin/env python3
"""formulas.py CLI [--pytorch PYTHON]: the gradients that “gradients-cli ops” prints are what autograd gives.

Each formula is a Python expression. A program calculates all of them for sample arguments and compares them with the
gradients that autograd finds: in the lab, so with our engine; with --pytorch, in the PyTorch of that interpreter
(skipped where there is none). A row without samples is not proved. In the lab it is also made sure that the program
would notice: each gradient of each formula, once it is a little wrong, must be refused."""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

SKIP = 77
FOLDER = pathlib.Path(__file__).parent


def read_rows(cli):
    table = subprocess.run([cli, "ops"], capture_output=True, text=True, check=True).stdout.splitlines()
    return [tuple(line.split("\t")) for line in table[1:]]


def run(command, rows):
    """What the program prints about the rows."""
    program = f"ROWS = {rows!r}\n" + "\n".join((FOLDER / f"formulas_{part}.py").read_text() for part in ("proof", "samples"))
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "formulas.py"
        path.write_text(program)
        done = subprocess.run([*command, str(path)], capture_output=True, text=True, timeout=120)
    return done.stdout.splitlines() + done.stderr.splitlines()


def has_gradient(row):
    return row[1] not in ("", "NotImplemented")


def check_truth(command, rows):
    """Complaints about formulas that are not proved."""
    lines = run(command, rows)
    every = f"{sum(map(has_gradient, rows))} formulas are proved"
    return [] if lines == [every] else lines + [f"expected: {every}"]


def is_in_place(row):
    return row[0].split("(")[0].split(".")[0].endswith("_")


def spoil(row, place):
    """The row with one of its gradients a little wrong; None if it has none there."""
    parts = row[2].split("; ")
    if not has_gradient(row) or is_in_place(row) or place >= len(parts) or parts[place] == "None":
        return None
    parts[place] = f"({parts[place]}) + 0.01"
    return (*row[:2], "; ".join(parts))


def check_attention(command, rows):
    """Complaints about mistakes that the program does not notice."""
    found = []
    for place in range(3):
        spoiled = [spoil(row, place) or row for row in rows]
        noticed = "\n".join(run(command, spoiled))
        found += [f"not noticed: {wrong[0]}: {wrong[2]}" for row, wrong in zip(rows, spoiled)
                  if wrong is not row and f"{wrong[0]}: {wrong[2]}: " not in noticed]
    for row in [("new(Tensor self)", "NewBackward0", "grad"), ("sin(Tensor self)", "SinBackward0", ""),
                ("eq(Tensor self, Tensor other)", "", "grad")]:
        if not run(command, [row])[0].startswith(row[0]):
            found.append(f"not noticed: {row}")
    return found


def has_pytorch(python):
    return os.path.exists(python) and subprocess.run([python, "-c", "import torch"], capture_output=True).returncode == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cli")
    parser.add_argument("--pytorch", metavar="PYTHON")
    args = parser.parse_args()
    rows = read_rows(args.cli)
    if args.pytorch and not has_pytorch(args.pytorch):
        print("skipped: PyTorch is not installed")
        return SKIP
    if args.pytorch:
        complaints = check_truth([args.pytorch, "-W", "ignore"], rows)
    else:
        lab = [args.cli, "lab", "run"]
        complaints = check_truth(lab, rows) + check_attention(lab, rows)
    print("\n".join(complaints))
    return 1 if complaints else 0


sys.exit(main())
