#!/usr/bin/env python3
"""without.py CLI PROGRAM: a build without the lab's worker says in one sentence why programs cannot run, and exits with 2."""
import subprocess
import sys

for command in ("run", "trace"):
    done = subprocess.run([sys.argv[1], "lab", command, sys.argv[2]], capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and done.stdout == "", done
    assert done.stderr.startswith("gradients-cli: Programs cannot run here: Gradients was built without "), done.stderr
    assert done.stderr.count("\n") == 1 and done.stderr.endswith(".\n"), done.stderr
