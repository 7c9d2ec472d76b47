"""A program under test: its life, how its widgets are found by their accessible names, and how a test waits."""
import collections
import re
import subprocess
import time

from gi.repository import GLib

from .accessible import INTERFACE, KINDS, PROPERTIES, WINDOW_COORDINATES, Node, names_of_states
from .screen import DriveError, Screen

REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root", INTERFACE + "Accessible")
ACCESSIBLE_PROPERTIES = GLib.Variant("(s)", (INTERFACE + "Accessible",))
COMPLAINT = re.compile(r"-(WARNING|CRITICAL|ERROR) \*\*|Sanitizer|runtime error:")
BEYOND_ALL_SCREENS = 30000

# A node, and what it said when the tree was surveyed.
Seen = collections.namedtuple("Seen", "node depth name description role")


class App:
    """A running program on a Screen of its own; the arguments beyond the command are Screen's.

    The window is made to fill the screen. After the end, status is the exit status, and complaints () still answers.
    """

    def __init__(self, command, patience=10, **screen):
        self.command, self.patience = [str(part) for part in command], patience
        self.screen = Screen(**screen)
        self.scale = self.screen.scale
        self.process = self.window = self.root = self.status = None
        self.errors = ""

    # ---- life ----

    def __enter__(self):
        try:
            self.screen.__enter__()
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *exception):
        self.stop()

    def _start(self):
        begun = time.monotonic()
        self.process = self.screen.spawn(self.command, log="program",
                                         stdout=open(self.screen.folder / "output.log", "w"))
        self.window = self.wait(self._find_window, "the window")
        self.seconds_to_window = time.monotonic() - begun
        self.root = self.wait(self._find_root, "the accessible program")
        self.fill_screen()
        self.screen.xdotool("windowfocus", "--sync", self.window)
        self.wait(lambda: "active" in self.windows[0].states, "the window to be active")

    def _find_window(self):
        windows = [window for window in self.screen.windows(self.process.pid) if min(window[3:]) > 50]
        return windows[0][0] if windows else None

    def _find_root(self):
        reply = self.screen.bus.call_sync(*REGISTRY, "GetChildren", None, None, 0, 2000, None).unpack()[0]
        for bus_name, path in reply:
            pid = self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                            "GetConnectionUnixProcessID", GLib.Variant("(s)", (bus_name,)))[0]
            root = Node(self, bus_name, path)
            if pid == self.process.pid and root.children:
                return root
        return None

    def close(self):
        """Closes the window as its button does, and waits for the end of the program."""
        try:
            self.windows[0].do("window.close")
        except GLib.Error:   # it was gone before it had answered
            pass
        try:
            self.status = self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            raise DriveError("the program goes on after its window was closed") from None

    def stop(self):
        try:
            if self.process and self.process.poll() is None and self.root:
                self.close()
        except (DriveError, GLib.Error, IndexError, ValueError):
            pass   # end () below makes it
        self.errors = self.screen.log("program")
        self.screen.stop()
        if self.process:
            self.status = self.process.returncode

    # ---- waiting ----

    def wait(self, fact, what, patience=None):
        """Polls until fact () is true, and returns what it returned."""
        deadline = time.monotonic() + (patience or self.patience)
        trouble = None
        while True:
            try:
                result = fact()
                if result:
                    return result
            except (GLib.Error, DriveError, ValueError, IndexError) as error:
                trouble = error
            if self.process and self.process.poll() is not None:
                raise DriveError(f"the program ended ({self.process.returncode}) while the test waited for {what}\n"
                                 + self.screen.log("program")[-3000:])
            if time.monotonic() > deadline:
                raise DriveError(f"waited in vain for {what}" + (f" ({trouble})" if trouble else ""))
            time.sleep(0.02)

    def breathe(self, seconds=0.03):
        """Lets some frames pass, until the program answers again."""
        time.sleep(seconds)
        if self.root:
            try:
                self.root.get("ChildCount")
            except GLib.Error:
                pass

    def settle(self, node):
        """Waits until a node has a size and holds still."""
        last = None

        def holds_still():
            nonlocal last
            before, last = last, node.extents_in_window
            return last == before and 0 < last[2] < BEYOND_ALL_SCREENS and last[3] > 0
        self.wait(holds_still, f"{node!r} to hold still")

    def settle_popover(self, node):
        """Waits until the open popover that holds a node has its size and holds still on the screen."""
        chain, last = node.ancestry, None

        def holds_still():
            nonlocal last
            before, last = last, self.popover_corner(chain)
            return last is not None and last == before
        self.wait(holds_still, f"the popover of {node!r} to hold still")

    # ---- finding ----

    def call(self, bus_name, path, interface, method, parameters=None):
        return self.screen.bus.call_sync(bus_name, path, interface, method, parameters, None, 0, 5000, None).unpack()

    @property
    def windows(self):
        """The program's windows, the main one first."""
        return self.root.children

    def call_all(self, calls):
        """Makes many calls at once, each (node, interface, method, parameters), and returns their answers in order;
        None for a node that is gone. One at a time they would take seconds."""
        answers, n_missing = [None] * len(calls), len(calls)

        def answered_cb(bus, result, i):
            nonlocal n_missing
            n_missing -= 1
            try:
                answers[i] = bus.call_finish(result).unpack()[0]
            except GLib.Error:
                pass
        for i, (node, interface, method, parameters) in enumerate(calls):
            self.screen.bus.call(node.bus_name, node.path, interface, method, parameters, None, 0, 5000, None,
                                 answered_cb, i)
        while n_missing:
            GLib.MainContext.default().iteration(True)
        return answers

    def survey(self, within=None):
        """All nodes below one (default: in all windows) as Seen, parents before their children."""
        level = [((i,), node) for i, node in enumerate([within] if within else self.windows)]
        places = []
        while level:
            names = self.call_all([(node, PROPERTIES, "GetAll", ACCESSIBLE_PROPERTIES) for _, node in level])
            roles = self.call_all([(node, INTERFACE + "Accessible", "GetRole", None) for _, node in level])
            children = self.call_all([(node, INTERFACE + "Accessible", "GetChildren", None) for _, node in level])
            places += [(place, Seen(node, len(place) - 1, name["Name"], name["Description"], role))
                       for (place, node), name, role in zip(level, names, roles) if name]
            level = [(place + (i,), Node(self, *child)) for (place, _), below in zip(level, children)
                     for i, child in enumerate(below or [])]
        return [seen for _, seen in sorted(places, key=lambda place: place[0])]

    def states_of(self, nodes):
        """The states of many nodes, in their order; none for one that is gone."""
        answers = self.call_all([(node, INTERFACE + "Accessible", "GetState", None) for node in nodes])
        return [names_of_states(answer) if answer else set() for answer in answers]

    def find_all(self, name=None, kind=None, within=None, description=None, on_top=True):
        """The nodes of that name, description (texts, or compiled patterns) and kind that a person sees."""
        def agrees(wanted, actual):
            return wanted is None or (bool(wanted.search(actual)) if hasattr(wanted, "search") else wanted == actual)
        return [seen.node for seen in self.survey(within)
                if agrees(name, seen.name) and agrees(description, seen.description)
                and (kind is None or seen.role in KINDS[kind]) and (not on_top or self.is_on_top(seen.node))]

    def find(self, name=None, kind=None, within=None, description=None, on_top=True, patience=None):
        """Waits for such a node; where a row and the label in it have one name, the first is the row."""
        sought = f"“{name or description}” ({kind or 'any kind'})"
        try:
            return self.wait(lambda: self.find_all(name, kind, within, description, on_top)[0], sought, patience)
        except DriveError as error:
            if self.process.poll() is None:
                raise DriveError(f"{error}; there is:\n{self.describe(within)}") from None
            raise

    def gone(self, name, kind=None):
        self.wait(lambda: not self.find_all(name, kind), f"“{name}” to go")

    def is_on_top(self, node):
        """Whether a person sees it: asks what lies at its centre. Where nothing answers, its parent is asked."""
        chain = node.ancestry
        if self.popover_corner(chain):
            return True
        for candidate in chain[:-1]:
            try:
                x, y, width, height = candidate.extents_in_window
                if not (0 < width < BEYOND_ALL_SCREENS and height > 0):
                    return False
                there = Node(self, *chain[-1].ask("GetAccessibleAtPoint", "(iiu)", x + width // 2, y + height // 2,
                                                  WINDOW_COORDINATES, interface="Component"))
            except GLib.Error:   # a page of a stack has no extents
                continue
            if there:
                return candidate in there.ancestry or there in chain
        return True

    def describe(self, within=None):
        """The accessible tree as text, to find names in."""
        return "\n".join(f"{'  ' * seen.depth}{seen.role} “{seen.name}”"
                         + (f" — {seen.description}" if seen.description else "") for seen in self.survey(within))

    # ---- places ----

    def origin(self, node):
        """Where on the screen the extents of the node count from. The content of a window begins inside a border, if
        it has one; in newer GTK a window counts its border in, and begins left of zero. A popover is an X window of
        its own."""
        chain = node.ancestry
        corner = self.popover_corner(chain)
        if corner:
            return corner
        x, y, width, height = self.screen.geometry(self._x_window_of(chain[-1]))
        left, top, *content = (size * self.scale for size in chain[-1].extents_in_window)
        return x - left + max(0, (width - content[0]) // 2), y - top + max(0, (height - content[1]) // 2)

    def _x_window_of(self, toplevel):
        """The X window of a toplevel: the main one, or the one of the nearest size."""
        others = [window for window in self.screen.windows(self.process.pid) if window[0] != self.window]
        if not others or toplevel == self.windows[0]:
            return self.window
        width, height = (size * self.scale for size in toplevel.extents_in_window[2:])
        return min(others, key=lambda window: abs(window[3] - width) + abs(window[4] - height))[0]

    def popover_corner(self, chain):
        """What extents inside an open popover count from: GTK gives them as if it lay at its parent's corner, so the
        ancestor that has just the size of an X window is the popover. None for what is in no popover."""
        popovers = [window for window in self.screen.windows(self.process.pid) if window[0] != self.window]
        for node in chain[:-1] if popovers else ():
            try:
                x, y, width, height = (size * self.scale for size in node.extents_in_window)
            except GLib.Error:
                continue
            for _, left, top, *size in popovers:
                if width > 0 and size == [width, height]:
                    return left - x, top - y
        return None

    def fill_screen(self):
        self.resize(*self.screen.size)

    def resize(self, width, height):
        """Gives the main window that size, in pixels of the screen, and waits for its content to follow."""
        if self.screen.geometry(self.window)[2:] == (width, height):
            return
        before = self.windows[0].extents_in_window
        self.screen.xdotool("windowmove", self.window, 0, 0, "windowsize", "--sync", self.window, width, height)
        self.wait(lambda: self.windows[0].extents_in_window != before, "the window to change its size")
        self.settle(self.windows[0])

    # ---- what a person does, and sees ----

    def key(self, *keys):
        self.screen.key(*keys)
        self.breathe()

    def type(self, text):
        self.screen.type(text)
        self.breathe()

    def choose(self, row, item):
        """Opens the combo row of that name, and clicks an item of its list."""
        def windows():
            return {window[0] for window in self.screen.windows(self.process.pid)}
        before = windows()
        self.find(row, "combo box").click()
        label = self.find(item, "label")
        self.wait(lambda: windows() - before, "the list to open")
        opened = windows() - before   # not to be mistaken for a tooltip that goes
        self.settle_popover(label)
        label.click()
        self.wait(lambda: not opened & windows(), "the list to close")

    def focus_newest_window(self):
        """Gives the keyboard to a dialog: there is no window manager that would."""
        newest = max(window[0] for window in self.screen.windows(self.process.pid))
        self.screen.xdotool("windowfocus", "--sync", newest)
        self.breathe(0.1)

    def focus_main_window(self):
        self.screen.xdotool("windowfocus", "--sync", self.window)
        self.breathe(0.1)

    def menu(self, *letters):
        """Opens the primary menu, and chooses in it by the underlined letters: in newer GTK its items have no names."""
        n_windows = len(self.screen.windows(self.process.pid))
        self.key("F10")
        self.wait(lambda: len(self.screen.windows(self.process.pid)) > n_windows, "the menu to open")
        for letter in letters:
            self.breathe(0.1)
            self.key(letter)

    def screenshot(self, path):
        """A picture of the main window, without its border."""
        self.breathe(0.1)
        x, y = self.origin(self.windows[0])
        left, top, width, height = (size * self.scale for size in self.windows[0].extents_in_window)
        width, height = width + 2 * left, height + 2 * top
        self.screen.picture(path, x, y, width, height)

    def complaints(self):
        """The lines of the program's stderr that GLib or a sanitizer wrote there."""
        text = self.errors or self.screen.log("program")
        return [line for line in text.splitlines() if COMPLAINT.search(line)]
