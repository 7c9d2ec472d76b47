#!/usr/bin/env python3
"""metadata.py DESKTOP-ENTRY METAINFO: the desktop's own validators find nothing wrong in either.

A missing validator is a reason to skip (77) on a person's machine, and a failure in CI.
"""
import os
import shutil
import subprocess
import sys


def main(desktop_entry, metainfo):
    commands = [["desktop-file-validate", desktop_entry],
                ["appstreamcli", "validate", "--no-net", "--no-color", metainfo]]
    missing = [command[0] for command in commands if not shutil.which(command[0])]
    if missing:
        print("missing:", ", ".join(missing))
        return 1 if "CI" in os.environ else 77
    results = [subprocess.run(command, capture_output=True, text=True) for command in commands]
    for result in results:
        if result.returncode or result.args[0] == "desktop-file-validate":
            print(result.stdout + result.stderr, end="")
    return 1 if any(result.returncode for result in results) or results[0].stdout else 0


sys.exit(main(*sys.argv[1:]))
