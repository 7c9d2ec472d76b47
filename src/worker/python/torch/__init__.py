"""PyTorch as the lab has it: the operations of the engine, each under the names that PyTorch gives it, and around
them what is natural in Python."""

import math as _math

import _torch
from _torch import Size, Tensor, bool, double, dtype, float, float32, float64, int64, long
from . import _known

e, pi, inf, nan, newaxis = _math.e, _math.pi, _math.inf, _math.nan, None
__version__ = "2.6.0+lab"

# PyTorch's other names for the same operation.
_ALIASES = {
    "absolute": "abs", "negative": "neg", "subtract": "sub", "multiply": "mul", "divide": "div", "true_divide": "div",
    "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctan2": "atan2", "arcsinh": "asinh", "arccosh": "acosh",
    "arctanh": "atanh", "greater": "gt", "greater_equal": "ge", "less": "lt", "less_equal": "le", "not_equal": "ne",
    "clip": "clamp", "fix": "trunc", "concat": "cat", "concatenate": "cat", "swapaxes": "transpose", "ger": "outer",
}


def _attach_operations():
    """Each operation becomes a function and a method where PyTorch has it so."""
    operations = dict(_torch.ops)
    for alias, name in _ALIASES.items():
        if name in operations:
            operations[alias] = operations[name]
            if name + "_" in operations:
                operations[alias + "_"] = operations[name + "_"]
    for name, operation in operations.items():
        if name in _known.TENSOR and name not in Tensor.__dict__:
            setattr(Tensor, name, operation)
        if name in _known.TORCH:
            globals()[name] = operation


_attach_operations()

from ._grad_mode import enable_grad, inference_mode, is_grad_enabled, no_grad, set_grad_enabled
from ._create import (arange, as_tensor, empty, empty_like, eye, from_numpy, full, full_like, get_default_dtype,
                      linspace, logspace, meshgrid, ones, ones_like, rand, rand_like, randint, randn,
                      randint_like, randn_like, randperm, set_default_dtype, tensor, zeros, zeros_like)
from . import _collect, _compose_scatter, _compose_shapes, _compose_values, _information, _random, _tensor, _types, linalg
from ._information import (are_deterministic_algorithms_enabled, backends, can_cast, compile, cuda, finfo,
                           get_num_threads, iinfo, is_anomaly_enabled, is_complex, is_inference_mode_enabled,
                           load, mps, promote_types, result_type, save, set_num_threads, typename,
                           use_deterministic_algorithms, version)
from ._random import (Generator, bernoulli, default_generator, get_rng_state, initial_seed, manual_seed, multinomial, normal,
                      seed, set_rng_state)
from . import _random as random
from ._tensor import device, div
from ._types import (BoolTensor, DoubleTensor, FloatTensor, LongTensor)
from ._printing import set_printoptions
from . import autograd, nn, optim, utils


def _attach_compositions():
    for methods in (_collect.METHODS, _information.METHODS, linalg.METHODS, _random.METHODS):
        for name, method in methods.items():
            if name not in Tensor.__dict__ or name in ("round", "round_"):
                setattr(Tensor, name, method)
    for name, value in _information.PROPERTIES.items():
        setattr(Tensor, name, property(lambda self, value=value: value))
    for name, function in {**_collect.FUNCTIONS, **linalg.METHODS}.items():
        if name not in globals() or name == "round":
            globals()[name] = function


_attach_compositions()
_torch.set_known(_known.TENSOR)
_torch.set_maker(lambda args: _types.make(get_default_dtype(), args))
asarray, divide, true_divide = as_tensor, div, div
strided, contiguous_format, preserve_format = "torch.strided", "torch.contiguous_format", "torch.preserve_format"


def is_tensor(obj):
    return isinstance(obj, Tensor)


def numel(input):
    return input.numel()


def scalar_tensor(value, *, dtype=None, requires_grad=False):
    return tensor(float(value), dtype=dtype, requires_grad=requires_grad)


def is_floating_point(input):
    return input.dtype.is_floating_point


def __getattr__(name):
    if name in _known.TORCH:
        raise AttributeError(f"torch.{name} exists in PyTorch, but not in the lab")
    raise AttributeError(f"module 'torch' has no attribute '{name}'")
