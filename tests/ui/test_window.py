"""The window: what it opens on, what it remembers, and how small it may be."""
import sys

from harness import main, test
from drive.accessible import KINDS
from pages import Page


@test("It opens on a descent that works, on the page of the course's first example")
def opens(app):
    page = Page(app, "Curve")
    assert page.start == [100] and page.rate == 0.1 and page.n_steps == 9
    assert page.function.text == "x**2"
    assert page.diagnosis.startswith("Converging"), page.diagnosis


@test("Page and plots stay usable at 720 × 560", size=(720, 560))
def small(app):
    for title in ("Curve", "Surface"):
        page = Page(app, title)
        _, _, width, height = page.plot.extents
        assert width > 250 and height > 200, (width, height)
        for name in ("First", "Step back", "Play", "Step forward", "Last", "Timeline"):
            app.find(name)
        page.change(lambda: page.path, lambda: page.plot.click(0.3, 0.4), "the start to follow the click")


@test("Every other language finds its words", language="zh_CN")
def chinese(app):
    app.find("曲线", "tab")
    app.find("曲面", "tab").click()
    app.find("播放", "button")
    app.find("学习率", "slider")


def check_width(app, *titles):
    """Nothing that is written reaches beyond the window, but columns of a table, which scrolls."""
    def beyond():
        width = app.windows[0].extents_in_window[2]
        found = []
        for label in (seen for seen in app.survey() if seen.role in KINDS["label"] | KINDS["entry"]):
            x, _, label_width, height = label.node.extents_in_window
            if height > 0 and x + label_width > width and not any(node.is_a("row") for node in label.node.ancestry):
                found.append(label.name)
        return found
    for title in titles:
        app.find(title, "tab").click()
        app.settle(app.find(kind="image"))
        assert not beyond(), f"cut off: {beyond()}"


@test("At 720 × 560 nothing is cut off in French", size=(720, 560), language="fr")
def narrow_french(app):
    check_width(app, "Courbe", "Surface", "Droite ajustée", "Labo d’autograd")


@test("At 720 × 560 nothing is cut off in Chinese", size=(720, 560), language="zh_CN")
def narrow_chinese(app):
    check_width(app, "曲线", "曲面", "直线拟合", "自动求导实验室")


@test("At twice the scale a click still sets the start where it is", size=(2400, 1600), scale=2)
def twice_the_scale(app):
    page = Page(app, "Surface")
    (x, y) = page.change(lambda: page.start, lambda: page.plot.click(0.35, 0.6), "the first start")
    at = page.plot.point(0.35, 0.6)
    page.plot.click(0.55, 0.6)
    app.wait(lambda: page.start[0] != x, "the second start")
    per_pixel = (page.start[0] - x) / (page.plot.point(0.55, 0.6)[0] - at[0])
    page.plot.click(0.45, 0.6)
    middle = x + per_pixel * (page.plot.point(0.45, 0.6)[0] - at[0])
    app.wait(lambda: abs(page.start[0] - middle) <= 2 * abs(per_pixel), "the start within one pixel")


@test("It remembers its page", environment={"GSETTINGS_BACKEND": "keyfile"})
def remembers(app):
    from drive import App
    Page(app, "Surface")
    app.breathe(0.2)
    app.close()
    with App([sys.argv[1]], home=app.screen.home, environment={"GSETTINGS_BACKEND": "keyfile"}) as again:
        again.find("Surface plot")
        again.close()
    assert again.status == 0 and not again.complaints(), again.errors


main()
