"""Line fit: the map clicked, the line dragged, the reduction switched, samples loaded and refused."""
import pathlib
import re
import tempfile

from harness import main, test
from pages import FitPage, refusal_of


@test("It opens on the course's training, with the numbers of PyTorch")
def opens(app):
    page = FitPage(app)
    state = page.state()
    assert (state["start_w"], state["start_b"], state["epoch"]) == (5, 0, 10)
    assert abs(state["w"] - 3.1845896) < 1e-6 and abs(state["b"] - 1.7966434) < 1e-6
    assert "converging" in page.diagnosis.lower()
    assert "W ← 3.1845896 − 0.1 ·" in page.rule


@test("A click on the map tries that line, and a drag takes the whole way along")
def map_clicked(app):
    page = FitPage(app)
    before = page.line
    page.change(lambda: page.line, lambda: page.map.click(0.35, 0.3), "the start to follow the click")
    w, b = page.line
    assert w < before[0] and b > before[1]
    assert page.step == 0, "the line tried is the line seen"
    seen = page.map.drag((0.35, 0.3), (0.45, 0.6), meanwhile=lambda: app.wait(lambda: page.line != (w, b) and page.line,
                                                                               "the start to follow the pointer"))
    assert seen[0] > w and seen[1] < b
    app.wait(lambda: page.state(page.map)["start_w"] == page.line[0], "both plots to agree")


@test("The arrows on the focused map move the start")
def map_by_keys(app):
    page = FitPage(app)
    w, b = page.change(lambda: page.line, lambda: page.map.click(0.4, 0.5), "the start to follow the click")
    page.change(lambda: page.line, lambda: app.key("Right"), "W to grow")
    page.change(lambda: page.line, lambda: app.key("Up"), "b to grow")
    assert page.line[0] > w and page.line[1] > b
    page.change(lambda: page.line, lambda: app.key("Left"), "W to shrink")
    page.change(lambda: page.line, lambda: app.key("Down"), "b to shrink")
    assert all(abs(now - then) < 1e-6 for now, then in zip(page.line, (w, b)))


@test("Dragging the line in the data moves the point on the map, before the button is let go")
def line_dragged(app):
    page = FitPage(app)
    w, b = page.state()["w"], page.state()["b"]
    down, beside = page.line_down(0.55), page.line_down(0.65)   # beside the pointer, which has a crosshair
    within = 2 * app.scale / page.data_plot.extents[3]

    def lifted():
        app.wait(lambda: abs(page.line_down(0.65) - (beside - 0.1)) <= within, "the line to follow the pointer")
        app.wait(lambda: page.state(page.map)["start_b"] == page.line[1], "the point on the map to follow")
        return page.line
    seen = page.data_plot.drag((0.55, down), (0.55, down - 0.1), meanwhile=lifted)
    assert abs(seen[0] - w) < 0.01, "lifted by its middle, the line turned"
    assert seen[1] > b + 1
    assert page.line == seen, "it changed when the button was let go"
    down = page.line_down(0.85)
    page.data_plot.drag((0.85, down), (0.85, down + 0.1))
    app.wait(lambda: page.line[0] < w - 0.3, "the line to turn by its end")


@test("Beside the line nothing is dragged")
def beside_the_line(app):
    page = FitPage(app)
    line, step = page.line, page.step
    page.data_plot.drag((0.25, 0.2), (0.3, 0.3))
    assert (page.line, page.step) == (line, step)


@test("The sum diverges at the mean's rate, says so, and at a thousandth of it goes the mean's way")
def reduction(app):
    page = FitPage(app)
    mean = page.state()
    app.choose("Reduction", "sum")
    app.wait(lambda: "the sum has 1000 times the slope" in page.diagnosis.lower(), "the diagnosis of the sum")
    assert "its limit is 0.000935, yours is 0.1" in page.diagnosis
    assert "overflows (inf) at epoch 9" in page.diagnosis
    page.learning_rate_value.enter("0.0001")
    app.wait(lambda: page.state()["w"] == mean["w"], "the W of the mean")
    assert abs(page.state()["loss"] / mean["loss"] - 1000) < 0.01
    app.choose("Reduction", "mean")
    app.wait(lambda: "crawling" in page.diagnosis.lower(), "the mean at that rate to crawl")


@test("Mean against sum shows both in the same plots")
def compare(app):
    page = FitPage(app)
    page.switch("Mean against sum").click()
    app.wait(lambda: "curve sum; curve mean" in page.loss_plot.description, "both losses")
    assert "sum with 11 points" in page.map.description
    page.switch("Mean against sum").click()
    app.wait(lambda: "sum" not in page.loss_plot.description, "the mean alone")


@test("Steps, play and scrubbing move along the epochs")
def transport(app):
    page = FitPage(app)
    page.first.click()
    page.wait_for_step(0)
    assert page.state()["loss"] == 9.133218
    page.step_forward.click()
    app.wait(lambda: page.state()["loss"] == 6.1827765, "the loss after one epoch")
    app.key("Right")
    page.wait_for_step(2)
    page.play.click()
    page.wait_for_step(10)
    page.timeline.slide(4)
    app.wait(lambda: page.step == 4 and page.state()["epoch"] == 4, "epoch 4 under the pointer")
    page.loss_plot.click(0.3, 0.5)
    app.wait(lambda: page.step < 4, "the epoch clicked in the loss")


@test("A rate that is none is refused with a sentence that names it, and the fit stays")
def refused(app):
    page = FitPage(app)
    state = page.state()
    for text in ("abc", "-1", "0", "1e400"):
        page.learning_rate_value.enter(text)
        app.find(refusal_of(text) if text != "0" and text != "-1" else re.compile("must be a positive number"), "label")
        assert page.state() == state, f"“{text}” changed the fit"


@test("Dragging the rate changes the fit while dragging, with 100 000 samples too")
def rate(app):
    page = FitPage(app)
    for n_samples in (1000, 100000):
        if n_samples > 1000:
            app.find("Generator").reveal().click()
            app.find("Samples", "entry").reveal().enter(str(n_samples))
            app.wait(lambda: "100000" in page.origin, "the samples to be drawn")
            page.learning_rate.reveal()
        low, high = page.learning_rate.value_range
        page.drag_rate(low + 0.5 * (high - low), page.state)
        page.learning_rate_value.enter("0.1")


@test("A click adds a point, and a click on it removes it")
def edit_points(app):
    page = FitPage(app)
    page.switch("Edit points").reveal().click()
    page.data_plot.click(0.3, 0.15)
    app.wait(lambda: page.origin.startswith("1001 samples"), "one more sample")
    best = page.state()["best_w"]
    page.data_plot.click(0.3, 0.15)
    app.wait(lambda: page.origin.startswith("1000 samples"), "one less")
    assert page.state()["best_w"] != best


def open_file(app, page, name, text):
    """Writes a file of that text and opens it by the dialog."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=app.screen.folder))
    path = folder / name
    path.write_text(text)
    n_windows = len(app.windows)
    app.find("Open CSV…", "button").reveal().click()
    app.wait(lambda: len(app.windows) > n_windows, "the dialog")
    app.focus_newest_window()

    def location():
        """The dialog's entry for a path, once it is there."""
        return app.find_all(kind="entry", within=app.windows[-1], on_top=False)[0]
    app.key("ctrl+l")
    app.wait(location, "the dialog's entry")
    app.key("ctrl+a")
    app.type(str(path))
    app.key("shift+End", "Delete")   # what the dialog proposed while the path was not whole
    app.wait(lambda: location().text == str(path), "the path in the dialog")

    def confirmed():
        """The first Return may only take what the dialog proposes for the path."""
        app.key("Return")
        app.breathe(0.7)
        return len(app.windows) == n_windows
    app.wait(confirmed, "the dialog to close")
    app.focus_main_window()


@test("A CSV is opened by the dialog, a broken one says why and changes nothing")
def open_csv(app):
    page = FitPage(app)
    open_file(app, page, "measured.csv", "x;y\n0;1\n1;3\n2;5\n3;7\n")
    app.wait(lambda: page.origin == "4 samples from “measured.csv”", "the samples of the file")
    state = page.state()
    assert abs(state["best_w"] - 2) < 1e-6 and abs(state["best_b"] - 1) < 1e-6
    open_file(app, page, "broken.csv", "x;y\n0;1\n1;three\n")
    app.find("broken.csv: Line 3: “three” is no number; expected one as 1.5 or 2e-3", "label")
    assert page.state() == state and page.origin == "4 samples from “measured.csv”"


@test("What is no table is refused when pasted, by the button and by Ctrl+V")
def paste(app):
    page = FitPage(app)
    state = page.state()
    app.menu("p")   # Copy as PyTorch fills the clipboard
    app.find("Paste", "button").reveal().click()
    app.find("Line 1: one column, “import torch”; expected two, x and y", "label")
    assert page.state() == state
    app.find("Draw", "button").click()
    app.gone(re.compile("^Line 1: one column"), "label")
    page.map.click(0.4, 0.5)
    app.key("ctrl+v")
    app.find(re.compile("^Line 1: one column"), "label")


@test("Copy as PyTorch puts the training on the clipboard")
def copy_as_pytorch(app):
    page = FitPage(app)
    app.menu("p")
    entry = page.learning_rate_value
    entry.click(0.3)
    app.key("ctrl+a", "ctrl+v")
    app.wait(lambda: "import torch" in entry.text, "the program")
    assert "torch.manual_seed(0)" in entry.text and "backward()" in entry.text
    app.key("Escape")
    app.wait(lambda: entry.text == "0.1", "the rate in force")


@test("Standardising x and typing the generator's numbers make other samples")
def generator(app):
    page = FitPage(app)
    best = page.state()["best_b"]
    page.switch("Standardise x").reveal().click()
    app.wait(lambda: page.state()["best_b"] != best, "another optimum")
    app.find("Generator").reveal().click()
    app.find("Noise", "entry").reveal().enter("0")
    app.find("Samples", "entry").reveal().enter("50")
    app.wait(lambda: page.origin.startswith("50 samples"), "fifty samples")


@test("Zero gradients off makes the fit swing")
def zero_gradients(app):
    page = FitPage(app)
    page.switch("Zero gradients").reveal().click()
    app.wait(lambda: "wandering" in page.diagnosis.lower(), "the diagnosis to say why")


main()
