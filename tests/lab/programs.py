#!/usr/bin/env python3
"""programs.py CLI FOLDER [--strict | --pytorch PYTHON] [NAME…]: lab programs print what real PyTorch printed.

Beside each NAME.py stands NAME.out, recorded from PyTorch; alt/NAME.*.out are what other versions print, which is as
good. With --strict the wall ends a program at the first thing it refuses. With --pytorch each program also runs under
the PyTorch of that interpreter (skipped where there is none), and must print there what it prints in the lab, or
something recorded; builds/NAME.*.out are what a build prints whose last digits are not the nearest ones, which is good
for PyTorch alone."""
import argparse
import difflib
import json
import os
import pathlib
import subprocess
import sys

SKIP = 77


# Runs under PyTorch: each program in a copy of one process, since loading PyTorch takes a second. A line for each.
DRIVER = """
import json, os, runpy, sys, tempfile, warnings
import numpy, torch

warnings.simplefilter("ignore")
for path in sys.argv[1:]:
    with tempfile.TemporaryFile() as out:
        child = os.fork()
        if child == 0:
            os.dup2(out.fileno(), 1)
            try:
                runpy.run_path(path, run_name="__main__")
                sys.stdout.flush()
                os._exit(0)
            except ModuleNotFoundError:
                os._exit(77)
            except BaseException as error:
                sys.stdout.flush()
                print(repr(error), file=sys.stderr, flush=True)
                os._exit(1)
        _, status = os.waitpid(child, 0)
        out.seek(0)
        print(json.dumps([os.waitstatus_to_exitcode(status), out.read().decode()]), flush=True)
"""


def recorded(path, folders=("alt",)):
    """Every text that is right for a program."""
    others = [name for folder in folders for name in sorted((path.parent / folder).glob(path.stem + ".*.out"))]
    return [name.read_text() for name in (path.with_suffix(".out"), *others) if name.exists()]


def run(command):
    done = subprocess.run(command, capture_output=True, timeout=120)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def run_in_pytorch(python, paths):
    """(status, printed) of each program."""
    env = {**os.environ, "MPLBACKEND": "agg"}
    done = subprocess.run([python, "-c", DRIVER, *map(str, paths)], stdout=subprocess.PIPE, timeout=600, env=env)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def compare(path, status, out, err, accepted):
    """The complaint about one program; None if it does what it should."""
    if status == 0 and out in accepted:
        return None
    diff = "".join(difflib.unified_diff(accepted[0].splitlines(True), out.splitlines(True), "recorded", "printed"))
    return f"{path.name}: exit status {status}\n{diff}{err}"


def has_pytorch(python):
    return os.path.exists(python) and subprocess.run([python, "-c", "import torch"], capture_output=True).returncode == 0


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
        print("skipped: PyTorch is not installed")
        return SKIP
    programs = [path for path in sorted(args.folder.rglob("*.py")) if not args.names or path.stem in args.names]
    theirs = run_in_pytorch(args.pytorch, programs) if args.pytorch else []
    complaints = []
    for i, path in enumerate(programs):
        status, out, err = run([*lab, str(path)])
        if args.pytorch and theirs[i][0] == SKIP:
            complaint = None
        elif args.pytorch:
            complaint = compare(path, *theirs[i], "", recorded(path, ("alt", "builds")) + [out])
        else:
            complaint = compare(path, status, out, err, recorded(path))
        if complaint:
            complaints.append(complaint)
    print("\n".join(complaints))
    print(f"{len(programs) - len(complaints)} of {len(programs)} programs print what they should")
    return 1 if complaints or not programs else 0


sys.exit(main())
