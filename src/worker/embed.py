#!/usr/bin/env python3
"""embed.py OUTPUT FOLDER FILE…: Python sources as a table in C, so that the worker needs no file of ours at run time."""
import pathlib
import sys


def module_name(path):
    parts = list(path.with_suffix("").parts)
    package = parts[-1] == "__init__"
    return ".".join(parts[:-1] if package else parts), package


def main(output, folder, files):
    lines, table = [], []
    for number, file in enumerate(files):
        name, package = module_name(pathlib.Path(file).resolve().relative_to(pathlib.Path(folder).resolve()))
        data = pathlib.Path(file).read_bytes()
        lines.append(f"static const char source_{number}[] = {{")
        lines += ["  " + ", ".join(map(str, data[i:i + 24])) + "," for i in range(0, len(data), 24)]
        lines.append("  0,\n};")
        table.append(f'  {{ "{name}", source_{number}, {int(package)} }},')
    lines += ["const WorkerSource worker_sources[] = {", *table, "  { 0 },", "};"]
    head = '/* Made by embed.py. */\n\n#include "worker/worker-sources.h"\n\n'
    pathlib.Path(output).write_text(head + "\n".join(lines) + "\n")


main(sys.argv[1], sys.argv[2], sys.argv[3:])
