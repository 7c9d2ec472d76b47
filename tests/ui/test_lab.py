"""Autograd lab: a program is edited, run, stepped through, stopped, and its errors are explained."""
import pathlib
import re
import tempfile

from harness import main, test
from pages import LabPage


@test("It opens on an example that has run, with its graph, values and gradients")
def opens(app):
    page = LabPage(app)
    assert page.n_steps == 10 and page.step == 10
    for words in ("4 nodes, 3 links", "leaf x, data 2, grad 12", "result z = 3 mul, data 15"):
        assert words in page.graph.description, page.graph.description
    assert not page.suggests_running


@test("Steps go forward and back, by buttons, keys and the timeline")
def steps(app):
    page = LabPage(app)
    page.first.click()
    page.wait_for_step(0)
    assert page.status == "Line 1: import torch · runs next"
    assert page.graph.description == "Nothing has been recorded yet"
    page.step_forward.click()
    page.wait_for_step(1)
    app.key("Right", "Right")
    page.wait_for_step(3)
    app.wait(lambda: "step y = add 1, data 5, being computed" in page.graph.description, "y in the graph")
    grown = page.graph.description
    app.key("Right")
    app.wait(lambda: "z = 3 mul" in page.graph.description, "z in the graph")
    app.key("Left")
    app.wait(lambda: page.graph.description == grown, "the graph as it was")
    page.timeline.slide(7)
    page.wait_for_step(7)
    assert "PowBackward0 receives the gradient 3" in page.status
    assert "pow 2, data 4, grad 3, passing its gradient on" in page.graph.description
    page.last.click()
    page.wait_for_step(10)


@test("Play walks through the whole record")
def play(app):
    page = LabPage(app)
    app.key("Home", "space")
    app.find("Pause", "button")
    app.wait(lambda: page.step >= 1, "the first step")
    app.key("End")
    page.wait_for_step(10)
    app.find("Play", "button")


@test("Backward goes node by node, and a gradient that comes twice is a sum")
def backward(app):
    page = LabPage(app)
    page.run_example("A value used twice", "The program has finished.")
    app.key("Home")
    seen = []
    for step in range(1, page.n_steps + 1):
        app.key("Right")
        page.wait_for_step(step)
        seen.append(page.status)
    assert sum("receives the gradient" in status for status in seen) == 5, seen
    assert sum("reaches the leaf x" in status for status in seen) == 1, seen
    app.wait(lambda: page.variables["x"].endswith("grad=16"), "the gradient of x")


@test("What is typed makes the record old, and Ctrl+Return runs it")
def edit(app):
    page = LabPage(app)
    page.replace_program("a = 6\nb = 7\nprint(a * b)\n")
    app.wait(lambda: page.diagnosis.startswith("Edited since it ran."), "the record to be old")
    app.wait(lambda: page.suggests_running, "Run to be suggested")
    app.key("ctrl+Return")
    page.wait_for_verdict("The program has finished.")
    assert page.n_steps == 3
    app.wait(lambda: page.variables == {"a": "6 · int", "b": "7 · int"}, "the variables")
    page.show("Output")
    app.wait(lambda: page.output.strip() == "42", "what was printed")


@test("In the program, keys are typing")
def typing(app):
    page = LabPage(app)
    step, graph = page.step, page.graph.description
    page.program.click(0.5, 0.95)
    app.key("Up", "Left", "Right", "Home", "End", "space")
    app.type("r+-0[]")
    app.key("ctrl+z")
    app.breathe(0.2)
    assert (page.step, page.graph.description) == (step, graph)
    app.find("Play", "button")
    app.key("Escape", "Left")
    page.wait_for_step(step - 1)


@test("An example never loses what was typed: undoing brings it back")
def undo(app):
    page = LabPage(app)
    page.replace_program("mine = 1")
    page.choose_example("Descent on x²")
    app.wait(lambda: "for k in range(9)" in page.text, "the example")
    page.program.click(0.5, 0.5)
    app.key("ctrl+z")
    app.wait(lambda: page.text.strip() == "mine = 1", "the text as it was")


@test("An error is PyTorch's, at its line, and explained")
def error(app):
    page = LabPage(app)
    page.run_example("Error: backward twice", "Line 9: This part of the graph has been walked before. RuntimeError: "
                     "Trying to backward through the graph a second time")
    app.find("Line 9: This part of the graph has been walked before", "button")
    app.find(re.compile("^Add the losses and call backward"), "label")
    page.show("Output")
    app.wait(lambda: "Traceback" in page.output, "the traceback")
    app.key("Home")
    page.wait_for_step(0)
    page.show("Why")
    app.find("Line 9: This part of the graph has been walked before", "button").click()
    app.wait(lambda: page.status.startswith("Line 9"), "the step of the error")


@test("A trap that raises nothing is found")
def trap(app):
    page = LabPage(app)
    page.run_example("Trap: gradients add up", "The program has finished, but look at line 6: Gradients add up.")
    app.find(re.compile("^Call x.grad.zero_"), "label")


@test("What Python cannot read is said while it is typed")
def fault(app):
    page = LabPage(app)
    page.replace_program("x = 1\ny = (2\n")
    app.find("Line 2: '(' was never closed", "label")
    app.key("ctrl+Return")
    page.wait_for_verdict("Line 2: SyntaxError: '(' was never closed")


@test("A program that would never end is stopped")
def stop(app):
    page = LabPage(app)
    page.replace_program("import time\ntime.sleep(600)")
    app.key("ctrl+Return")
    app.find("Stop", "button").click()
    page.wait_for_verdict("The program was stopped.")
    app.find("Run", "button")


@test("A long record waits, and goes on when it is told to")
def go_on(app):
    page = LabPage(app)
    page.replace_program("for k in range(250000): a = k\nprint(a)")
    app.key("ctrl+Return")
    page.wait_for_verdict("The program waits.")
    app.find("Go on", "button").click()
    page.wait_for_verdict("The program has finished.")


@test("The graph is dragged, zoomed and seen whole again")
def look(app):
    page = LabPage(app)

    def picture():
        """Without the ring of the focus around it."""
        x, y, width, height = page.graph.extents
        return app.screen.pixels(x + 8, y + 8, width - 16, height - 16)
    whole = picture()
    page.graph.drag((0.5, 0.2), (0.6, 0.4))
    app.screen.move(2, 2)
    app.wait(lambda: picture() != whole, "the graph to move")
    for key in ("plus", "minus", "Left", "Up"):
        before = picture()
        app.key(key)
        app.wait(lambda: picture() != before, f"another look after {key}")
    app.screen.scroll(*page.graph.point(0.5, 0.2), 2)
    app.screen.move(2, 2)
    app.wait(lambda: picture() != whole, "the wheel to zoom")
    app.key("0")
    app.wait(lambda: picture() == whole, "the whole again")
    assert page.step == 10, "looking is not stepping"


@test("A line under the pointer shows the nodes that it made")
def hover_line(app):
    page = LabPage(app)
    app.screen.move(2, 2)
    app.breathe(0.2)
    before = page.picture()
    page.program.hover(0.5, 0.26)
    app.wait(lambda: page.picture() != before, "a ring around a node")
    page.program.hover(0.5, 0.9)
    app.wait(lambda: page.picture() == before, "the ring to go where no line is")


@test("A node under the pointer shows the line that made it")
def hover(app):
    page = LabPage(app)
    app.screen.move(2, 2)
    app.breathe(0.2)
    before = app.screen.pixels(*page.program.extents)
    for across in range(5, 100, 5):
        page.graph.hover(across / 100, 0.5)
        app.breathe(0.1)
        if app.screen.pixels(*page.program.extents) != before:
            return
    raise AssertionError("no line is marked, wherever the pointer is")


@test("Figures of the program are drawn, and the graph can be exported")
def export(app):
    page = LabPage(app)
    page.run_example("Fitting a line", "The program has finished.")
    page.show("Figures")
    app.find("Figure", "image")
    path = pathlib.Path(tempfile.mkdtemp(dir=app.screen.folder)) / "graph.svg"
    n_windows = len(app.windows)
    app.key("ctrl+e")
    app.wait(lambda: len(app.windows) > n_windows, "the dialog")
    app.focus_newest_window()
    entry = app.wait(lambda: [entry for entry in app.find_all(kind="entry", within=app.windows[-1], on_top=False)
                              if "focused" in entry.states][0], "the dialog's entry")
    app.key("ctrl+a")
    app.type(str(path))
    app.wait(lambda: entry.text == str(path), "the path")
    app.key("Return")
    app.wait(lambda: path.exists() and b"</svg>" in path.read_bytes(), "the file")
    app.focus_main_window()


@test("Without a graph there is nothing to export, and that is said")
def nothing_to_export(app):
    page = LabPage(app)
    app.key("Home")
    page.wait_for_step(0)
    app.key("ctrl+e")
    app.find(re.compile("^There is no graph yet"), "label")


@test("At 720 × 560 all of it can be used", size=(720, 560))
def small(app):
    page = LabPage(app)
    _, _, width, height = page.graph.extents
    assert width > 250 and height > 180, (width, height)
    _, _, width, height = page.program.extents
    assert width > 250 and height > 100, (width, height)
    page.run_example("Error: a parameter changed in place", "Line 6")
    page.first.click()
    page.wait_for_step(0)
    page.show("Variables")
    app.key("End")
    app.wait(lambda: "x" in page.variables, "the variables")


main()
