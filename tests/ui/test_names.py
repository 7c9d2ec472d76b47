"""Every control says what it is, and is reached by Tab."""
import re

from harness import main, test
from pages import FitPage, LabPage, Page

# GTK 4.8 calls a widget that nobody named by its type.
NO_NAME = re.compile(r"^((Gtk|Adw|Gradients)[A-Z]\w*)?$")
# A list gives the focus to its rows, and GTK fills and names those of a drop-down itself.
LISTS = ("list", "list item")


def is_list(node):
    """A list is what holds rows; newer libadwaita does not call the one inside an expander so."""
    return any(node.is_a(kind) for kind in LISTS) or any(child.is_a("list item") for child in node.children)


def focusable(app):
    seen = app.survey()
    return [one for one, states in zip(seen, app.states_of([one.node for one in seen])) if "focusable" in states]


def check_names(app):
    """Nothing that can have the focus is nameless, or says its name twice."""
    nameless = [f"{seen.role} “{seen.name}”" for seen in focusable(app)
                if NO_NAME.match(seen.name) and not is_list(seen.node)
                and not any(node.is_a("combo box") for node in seen.node.ancestry)]
    assert not nameless, f"nameless: {', '.join(nameless)}; in:\n{app.describe()}"
    twice = [seen.name for seen in focusable(app) if re.match(r"^(.+) \1$", seen.name)]
    assert not twice, f"said twice: {twice}"


def walk(app):
    """The names of what Tab goes through, until it comes round."""
    names, known, last = [], [], None

    def focused():
        """What else has the focus now: the innermost, where a row and its button both claim it."""
        nonlocal known
        for _ in range(2):
            found = [one for one, states in zip(known, app.states_of([one.node for one in known])) if "focused" in states]
            if found and found[-1].node != last:
                return found[-1]
            known = focusable(app)   # a list that was scrolled has other rows
        return None
    while len(names) < 90:
        # In a program Tab indents.
        app.key("ctrl+Tab" if names[-1:] == ["Program"] else "Tab")
        seen = app.wait(focused, f"the focus to go on after {names[-1:]}")
        if seen.name in names[:1]:
            return names
        names.append(seen.name)
        last = seen.node
    raise AssertionError(f"Tab does not come round: {names}")


@test("Curve: each control has a name, and Tab reaches it")
def curve(app):
    Page(app, "Curve")
    check_names(app)
    names = walk(app)
    for name in ("Curve plot", "Timeline", "First", "Step back", "Play", "Speed", "Lesson", "Function",
                 "Learning rate", "Learning rate value", "best 0.5", "Start x", "Steps", "Zero gradients", "Logarithmic loss", "Loss plot"):
        assert name in names, f"“{name}” is not among {names}"
    assert any(name.startswith("Step 9, x 13.421771, f 180.14394") for name in names), names


@test("Surface: each control has a name, and Tab reaches it")
def surface(app):
    Page(app, "Surface")
    check_names(app)
    names = walk(app)
    for name in ("Surface plot", "Timeline", "Play", "Start x", "Start y", "Zero gradients", "Loss plot"):
        assert name in names, f"“{name}” is not among {names}"


@test("Line fit: each control has a name, and Tab reaches it")
def line_fit(app):
    page = FitPage(app)
    app.find("Generator").reveal().click()
    app.find("Noise", "entry")
    check_names(app)
    page.play.click()
    names = walk(app)
    for name in ("Data plot", "Parameter map", "Loss plot", "Timeline", "Speed", "Learning rate", "Reduction",
                 "Mean against sum", "Epochs", "Start W", "Start W value", "Start b", "Start b value", "Zero gradients",
                 "Open CSV…", "Paste", "Draw", "Edit points", "Standardise x", "Generator", "Samples", "Seed", "True W",
                 "True b", "Noise", "Residuals", "Logarithmic loss"):
        assert name in names, f"“{name}” is not among {names}"


@test("Autograd lab: each control has a name, and Tab reaches it")
def lab(app):
    page = LabPage(app)
    check_names(app)
    names = walk(app)
    for name in ("Computation graph", "Timeline", "Play", "Speed", "Examples", "Program", "Variables") + ("Run",) * page.can_run:
        assert name in names, f"“{name}” is not among {names}"


main()
