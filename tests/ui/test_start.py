"""The start, set by the pointer, the keyboard and the entries."""
from harness import main, test
from pages import Page


def data_at(page, across, down):
    """Clicks there, and returns the start that this sets with the place that was clicked, in pixels."""
    before = page.start
    page.plot.click(across, down)
    page.app.wait(lambda: page.start != before, "the start to follow the click")
    return page.start, page.plot.point(across, down)


def scale_of(page, a, b):
    """Data per pixel, and the data at pixel 0, of each axis, from two clicks."""
    (start_a, at_a), (start_b, at_b) = data_at(page, *a), data_at(page, *b)
    slopes = [(start_b[i] - start_a[i]) / (at_b[i] - at_a[i]) for i in (0, 1)]
    return [(slope, start_a[i] - slope * at_a[i]) for i, slope in enumerate(slopes)]


@test("A click on the surface sets the start within one pixel")
def click_on_surface(app):
    page = Page(app, "Surface")
    axes = scale_of(page, (0.3, 0.75), (0.65, 0.25))
    for place in [(0.5, 0.5), (0.33, 0.3), (0.6, 0.7), (0.41, 0.62)]:
        start, at = data_at(page, *place)
        for (slope, origin), value, pixel in zip(axes, start, at):
            off = (value - origin) / slope - pixel
            assert abs(off) <= 1, f"clicked at {pixel}, the start is {off:+.2f} pixels beside it"


main()
