#!/usr/bin/env python3
"""metadata.py DESKTOP-ENTRY METAINFO: the desktop's own validators find nothing wrong in either.

A missing validator is a reason to skip (77) on a person's machine, and a failure in CI.
"""
import os
import re
import shutil
import subprocess
import sys


# The project has no home page that could be named.
ACCEPTED = "url-homepage-missing"


def findings(command):
    """The lines of a validator that tell of something wrong; AppStream's I: and P: are advice."""
    output = subprocess.run(command, capture_output=True, text=True).stdout
    wrong = re.compile(r"(?:E|W):|.*\b(?:error|warning|hint): ")
    return [line for line in output.splitlines() if wrong.match(line) and ACCEPTED not in line]


def main(desktop_entry, metainfo):
    commands = [["desktop-file-validate", desktop_entry],
                ["appstreamcli", "validate", "--no-net", "--no-color", metainfo]]
    missing = [command[0] for command in commands if not shutil.which(command[0])]
    if missing:
        print("missing:", ", ".join(missing))
        return 1 if "CI" in os.environ else 77
    found = [line for command in commands for line in findings(command)]
    print("\n".join(found) or "nothing wrong")
    return 1 if found else 0


sys.exit(main(*sys.argv[1:]))
