"""Drives a GTK program as a person would: a real pointer and keyboard in a private X server.

    from drive import App

    with App([program]) as app:
        app.find("Surface").click()                    # widgets go by their accessible names
        app.find("Surface plot").click(0.25, 0.75)     # a place as fractions of the widget
        app.wait(lambda: "step 0" in app.find("Status").name, "the first step")
    assert app.status == 0 and not app.complaints()

screen.py has the display, the buses and the pointer; accessible.py the accessible objects, which are read live over
D-Bus, never from a cache; app.py the program under test, how its widgets are found, and how a test waits.
Every wait polls a fact, and nothing is clicked before it holds still.

Needs Xvfb, xdotool, dbus-daemon, at-spi2-core and python3-gi.
"""
from .accessible import Node, numbers
from .app import App
from .screen import DriveError, Screen, missing_tools

__all__ = ["App", "DriveError", "Node", "Screen", "missing_tools", "numbers"]
