"""The pages of the window as tests speak of them: widgets by the accessible names that docs/design.md promises."""
import functools
import re

from drive import numbers
from drive.accessible import KINDS


class Page:
    """A page of a descent, opened by its tab; "Curve" or "Surface". Widgets are looked up once."""

    def __init__(self, app, title):
        self.app, self.title = app, title
        app.find(title, "tab").click()
        self.plot = self.widget(f"{title} plot")

    @functools.cache
    def widget(self, name, kind=None):
        return self.app.find(name, kind)

    def __getattr__(self, name):
        """page.step_forward is the widget “Step forward”."""
        return self.widget(name.replace("_", " ").capitalize())

    @property
    def start_x(self):
        return self.widget("Start x", "entry")

    @property
    def start_y(self):
        return self.widget("Start y", "entry")

    @property
    def function(self):
        return self.widget("Function", "entry")

    @property
    def learning_rate(self):
        return self.widget("Learning rate", "slider")

    @property
    def learning_rate_value(self):
        return self.widget("Learning rate value", "entry")

    @property
    def status(self):
        """The sentence about the step."""
        return self.told("Status")

    @property
    def diagnosis(self):
        """The sentence about the run."""
        return self.told("Diagnosis")

    @property
    def rule(self):
        return self.told("Rule")

    @functools.cache
    def label(self, description):
        return self.app.find(kind="label", description=description)

    def told(self, description):
        """What a label says whose description says what it is."""
        return self.label(description).name

    @property
    def timeline(self):
        return self.widget("Timeline", "slider")

    @property
    def play(self):
        """Never kept: playing, it has another name."""
        return self.app.find("Play", "button")

    # ---- what they say ----

    @property
    def step(self):
        return round(self.timeline.value)

    @property
    def n_steps(self):
        return round(self.timeline.value_range[1])

    @property
    def start(self):
        entries = [self.start_x] if self.title == "Curve" else [self.start_x, self.start_y]
        return [numbers(entry.text)[0] for entry in entries]

    @property
    def rate(self):
        return numbers(self.learning_rate_value.text)[0]

    @property
    def path(self):
        """What the plot says of itself: it tells the start and the end of the path."""
        return self.plot.description

    def picture(self):
        """The pixels of the plot."""
        return self.app.screen.pixels(*self.plot.extents)

    def drag_rate(self, value, read):
        """Drags the rate's slider to about a value, checks that what is read follows before the button is let go and
        is no other afterwards, and returns it. The last of the pointer's steps may be answered only after that."""
        slider, before = self.learning_rate, read()
        middle = (slider.value + value) / 2
        grows = value > middle

        def at_this_rate():
            return f"− {self.learning_rate_value.text} ·" in self.rule

        def follow():
            self.app.wait(lambda: (slider.value > middle) == grows, "the slider to follow the pointer")
            self.app.wait(lambda: at_this_rate() and read() != before, "what is shown to follow the slider")
            return slider.value, read()
        place, during = slider.slide(value, meanwhile=follow)
        self.app.wait(at_this_rate, "the run at that rate")
        assert slider.value != place or read() == during, "it changed when the button was let go"
        return read()

    def wait_for_step(self, step):
        self.app.wait(lambda: self.step == step, f"step {step}")

    def wait_for_start(self, *expected, within=0.0):
        def near():
            return all(abs(a - b) <= within for a, b in zip(self.start, expected))
        self.app.wait(near, f"the start {expected}")

    def change(self, read, act, what):
        """Acts, waits until what is read differs from before, and returns it."""
        before = read()
        act()
        self.app.wait(lambda: read() != before, what)
        return read()


def refusal_of(word):
    """Matches the sentence that names what was refused: “abc” is no …; … must be a positive number, not −1."""
    word = re.escape(word).replace("\\-", "[-\N{MINUS SIGN}]")
    return re.compile(f"“{word}”|, not {word}\\b")


class FitPage(Page):
    """The page of the line fit. What its plots say of themselves tells the state in numbers."""

    def __init__(self, app):
        self.app, self.title = app, "Line fit"
        app.find("Line fit", "tab").click()
        self.plot = self.data_plot = self.widget("Data plot")

    @property
    def map(self):
        return self.widget("Parameter map")

    @property
    def loss_plot(self):
        return self.widget("Loss plot")

    @functools.cache
    def switch(self, name):
        return self.app.find(name, "switch")

    def state(self, plot=None):
        """Start, current and best W and b, the loss, the epoch; inf and nan as such."""
        text = (plot or self.data_plot).description
        match = re.search(r"start W (\S+), b (\S+); now W (\S+), b (\S+); loss (\S+); optimum W (\S+), b (\S+); "
                          r"epoch (\d+) of (\d+)", text)
        words = [word.rstrip(";,") for word in match.groups()]
        return dict(zip(("start_w", "start_b", "w", "b", "loss", "best_w", "best_b", "epoch", "n_epochs"),
                        [float(word.replace("−", "-").replace("∞", "inf").replace("undefined", "nan")) for word in words]))

    @property
    def line(self):
        """W and b of the start."""
        state = self.state()
        return state["start_w"], state["start_b"]

    @property
    def origin(self):
        return self.told("Origin of the samples")

    def line_down(self, across):
        """How far down in the data plot the line is drawn, in a column that is so far across."""
        left, top, width, height = self.data_plot.extents
        column = self.app.screen.pixels(left + round(width * across), top, 1, height)
        rows = [y for y, [(red, green, blue)] in enumerate(column) if red > 200 and green < 60 and blue < 70]
        assert rows, f"no line in the column {across}"
        return sum(rows) / len(rows) / height


class LabPage(Page):
    """The page of the autograd lab, once its first example has run."""

    def __init__(self, app):
        self.app, self.title = app, "Autograd lab"
        app.find("Autograd lab", "tab").click()
        self.plot = self.graph = self.widget("Computation graph")
        app.wait(lambda: self.can_run is not None, "the first example to have run")

    @property
    def can_run(self):
        """Whether programs can be run here; None as long as the first has not ended."""
        return {"The program has finished": True, "Programs cannot run here": False}.get(re.split("[.:]", self.diagnosis)[0])

    @property
    def program(self):
        return self.widget("Program", "entry")

    @property
    def text(self):
        """The program. GTK's editor hands out one character more than there are."""
        return self.program.text

    @property
    def suggests_running(self):
        """Whether Run stands out, by a colour where other buttons are grey."""
        x, y, width, height = self.app.find("Run", "button").extents
        colour = self.app.screen.pixels(x + width // 8, y + height // 2, 1, 1)[0][0]
        return max(colour) - min(colour) > 60

    def wait_for_verdict(self, sentence):
        """The verdict on the program as it stands: one on an older text says so in the beginning."""
        self.app.wait(lambda: self.diagnosis.find(sentence) >= 0 and not self.diagnosis.startswith("Edited"),
                      f"the verdict “{sentence}”")

    def choose_example(self, title):
        """Opens the list of examples and clicks one."""
        n_windows = len(self.app.screen.windows(self.app.process.pid))
        self.app.find("Examples", "button").click()
        label = self.app.find(title, "label")
        self.app.settle_popover(label)
        label.click()
        self.app.wait(lambda: len(self.app.screen.windows(self.app.process.pid)) == n_windows, "the list to close")

    def run_example(self, title, verdict):
        self.choose_example(title)
        self.app.key("ctrl+Return")
        self.wait_for_verdict(verdict)

    def replace_program(self, text):
        """Types another program, of lines that are not indented."""
        self.program.click(0.5, 0.3)
        self.app.key("ctrl+a", "Delete")
        for i, line in enumerate(text.split("\n")):
            self.app.key(*["Return"] * (i > 0))
            self.app.type(line)
        self.app.wait(lambda: self.text.strip("\n") == text.strip("\n"), "the program to be typed")

    @property
    def output(self):
        """What was printed. Asked what lies there, GTK 4.18 may answer with a page of the stack that is out of sight."""
        return self.app.find("Output", "entry", on_top=False).text

    def show(self, detail):
        self.app.find(detail, "tab").click()

    @property
    def variables(self):
        """What the rows of the list of variables say."""
        rows = [seen.name for seen in self.app.survey() if seen.role in KINDS["row"] and " = " in seen.name]
        return dict(row.split(" = ", 1) for row in rows)
