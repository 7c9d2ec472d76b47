"""The menu: the looks, the exports, and the copy for PyTorch."""
import pathlib
import struct
import tempfile

from harness import main, test
from pages import Page


def brightness(app):
    """Of the corner of the page, where nothing is drawn."""
    x, y = app.origin(app.windows[0])
    return sum(app.screen.pixels(x + 4, y + 60, 1, 1)[0][0]) / 3


@test("The theme turns dark and light again, and the keyboard goes on working")
def theme(app):
    page = Page(app, "Curve")
    assert brightness(app) > 200
    app.menu("t", "d")
    app.wait(lambda: brightness(app) < 80, "the dark theme")
    app.key("Home")
    page.wait_for_step(0)
    app.menu("t", "l")
    app.wait(lambda: brightness(app) > 200, "the light theme")


@test("Another colour map repaints the surface")
def colour_map(app):
    page = Page(app, "Surface")
    x, y = page.plot.point(0.3, 0.3)
    viridis = app.screen.pixels(x, y, 1, 1)
    app.menu("c")
    app.key("Down", "Down", "Return")   # past the way back and the map that is chosen
    app.wait(lambda: app.screen.pixels(x, y, 1, 1) != viridis, "other colours")


def save(app, letter, name):
    """Exports by the menu's letter under a name, and waits for the file."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=app.screen.folder))
    path = folder / name
    n_windows = len(app.windows)
    app.menu(letter)
    app.wait(lambda: len(app.windows) > n_windows, "the dialog")
    app.focus_newest_window()

    def name_entry():
        return [entry for entry in app.find_all(kind="entry", within=app.windows[-1], on_top=False)
                if "focused" in entry.states][0]
    app.wait(name_entry, "the dialog's entry to have the focus")
    app.key("ctrl+a")
    app.type(str(path))
    app.wait(lambda: name_entry().text == str(path), "the path in the dialog")
    app.key("Return")
    app.wait(lambda: path.exists() and path.stat().st_size > 0, f"the file {name}")
    app.focus_main_window()
    return path.read_bytes()


@test("Export Picture writes PNG, SVG and PDF, each by its ending")
def export_picture(app):
    Page(app, "Surface")
    png = save(app, "e", "surface.png")
    assert png.startswith(b"\x89PNG"), png[:20]
    width, height = struct.unpack(">II", png[16:24])
    assert width > 300 and height > 300
    assert b"<svg" in save(app, "e", "surface.svg")[:300]
    assert save(app, "e", "surface.pdf").startswith(b"%PDF")


@test("Export Steps writes the table, a row per point")
def export_steps(app):
    page = Page(app, "Curve")
    lines = save(app, "s", "steps.csv").decode().splitlines()
    assert lines[0] == "step,x,f,dx", lines[0]
    assert lines[1] == "0,100,10000,200", lines[1]
    assert len(lines) == page.n_steps + 2


@test("Copy as PyTorch puts a program on the clipboard")
def copy_as_pytorch(app):
    page = Page(app, "Curve")
    app.menu("p")
    page.function.click(0.5)
    app.key("ctrl+a", "ctrl+v")
    app.wait(lambda: "import torch" in page.function.text, "the program")
    assert "backward()" in page.function.text


main()
