"""The types of elements, the numbers that arrays give out, and what type a result has."""

import array as _array
import builtins as _builtins
import math as _math
import struct as _struct


class dtype:
    """The type of an array's elements; equal to its name and to the Python type it comes from."""

    def __init__(self, name, code, rank, names):
        self.name, self._code, self._rank, self._names = name, code, rank, names
        self.kind = {"d": "f", "f": "f", "q": "i", "B": "b"}[code]
        self.itemsize = _array.array(code).itemsize

    def __call__(self, value=0):
        """float32(0.1): a number rounded to the type."""
        return self._scalar(self._store(value))

    def _store(self, value):
        """value as the buffer takes it."""
        if self._code == "B":
            return _builtins.bool(value)
        return int(value) if self._code == "q" else _builtins.float(value)

    def _scalar(self, stored):
        """What indexing gives for a stored number."""
        if self._code == "B":
            return _builtins.bool(stored)
        if self._code == "f":
            return _Float32(to_float32(stored))
        return _Float64(stored) if self._code == "d" else stored

    def __eq__(self, other):
        return other is self or (not isinstance(other, dtype) and other in self._names)

    def __hash__(self):
        return hash(self.name)

    def __repr__(self):
        return f"dtype('{self.name}')"

    def __str__(self):
        return self.name


bool_ = dtype("bool", "B", 0, ("bool", _builtins.bool))
int64 = dtype("int64", "q", 1, ("int64", "int", int))
float32 = dtype("float32", "f", 2, ("float32", "f4", "f"))
float64 = dtype("float64", "d", 3, ("float64", "float", "f8", "d", _builtins.float))
_DTYPES = (bool_, int64, float32, float64)


class _Float64(_builtins.float):
    """A number of a float64 array."""

    def __repr__(self):
        return f"np.float64({_builtins.float.__repr__(self)})"

    __str__ = _builtins.float.__repr__

    def item(self):
        return _builtins.float(self)

    def round(self, decimals=0):
        return _Float64(_builtins.round(_builtins.float(self), decimals))


class _Float32(_builtins.float):
    """A number of a float32 array: shown with the digits that float32 needs."""

    def __repr__(self):
        return f"np.float32({self})"

    def __str__(self):
        return shortest(_builtins.float(self), "f")

    def item(self):
        return _builtins.float(self)

    def round(self, decimals=0):
        return _Float32(to_float32(_builtins.round(_builtins.float(self), decimals)))


def to_dtype(what):
    for known in _DTYPES:
        if known == what:
            return known
    raise TypeError(f"the lab's NumPy has the types bool, int64, float32 and float64, not {what!r}")


def dtype_of(values):
    """The type that holds all of these Python numbers."""
    best = bool_
    for value in values:
        rank = 0 if isinstance(value, _builtins.bool) else 1 if isinstance(value, int) else 2 if type(value) is _Float32 else 3
        best = _DTYPES[_builtins.max(best._rank, rank)]
    return best


def shortest(value, code):
    """The fewest digits that read back as the same number of the type."""
    if code == "d" or not _math.isfinite(value):
        return repr(value)
    for digits in range(1, 10):
        text = f"{value:.{digits}g}"
        if _struct.unpack("f", _struct.pack("f", _builtins.float(text)))[0] == value:
            break
    return repr(_builtins.float(text))


def to_float32(value):
    """The float32 nearest to value, as a float."""
    if not _math.isfinite(value):
        return value
    return _struct.unpack("f", _struct.pack("f", value))[0] if fits(value) else _math.copysign(_math.inf, value)


def fits(value):
    """Whether value rounds to a finite float32."""
    return not _math.isfinite(value) or abs(value) < 3.4028235677973366e38
