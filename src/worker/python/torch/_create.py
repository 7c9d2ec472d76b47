"""New tensors."""

import builtins
import warnings

import _torch
from _torch import Tensor, float32, float64, int64
from ._random import drawing

_DTYPES = {"float32": float32, "float64": float64, "int64": int64, "bool": _torch.bool}


def _number_dtype(value):
    """The dtype of a tensor filled with a number."""
    if isinstance(value, builtins.bool):
        return _torch.bool
    return int64 if isinstance(value, int) else _torch.get_default_dtype()


def _check_device(device):
    if device is not None and str(device) != "cpu":
        raise RuntimeError(f"the lab computes on the CPU; there is no device '{device}' here")


def _finish(tensor, requires_grad, device=None):
    _check_device(device)
    if requires_grad:
        if not tensor.dtype.is_floating_point:
            raise RuntimeError("Only Tensors of floating point and complex dtype can require gradients")
        tensor.requires_grad = True
    return tensor


def _shape(size, name="full"):
    """zeros(2, 3), zeros((2, 3)), zeros([2, 3])."""
    alone = len(size) == 1
    if len(size) == 1 and isinstance(size[0], (tuple, list)):
        size, alone = size[0], False
    for n in size:
        if isinstance(n, builtins.bool) or not hasattr(n, "__index__"):
            raise TypeError(f"{name}(): argument 'size' (position 1) must be tuple of ints, not {type(n).__name__}" if alone else
                            f"{name}(): argument 'size' must be tuple of ints, but found element of type {type(n).__name__} at pos "
                            f"{size.index(n)}")
        if n < 0:
            raise RuntimeError(f"Trying to create tensor with negative dimension {n}: {list(size)}")
    return tuple(size)


_ABSENT = object()


def tensor(data=_ABSENT, *, dtype=None, device=None, requires_grad=False, pin_memory=False):
    """A tensor of numbers, nested lists of numbers, or an array; always a copy."""
    if data is _ABSENT:
        raise TypeError('tensor() missing 1 required positional arguments: "data"')
    if isinstance(data, Tensor):
        warnings.warn("To copy construct from a tensor, it is recommended to use sourceTensor.clone().detach() or "
                      "sourceTensor.clone().detach().requires_grad_(True), rather than torch.tensor(sourceTensor).",
                      UserWarning, stacklevel=2)
        made = data.detach().clone()
        return _finish(made if dtype is None else made.to(dtype), requires_grad, device)
    if dtype is None and hasattr(data, "_buffer"):
        dtype = _DTYPES[data.dtype.name]
        data = data.tolist()
    elif isinstance(data, (list, tuple)):
        data = _plain(data)
    return _finish(_torch.tensor(data, dtype), requires_grad, device)


def _plain(data):
    """Arrays inside of lists, as lists."""
    return [_plain(part) if isinstance(part, (list, tuple)) else part.tolist() if hasattr(part, "_buffer") else part
            for part in data]


def as_tensor(data, dtype=None, device=None):
    if isinstance(data, Tensor):
        return data if dtype is None or data.dtype is dtype else data.to(dtype)
    if hasattr(data, "_buffer") and dtype is None:
        return from_numpy(data)
    return tensor(data, dtype=dtype, device=device)


asarray = as_tensor


def from_numpy(array):
    """A tensor that shares its memory with the array: the array moves into that of the tensor."""
    if not hasattr(array, "_buffer"):
        raise TypeError(f"expected np.ndarray (got {type(array).__name__})")
    made = _torch.tensor(array.tolist(), _DTYPES[array.dtype.name])
    array._buffer, array._offset, array._strides = _torch.memory(made), 0, _torch.strides(made)
    return made


def _make(name, *args, dtype=None, device=None, requires_grad=False):
    """A new tensor by an operation of the engine."""
    return _finish(_torch.ops[name](*args, dtype=dtype or _torch.get_default_dtype()), requires_grad, device)


def _plain_number(value):
    return value.item() if isinstance(value, Tensor) else value


def full(size, fill_value, *, dtype=None, device=None, requires_grad=False):
    fill_value = _plain_number(fill_value)
    return _make("full", _shape((size,)), fill_value, dtype=dtype or _number_dtype(fill_value), device=device,
                 requires_grad=requires_grad)


def _of_size(name):
    def create(*size, dtype=None, device=None, requires_grad=False, generator=None, **names):
        size = names.pop("size", size)
        if names:
            raise TypeError(f"{name}() got an unexpected keyword argument '{next(iter(names))}'")
        with drawing(generator):
            return _make(name, _shape(size, name), dtype=dtype, device=device, requires_grad=requires_grad)
    create.__name__ = name
    return create


zeros, ones, empty, rand, randn = map(_of_size, ("zeros", "ones", "empty", "rand", "randn"))


def eye(n, m=None, *, dtype=None, device=None, requires_grad=False):
    sizes = (n,) if m is None else (n, m)
    return _make("eye", *sizes, dtype=dtype, device=device, requires_grad=requires_grad)


def linspace(start, end, steps=_ABSENT, *, dtype=None, device=None, requires_grad=False):
    if steps is _ABSENT:
        raise TypeError('linspace() missing 1 required positional arguments: "steps"')
    return _make("linspace", _plain_number(start), _plain_number(end), steps, dtype=dtype, device=device,
                 requires_grad=requires_grad)


def logspace(start, end, steps, base=10.0, *, dtype=None, device=None, requires_grad=False):
    return _finish(base ** linspace(start, end, steps, dtype=dtype), requires_grad, device)


def arange(start, end=None, step=1, *, dtype=None, device=None, requires_grad=False):
    if end is None:
        start, end = 0, start
    start, end, step = map(_plain_number, (start, end, step))
    if dtype is None:
        whole = all(isinstance(part, int) for part in (start, end, step))
        dtype = int64 if whole else _torch.get_default_dtype()
    return _make("arange", start, end, step, dtype=dtype, device=device, requires_grad=requires_grad)


def randint(low, high=None, size=None, *, dtype=None, device=None, requires_grad=False, generator=None):
    if size is None:
        low, high, size = 0, low, high
    with drawing(generator):
        return _make("randint", low, high, _shape((size,)), dtype=dtype or int64, device=device, requires_grad=requires_grad)


def randperm(n, *, dtype=None, device=None, generator=None):
    with drawing(generator):
        return _make("randperm", n, dtype=dtype or int64, device=device)


def _like(make):
    def create(input, *, dtype=None, device=None, requires_grad=False):
        return make(tuple(input.shape), dtype=dtype or input.dtype, device=device, requires_grad=requires_grad)
    create.__name__ = make.__name__ + "_like"
    return create


zeros_like, ones_like, empty_like, rand_like, randn_like = map(_like, (zeros, ones, empty, rand, randn))


def full_like(input, fill_value, *, dtype=None, device=None, requires_grad=False):
    return full(tuple(input.shape), fill_value, dtype=dtype or input.dtype, device=device, requires_grad=requires_grad)


def randint_like(input, low, high=None, *, dtype=None, device=None, requires_grad=False):
    return randint(low, high, tuple(input.shape), dtype=dtype or input.dtype, requires_grad=requires_grad)


def meshgrid(*tensors, indexing=None):
    if len(tensors) == 1 and isinstance(tensors[0], (tuple, list)):
        tensors = tuple(tensors[0])
    if indexing is None:
        warnings.warn("torch.meshgrid: in an upcoming release, it will be required to pass the indexing argument.",
                      UserWarning, stacklevel=2)
    elif indexing not in ("ij", "xy"):
        raise RuntimeError(f'torch.meshgrid: indexing must be one of "xy" or "ij", but received: {indexing}')
    swap = indexing == "xy" and len(tensors) >= 2
    ordered = (tensors[1], tensors[0]) + tensors[2:] if swap else tensors
    sizes = tuple(part.numel() for part in ordered)
    grids = []
    for axis, part in enumerate(ordered):
        grids.append(part.reshape((1,) * axis + (-1,) + (1,) * (len(sizes) - axis - 1)).expand(sizes))
    if swap:
        grids[0], grids[1] = grids[1], grids[0]
    return tuple(grids)


def set_default_dtype(d):
    _torch.set_default_dtype(d)


def get_default_dtype():
    return _torch.get_default_dtype()
