"""Methods of tensors that are natural in Python."""

import builtins

import _torch
from _torch import Tensor

_DTYPES = {"float32": "torch.FloatTensor", "float64": "torch.DoubleTensor", "int64": "torch.LongTensor", "bool": "torch.BoolTensor"}


def _method(function):
    setattr(Tensor, function.__name__, function)
    return function


# -- backward

@_method
def backward(self, gradient=None, retain_graph=None, create_graph=False, inputs=None):
    """Computes the gradient of this tensor with respect to the leaves behind it, and adds it to their .grad."""
    if inputs is not None:
        from .autograd import backward as backward_of
        return backward_of(self, gradient, retain_graph, create_graph, inputs=inputs)
    _torch.backward(self, gradient, create_graph if retain_graph is None else retain_graph, create_graph)


@_method
def requires_grad_(self, requires_grad=True):
    self.requires_grad = requires_grad
    return self


@_method
def register_hook(self, hook):
    """Calls hook with the gradient of this tensor when it has been computed; what it returns takes its place."""
    if not self.requires_grad:
        raise RuntimeError("cannot register a hook on a tensor that doesn't require gradient")
    return RemovableHandle(_torch.add_hook(self, hook))


class RemovableHandle:
    """What register_hook returns."""

    def __init__(self, number):
        self._number = number

    def remove(self):
        _torch.remove_hook(self._number)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.remove()


# -- text

@_method
def __repr__(self, *, tensor_contents=None):
    from ._printing import to_string
    return to_string(self)


@_method
def __format__(self, spec):
    if self.ndim == 0:
        return self.item().__format__(spec)
    return object.__format__(self, spec)


# -- as a sequence

@_method
def __len__(self):
    if self.ndim == 0:
        raise TypeError("len() of a 0-d tensor")
    return self.shape[0]


@_method
def __iter__(self):
    if self.ndim == 0:
        raise TypeError("iteration over a 0-d tensor")
    return iter(self.unbind(0))


@_method
def __reversed__(self):
    return self if self.ndim == 0 else self.flip(0)


@_method
def __contains__(self, element):
    if isinstance(element, (Tensor, int, float, builtins.bool)):
        return builtins.bool((element == self).any().item())
    raise RuntimeError(f"Tensor.__contains__ only supports Tensor or scalar, but you passed in a {type(element)}.")


@_method
def __deepcopy__(self, memo):
    if not self.is_leaf:
        raise RuntimeError("Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the "
                           "moment.  If you were attempting to deepcopy a module, this may be because of a torch.nn.utils.weight_"
                           "norm usage, see https://github.com/pytorch/pytorch/pull/103001")
    made = self.detach().clone()
    made.requires_grad = self.requires_grad
    if self.grad is not None:
        made.grad = self.grad.__deepcopy__(memo)
    memo[id(self)] = made
    return made


# -- shape

@_method
def dim(self):
    return self.ndim


ndimension = Tensor.ndimension = dim


@_method
def size(self, dim=None):
    if dim is None:
        return self.shape
    if not -max(self.ndim, 1) <= dim < max(self.ndim, 1) or self.ndim == 0:
        raise IndexError(f"Dimension out of range (expected to be in range of [{-max(self.ndim, 1)}, {max(self.ndim, 1) - 1}], "
                         f"but got {dim})" if self.ndim else "Dimension specified as 0 but tensor has no dimensions")
    return self.shape[dim]


@_method
def numel(self):
    return self.shape.numel()


Tensor.nelement = numel


@_method
def stride(self, dim=None):
    strides = _torch.strides(self)
    return strides if dim is None else strides[dim]


@_method
def is_contiguous(self, memory_format=None):
    return _torch.is_contiguous(self)


@_method
def view_as(self, other):
    return self.view(other.shape)


@_method
def reshape_as(self, other):
    return self.reshape(other.shape)


def _transposed(self):
    """All dimensions in the opposite order."""
    if self.ndim not in (0, 2):
        import warnings
        warnings.warn("The use of `x.T` on tensors of dimension other than 2 to reverse their shape is deprecated and it will "
                      "throw an error in a future release. Consider `x.mT` to transpose batches of matrices or "
                      "`x.permute(*torch.arange(x.ndim - 1, -1, -1))` to reverse the dimensions of a tensor.",
                      UserWarning, stacklevel=2)
    return self.permute(*range(self.ndim - 1, -1, -1)) if self.ndim else self.permute(())


Tensor.T = property(_transposed)
Tensor.mT = property(lambda self: self.transpose(-2, -1))


def _in_place(name):
    """Another look at the same memory, by the same object."""
    def change(self, *args):
        if self.requires_grad:
            raise RuntimeError(f"Tensor.{name}_ of a tensor that requires grad exists in PyTorch, but not in the lab; use {name}")
        self.data = getattr(self, name)(*args)
        return self
    change.__name__ = name + "_"
    setattr(Tensor, name + "_", change)


for _name in ("squeeze", "unsqueeze", "t", "transpose", "swapaxes"):
    _in_place(_name)


def _rounding(name):
    """x.div (y, rounding_mode="floor")"""
    divide = _torch.ops[name]

    def div(input, other, *, rounding_mode=None):
        if rounding_mode is None:
            return divide(input, other)
        if rounding_mode not in ("floor", "trunc"):
            raise RuntimeError(f"div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '{rounding_mode}'")
        made = divide(input, other)
        whole = _torch.ops[rounding_mode](made) if name == "div" else _torch.ops[rounding_mode + "_"](made)
        both = not any(isinstance(part, builtins.float) or isinstance(part, Tensor) and part.dtype.is_floating_point
                       for part in (input, other))
        return whole.to(_torch.int64) if both and name == "div" else whole
    div.__name__ = name
    return div


div, div_ = _rounding("div"), _rounding("div_")
Tensor.div = Tensor.divide = Tensor.true_divide = div
Tensor.div_ = Tensor.divide_ = Tensor.true_divide_ = div_


# -- dtype and place

@_method
def is_floating_point(self):
    return self.dtype.is_floating_point


@_method
def element_size(self):
    return self.dtype.itemsize


@_method
def type(self, dtype=None):
    if dtype is None:
        return _DTYPES[str(self.dtype)[6:]]
    if isinstance(dtype, str):
        dtype = next((known for known in (_torch.float32, _torch.float64, _torch.int64, _torch.bool)
                      if _DTYPES[str(known)[6:]] == dtype), dtype)
        if isinstance(dtype, str):
            raise ValueError(f"invalid type: '{dtype}'")
    return self.to(getattr(dtype, "dtype", dtype))


def _convert(self, dtype):
    return self if self.dtype is dtype else _torch.ops["to"](self, dtype)


for _name, _dtype in (("float", _torch.float32), ("double", _torch.float64), ("long", _torch.int64), ("int", _torch.int64),
                      ("bool", _torch.bool)):
    setattr(Tensor, _name, lambda self, dtype=_dtype: _convert(self, dtype))


@_method
def to(self, *args, dtype=None, device=None, non_blocking=False, copy=False):
    """to(dtype), to("cpu"), to(other)."""
    for arg in args:
        if isinstance(arg, Tensor):
            dtype = arg.dtype
        elif isinstance(arg, _torch.dtype):
            dtype = arg
        elif not isinstance(arg, builtins.bool):
            device = arg
    if device is not None and str(device) != "cpu":
        raise RuntimeError(f"the lab computes on the CPU; there is no device '{device}' here")
    made = self if dtype is None else _convert(self, dtype)
    return made.clone() if copy and made is self else made


@_method
def type_as(self, other):
    return _convert(self, other.dtype)


@_method
def cpu(self):
    return self


class device:
    """torch.device: the CPU."""

    def __init__(self, type="cpu", index=None):
        self.type = str(type).partition(":")[0]
        self.index = index
        if self.type != "cpu":
            raise RuntimeError(f"the lab computes on the CPU; there is no device '{type}' here")

    def __eq__(self, other):
        return str(other) == "cpu"

    def __hash__(self):
        return hash("cpu")

    def __str__(self):
        return "cpu"

    def __repr__(self):
        return "device(type='cpu')"


_CPU = device()
Tensor.device = property(lambda self: _CPU)
Tensor.is_cuda = property(lambda self: False)
Tensor.itemsize = property(lambda self: self.dtype.itemsize)
Tensor.nbytes = property(lambda self: self.dtype.itemsize * self.numel())


# -- NumPy

@_method
def numpy(self, *, force=False):
    """An array that shares the memory of this tensor."""
    if force:
        return self.detach().clone().numpy()
    if self.requires_grad:
        raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")
    from numpy import _from_buffer
    return _from_buffer(_torch.memory(self), 0, tuple(self.shape), _torch.strides(self), str(self.dtype)[6:])


@_method
def __array__(self, dtype=None):
    return self.numpy() if dtype is None else self.numpy().astype(dtype)


# -- new tensors like this one

def _like(name):
    def make(self, *size, dtype=None, device=None, requires_grad=False):
        from . import _create
        return getattr(_create, name)(*size, dtype=dtype or self.dtype, device=device, requires_grad=requires_grad)
    make.__name__ = "new_" + name
    return make


for _name in ("zeros", "ones", "empty"):
    setattr(Tensor, "new_" + _name, _like(_name))


@_method
def new_full(self, size, fill_value, *, dtype=None, device=None, requires_grad=False):
    from ._create import full
    return full(size, fill_value, dtype=dtype or self.dtype, requires_grad=requires_grad)


@_method
def new_tensor(self, data, *, dtype=None, device=None, requires_grad=False):
    from ._create import tensor
    return tensor(data, dtype=dtype or self.dtype, requires_grad=requires_grad)


# -- chance

@_method
def uniform_(self, from_=0.0, to=1.0, *, generator=None, **names):
    from ._create import rand
    low = names.get("from", from_)
    return self.copy_(rand(*self.shape, dtype=self.dtype, generator=generator) * (to - low) + low)


@_method
def normal_(self, mean=0.0, std=1.0, *, generator=None):
    """A few numbers are computed in double by PyTorch; many in one multiplication and addition, rounded once."""
    from ._create import randn
    few = self.numel() < 16
    made = randn(*self.shape, dtype=_torch.float64 if few else self.dtype, generator=generator).double()
    return self.copy_(made * (std if few else _round(std, self.dtype)) + mean)


def _round(number, dtype):
    """number as the dtype has it."""
    return _torch.tensor(builtins.float(number), dtype).item()


@_method
def bernoulli_(self, p=0.5, *, generator=None):
    """Each chance of a tensor is compared with 24 random bits, a single one with 53."""
    from ._create import rand
    chances = p.detach() if isinstance(p, Tensor) else self.new_full((), p, dtype=_torch.float64)
    if not (builtins.bool((chances >= 0).all()) and builtins.bool((chances <= 1).all())):
        raise RuntimeError(f"bernoulli_ expects p to be in [0, 1], but got p={p}")
    return self.copy_(rand(*self.shape, dtype=chances.dtype, generator=generator) < chances)


@_method
def random_(self, from_=0, to=None, *, generator=None):
    from ._create import randint
    if to is None:
        from_, to = 0, from_ or 2 ** 24
    return self.copy_(randint(from_, to, self.shape, generator=generator))


@_method
def exponential_(self, lambd=1, *, generator=None):
    from ._create import rand
    return self.copy_(-(1 - rand(*self.shape, dtype=_torch.float64, generator=generator)).log() / lambd)


@_method
def __copy__(self):
    """Another object for the same memory; a leaf stays one."""
    made = Tensor.__new__(builtins.type(self), self.detach())
    made.requires_grad = self.requires_grad
    return made
