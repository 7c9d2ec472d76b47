"""The keyboard, as docs/design.md promises it."""
from harness import main, test
from pages import Page


@test("Arrows, Home and End move the cursor; Shift takes ten steps")
def cursor(app):
    page = Page(app, "Surface")
    app.key("Home")
    page.wait_for_step(0)
    app.key("Right", "Right")
    page.wait_for_step(2)
    app.key("shift+Right")
    page.wait_for_step(12)
    app.key("Left")
    page.wait_for_step(11)
    app.key("shift+Left")
    page.wait_for_step(1)
    app.key("End")
    page.wait_for_step(page.n_steps)


@test("Space plays and pauses")
def space(app):
    page = Page(app, "Curve")
    app.key("Home")
    page.wait_for_step(0)
    app.key("space")
    app.find("Pause", "button")
    app.wait(lambda: page.step >= 1, "the cursor to advance")
    app.key("space")
    app.find("Play", "button")


@test("R goes back to the start and changes nothing else")
def reset(app):
    page = Page(app, "Surface")
    start, rate, diagnosis = page.start, page.rate, page.diagnosis
    app.key("End", "r")
    page.wait_for_step(0)
    assert (page.start, page.rate, page.diagnosis) == (start, rate, diagnosis)


@test("[ and ] lower and raise the rate")
def rate(app):
    page = Page(app, "Curve")
    rate = page.rate
    app.key("bracketright")
    app.wait(lambda: page.rate > rate, "a higher rate")
    app.key("bracketleft", "bracketleft")
    app.wait(lambda: page.rate < rate, "a lower rate")


@test("+ and − zoom, 0 shows the whole again")
def zoom(app):
    page = Page(app, "Surface")
    whole = page.path
    app.key("plus")
    app.wait(lambda: page.path != whole, "another range")
    nearer = page.path
    app.key("minus", "minus")
    app.wait(lambda: page.path not in (whole, nearer), "a wider range")
    app.key("0")
    app.wait(lambda: page.path == whole, "the first range")


@test("The wheel zooms where the pointer is, and dragging with the middle button pans")
def wheel_and_pan(app):
    page = Page(app, "Surface")
    start, whole = page.start, page.path
    app.screen.scroll(*page.plot.point(0.5, 0.5), 3)
    app.wait(lambda: page.path != whole, "another range")
    zoomed = page.path
    page.plot.drag((0.5, 0.5), (0.4, 0.55), button=2)
    app.wait(lambda: page.path not in (whole, zoomed), "another part of the plane")
    assert page.start == start, "looking elsewhere moved the start"


@test("Typing in an entry is typing, whatever the keys mean elsewhere")
def typing(app):
    page = Page(app, "Curve")
    step, rate = page.step, page.rate
    path = page.path
    page.function.enter("x**2 - 30 + 0*x")
    app.wait(lambda: page.path != path, "the typed function")
    assert page.function.text == "x**2 - 30 + 0*x"
    page.start_x.enter("-20")
    page.wait_for_start(-20)
    assert (page.step, page.rate) == (step, rate)


@test("Alt and a number goes to a page")
def pages(app):
    Page(app, "Curve")
    for key, plot in (("alt+3", "Data plot"), ("alt+4", "Computation graph"), ("alt+2", "Surface plot"), ("alt+1", "Curve plot")):
        app.key(key)
        app.find(plot)


@test("Ctrl+? lists the shortcuts, F1 helps, F10 opens the menu, and each closes with Escape")
def windows(app):
    page = Page(app, "Curve")
    for key in ("ctrl+question", "F1", "F10"):
        n_windows = len(app.screen.windows(app.process.pid))
        app.key(key)
        app.wait(lambda: len(app.screen.windows(app.process.pid)) > n_windows, f"a window after {key}")
        app.focus_newest_window()
        app.key("Escape")
        app.wait(lambda: len(app.screen.windows(app.process.pid)) == n_windows, f"it to close after {key}")
        app.focus_main_window()
    app.key("Home")
    page.wait_for_step(0)


main()
