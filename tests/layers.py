#!/usr/bin/env python3
"""layers.py SRC: each layer may include only itself and the layers it is allowed to know."""
import pathlib
import re
import sys

MAY_USE = {
    "grad": {"glib"},
    "descent": {"glib", "grad"},
    "plot": {"glib", "cairo", "pango"},
    "lab": {"glib"},
    "scene": {"glib", "grad", "descent", "plot", "lab"},
    "worker": {"grad", "descent", "lab-protocol", "python", "glib"},
    "app": {"glib", "grad", "descent", "plot", "scene", "lab", "cairo", "pango", "gtk"},
    "cli": {"glib", "grad", "descent", "plot", "scene", "lab", "cairo", "pango"},
}
OUTSIDE = {"gtk/": "gtk", "adwaita": "gtk", "gdk/": "gtk", "gsk/": "gtk", "gtksourceview": "gtk",
           "cairo": "cairo", "pango": "pango", "Python": "python", "gio/": "glib", "glib": "glib"}


def layer_of(header):
    """The layer, or outside library, that an included file belongs to; None for the C library."""
    if header.startswith("lab/lab-protocol"):
        return "lab-protocol"
    first = header.split("/")[0]
    if first in MAY_USE and "/" in header:
        return first
    return next((name for start, name in OUTSIDE.items() if header.startswith(start)), None)


def main(src):
    bad = 0
    for path in sorted(src.glob("*/**/*.[ch]")):
        layer = path.relative_to(src).parts[0]
        for n, line in enumerate(path.read_text().splitlines(), 1):
            m = re.match(r'#\s*include [<"]([^>"]+)', line)
            used = layer_of(m[1]) if m else None
            allowed = MAY_USE[layer] | {layer} | ({"lab-protocol"} if layer == "lab" else set())
            if "lab" in allowed:
                allowed = allowed | {"lab-protocol"}
            if used and used not in allowed:
                print(f"{path}:{n}: {layer} must not use {used} ({m[1]})")
                bad += 1
    return 1 if bad else 0


sys.exit(main(pathlib.Path(sys.argv[1])))
