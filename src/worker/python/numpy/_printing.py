"""Arrays as NumPy writes them."""

import builtins as _builtins
import math as _math

from ._types import shortest, to_float32


_LINE, _THRESHOLD, _EDGE, _PRECISION = 75, 1000, 3, 8


def digits(value, code):
    """The shortest digits as a number without an exponent and with at most eight places after the point."""
    text = f"{_builtins.float(shortest(value, code)):.20f}" if "e" in shortest(value, code) else shortest(value, code)
    if len(text.partition(".")[2]) > _PRECISION:
        text = f"{value:.{_PRECISION}f}"
    return text.rstrip("0") if "." in text else text + "."


def scientific(value, code):
    """Mantissa and exponent, as many digits as needed and at most eight places."""
    for places in range(_PRECISION + 1):
        text = f"{value:.{places}e}"
        if (to_float32 if code == "f" else _builtins.float)(_builtins.float(text)) == value:
            break
    return text


class Layout:
    """How the elements of an array are written, all alike."""

    def __init__(self, a):
        self.code, self.left, self.right, self.exponent, self.places = a.dtype._code, 0, 0, False, 0
        values = shown(a)
        if self.code == "q":
            self.left = _builtins.max((len(str(value)) for value in values), default=0)
        elif self.code == "B":
            self.left = 5 if a.shape else 0
        else:
            self._measure(values)

    def _measure(self, values):
        finite = [value for value in values if _math.isfinite(value)]
        nonzero = [_builtins.abs(value) for value in finite if value != 0]
        if nonzero:
            most, least = _builtins.max(nonzero), _builtins.min(nonzero)
            self.exponent = most >= 1e8 or least < 1e-4 or most / least > 1000
        if self.exponent:
            texts = [scientific(value, self.code) for value in finite]
            mantissas = [text.split("e")[0].partition(".") for text in texts]
            self.places = _builtins.max(len(part[2]) for part in mantissas)
            self.left = _builtins.max(len(part[0]) for part in mantissas)
            self.right = self.places + 1 + _builtins.max(len(text.split("e")[1]) for text in texts)
        elif finite:
            parts = [digits(value, self.code).partition(".") for value in finite]
            self.left = _builtins.max(len(part[0]) for part in parts)
            self.right = _builtins.max(len(part[2]) for part in parts)
        if len(finite) < len(values):
            longest = _builtins.max(len(str(value)) for value in values if not _math.isfinite(value))
            self.left = _builtins.max(self.left, longest - self.right - 1)

    def format(self, value):
        if self.code in "qB":
            return str(_builtins.bool(value) if self.code == "B" else value).rjust(self.left)
        if not _math.isfinite(value):
            return str(value).rjust(self.left + self.right + 1)
        if self.exponent:
            text = f"{value:.{self.places}e}"
            if not self.places:
                text = text.replace("e", ".e")
            return text.rjust(self.left + self.right + 1)
        whole, _, fraction = digits(value, self.code).partition(".")
        return whole.rjust(self.left) + "." + fraction.ljust(self.right)


def shown(a):
    """The values that will be printed: of a large array its edges."""
    if a.size <= _THRESHOLD:
        return a._values()
    out = [()]
    for size in a.shape:
        indices = range(size) if size <= 2 * _EDGE else [*range(_EDGE), *range(size - _EDGE, size)]
        out = [place + (i,) for place in out for i in indices]
    return [a._buffer[a._select(place)._offset] for place in out]


def line_width():
    return _LINE


def array_to_string(a, separator, prefix, suffix):
    layout, summarize, width = Layout(a), a.size > _THRESHOLD, _LINE - len(suffix)

    def items(n):
        """Indices to show; None where the middle is left out."""
        return [*range(_EDGE), None, *range(n - _EDGE, n)] if summarize and n > 2 * _EDGE else range(n)

    def row(view, indent, width):
        room = width - _builtins.max(len(separator.rstrip()), 1)
        lines, line = "", indent
        for k, i in enumerate(items(len(view))):
            word = "..." if i is None else layout.format(view._buffer[view._select(i)._offset])
            if k:
                line += separator
            if len(line) + len(word) > room and len(line) > len(indent):
                lines += line.rstrip() + "\n"
                line = indent
            line += word
        return "[" + (lines + line)[len(indent):] + "]"

    def block(view, indent, width):
        if view.ndim == 1:
            return row(view, indent, width)
        between = separator.rstrip() + "\n" * (view.ndim - 1) + indent
        parts = ["..." if i is None else block(view._select(i), indent + " ", width - 1) for i in items(len(view))]
        return "[" + between.join(parts) + "]"

    return block(a, " " + " " * len(prefix), width) if a.size else "[]"


def set_printoptions(**options):
    global _PRECISION, _THRESHOLD, _LINE, _EDGE
    unknown = set(options) - {"precision", "threshold", "linewidth", "edgeitems"}
    if unknown:
        raise TypeError(f"the lab's NumPy has no print option {unknown.pop()!r}")
    _PRECISION = options.get("precision", _PRECISION)
    _THRESHOLD = options.get("threshold", _THRESHOLD)
    _LINE = options.get("linewidth", _LINE)
    _EDGE = options.get("edgeitems", _EDGE)
