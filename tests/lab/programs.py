#!/usr/bin/env python3
"""programs.py CLI FOLDER [--strict | --pytorch PYTHON] [NAME…]: lab programs print what real PyTorch printed.

Beside each NAME.py stands NAME.out, recorded from PyTorch; alt/NAME.*.out are what other versions print, which is as
good. With --strict the wall ends a program at the first thing it refuses. With --pytorch each program also runs under
the PyTorch of that interpreter (skipped where there is none), and must print there what it prints in the lab, or
something recorded."""
import argparse
import difflib
import pathlib
import subprocess
import sys

SKIP = 77


def recorded(path):
    """Every text that is right for a program."""
    names = [path.with_suffix(".out"), *sorted((path.parent / "alt").glob(path.stem + ".*.out"))]
    return [name.read_text() for name in names if name.exists()]


def run(command):
    done = subprocess.run(command, capture_output=True, timeout=120)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def compare(path, command, accepted):
    """The complaint about one program; None if it does what it should."""
    status, out, err = run([*command, str(path)])
    if status == 0 and out in accepted:
        return None
    diff = "".join(difflib.unified_diff(accepted[0].splitlines(True), out.splitlines(True), "recorded", "printed"))
    return f"{path.name}: exit status {status}\n{diff}{err}"


def has_pytorch(python):
    return subprocess.run([python, "-c", "import torch"], capture_output=True).returncode == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cli")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--pytorch", metavar="PYTHON")
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    lab = [args.cli, "lab", "run", *["--strict"] * args.strict]
    if args.pytorch and not has_pytorch(args.pytorch):
        print("SKIP: no PyTorch here")
        return SKIP
    programs = [path for path in sorted(args.folder.rglob("*.py")) if not args.names or path.stem in args.names]
    complaints = []
    for path in programs:
        accepted = recorded(path)
        if args.pytorch:
            _, ours, _ = run([*lab, str(path)])
            complaint = compare(path, [args.pytorch, "-W", "ignore"], accepted + [ours])
        else:
            complaint = compare(path, lab, accepted)
        if complaint:
            complaints.append(complaint)
    print("\n".join(complaints))
    print(f"{len(programs) - len(complaints)} of {len(programs)} programs print what they should")
    return 1 if complaints or not programs else 0


sys.exit(main())
