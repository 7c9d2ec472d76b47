"""Accessible objects of a GTK program, as AT-SPI shows them. Every read is a live call over D-Bus.

What GTK 4.8 to 4.18 answer, and how it is dealt with here:
- Extents can be had relative to the window only, in logical pixels; asking for the screen's prints a warning in the
  program. Where the window is, the X server knows (App.origin).
- A page of a stack that is not shown keeps its old extents and says that it is visible (4.18: extents out of all
  measure); what lies at a point tells the truth (App.is_on_top).
- The text of an entry up to -1 is empty in 4.8, so the number of characters is asked first.
- Role numbers differ a little between versions (a toggle button is a push button in 4.8): KINDS joins what is one.
"""
import re

from gi.repository import GLib

INTERFACE = "org.a11y.atspi."
PROPERTIES = "org.freedesktop.DBus.Properties"
WINDOW_COORDINATES = 1

# Bits of AT-SPI's state set that tests ask for.
STATES = {1: "active", 4: "checked", 8: "enabled", 11: "focusable", 12: "focused", 20: "pressed", 23: "selected",
          24: "sensitive", 25: "showing", 30: "visible", 37: "invalid"}

# AT-SPI's numbers for the kinds of widget that we have.
KINDS = {"alert": {2}, "check box": {7, 129, 130, 62}, "combo box": {11}, "window": {23, 69, 16}, "image": {6, 26, 27},
         "label": {29, 81, 116}, "list": {31, 98}, "list item": {32}, "menu item": {8, 35, 45}, "tab": {37},
         "button": {43, 62, 129}, "scroll area": {49}, "slider": {51}, "spin button": {52}, "entry": {61, 79},
         "table": {55, 66}, "row": {90, 56, 32}, "switch": {7, 62, 129, 130}}


def names_of_states(halves):
    low, high = halves
    bits = low | high << 32
    return {name for bit, name in STATES.items() if bits >> bit & 1}


def numbers(text):
    """All numbers in a text; a typographic minus counts, and ∞ is one."""
    text = text.replace("\N{MINUS SIGN}", "-").replace("\N{INFINITY}", "inf")
    return [float(match) for match in re.findall(r"-?(?:\d+(?:\.\d+)?(?:e[-+]?\d+)?|\binf\b)", text)]


class Node:
    """One accessible object; equal to any other Node that stands for the same one."""

    def __init__(self, app, bus_name, path):
        self.app, self.bus_name, self.path = app, bus_name, path

    def __eq__(self, other):
        return isinstance(other, Node) and (other.bus_name, other.path) == (self.bus_name, self.path)

    def __hash__(self):
        return hash((self.bus_name, self.path))

    def __repr__(self):
        try:
            return f"“{self.name}” (role {self.role})"
        except GLib.Error:
            return self.path

    def __bool__(self):
        return bool(self.bus_name) and not self.path.endswith("/null")

    # ---- what it is ----

    def call(self, interface, method, signature="()", *arguments):
        parameters = GLib.Variant(signature, arguments) if arguments else None
        return self.app.call(self.bus_name, self.path, interface, method, parameters)[0]

    def ask(self, method, signature="()", *arguments, interface="Accessible"):
        return self.call(INTERFACE + interface, method, signature, *arguments)

    def get(self, name, interface="Accessible"):
        return self.call(PROPERTIES, "Get", "(ss)", INTERFACE + interface, name)

    @property
    def name(self):
        return self.get("Name")

    @property
    def description(self):
        return self.get("Description")

    @property
    def role(self):
        return self.ask("GetRole")

    @property
    def states(self):
        return names_of_states(self.ask("GetState"))

    @property
    def children(self):
        return [Node(self.app, *child) for child in self.ask("GetChildren")]

    @property
    def parent(self):
        return Node(self.app, *self.get("Parent"))

    @property
    def ancestry(self):
        """The node, its parent and so on up to its window."""
        chain, node = [], self
        while node and node != self.app.root:
            chain.append(node)
            node = node.parent
        return chain

    def is_a(self, kind):
        return self.role in KINDS[kind]

    @property
    def value(self):
        return self.get("CurrentValue", "Value")

    @property
    def value_range(self):
        return self.get("MinimumValue", "Value"), self.get("MaximumValue", "Value")

    @property
    def text(self):
        n_characters = self.get("CharacterCount", "Text")
        return self.ask("GetText", "(ii)", 0, n_characters, interface="Text")

    @property
    def actions(self):
        n_actions = self.get("NActions", "Action")
        return [self.ask("GetName", "(i)", i, interface="Action") for i in range(n_actions)]

    def do(self, action):
        """An action by its name, without the pointer."""
        return self.ask("DoAction", "(i)", self.actions.index(action), interface="Action")

    # ---- where it is, and the pointer on it ----

    @property
    def extents_in_window(self):
        return tuple(self.ask("GetExtents", "(u)", WINDOW_COORDINATES, interface="Component"))

    @property
    def extents(self):
        """x, y, width, height on the screen, in its pixels."""
        x, y, width, height = self.extents_in_window
        origin_x, origin_y = self.app.origin(self)
        scale = self.app.scale
        return origin_x + x * scale, origin_y + y * scale, width * scale, height * scale

    def point(self, across=0.5, down=0.5):
        x, y, width, height = self.extents
        return round(x + width * across), round(y + height * down)

    def click(self, across=0.5, down=0.5, button=1):
        self.app.settle(self)
        self.app.screen.click(*self.point(across, down), button=button)
        self.app.breathe()
        return self

    def reveal(self):
        """Turns the wheel over the scroll areas that hold it, one in another, until it lies within each."""
        for area in [node for node in self.ancestry[1:] if node.is_a("scroll area")]:
            self.app.wait(lambda: self._scroll_towards(area), f"{self!r} to be scrolled into view")
            self.app.settle(self)
        return self

    def _scroll_towards(self, area):
        """TRUE if it lies within the area; else turns the wheel by one click."""
        _, top, _, height = self.extents_in_window
        _, area_top, _, area_height = area.extents_in_window
        below = top + height > area_top + area_height
        above = top < area_top
        if below or above:
            self.app.screen.scroll(*area.point(0.02, 0.02), 1 if above else -1)
        return not (below or above)

    def hover(self, across=0.5, down=0.5):
        self.app.settle(self)
        self.app.screen.move(*self.point(across, down))
        self.app.breathe()

    def drag(self, start, end, button=1, meanwhile=None):
        """From one place to another, both as fractions of the widget."""
        self.app.settle(self)
        result = self.app.screen.drag(self.point(*start), self.point(*end), button=button, meanwhile=meanwhile)
        self.app.breathe()
        return result

    def knob(self, value=None):
        """Where on its trough a horizontal slider has its knob at a value, as fractions of the widget."""
        low, high = self.value_range
        return ((self.value if value is None else value) - low) / (high - low), 0.5

    def slide(self, value, meanwhile=None):
        """Drags the knob of a horizontal slider to about that value."""
        return self.drag(self.knob(), self.knob(value), meanwhile=meanwhile)

    def enter(self, text):
        """Types over what an entry holds, and presses Enter."""
        self.click(0.3)
        self.app.key("ctrl+a")
        self.app.type(text)
        self.app.key("Return")
