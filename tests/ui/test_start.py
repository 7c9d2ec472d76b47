"""The start: set by a click, by dragging, by the arrows, by typing."""
from harness import main, test
from drive import numbers
from pages import Page, refusal_of


def start_after_click(page, across, down):
    """Clicks there, and returns the start that this sets with the pixel that was clicked."""
    page.change(lambda: page.start, lambda: page.plot.click(across, down), "the start to follow the click")
    return page.start, page.plot.point(across, down)


def axes_by_clicks(page, a, b):
    """For x and y: data per pixel, and the data at pixel 0, from two clicks far apart."""
    (start_a, pixel_a), (start_b, pixel_b) = start_after_click(page, *a), start_after_click(page, *b)
    slopes = [(start_b[i] - start_a[i]) / (pixel_b[i] - pixel_a[i]) for i in (0, 1)]
    return [(slope, start_a[i] - slope * pixel_a[i]) for i, slope in enumerate(slopes)]


@test("A click on the surface sets the start within one pixel")
def click_on_surface(app):
    page = Page(app, "Surface")
    axes = axes_by_clicks(page, (0.3, 0.75), (0.65, 0.25))
    for place in [(0.5, 0.5), (0.33, 0.3), (0.6, 0.7), (0.41, 0.62)]:
        start, pixel = start_after_click(page, *place)
        for (slope, origin), value, clicked in zip(axes, start, pixel):
            beside = (value - origin) / slope - clicked
            assert abs(beside) <= 1, f"clicked at {pixel}, the start lies {beside:+.2f} pixels beside it"


@test("A click on the curve sets the start, and the run begins there")
def click_on_curve(app):
    page = Page(app, "Curve")
    path = page.path
    page.change(lambda: page.start, lambda: page.plot.click(0.35, 0.5), "the start to follow the click")
    assert page.path != path
    assert page.start[0] < 0


@test("Dragging the start takes the whole path along, before the button is let go")
def drag_start(app):
    page = Page(app, "Surface")
    there = page.change(lambda: page.start, lambda: page.plot.click(0.4, 0.4), "the start to be set")
    page.change(lambda: page.start, lambda: page.plot.click(0.5, 0.5), "the start to be set again")
    path = page.path

    def path_under_pointer():
        page.wait_for_start(*there, within=0.02)
        app.wait(lambda: numbers(page.path)[:2] == page.start, "the path to begin there, while dragging")
        assert page.path != path
        return page.path
    during = page.plot.drag((0.5, 0.5), (0.4, 0.4), meanwhile=path_under_pointer)
    assert page.path == during, "the path changed when the button was let go"


@test("The arrows on a focused plot move the start")
def arrows(app):
    page = Page(app, "Surface")
    page.plot.click(0.5, 0.5)
    x, y = page.start
    page.change(lambda: page.start, lambda: app.key("Right"), "the start to go right")
    assert page.start[0] > x and page.start[1] == y
    page.change(lambda: page.start, lambda: app.key("Up"), "the start to go up")
    assert page.start[1] > y
    page.change(lambda: page.start, lambda: app.key("Left"), "the start to go left")
    page.change(lambda: page.start, lambda: app.key("Down"), "the start to go down")
    page.wait_for_start(x, y, within=1e-6)


@test("A typed start is the start, to the digit")
def type_start(app):
    page = Page(app, "Surface")
    page.start_x.enter("0.5")
    page.start_y.enter("-0.05")
    page.wait_for_start(0.5, -0.05)
    path = page.path
    page.start_x.enter("here")
    app.find(refusal_of("here"), "label")
    assert page.path == path, "what is no number moved the start"
    page.start_x.enter("-1.25")
    page.wait_for_start(-1.25, -0.05)
    app.gone(refusal_of("here"), "label")


main()
