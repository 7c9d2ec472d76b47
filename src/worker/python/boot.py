"""What the worker does in Python before its wall is raised: load everything a program may import, then close the
doors behind it. The doors are courtesy, so that a program is told what the lab has; the wall is what protects.

The C side calls set_program, format_exception, format_syntax and finish."""

import _lab
import builtins
import importlib.machinery
import sys

PRELOAD = """
    encodings.ascii encodings.latin_1 encodings.utf_8
    linecache traceback warnings signal
    abc bisect cmath collections collections.abc contextlib copy dataclasses enum fractions functools gc heapq io
    itertools json math numbers operator pprint random re statistics string textwrap time types typing unicodedata weakref
"""
# Loaded for the worker itself.
HIDDEN = {"linecache", "signal", "encodings"}


class OurModules:
    """Finds the modules that are part of the worker."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        found = _lab.find_source(name)
        if found is None:
            return None
        return importlib.machinery.ModuleSpec(name, cls, origin=f"<lab>/{name}", is_package=found[1])

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        source, _ = _lab.find_source(module.__name__)
        exec(compile(source, f"<lab>/{module.__name__}", "exec"), module.__dict__)


class NothingElse:
    """The last finder: says what there is."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in ("torch", "numpy", "matplotlib"):
            raise ModuleNotFoundError(f"{name} is not in the lab", name=name)
        raise ModuleNotFoundError(f"the lab has no module named '{name}'. It has: {', '.join(sorted(allowed))}", name=name)


class Stream:
    """sys.stdout and sys.stderr: text goes to the lab."""

    encoding = "utf-8"
    errors = "strict"
    newlines = None
    mode = "w"
    line_buffering = True
    closed = False

    def __init__(self, number, name):
        self._number = number
        self.name = name

    def write(self, text):
        return _lab.write(self._number, text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        _lab.flush()

    def isatty(self):
        return False

    def readable(self):
        return False

    def writable(self):
        return True

    def seekable(self):
        return False


def load():
    sys.meta_path.insert(0, OurModules)
    for name in PRELOAD.split() + _lab.list_sources():
        __import__(name)
        if name.partition(".")[0] not in HIDDEN:
            allowed.add(name.partition(".")[0])
    __import__("__future__")
    allowed.update(("sys", "builtins", "__future__"))


def lab_import(name, globals=None, locals=None, fromlist=(), level=0):
    ours = globals is not None and globals.get("__name__") == "__main__"
    if ours and level == 0 and name.partition(".")[0] not in allowed:
        NothingElse.find_spec(name)
    return python_import(name, globals, locals, fromlist, level)


def no_input(*args):
    raise RuntimeError("input() is not available in the lab: nobody can type into a running program here")


def no_debugger(*args, **kwargs):
    raise RuntimeError("breakpoint() is not needed in the lab: every line can be stepped through")


def leave(code=None):
    raise SystemExit(code)


def close_doors():
    import signal
    import warnings

    builtins.__import__ = lab_import
    builtins.input = no_input
    builtins.breakpoint = no_debugger
    builtins.exit = builtins.quit = leave
    for name in ("settrace", "setprofile", "setrecursionlimit", "_settraceallthreads", "_setprofileallthreads"):
        if hasattr(sys, name):
            delattr(sys, name)
    for name in ("posix", "os"):
        sys.modules[name]._exit = _lab.exit
    sys.stdout = sys.__stdout__ = Stream(1, "<stdout>")
    sys.stderr = sys.__stderr__ = Stream(2, "<stderr>")
    sys.stdin = sys.__stdin__ = None
    warnings.showwarning = show_warning
    signal.signal(signal.SIGUSR1, _lab.stop)
    sys.meta_path[:] = [NothingElse]
    sys.path[:] = []
    sys.path_hooks[:] = []
    sys.path_importer_cache.clear()


def set_program(name, text, seed):
    """The program has come: its source for tracebacks, its seed, its module. Returns its globals."""
    import linecache
    import random
    import types

    main = types.ModuleType("__main__")
    main.__file__ = name
    main.__builtins__ = builtins
    sys.modules["__main__"] = main
    sys.argv = [name]
    linecache.cache[name] = (len(text), None, text.splitlines(True), name)
    random.seed(seed)
    sys.modules["torch"].manual_seed(seed)
    program["name"] = name
    return main.__dict__


def show_warning(message, category, filename, lineno, file=None, line=None):
    import warnings

    text = warnings.formatwarning(message, category, filename, lineno, line)
    if file is not None and file is not sys.stderr:
        file.write(text)
    else:
        _lab.warn(category.__name__, str(message), text, lineno if filename == program["name"] else 0)


def keep_own_frames(report):
    """Cuts the frames of the lab and of Python's library out of a TracebackException and of those behind it."""
    import traceback

    seen = set()
    waiting = [report]
    while waiting:
        part = waiting.pop()
        if part is None or id(part) in seen:
            continue
        seen.add(id(part))
        own = [frame for frame in part.stack if frame.filename == program["name"]]
        part.stack = traceback.StackSummary.from_list(own)
        waiting += [part.__cause__, part.__context__]
        waiting += getattr(part, "exceptions", None) or []


def format_exception(exception):
    import traceback

    report = traceback.TracebackException(type(exception), exception, exception.__traceback__, compact=True)
    keep_own_frames(report)
    return "".join(report.format())


def format_syntax(exception):
    import traceback

    return "".join(traceback.format_exception_only(type(exception), exception))


def finish():
    """After the last line: figures that were drawn but not shown are shown now."""
    plot = sys.modules.get("matplotlib.pyplot")
    if plot is not None:
        plot.show()


python_import = builtins.__import__
allowed = set()
program = {}
load()
close_doors()
