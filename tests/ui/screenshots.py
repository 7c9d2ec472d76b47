#!/usr/bin/env python3
"""screenshots.py PROGRAM FOLDER [NAME…]: the pictures of docs/screenshots, from the real window, all or those named."""
import pathlib
import sys

import harness
from drive import App

NARROW = (720, 560)
IN_BACKWARD = ["Home"] + ["Right"] * 7   # where the lab's first example is in the middle of it
PICTURES = {
    "curve": {"page": "Curve"},
    "curve-dark": {"page": "Curve", "dark": True},
    "curve-zh_CN": {"page": "曲线", "language": "zh_CN"},
    "curve-narrow": {"page": "Curve", "size": NARROW},
    "surface": {"page": "Surface"},
    "surface-dark": {"page": "Surface", "dark": True},
    "surface-fr": {"page": "Surface", "language": "fr"},
    "surface-zh_CN": {"page": "曲面", "language": "zh_CN", "dark": True},
    "surface-200": {"page": "Surface", "size": (2560, 1600), "scale": 2},
    "surface-narrow": {"page": "Surface", "size": NARROW},
    "fit": {"page": "Line fit"},
    "fit-dark": {"page": "Line fit", "dark": True},
    "fit-zh_CN": {"page": "直线拟合", "language": "zh_CN"},
    "fit-fr": {"page": "Droite ajustée", "language": "fr"},
    "fit-200": {"page": "Line fit", "size": (2560, 1600), "scale": 2},
    "fit-narrow": {"page": "Line fit", "size": NARROW},
    "lab": {"page": "Autograd lab", "keys": IN_BACKWARD},
    "lab-dark": {"page": "Autograd lab", "keys": IN_BACKWARD, "dark": True},
    "lab-zh_CN": {"page": "自动求导实验室", "keys": IN_BACKWARD, "language": "zh_CN"},
    "lab-fr": {"page": "Labo d’autograd", "keys": IN_BACKWARD, "language": "fr"},
    "lab-200": {"page": "Autograd lab", "keys": IN_BACKWARD, "size": (2560, 1600), "scale": 2},
    "lab-narrow": {"page": "Autograd lab", "keys": IN_BACKWARD, "size": NARROW},
}


def take(program, path, page, keys=(), **screen):
    with App([program], **screen) as app:
        app.find(page, "tab").click()
        app.breathe(1 if keys else 0)   # a program must have run
        for key in keys:
            app.key(key)
        app.screen.move(2, 2)
        app.breathe(0.5)
        app.screenshot(path)
    print(path, *app.complaints())


def main(program, folder, *names):
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    for name in names or PICTURES:
        take(program, pathlib.Path(folder) / f"{name}.png", **PICTURES[name])


reason = harness.why_impossible()
sys.exit(reason or main(*sys.argv[1:]))
