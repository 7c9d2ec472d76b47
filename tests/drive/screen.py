"""A private X server with a session bus, an accessibility bus and a home of its own, and a pointer on it."""
import ctypes
import mmap
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import zlib

from gi.repository import Gio, GLib

TOOLS = ["Xvfb", "xdotool", "dbus-daemon"]
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
libc = ctypes.CDLL(None)

# What would make a program behave as the desktop of whoever runs the test does.
FOREIGN = ("XDG_", "DBUS_", "GTK_", "GDK_", "GSK_", "LC_", "AT_SPI", "ADW_")
FOREIGN_NAMES = {"DISPLAY", "WAYLAND_DISPLAY", "LANGUAGE", "SESSION_MANAGER", "XAUTHORITY", "G_DEBUG"}

SETTINGS = """[Settings]
gtk-font-name=Cantarell 11
gtk-enable-animations=0
gtk-cursor-blink=0
gtk-xft-antialias=1
gtk-xft-hinting=1
gtk-xft-hintstyle=hintslight
gtk-decoration-layout=:minimize,maximize,close
"""


class DriveError(AssertionError):
    """What a test waited for did not come, or the program ended."""


def missing_tools():
    return [tool for tool in TOOLS if not shutil.which(tool)]


def stat_fields(pid):
    """The fields of /proc/PID/stat after the name: state, parent, process group, session …; [] if it is gone."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
        return text[text.rindex(")") + 2:].split()
    except (OSError, ValueError):
        return []


def processes_of_sessions(sessions):
    pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    return [pid for pid in pids if (fields := stat_fields(pid)) and int(fields[3]) in sessions]


class Screen:
    """Use as a context manager; everything that it started ends with it, by process and session id."""

    def __init__(self, size=(1280, 800), scale=1, dark=False, language=None, renderer="cairo", environment=None,
                 home=None, compositor=True):
        self.size, self.scale, self.compositor = size, scale, compositor
        self.processes = []
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="drive-"))
        self.home = pathlib.Path(home) if home else self.folder
        self.environment = self._environment(dark, language, renderer) | (environment or {})
        self.bus = None

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *exception):
        self.stop()

    def _environment(self, dark, language, renderer):
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith(FOREIGN) and name not in FOREIGN_NAMES}
        return kept | {
            "HOME": str(self.home), "XDG_CONFIG_HOME": f"{self.home}/.config", "XDG_CACHE_HOME": f"{self.home}/.cache",
            "XDG_DATA_HOME": f"{self.home}/.local/share", "XDG_RUNTIME_DIR": f"{self.folder}/run",
            "XDG_CURRENT_DESKTOP": "GNOME", "LANGUAGE": language or "en",
            "LANG": os.environ.get("TEST_LANG", "C.UTF-8") if language else "C.UTF-8",
            "GDK_BACKEND": "x11", "GDK_SCALE": str(self.scale), "GSK_RENDERER": renderer,
            "GSETTINGS_BACKEND": "memory", "GIO_USE_VFS": "local", "GTK_USE_PORTAL": "0", "ADW_DISABLE_PORTAL": "1",
            "ADW_DEBUG_COLOR_SCHEME": "prefer-dark" if dark else "prefer-light"}

    # ---- life ----

    def _start(self):
        # The accessibility bus and its registry leave their parents; as a subreaper we still are their ancestor.
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        settings = self.home / ".config/gtk-4.0"
        settings.mkdir(parents=True, exist_ok=True)
        (settings / "settings.ini").write_text(SETTINGS)
        (self.folder / "run").mkdir(mode=0o700)
        self.environment["DISPLAY"] = self._start_server()
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._start_session_bus()
        address = self._accessibility_bus_address()
        self.environment["AT_SPI_BUS_ADDRESS"] = address
        self.bus = self._connect(address)
        if self.compositor and shutil.which("xcompmgr"):   # without a compositor popovers have black corners
            self.spawn(["xcompmgr", "-n"], log="compositor")

    def spawn(self, command, log, **options):
        """Starts a process in a session of its own, which dies with us; its stderr goes to a file."""
        process = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, start_new_session=True,
            stderr=open(self.folder / f"{log}.log", "w"), preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM),
            **({"stdout": subprocess.DEVNULL} | options))
        self.processes.append(process)
        return process

    def log(self, name):
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _start_server(self):
        reader, writer = os.pipe()
        width, height = self.size
        # -r: on a busy machine a key is let go late, and must not be typed again until then.
        self.spawn(["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp",
                    "-r", "-noreset", "-ac", "-dpi", "96", "-nocursor", "-fbdir", str(self.folder)], log="server", pass_fds=[writer])
        os.close(writer)
        with os.fdopen(reader) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise DriveError("Xvfb did not start: " + self.log("server"))
        self.framebuffer = Framebuffer(self.folder / "Xvfb_screen0")
        return f":{number}"

    def _start_session_bus(self):
        bus = self.spawn(["dbus-daemon", "--session", "--nofork", "--nopidfile", "--nosyslog", "--print-address=1"],
                         log="bus", stdout=subprocess.PIPE, text=True)
        return bus.stdout.readline().strip()

    def _accessibility_bus_address(self):
        session = self._connect(self.environment["DBUS_SESSION_BUS_ADDRESS"])
        reply = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                                  None, None, 0, 20000, None)
        session.close_sync(None)
        return reply.unpack()[0]

    def _connect(self, address):
        flags = Gio.DBusConnectionFlags
        return Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)

    def stop(self):
        if self.bus and not self.bus.is_closed():
            self.bus.close_sync(None)
        for process in reversed(self.processes):
            end(process)
            if process.stdout:
                process.stdout.close()
        self._end_leftovers({process.pid for process in self.processes})
        self.processes = []
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end_leftovers(self, sessions):
        deadline = time.monotonic() + 2
        while (left := processes_of_sessions(sessions)) and time.monotonic() < deadline:
            for pid in left:
                try:
                    os.kill(pid, signal.SIGTERM)
                    os.waitpid(pid, os.WNOHANG)
                except OSError:
                    pass
            time.sleep(0.01)

    # ---- pointer and keyboard ----

    def xdotool(self, *arguments):
        return subprocess.run(["xdotool", *map(str, arguments)], env=self.environment, capture_output=True,
                              text=True).stdout

    def move(self, x, y):
        """Moves there in two steps: GTK looks for what lies under the pointer when it moves."""
        self.xdotool("mousemove", round(x) - 1, round(y), "mousemove", round(x), round(y))

    def press(self, button=1):
        self.xdotool("mousedown", button)

    def release(self, button=1):
        self.xdotool("mouseup", button)

    def click(self, x, y, button=1):
        self.move(x, y)
        time.sleep(0.02)
        self.press(button)
        time.sleep(0.02)
        self.release(button)

    def drag(self, start, end, button=1, steps=12, meanwhile=None):
        """From start to end with the button down; calls meanwhile before letting go."""
        self.move(*start)
        time.sleep(0.03)
        self.press(button)
        time.sleep(0.03)
        for i in range(1, steps + 1):
            self.xdotool("mousemove", *(round(a + (b - a) * i / steps) for a, b in zip(start, end)))
            time.sleep(0.01)
        try:
            return meanwhile() if meanwhile else None
        finally:
            self.release(button)

    def scroll(self, x, y, clicks):
        """Turns the wheel, up if clicks is positive."""
        self.move(x, y)
        for _ in range(abs(clicks)):
            self.xdotool("click", 4 if clicks > 0 else 5)

    def key(self, *keys):
        for key in keys:
            self.xdotool("key", "--clearmodifiers", key)
            time.sleep(0.015)

    def type(self, text):
        self.xdotool("type", "--delay", 8, "--", text)

    # ---- windows and pictures ----

    def geometry(self, window):
        """x, y, width, height of an X window."""
        lines = dict(line.split("=") for line in self.xdotool("getwindowgeometry", "--shell", window).split())
        return tuple(int(lines[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))

    def windows(self, pid):
        """The windows of a process that are mapped, with their geometry, the largest first."""
        root = set(self.xdotool("search", "--maxdepth", 0, "--class", ".*").split())
        found = []
        for window in self.xdotool("search", "--onlyvisible", "--pid", pid, "--class", ".*").split():
            try:
                geometry = self.geometry(window)
            except (KeyError, ValueError):   # it went away meanwhile
                continue
            if window not in root and geometry[2] > 1:   # the search finds the root, too
                found.append((int(window), *geometry))
        return sorted(found, key=lambda window: -window[3] * window[4])

    def pixels(self, x, y, width, height):
        """The colours of a part of the screen, as rows of (r, g, b)."""
        return [[(r, g, b) for b, g, r in zip(row[0::4], row[1::4], row[2::4])]
                for row in self.framebuffer.rows(x, y, width, height)]

    def picture(self, path, x, y, width, height):
        """Writes a part of the screen as PNG."""
        rows = []
        for row in self.framebuffer.rows(x, y, width, height):
            rgb = bytearray(3 * width)
            rgb[0::3], rgb[1::3], rgb[2::3] = row[2::4], row[1::4], row[0::4]
            rows.append(b"\0" + bytes(rgb))   # 0: no filter
        header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)   # eight bits, RGB
        chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b"")]
        pathlib.Path(path).write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in chunks))


class Framebuffer:
    """The pixels of the X server, in the file that it maps them to: what the screen shows, at no cost."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        # An X window dump: a header of numbers, a table of colours of 12 bytes each, then rows of B G R x.
        header = struct.unpack(">25I", self.memory[:100])
        self.start = header[0] + 12 * header[19]
        self.stride = header[12]

    def rows(self, x, y, width, height):
        for row in range(y, y + height):
            start = self.start + row * self.stride + 4 * x
            yield self.memory[start:start + 4 * width]

    def is_blank(self):
        """Whether nothing was drawn yet, judged by every 16th row."""
        end = self.memory.size()
        return not any(any(self.memory[at:min(at + self.stride, end)])
                       for at in range(self.start, end, 16 * self.stride))


def end(process, patience=2):
    """Asks a process to end, then makes it; returns its exit status."""
    if process.poll() is None:
        process.terminate()
    try:
        return process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
