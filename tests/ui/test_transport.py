"""The transport bar: it moves along the run that exists, and never changes it."""
from harness import main, test
from pages import Page


@test("Step forward and Step back go one step, First and Last to the ends")
def steps(app):
    page = Page(app, "Curve")
    page.first.click()
    page.wait_for_step(0)
    for step in (1, 2, 3):
        page.step_forward.click()
        page.wait_for_step(step)
    page.step_back.click()
    page.wait_for_step(2)
    page.last.click()
    page.wait_for_step(page.n_steps)
    page.step_forward.click()
    page.wait_for_step(page.n_steps)
    page.first.click()
    page.wait_for_step(0)


@test("Play advances, Pause stops, Step back returns")
def play_and_pause(app):
    page = Page(app, "Surface")
    page.widget("Steps", "entry").enter("500")
    app.wait(lambda: page.n_steps == 500, "a longer run")
    page.first.click()
    page.wait_for_step(0)
    button = page.play   # kept: the longest run is played in ten seconds, and a busy machine may seek Pause for as long
    button.click()
    app.wait(lambda: page.step >= 2, "the cursor to advance")
    assert button.name == "Pause"
    button.click()
    app.wait(lambda: button.name == "Play", "it to stop")
    stopped = page.timeline.value
    status = page.status
    app.breathe(0.6)
    assert page.timeline.value == stopped, "it went on after Pause"
    assert page.status == status
    page.step_back.click()
    page.wait_for_step(round(stopped) - 1)


@test("Play goes to the end and stops there")
def play_to_the_end(app):
    page = Page(app, "Curve")
    page.last.click()
    page.step_back.click()
    page.wait_for_step(page.n_steps - 1)
    page.play.click()
    page.wait_for_step(page.n_steps)
    app.find("Play", "button")


@test("Dragging the Timeline scrubs: the status follows the pointer, there and back")
def scrub(app):
    page = Page(app, "Surface")
    page.first.click()
    page.wait_for_step(0)
    told = []

    def half_way():
        app.wait(lambda: page.step == page.n_steps, "the last step under the pointer")
        told.append(page.status)
    at_start = page.status
    page.timeline.slide(page.n_steps, meanwhile=half_way)
    assert told[0] != at_start
    page.timeline.slide(0)
    page.wait_for_step(0)
    app.wait(lambda: page.status == at_start, "the status of the start")


@test("A run keeps its path while the cursor moves")
def cursor_leaves_the_run_alone(app):
    page = Page(app, "Curve")
    start, rate = page.start, page.rate
    page.last.click()
    diagnosis = page.diagnosis
    page.first.click()
    page.wait_for_step(0)
    assert (page.start, page.rate, page.diagnosis) == (start, rate, diagnosis)


main()
