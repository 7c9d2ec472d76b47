"""The learning rate: dragged, typed, and what is no rate refused."""
import re

from harness import main, test
from pages import Page, refusal_of


@test("Dragging the learning rate changes the path while dragging")
def drag_rate(app):
    page = Page(app, "Surface")
    low, high = page.learning_rate.value_range
    path = page.path
    assert page.drag_rate(low + 0.75 * (high - low), lambda: page.path) != path


@test("The slider is logarithmic and agrees with the entry")
def slider_and_entry(app):
    page = Page(app, "Curve")
    for rate in (0.01, 0.1, 1.0):
        page.learning_rate_value.enter(str(rate))
        app.wait(lambda: abs(10 ** page.learning_rate.value - rate) < 1e-6 * rate, f"the slider at {rate}")


@test("A rate that is none is refused with a sentence that names it, and the run stays")
def refused(app):
    page = Page(app, "Curve")
    page.learning_rate_value.enter("0.25")
    app.wait(lambda: page.rate == 0.25, "the rate 0.25")
    path, diagnosis = page.path, page.diagnosis
    for text in ("abc", "-1", "0", "1e400"):
        page.learning_rate_value.enter(text)
        sentence = app.find(refusal_of(text), "label").name
        assert "learning rate" in sentence.lower(), sentence
        assert (page.path, page.diagnosis) == (path, diagnosis), f"“{text}” changed the run"
    page.learning_rate_value.enter("1.1")
    app.wait(lambda: "diverging" in page.diagnosis.lower(), "the diagnosis of 1.1")
    app.gone(refusal_of("1e400"), "label")


@test("The diagnosis tells converging from bouncing from diverging")
def diagnosis(app):
    page = Page(app, "Curve")
    for rate, word in (("0.1", "converging"), ("0.9", "oscillating"), ("1", "bouncing"), ("1.1", "diverging")):
        page.learning_rate_value.enter(rate)
        app.wait(lambda: word in page.diagnosis.lower(), f"“{word}” at {rate}")


@test("A click on the best tick takes the best rate")
def best(app):
    page = Page(app, "Curve")
    assert page.rate != 0.5
    # Low and to the right: the extents that GTK 4.18 gives leave out the padding of all that holds the widget.
    app.find(re.compile("^best "), "button").click(0.75, 0.75)
    app.wait(lambda: page.rate == 0.5, "the best rate on x²")
    app.wait(lambda: "converged" in page.diagnosis.lower(), "the minimum after one step")


@test("Leaving the gradients standing makes another path, and zeroing them the first again")
def zero_gradients(app):
    page = Page(app, "Curve")
    path = page.path
    switch = app.find("Zero gradients", "switch")
    page.change(lambda: page.path, switch.click, "the path of accumulated gradients")
    app.wait(lambda: "never zeroed" in page.diagnosis, "the diagnosis to say why")
    switch.click()
    app.wait(lambda: page.path == path, "the first path")


main()
