"""Axes and what is drawn in them. Everything is kept until the figure is shown, and then sent to the lab."""

import math

import _lab

from . import _color

LEGEND, GRID, EQUAL, X_LOG, Y_LOG, COLOR_BAR = (1 << i for i in range(6))
_MARKERS = ".,ov^<>12348spP*hH+xXDd|_"
_LINES = {"-": "-", "--": "=", "-.": ";", ":": ":", "solid": "-", "dashed": "=", "dashdot": ";", "dotted": ":"}
_NAMES = {"c": "color", "lw": "linewidth", "ls": "linestyle", "ms": "markersize", "mfc": "markerfacecolor",
          "mec": "markeredgecolor"}
# Taken and left: they change the looks only a little.
_IGNORED = {"zorder", "markerfacecolor", "markeredgecolor", "markeredgewidth", "mew", "edgecolors", "edgecolor",
            "linewidths", "antialiased", "drawstyle", "clip_on", "picker", "fillstyle", "rasterized", "facecolors"}


def numbers(data):
    """A flat list of floats from a list, an array, a tensor or one number."""
    if hasattr(data, "numpy"):
        data = data.numpy()
    if hasattr(data, "flatten"):
        data = data.flatten()
    if hasattr(data, "tolist"):
        data = data.tolist()
    if not hasattr(data, "__iter__"):
        data = [data]
    return [float(value.item() if hasattr(value, "item") else value) for value in data]


def rows(data):
    """A list of rows from something with two dimensions."""
    if hasattr(data, "numpy"):
        data = data.numpy()
    if hasattr(data, "tolist"):
        data = data.tolist()
    table = [numbers(row) if hasattr(row, "__iter__") else [float(row)] for row in data]
    if not table or any(len(row) != len(table[0]) for row in table):
        raise TypeError("Invalid shape for image data: expected two dimensions")
    return table


def parse_format(text):
    """'ro--' as (colour, marker, line); each None where the text has none."""
    color = marker = line = None
    at = 0
    while at < len(text):
        two = text[at:at + 2]
        if two in ("--", "-."):
            line, step = _LINES[two], 2
        elif text[at] in "-:":
            line, step = _LINES[text[at]], 1
        elif text[at] == "C" and text[at + 1:at + 2].isdigit():
            color, step = two, 2
        elif text[at] in _MARKERS:
            marker, step = text[at], 1
        elif text[at] in "bgrcmykw":
            color, step = text[at], 1
        else:
            raise ValueError(f"{text!r} is not a valid format string")
        at += step
    return color, marker, line


class Mark:
    """Points, a line, or both: what plot and scatter return."""

    def __init__(self, x, y, color, marker, line, linewidth, markersize, label):
        self.x, self.y, self.color, self.marker, self.line = x, y, color, marker, line
        self.linewidth, self.markersize, self.label = linewidth, markersize, label

    def set_label(self, label):
        self.label = str(label)

    def get_label(self):
        return self.label

    def get_xdata(self):
        return self.x

    def get_ydata(self):
        return self.y

    def set_data(self, x, y):
        self.x, self.y = numbers(x), numbers(y)

    def send(self, figure, axes):
        label = "" if self.label.startswith("_") else self.label
        _lab.mark(figure, axes, ord(self.marker or "\0"), ord(self.line or "\0"), self.color, self.linewidth,
                  self.markersize, label, self.x, self.y)


class Image:
    """What imshow returns."""

    def __init__(self, table, extent, cmap, lower, smooth, vmin, vmax):
        self.table, self.extent, self.cmap, self.lower, self.smooth = table, extent, cmap, lower, smooth
        self.vmin, self.vmax = vmin, vmax

    def send(self, figure, axes):
        flat = [value for row in self.table for value in row]
        left, right, bottom, top = self.extent
        _lab.image(figure, axes, len(self.table), len(self.table[0]), self.lower, self.smooth, left, right, bottom, top,
                   self.vmin, self.vmax, self.cmap, flat)


def _options(given, known, where):
    """The options by their long names; a name that nobody knows is an error, as in Matplotlib."""
    options = {_NAMES.get(name, name): value for name, value in given.items() if value is not None}
    for name in options:
        if name not in known and name not in _IGNORED:
            raise AttributeError(f"{where}() got an unexpected keyword argument '{name}', or one that the lab does not draw")
    return options


def _marker(value):
    if value in (None, "None", "", " ", "none"):
        return None
    if not isinstance(value, str) or value not in _MARKERS:
        raise ValueError(f"Unrecognized marker style {value!r}")
    return value


def _line(value):
    if value in ("None", "", " ", "none"):
        return None
    if value not in _LINES:
        raise ValueError(f"{value!r} is not a valid value for ls; supported values are '-', '--', '-.', ':', 'None'")
    return _LINES[value]


class Axes:
    def __init__(self, figure=None):
        self.figure = figure
        self.marks, self.flags, self.n_colors = [], 0, 0
        self.title = self.x_label = self.y_label = ""
        self.x_range, self.y_range = [math.nan, math.nan], [math.nan, math.nan]

    # -- drawing

    def plot(self, *args, **kwargs):
        """plot(y), plot(x, y), plot(x, y, 'ro-'), and several of them in one call."""
        known = {"color", "marker", "linestyle", "linewidth", "markersize", "label", "alpha"}
        options = _options(kwargs, known, "plot")
        made = []
        args = list(args)
        while args:
            parts = [args.pop(0)]
            if args and not isinstance(args[0], str):
                parts.append(args.pop(0))
            text = args.pop(0) if args and isinstance(args[0], str) else ""
            made += self._plot_lines(parts, text, options)
        return made

    def _plot_lines(self, parts, text, options):
        shape = getattr(parts[-1], "shape", ())
        columns = [parts[-1][:, i] for i in range(shape[1])] if len(shape) == 2 else [parts[-1]]
        lines = []
        for column in columns:
            y = numbers(column)
            x = numbers(parts[0]) if len(parts) == 2 else [float(i) for i in range(len(y))]
            if len(x) != len(y):
                raise ValueError(f"x and y must have same first dimension, but have shapes ({len(x)},) and ({len(y)},)")
            lines.append(self._add_line(x, y, text, options))
        return lines

    def _add_line(self, x, y, text, options):
        color, marker, line = parse_format(text)
        if marker is None and line is None:
            line = "-"
        color = options.get("color", color)
        if color is None:
            color = f"C{self.n_colors}"
            self.n_colors += 1
        if "marker" in options:
            marker = _marker(options["marker"])
        if "linestyle" in options:
            line = _line(options["linestyle"])
        mark = Mark(x, y, _color.to_rgba(color, options.get("alpha")), marker, line, float(options.get("linewidth", 1.5)),
                    float(options.get("markersize", 6)), str(options.get("label", "")))
        self.marks.append(mark)
        return mark

    def scatter(self, x, y, s=None, c=None, **kwargs):
        known = {"color", "marker", "label", "alpha", "cmap", "vmin", "vmax"}
        options = _options(kwargs, known, "scatter")
        color = options.get("color", c)
        if color is None:
            color = f"C{self.n_colors}"
            self.n_colors += 1
        x, y = numbers(x), numbers(y)
        if len(x) != len(y):
            raise ValueError("x and y must be the same size")
        size = math.sqrt(float(s)) if s is not None and not hasattr(s, "__iter__") else 6.0
        if not isinstance(color, str) and hasattr(color, "__iter__") and len(list(color)) == len(x) and len(x) not in (3, 4):
            color = "C0"
        mark = Mark(x, y, _color.to_rgba(color, options.get("alpha")), _marker(options.get("marker", "o")), None, 1.5, size,
                    str(options.get("label", "")))
        self.marks.append(mark)
        return mark

    def imshow(self, X, cmap=None, *, extent=None, interpolation=None, origin="upper", vmin=None, vmax=None, aspect=None,
               alpha=None):
        table = rows(X)
        lower = origin == "lower"
        if extent is None:
            width, height = len(table[0]) - 0.5, len(table) - 0.5
            extent = (-0.5, width, -0.5, height) if lower else (-0.5, width, height, -0.5)
        image = Image(table, [float(value) for value in extent], str(cmap or "viridis"), lower,
                      interpolation not in (None, "nearest", "none", "antialiased"),
                      math.nan if vmin is None else float(vmin), math.nan if vmax is None else float(vmax))
        self.marks.append(image)
        if aspect != "auto":
            self.flags |= EQUAL
        return image

    def axhline(self, y=0, xmin=0, xmax=1, **kwargs):
        """A point at infinity reaches to the edge."""
        return self._add_line([-math.inf, math.inf], [float(y)] * 2, "", _options(kwargs, _LINE_OPTIONS, "axhline"))

    def axvline(self, x=0, ymin=0, ymax=1, **kwargs):
        return self._add_line([float(x)] * 2, [-math.inf, math.inf], "", _options(kwargs, _LINE_OPTIONS, "axvline"))

    def hlines(self, y, xmin, xmax, colors=None, **kwargs):
        for value in numbers(y):
            self._add_line([float(xmin), float(xmax)], [value] * 2, "",
                           _options({"color": colors, **kwargs}, _LINE_OPTIONS, "hlines"))

    def vlines(self, x, ymin, ymax, colors=None, **kwargs):
        for value in numbers(x):
            self._add_line([value] * 2, [float(ymin), float(ymax)], "",
                           _options({"color": colors, **kwargs}, _LINE_OPTIONS, "vlines"))

    def bar(self, x, height, width=0.8, **kwargs):
        xs, ys = [], []
        for at, top in zip(numbers(x), numbers(height)):
            xs += [at - width / 2, at - width / 2, at + width / 2, at + width / 2, math.nan]
            ys += [0.0, top, top, 0.0, math.nan]
        return self._add_line(xs, ys, "", _options(kwargs, _LINE_OPTIONS, "bar"))

    def hist(self, x, bins=10, **kwargs):
        values = numbers(x)
        low, high = min(values), max(values)
        width = (high - low) / bins or 1.0
        counts = [0] * bins
        for value in values:
            counts[min(int((value - low) / width), bins - 1)] += 1
        middles = [low + (i + 0.5) * width for i in range(bins)]
        self.bar(middles, counts, width, **kwargs)
        return counts, [low + i * width for i in range(bins + 1)], self.marks[-1]

    def semilogx(self, *args, **kwargs):
        self.set_xscale("log")
        return self.plot(*args, **kwargs)

    def semilogy(self, *args, **kwargs):
        self.set_yscale("log")
        return self.plot(*args, **kwargs)

    def loglog(self, *args, **kwargs):
        self.set_xscale("log")
        return self.semilogy(*args, **kwargs)

    # -- words and frames

    def set_title(self, label, **kwargs):
        self.title = str(label)

    def set_xlabel(self, xlabel, **kwargs):
        self.x_label = str(xlabel)

    def set_ylabel(self, ylabel, **kwargs):
        self.y_label = str(ylabel)

    def get_title(self):
        return self.title

    def legend(self, *args, **kwargs):
        labels = args[-1] if args else kwargs.get("labels")
        lines = [mark for mark in self.marks if isinstance(mark, Mark)]
        for mark, label in zip(lines, labels or ()):
            mark.label = str(label)
        self.flags |= LEGEND

    def grid(self, visible=True, **kwargs):
        self.flags = self.flags | GRID if visible else self.flags & ~GRID

    def set_xlim(self, left=None, right=None, **kwargs):
        self.x_range = _range(self.x_range, left, right)
        return tuple(self.x_range)

    def set_ylim(self, bottom=None, top=None, **kwargs):
        self.y_range = _range(self.y_range, bottom, top)
        return tuple(self.y_range)

    def set_xscale(self, value, **kwargs):
        self.flags = self.flags | X_LOG if value == "log" else self.flags & ~X_LOG

    def set_yscale(self, value, **kwargs):
        self.flags = self.flags | Y_LOG if value == "log" else self.flags & ~Y_LOG

    def set_aspect(self, aspect, *args, **kwargs):
        self.flags = self.flags & ~EQUAL if aspect == "auto" else self.flags | EQUAL

    def axis(self, *args, **kwargs):
        for arg in args:
            if arg in ("equal", "scaled", "square", "image"):
                self.flags |= EQUAL
            elif isinstance(arg, (list, tuple)):
                self.set_xlim(*arg[:2])
                self.set_ylim(*arg[2:])
        return (*self.x_range, *self.y_range)

    def set(self, **kwargs):
        for name, value in kwargs.items():
            setter = getattr(self, "set_" + name)
            setter(*value) if name.endswith("lim") else setter(value)

    def cla(self):
        self.__init__(self.figure)

    clear = cla

    def tick_params(self, *args, **kwargs):
        """Ticks are the lab's."""

    set_xticks = set_yticks = set_facecolor = margins = tick_params

    def send(self, figure, index):
        _lab.axes(figure, index, self.flags, self.title, self.x_label, self.y_label, *self.x_range, *self.y_range)
        for mark in self.marks:
            mark.send(figure, index)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        raise AttributeError(f"the lab does not draw Axes.{name}(); it has {', '.join(_PUBLIC)}")


def _range(old, low, high):
    if hasattr(low, "__iter__"):
        low, high = low
    return [old[0] if low is None else float(low), old[1] if high is None else float(high)]


_LINE_OPTIONS = {"color", "linestyle", "linewidth", "label", "alpha"}
_PUBLIC = sorted(name for name in vars(Axes) if not name.startswith("_") and name not in ("send",))
