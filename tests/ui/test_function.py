"""The function: typed as people write, and what cannot be read answered in place."""
import re

from harness import main, test
from pages import Page


@test("A typed function is drawn")
def typed(app):
    page = Page(app, "Curve")
    picture = page.picture()
    page.change(lambda: page.path, lambda: page.function.enter("(x-3)^2 + 2"), "the path on the typed function")
    app.wait(lambda: page.picture() != picture, "the picture to change")


@test("A bad expression shows its error, and the last good picture stays")
def bad_expression(app):
    page = Page(app, "Surface")
    page.first.click()
    page.wait_for_step(0)
    app.screen.move(2, 2)
    app.breathe(0.3)
    path, picture = page.path, page.picture()
    page.function.enter("sin(3x)*cos(3y")
    app.find(re.compile("never closed"), "label")
    assert (page.path, page.picture()) == (path, picture), "the error changed the plot"
    page.function.enter("x^2 + foo")
    app.find(re.compile("“foo”"), "label")
    assert page.path == path
    page.function.enter("x^2 + y^2")
    app.gone(re.compile("“foo”"), "label")
    assert page.path != path


@test("Escape takes a refused text back")
def escape(app):
    page = Page(app, "Curve")
    text = page.function.text
    page.function.enter("x +")
    app.find(re.compile("missing after"), "label")
    app.key("Escape")
    app.wait(lambda: page.function.text == text, "the text in force")
    app.gone(re.compile("missing after"), "label")


main()
