"""A small NumPy for lab programs: arrays of float64, float32, int64 and bool with the functions that a first course
uses. What it has behaves and prints as NumPy's; what it has not says so. An array looks at a flat buffer through a
shape and strides, so that views, and tensor.numpy(), share memory."""

import builtins as _builtins
import math as _math

from ._arithmetic import dot, elementwise as _elementwise, result_dtype as _result_dtype
from ._array import _from_buffer, array, asarray, broadcast_shapes as _broadcast_shapes, broadcast_to
from ._array import check_axis as _check_axis, from_values as _from_values, ndarray
from ._printing import set_printoptions
from . import random
from ._types import bool_, dtype, dtype_of as _dtype_of, float32, float64, int64, to_dtype as _to_dtype

pi, e, inf, nan, newaxis = _math.pi, _math.e, _math.inf, _math.nan, None


def _guarded(function):
    """A function of the mathematics module whose errors are NumPy's nan and inf."""
    def call(x):
        try:
            return function(x)
        except OverflowError:
            return inf
        except ValueError:
            return -inf if x == 0 else nan
    return call


def _unary(name, function):
    call = _guarded(function)

    def apply(x):
        x = asarray(x)
        dtype = x.dtype if x.dtype.kind == "f" else float64
        out = _from_values([call(value) for value in x._values()], x.shape, dtype)
        return out if out.shape else out[()]
    apply.__name__ = name
    return apply


_UNARY = ("sin cos tan sinh cosh tanh exp expm1 log log2 log10 log1p sqrt floor ceil "
          "arcsin=asin arccos=acos arctan=atan arcsinh=asinh arccosh=acosh arctanh=atanh")
for _name in _UNARY.split():
    _ours, _, _theirs = _name.partition("=")
    globals()[_ours] = _unary(_ours, getattr(_math, _theirs or _ours))


def abs(x):
    return _builtins.abs(asarray(x)) if not isinstance(x, (int, _builtins.float)) else _builtins.abs(x)


absolute = abs


def square(x):
    return asarray(x) * asarray(x)


def sign(x):
    x = asarray(x)
    return _from_values([(value > 0) - (value < 0) for value in x._values()], x.shape, x.dtype)


def round(x, decimals=0):
    x = asarray(x)
    out = _from_values([_builtins.round(value, decimals) for value in x._values()], x.shape, x.dtype)
    return out if out.shape else out[()]


around = round


def power(a, b):
    return asarray(a) ** b


def maximum(a, b):
    return _elementwise(lambda x, y: nan if x != x or y != y else _builtins.max(x, y), a, b, _result_dtype(asarray(a), asarray(b)))


def minimum(a, b):
    return _elementwise(lambda x, y: nan if x != x or y != y else _builtins.min(x, y), a, b, _result_dtype(asarray(a), asarray(b)))


def clip(a, low, high):
    return minimum(maximum(a, low), high)


def where(condition, a, b):
    condition, a, b = asarray(condition), asarray(a), asarray(b)
    shape = _broadcast_shapes(condition.shape, a.shape, b.shape)
    parts = [broadcast_to(part, shape)._values() for part in (condition, a, b)]
    return _from_values([x if c else y for c, x, y in zip(*parts)], shape, _result_dtype(a, b))


def isnan(x):
    x = asarray(x)
    out = _from_values([value != value for value in x._values()], x.shape, bool_)
    return out if out.shape else out[()]


def isfinite(x):
    x = asarray(x)
    out = _from_values([_math.isfinite(value) for value in x._values()], x.shape, bool_)
    return out if out.shape else out[()]


def allclose(a, b, rtol=1e-5, atol=1e-8):
    a, b = asarray(a), asarray(b)
    shape = _broadcast_shapes(a.shape, b.shape)
    pairs = zip(broadcast_to(a, shape)._values(), broadcast_to(b, shape)._values())
    return _builtins.all(x == y or _builtins.abs(x - y) <= atol + rtol * _builtins.abs(y) for x, y in pairs)


def full(shape, value, dtype=None):
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    return _from_values([value] * _math.prod(shape), shape, _to_dtype(dtype) if dtype is not None else _dtype_of([value]))


def zeros(shape, dtype=float64):
    return full(shape, 0, dtype)


def ones(shape, dtype=float64):
    return full(shape, 1, dtype)


empty = zeros


def zeros_like(a):
    return zeros(asarray(a).shape, asarray(a).dtype)


def ones_like(a):
    return ones(asarray(a).shape, asarray(a).dtype)


def full_like(a, value):
    return full(asarray(a).shape, value, asarray(a).dtype)


def eye(n):
    return array([[1.0 if i == j else 0.0 for j in range(n)] for i in range(n)])


def arange(start, stop=None, step=1, dtype=None):
    start, stop = (0, start) if stop is None else (start, stop)
    n = _builtins.max(0, _math.ceil((stop - start) / step))
    kind = _to_dtype(dtype) if dtype is not None else _dtype_of([start, stop, step])
    return _from_values([start + i * step for i in range(n)], (n,), kind)


def linspace(start, stop, num=50, endpoint=True):
    step = (stop - start) / _builtins.max(1, num - 1 if endpoint else num)
    values = [start + i * step for i in range(num)]
    if endpoint and num > 1:
        values[-1] = stop
    return _from_values(values, (num,), float64)


def logspace(start, stop, num=50, base=10.0):
    return array([base ** value for value in linspace(start, stop, num)._values()])


def meshgrid(x, y, indexing="xy"):
    x, y = asarray(x), asarray(y)
    shape = (y.size, x.size) if indexing == "xy" else (x.size, y.size)
    if indexing == "xy":
        return [broadcast_to(x.reshape(1, -1), shape).copy(), broadcast_to(y.reshape(-1, 1), shape).copy()]
    return [broadcast_to(x.reshape(-1, 1), shape).copy(), broadcast_to(y.reshape(1, -1), shape).copy()]


def concatenate(arrays, axis=0):
    arrays = [asarray(a) for a in arrays]
    if not arrays:
        raise ValueError("need at least one array to concatenate")
    axis = _check_axis(axis, arrays[0].ndim)
    dtype = arrays[0].dtype
    for a in arrays[1:]:
        dtype = _result_dtype(zeros(1, dtype), a)
        if a.shape[:axis] + a.shape[axis + 1:] != arrays[0].shape[:axis] + arrays[0].shape[axis + 1:]:
            raise ValueError("all the input array dimensions except for the concatenation axis must match exactly")
    shape = arrays[0].shape[:axis] + (_builtins.sum(a.shape[axis] for a in arrays),) + arrays[0].shape[axis + 1:]
    out, start = zeros(shape, dtype), 0
    for a in arrays:
        out[(slice(None),) * axis + (slice(start, start + a.shape[axis]),)] = a
        start += a.shape[axis]
    return out


def stack(arrays, axis=0):
    arrays = [asarray(a) for a in arrays]
    if not arrays:
        raise ValueError("need at least one array to stack")
    if len({a.shape for a in arrays}) > 1:
        raise ValueError("all input arrays must have the same shape")
    axis = _check_axis(axis, arrays[0].ndim + 1)
    return concatenate([a[(slice(None),) * axis + (None,)] for a in arrays], axis)


def vstack(arrays):
    return concatenate([a if asarray(a).ndim > 1 else asarray(a).reshape(1, -1) for a in arrays])


def hstack(arrays):
    return concatenate(arrays, 0 if asarray(arrays[0]).ndim == 1 else 1)


def column_stack(arrays):
    return concatenate([a if asarray(a).ndim > 1 else asarray(a).reshape(-1, 1) for a in arrays], 1)


def expand_dims(a, axis):
    a = asarray(a)
    return a[(slice(None),) * _check_axis(axis, a.ndim + 1) + (None,)]


def _method(name):
    def call(a, *args, **kwargs):
        return getattr(asarray(a), name)(*args, **kwargs)
    call.__name__ = name
    return call


for _name in "sum prod mean var std max min argmax argmin all any cumsum reshape transpose squeeze ravel copy".split():
    globals()[_name] = _method(_name)
amax, amin = max, min  # noqa: F821 - made by the loop above


def diff(a):
    a = asarray(a)
    return a[1:] - a[:-1]


def sort(a):
    a = asarray(a)
    return _from_values(sorted(a._values()), a.shape, a.dtype)


def argsort(a):
    values = asarray(a)._values()
    return array(sorted(range(len(values)), key=values.__getitem__), int64)


matmul = dot


def outer(a, b):
    return asarray(a).reshape(-1, 1) * asarray(b).reshape(1, -1)


def __getattr__(name):
    raise AttributeError(f"the lab's small NumPy has no '{name}'")
