"""The array: a view of a flat buffer through a shape and strides, its parts, its arithmetic."""

import array as _array
import builtins as _builtins
import math as _math

from ._printing import Layout, array_to_string, line_width
from ._types import bool_, dtype_of, float32, float64, int64, to_dtype, to_float32


def contiguous(shape):
    strides, step = [], 1
    for size in reversed(shape):
        strides.append(step)
        step *= size
    return tuple(reversed(strides))


def broadcast_shapes(*shapes):
    n = _builtins.max(map(len, shapes))
    padded = [(1,) * (n - len(shape)) + tuple(shape) for shape in shapes]
    out = []
    for sizes in zip(*padded):
        wanted = {size for size in sizes if size != 1}
        if len(wanted) > 1:
            raise ValueError("operands could not be broadcast together with shapes "
                             + " ".join(str(tuple(shape)).replace(" ", "") for shape in shapes) + " ")
        out.append(wanted.pop() if wanted else 1)
    return tuple(out)


class ndarray:
    """A view of buffer (anything indexed by one number): element (i, j…) stands at offset + i·strides[0] + …"""

    __array_priority__ = 1000
    __slots__ = ("_buffer", "_offset", "shape", "_strides", "dtype")

    def __init__(self, buffer, offset, shape, strides, dtype):
        self._buffer, self._offset, self.shape, self._strides, self.dtype = buffer, offset, tuple(shape), tuple(strides), dtype

    # -- what it is

    @property
    def ndim(self):
        return len(self.shape)

    @property
    def size(self):
        return _math.prod(self.shape)

    @property
    def T(self):
        return self.transpose()

    @property
    def flat(self):
        return iter([self.dtype._scalar(value) for value in self._values()])

    def __len__(self):
        if not self.shape:
            raise TypeError("len() of unsized object")
        return self.shape[0]

    def _places(self, axis=0, offset=None):
        """Where the elements stand in the buffer, in row-major order."""
        offset = self._offset if offset is None else offset
        if axis == len(self.shape):
            yield offset
        elif axis == len(self.shape) - 1:
            step = self._strides[axis]
            yield from range(offset, offset + step * self.shape[axis], step) if step else [offset] * self.shape[axis]
        else:
            for i in range(self.shape[axis]):
                yield from self._places(axis + 1, offset + i * self._strides[axis])

    def _values(self):
        buffer = self._buffer
        return [buffer[place] for place in self._places()]

    def tolist(self):
        def nest(values, shape):
            if len(shape) == 1:
                return values
            step = _math.prod(shape[1:])
            return [nest(values[i * step:(i + 1) * step], shape[1:]) for i in range(shape[0])]
        values = [_builtins.bool(value) for value in self._values()] if self.dtype is bool_ else self._values()
        return nest(values, self.shape) if self.shape else values[0]

    def item(self, *index):
        if index:
            return self[index].item() if len(self.shape) == len(index) else self.flatten()[index[0]].item()
        if self.size != 1:
            raise ValueError("can only convert an array of size 1 to a Python scalar")
        return self.dtype._store(self._values()[0])

    def __float__(self):
        return _builtins.float(self._only())

    def __int__(self):
        return int(self._only())

    def __bool__(self):
        if self.size > 1:
            raise ValueError("The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()")
        return _builtins.bool(self.size and self._values()[0])

    def _only(self):
        if self.size != 1:
            raise TypeError("only length-1 arrays can be converted to Python scalars")
        return self._values()[0]

    def __iter__(self):
        if not self.shape:
            raise TypeError("iteration over a 0-d array")
        return (self[i] for i in range(self.shape[0]))

    def __contains__(self, value):
        return value in self._values()

    # -- parts of it

    def _select(self, index):
        """The view that a basic index stands for."""
        index = index if isinstance(index, tuple) else (index,)
        n_given = _builtins.sum(1 for part in index if part is not None and part is not Ellipsis)
        if n_given > self.ndim:
            raise IndexError(f"too many indices for array: array is {self.ndim}-dimensional, but {n_given} were indexed")
        if Ellipsis not in index:
            index += (Ellipsis,)
        at = index.index(Ellipsis)
        index = index[:at] + (slice(None),) * (self.ndim - n_given) + index[at + 1:]
        offset, shape, strides, axis = self._offset, [], [], 0
        for part in index:
            if part is None:
                shape.append(1)
                strides.append(0)
                continue
            size, stride = self.shape[axis], self._strides[axis]
            if isinstance(part, slice):
                start, stop, step = part.indices(size)
                shape.append(len(range(start, stop, step)))
                strides.append(stride * step)
                offset += start * stride
            else:
                offset += check_index(part, size, axis) * stride
            axis += 1
        return ndarray(self._buffer, offset, shape, strides, self.dtype)

    def __getitem__(self, index):
        if isinstance(index, (ndarray, list)):
            return self._take(asarray(index))
        view = self._select(index)
        scalar = not view.shape and Ellipsis not in (index if isinstance(index, tuple) else (index,))
        return self.dtype._scalar(self._buffer[view._offset]) if scalar else view

    def _take(self, index):
        if index.dtype is bool_:
            if index.shape != self.shape[:index.ndim]:
                raise IndexError("boolean index did not match indexed array along dimension 0; dimension is "
                                 f"{self.shape[0]} but corresponding boolean dimension is {index.shape[0]}")
            flat = self.reshape((index.size,) + self.shape[index.ndim:])
            rows = [i for i, chosen in enumerate(index._values()) if chosen]
        else:
            flat, rows = self, index._values()
        rows = [flat[i] for i in rows]
        return array(rows, self.dtype) if rows else from_values([], (0,) + flat.shape[1:], self.dtype)

    def __setitem__(self, index, value):
        if isinstance(index, (ndarray, list)):
            return self._put(asarray(index), value)
        view = self._select(index)
        source = broadcast_to(asarray(value), view.shape)
        for place, new in zip(list(view._places()), source._values()):
            self._buffer[place] = self.dtype._store(new)

    def _put(self, index, value):
        if index.dtype is bool_:
            places = [place for place, chosen in zip(self._places(), index._values()) if chosen]
        else:
            places = [place for i in index._values() for place in self._select(i)._places()]
        for place, new in zip(places, broadcast_to(asarray(value), (len(places),))._values()):
            self._buffer[place] = self.dtype._store(new)

    # -- the same elements otherwise

    def copy(self):
        return from_values(self._values(), self.shape, self.dtype)

    def astype(self, dtype):
        return from_values(self._values(), self.shape, to_dtype(dtype))

    def reshape(self, *shape):
        shape = list(shape[0] if len(shape) == 1 and isinstance(shape[0], (tuple, list)) else shape)
        if -1 in shape:
            rest = -_math.prod(shape)
            shape[shape.index(-1)] = self.size // rest if rest else 0
        if _math.prod(shape) != self.size:
            raise ValueError(f"cannot reshape array of size {self.size} into shape {str(tuple(shape)).replace(' ', '')}")
        if self._strides == contiguous(self.shape):
            return ndarray(self._buffer, self._offset, shape, contiguous(shape), self.dtype)
        return from_values(self._values(), shape, self.dtype)

    def flatten(self):
        return self.copy().reshape(-1)

    def ravel(self):
        return self.reshape(-1)

    def squeeze(self, axis=None):
        keep = [i for i, size in enumerate(self.shape) if size != 1 or (axis is not None and i != axis % self.ndim)]
        return ndarray(self._buffer, self._offset, [self.shape[i] for i in keep], [self._strides[i] for i in keep], self.dtype)

    def transpose(self, *axes):
        axes = axes[0] if len(axes) == 1 and isinstance(axes[0], (tuple, list)) else axes or range(self.ndim)[::-1]
        return ndarray(self._buffer, self._offset, [self.shape[i] for i in axes], [self._strides[i] for i in axes], self.dtype)

    def fill(self, value):
        self[...] = value

    # -- reductions

    def _reduce(self, function, axis, keepdims=False, dtype=None):
        dtype = dtype or self.dtype
        if axis is None:
            value = dtype(function(self._values()))
            return value if not keepdims else from_values([value], (1,) * self.ndim, dtype)
        axis = check_axis(axis, self.ndim)
        rest = self.shape[:axis] + self.shape[axis + 1:]
        moved = self.transpose([i for i in range(self.ndim) if i != axis] + [axis])._values()
        n = self.shape[axis]
        values = [function(moved[i * n:(i + 1) * n]) for i in range(_math.prod(rest))]
        out = from_values(values, self.shape[:axis] + (1,) * keepdims + self.shape[axis + 1:], dtype)
        return out if out.shape else out[()]

    def sum(self, axis=None, keepdims=False):
        return self._reduce(sum_of, axis, keepdims, int64 if self.dtype is bool_ else None)

    def prod(self, axis=None, keepdims=False):
        return self._reduce(_math.prod, axis, keepdims, int64 if self.dtype is bool_ else None)

    def mean(self, axis=None, keepdims=False):
        return self._reduce(mean_of, axis, keepdims, self.dtype if self.dtype.kind == "f" else float64)

    def var(self, axis=None, ddof=0, keepdims=False):
        def of(values):
            middle = mean_of(values)
            return sum_of([(value - middle) ** 2 for value in values]) / (len(values) - ddof)
        return self._reduce(of, axis, keepdims, self.dtype if self.dtype.kind == "f" else float64)

    def std(self, axis=None, ddof=0, keepdims=False):
        return self.var(axis, ddof, keepdims) ** 0.5

    def max(self, axis=None, keepdims=False):
        return self._reduce(lambda values: extreme(values, _builtins.max), axis, keepdims)

    def min(self, axis=None, keepdims=False):
        return self._reduce(lambda values: extreme(values, _builtins.min), axis, keepdims)

    def argmax(self, axis=None):
        return self._reduce(lambda values: values.index(_builtins.max(values)), axis, False, int64)

    def argmin(self, axis=None):
        return self._reduce(lambda values: values.index(_builtins.min(values)), axis, False, int64)

    def all(self, axis=None):
        return self._reduce(_builtins.all, axis, False, bool_)

    def any(self, axis=None):
        return self._reduce(_builtins.any, axis, False, bool_)

    def cumsum(self):
        total, out = 0, []
        for value in self._values():
            total += value
            out.append(total)
        return array(out, self.dtype)

    # -- how it looks

    def __str__(self):
        return str(self[()]) if not self.shape else array_to_string(self, " ", "", "")

    def __repr__(self):
        implied = self.dtype is not float32 and self.size > 0
        suffix = ")" if implied else ","
        if not self.shape:
            body = Layout(self).format(self._values()[0]).strip()
        elif self.size or self.shape == (0,):
            body = array_to_string(self, ", ", "array(", suffix)
        else:
            body = f"[], shape={self.shape}"
        text = "array(" + body + suffix
        if implied:
            return text
        last = len(text) - (text.rfind("\n") + 1)
        end = f"dtype={self.dtype.name})"
        return text + ("\n      " if last + len(end) + 1 > line_width() else " ") + end

    def __format__(self, spec):
        if spec and self.shape:
            raise TypeError("unsupported format string passed to numpy.ndarray.__format__")
        return format(self.item(), spec) if spec else str(self)


def check_index(index, size, axis):
    try:
        index = index.__index__()
    except AttributeError:
        raise IndexError("only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean "
                         "arrays are valid indices") from None
    if not -size <= index < size:
        raise IndexError(f"index {index} is out of bounds for axis {axis} with size {size}")
    return index % size


def check_axis(axis, ndim):
    if not -ndim <= axis < ndim:
        raise ValueError(f"axis {axis} is out of bounds for array of dimension {ndim}")
    return axis % ndim


def sum_of(values):
    return _math.fsum(values) if any_float(values) and _builtins.all(map(_math.isfinite, values)) else _builtins.sum(values)


def any_float(values):
    return _builtins.any(isinstance(value, _builtins.float) for value in values)


def mean_of(values):
    return sum_of(values) / len(values) if values else _math.nan


def extreme(values, choose):
    if not values:
        raise ValueError("zero-size array to reduction operation which has no identity")
    return _math.nan if _builtins.any(value != value for value in values) else choose(values)


def from_values(values, shape, dtype):
    if dtype is float32:
        values = map(to_float32, values)
    buffer = _array.array(dtype._code, [dtype._store(value) for value in values])
    return ndarray(buffer, 0, shape, contiguous(shape), dtype)


def _from_buffer(buffer, offset, shape, strides, name):
    """The array that looks at memory of a tensor; strides in elements. For tensor.numpy()."""
    return ndarray(buffer, offset, shape, strides, to_dtype(name))


def collect(data):
    """The numbers of nested sequences in row-major order, and their shape."""
    if isinstance(data, ndarray):
        return [data.dtype._scalar(value) for value in data._values()], data.shape
    if hasattr(data, "detach"):
        return collect(data.numpy())
    if not hasattr(data, "__iter__"):
        return [data], ()
    parts = [collect(part) for part in data]
    shapes = {shape for _, shape in parts}
    if len(shapes) > 1:
        raise ValueError("setting an array element with a sequence. The requested array has an inhomogeneous shape after "
                         f"1 dimensions. The detected shape was ({len(parts)},) + inhomogeneous part.")
    values = [value for part, _ in parts for value in part]
    return values, (len(parts),) + (shapes.pop() if shapes else ())


def array(data, dtype=None):
    values, shape = collect(data)
    if dtype is None:
        dtype = data.dtype if isinstance(data, ndarray) else dtype_of(values) if values else float64
    return from_values(values, shape, to_dtype(dtype))


def asarray(data, dtype=None):
    return data if isinstance(data, ndarray) and dtype in (None, data.dtype) else array(data, dtype)


def broadcast_to(a, shape):
    a = asarray(a)
    if broadcast_shapes(a.shape, shape) != tuple(shape):
        raise ValueError(f"could not broadcast input array from shape {str(a.shape).replace(' ', '')} into shape "
                         f"{str(tuple(shape)).replace(' ', '')}")
    missing = len(shape) - a.ndim
    strides = [0] * missing + [0 if size == 1 else stride for size, stride in zip(a.shape, a._strides)]
    return ndarray(a._buffer, a._offset, shape, strides, a.dtype)
