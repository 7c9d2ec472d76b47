"""New tensors."""

import builtins
import warnings

import _torch
from _torch import Tensor, float32, float64, int64

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


def _shape(size):
    """zeros(2, 3), zeros((2, 3)), zeros([2, 3])."""
    if len(size) == 1 and isinstance(size[0], (tuple, list)):
        size = size[0]
    for n in size:
        if isinstance(n, builtins.bool) or not hasattr(n, "__index__"):
            raise TypeError(f"a size must be an int, not {type(n).__name__}")
        if n < 0:
            raise RuntimeError(f"Trying to create tensor with negative dimension {n}: {list(size)}")
    return tuple(size)


def tensor(data, *, dtype=None, device=None, requires_grad=False, pin_memory=False):
    """A tensor of numbers, nested lists of numbers, or an array; always a copy."""
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
    made = _torch.tensor(array.tolist(), _DTYPES[array.dtype.name])
    return made


def full(size, fill_value, *, dtype=None, device=None, requires_grad=False):
    if isinstance(fill_value, Tensor):
        fill_value = fill_value.item()
    return _finish(_torch.full(_shape((size,)), fill_value, dtype or _number_dtype(fill_value)), requires_grad, device)


def zeros(*size, dtype=None, device=None, requires_grad=False):
    return _finish(_torch.full(_shape(size), 0, dtype or _torch.get_default_dtype()), requires_grad, device)


def ones(*size, dtype=None, device=None, requires_grad=False):
    return _finish(_torch.full(_shape(size), 1, dtype or _torch.get_default_dtype()), requires_grad, device)


# Memory that nobody has written to is zeros here, so that every run is the same.
empty = zeros


def eye(n, m=None, *, dtype=None, device=None, requires_grad=False):
    made = _torch.tensor([[1 if i == j else 0 for j in range(n if m is None else m)] for i in range(n)],
                         dtype or _torch.get_default_dtype())
    return _finish(made, requires_grad, device)


def linspace(start, end, steps, *, dtype=None, device=None, requires_grad=False):
    made = _torch.linspace(builtins.float(start), builtins.float(end), int(steps), dtype or _torch.get_default_dtype())
    return _finish(made, requires_grad, device)


def logspace(start, end, steps, base=10.0, *, dtype=None, device=None, requires_grad=False):
    exponents = linspace(start, end, steps, dtype=dtype)
    return _finish(base ** exponents, requires_grad, device)


def arange(start, end=None, step=1, *, dtype=None, device=None, requires_grad=False):
    if end is None:
        start, end = 0, start
    start, end, step = (part.item() if isinstance(part, Tensor) else part for part in (start, end, step))
    if dtype is None:
        whole = all(isinstance(part, int) for part in (start, end, step))
        dtype = int64 if whole else _torch.get_default_dtype()
    return _finish(_torch.arange(start, end, step, dtype), requires_grad, device)


def rand(*size, dtype=None, device=None, requires_grad=False, generator=None):
    made = _torch.random("rand", _shape(size), dtype or _torch.get_default_dtype(), 0, 1)
    return _finish(made, requires_grad, device)


def randn(*size, dtype=None, device=None, requires_grad=False, generator=None):
    made = _torch.random("randn", _shape(size), dtype or _torch.get_default_dtype(), 0, 1)
    return _finish(made, requires_grad, device)


def randint(low, high=None, size=None, *, dtype=None, device=None, requires_grad=False, generator=None):
    if size is None:
        low, high, size = 0, low, high
    if low >= high:
        raise RuntimeError(f"random_ expects 'from' to be less than 'to', but got from={low} >= to={high}")
    made = _torch.random("randint", _shape((size,)), int64, low, high)
    return _finish(made if dtype is None else made.to(dtype), requires_grad, device)


def randperm(n, *, dtype=None, device=None, generator=None):
    return _torch.random("randperm", (n,), int64, 0, n)


def _like(make):
    def create(input, *, dtype=None, device=None, requires_grad=False):
        return make(*input.shape, dtype=dtype or input.dtype, device=device, requires_grad=requires_grad)
    create.__name__ = make.__name__ + "_like"
    return create


zeros_like, ones_like, rand_like, randn_like = map(_like, (zeros, ones, rand, randn))
empty_like = zeros_like


def full_like(input, fill_value, *, dtype=None, device=None, requires_grad=False):
    return full(input.shape, fill_value, dtype=dtype or input.dtype, device=device, requires_grad=requires_grad)


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


class Generator:
    """torch.manual_seed returns one; the lab has a single generator."""

    def manual_seed(self, seed):
        return manual_seed(seed)


def manual_seed(seed):
    _torch.seed(int(seed))
    return Generator()


def seed():
    _torch.seed(0)
    return 0


def set_default_dtype(d):
    _torch.set_default_dtype(d)


def get_default_dtype():
    return _torch.get_default_dtype()
