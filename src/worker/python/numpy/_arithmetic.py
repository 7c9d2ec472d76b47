"""What arrays do with each other: element by element, and products. Adds the operators to the class."""

import builtins as _builtins
import math as _math
from math import inf, nan

from ._array import asarray, broadcast_shapes, broadcast_to, from_values, ndarray, sum_of
from ._types import bool_, dtype_of, float32, float64, int64


def result_dtype(a, b):
    """The type of a + b; a Python number counts only as int or float."""
    if not isinstance(b, ndarray):
        a, b = b, a
    if not isinstance(a, ndarray):
        kind = dtype_of([a])
        if kind._rank <= b.dtype._rank or (kind is float64 and b.dtype is float32):
            return b.dtype
        return kind
    high, low = (a.dtype, b.dtype) if a.dtype._rank >= b.dtype._rank else (b.dtype, a.dtype)
    return float64 if high is float32 and low is int64 else high


def elementwise(function, a, b, dtype):
    a, b = asarray(a), asarray(b)
    shape = broadcast_shapes(a.shape, b.shape)
    xs, ys = broadcast_to(a, shape)._values(), broadcast_to(b, shape)._values()
    out = from_values([function(x, y) for x, y in zip(xs, ys)], shape, dtype)
    return out if shape else out[()]


def divide(x, y):
    if y != 0:
        return x / y
    return nan if x == 0 or x != x else _math.copysign(inf, x) * _math.copysign(1, y)


def power_of(x, y):
    try:
        out = x ** y
        return nan if isinstance(out, complex) else out
    except OverflowError:
        return inf if x > 0 or y % 2 == 0 else -inf
    except ZeroDivisionError:
        return inf


def floor_divide_of(x, y):
    return _math.floor(x / y) if y else nan if isinstance(x, _builtins.float) else 0


def remainder_of(x, y):
    return x % y if y else nan if isinstance(x, _builtins.float) else 0


def add_operators():
    """x + y, y + x, x += y and their like for arrays."""
    def make(function, result):
        def forward(self, other):
            return elementwise(function, self, other, result(self, other)) if is_operand(other) else NotImplemented

        def backward(self, other):
            return elementwise(function, other, self, result(self, other)) if is_operand(other) else NotImplemented

        def in_place(self, other):
            made = forward(self, other)
            if made.dtype._rank > self.dtype._rank and self.dtype.kind != "f":
                raise TypeError(f"Cannot cast ufunc output from dtype('{made.dtype}') to dtype('{self.dtype}') with "
                                "casting rule 'same_kind'")
            self[...] = made
            return self
        return forward, backward, in_place

    def true(a, b):
        return float32 if result_dtype(a, b) is float32 else float64

    def truth(a, b):
        return bool_

    arithmetic = {"add": (lambda x, y: x + y, result_dtype), "sub": (lambda x, y: x - y, result_dtype),
                  "mul": (lambda x, y: x * y, result_dtype), "truediv": (divide, true),
                  "pow": (power_of, result_dtype), "floordiv": (floor_divide_of, result_dtype),
                  "mod": (remainder_of, result_dtype)}
    for name, (function, result) in arithmetic.items():
        forward, backward, in_place = make(function, result)
        setattr(ndarray, f"__{name}__", forward)
        setattr(ndarray, f"__r{name}__", backward)
        setattr(ndarray, f"__i{name}__", in_place)
    comparisons = {"lt": lambda x, y: x < y, "le": lambda x, y: x <= y, "gt": lambda x, y: x > y,
                   "ge": lambda x, y: x >= y, "eq": lambda x, y: x == y, "ne": lambda x, y: x != y,
                   "and": lambda x, y: x and y, "or": lambda x, y: x or y}
    for name, function in comparisons.items():
        setattr(ndarray, f"__{name}__", make(function, truth)[0])
    ndarray.__hash__ = None
    ndarray.dot = ndarray.__matmul__ = dot
    ndarray.__neg__ = lambda self: from_values([-value for value in self._values()], self.shape, self.dtype)
    ndarray.__pos__ = lambda self: self.copy()
    ndarray.__abs__ = lambda self: from_values([_builtins.abs(value) for value in self._values()], self.shape, self.dtype)
    ndarray.__invert__ = lambda self: from_values([not value for value in self._values()], self.shape, bool_)


def is_operand(value):
    return isinstance(value, (ndarray, int, _builtins.float, list, tuple))


def dot(a, b):
    a, b = asarray(a), asarray(b)
    if not a.shape or not b.shape:
        return a * b
    if a.shape[-1] != b.shape[-2 if b.ndim > 1 else 0]:
        raise ValueError(f"shapes {str(a.shape).replace(' ', '')} and {str(b.shape).replace(' ', '')} not aligned: "
                         f"{a.shape[-1]} (dim {a.ndim - 1}) != {b.shape[-2 if b.ndim > 1 else 0]} (dim {_builtins.max(0, b.ndim - 2)})")
    dtype = result_dtype(a, b)
    rows = a.reshape(-1, a.shape[-1]).tolist()
    columns = b.reshape(b.shape[0], -1).T.tolist()
    out = from_values([sum_of([x * y for x, y in zip(row, column)]) for row in rows for column in columns],
                       a.shape[:-1] + b.shape[1:], dtype)
    return out if out.shape else out[()]


add_operators()
