"""Comparisons, products, sums and functions of elements, made of the engine's operations so that autograd sees what they
consist of."""

import builtins
import math

import _torch
from _torch import Tensor, int64
from ._collect import FUNCTIONS, METHODS, both, function, method, named
from ._compose_shapes import diagonal
from ._function import as_one


# -- comparison of whole tensors


@both()
def isclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    if input.dtype is not other.dtype:
        raise RuntimeError(f"{_c_type(input)} did not match {_c_type(other)}")
    close = (input == other) | ((input - other).abs() <= atol + (rtol * other).abs()) & input.isfinite() & other.isfinite()
    return close | (input != input) & (other != other) if equal_nan else close


def _c_type(tensor):
    return {"float32": "Float", "float64": "Double", "int64": "Long", "bool": "Bool"}[str(tensor.dtype)[6:]]


@both()
def allclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    return builtins.bool(isclose(input.detach(), other.detach(), rtol, atol, equal_nan).all())


@both()
def equal(input, other):
    return tuple(input.shape) == tuple(other.shape) and builtins.bool((input == other).all())


@both()
def is_same_size(input, other):
    return input.shape == other.shape


@both()
def is_nonzero(input):
    if input.numel() != 1:
        raise RuntimeError("Boolean value of Tensor with " + ("no values" if not input.numel() else "more than one value") +
                           " is ambiguous")
    return builtins.bool(input)


@both()
def count_nonzero(input, dim=None):
    return (input != 0).sum() if dim is None else (input != 0).sum(dim)


# -- products and sums

@both()
def inner(input, other):
    if input.dim() == 0 or other.dim() == 0:
        return input * other
    return input.dot(other) if input.dim() == other.dim() == 1 else (input.unsqueeze(-2) * other).sum(-1)


@both()
def vdot(input, other):
    return input.dot(other)


@function()
def einsum(equation, *operands):
    """Every index a dimension, products broadcast, the rest summed; matrix products as such."""
    operands = operands[0] if len(operands) == 1 and isinstance(operands[0], (tuple, list)) else operands
    left, arrow, output = equation.replace(" ", "").partition("->")
    inputs = left.split(",")
    if len(inputs) != len(operands):
        raise RuntimeError("einsum(): fewer operands were provided than specified in the equation" if len(inputs) > len(operands)
                           else "einsum(): more operands were provided than specified in the equation")
    if not arrow:
        output = "".join(name for name in sorted(set(left) - {","}) if left.count(name) == 1)
    made = None
    for names, operand in zip(inputs, operands):
        if len(names) != operand.dim():
            raise RuntimeError(f"einsum(): the number of subscripts in the equation ({len(names)}) does not match the number of "
                               f"dimensions ({operand.dim()}) for operand {inputs.index(names)} and no ellipsis was given")
        for name in set(names):
            while names.count(name) > 1:
                first, second = [i for i, other in enumerate(names) if other == name][:2]
                operand = diagonal(operand, 0, first, second)
                names = "".join(other for i, other in enumerate(names) if i not in (first, second)) + name
        made = (names, operand) if made is None else _contract(made, (names, operand), output, inputs)
    names, tensor = made
    drop = [i for i, name in enumerate(names) if name not in output]
    tensor = tensor.sum(drop) if drop else tensor
    names = [name for name in names if name in output]
    return tensor.permute([names.index(name) for name in output]) if list(output) != names else tensor


def _contract(a, b, output, inputs):
    (left, x), (right, z) = a, b
    if len(left) == len(right) == 2 and left[1] == right[0] and left[1] not in output and len(inputs) == 2 and left[0] != right[1]:
        return left[0] + right[1], x @ z
    names = left + "".join(name for name in right if name not in left)
    z = z.permute([right.index(name) for name in names if name in right])
    for i, name in enumerate(names):
        if name not in right:
            z = z.unsqueeze(i)
    for _ in range(len(names) - len(left)):
        x = x.unsqueeze(-1)
    return names, x * z


@function()
def tensordot(a, b, dims=2):
    if isinstance(dims, int):
        dims = (list(range(a.dim() - dims, a.dim())), list(range(dims)))
    over_a, over_b = ([at] if isinstance(at, int) else list(at) for at in dims)
    keep_a = [i for i in range(a.dim()) if i not in over_a]
    keep_b = [i for i in range(b.dim()) if i not in over_b]
    n = math.prod(a.shape[i] for i in over_a)
    product = a.permute(keep_a + over_a).reshape(-1, n) @ b.permute(over_b + keep_b).reshape(n, -1)
    return product.reshape([a.shape[i] for i in keep_a] + [b.shape[i] for i in keep_b])


@both()
@as_one("LinalgCrossBackward0")
def cross(input, other, dim=-1):
    a, b = input.unbind(dim), other.unbind(dim)
    return _torch.ops["stack"]([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]], dim)


@both()
def kron(input, other):
    (n, m), (p, q) = input.shape, other.shape
    return (input.reshape(n, 1, m, 1) * other.reshape(1, p, 1, q)).reshape(n * p, m * q)


@both()
@as_one("AddcmulBackward0")
def addcmul(input, tensor1, tensor2, *, value=1):
    return input + value * tensor1 * tensor2


@both()
@as_one("AddcdivBackward0")
def addcdiv(input, tensor1, tensor2, *, value=1):
    return input + value * (tensor1 / tensor2)


@method
def addcmul_(self, tensor1, tensor2, *, value=1):
    return self.add_(value * tensor1 * tensor2)


@method
def addcdiv_(self, tensor1, tensor2, *, value=1):
    return self.add_(value * (tensor1 / tensor2))


@both()
@as_one("AddmvBackward0")
def addmv(input, mat, vec, *, beta=1, alpha=1):
    return (input if beta == 1 else beta * input) + (mat.mv(vec) if alpha == 1 else alpha * mat.mv(vec))


@both()
@as_one("AddrBackward0")
def addr(input, vec1, vec2, *, beta=1, alpha=1):
    return beta * input + alpha * vec1.outer(vec2)


@both()
@as_one("BaddbmmBackward0")
def baddbmm(input, batch1, batch2, *, beta=1, alpha=1):
    return beta * input + alpha * batch1.bmm(batch2)


@both()
@as_one("LerpBackward0")
def lerp(input, end, weight):
    if isinstance(weight, Tensor):
        return _torch.ops["where"](weight < 0.5, input + weight * (end - input), end - (end - input) * (1 - weight))
    return input + weight * (end - input) if weight < 0.5 else end - (end - input) * (1 - weight)


@method
def lerp_(self, end, weight):
    return self.copy_(lerp(self, end, weight))


@both()
@as_one("DistBackward0")
def dist(input, other, p=2):
    return (input - other).norm(p)


@both()
def diff(input, n=1, dim=-1, prepend=None, append=None):
    parts = [part for part in (prepend, input, append) if part is not None]
    input = _torch.ops["cat"](parts, dim) if len(parts) > 1 else input
    for _ in range(n):
        size = input.shape[dim]
        input = input.narrow(dim, 1, size - 1) - input.narrow(dim, 0, size - 1)
    return input


@function()
def std_mean(input, dim=None, unbiased=True, keepdim=False):
    return (input.std(unbiased), input.mean()) if dim is None else (input.std(dim, unbiased, keepdim), input.mean(dim, keepdim))


@function()
def var_mean(input, dim=None, unbiased=True, keepdim=False):
    return (input.var(unbiased), input.mean()) if dim is None else (input.var(dim, unbiased, keepdim), input.mean(dim, keepdim))


@both()
def nansum(input, dim=None, keepdim=False):
    clean = input.masked_fill(input.isnan(), 0)
    return clean.sum() if dim is None else clean.sum(dim, keepdim)


@both()
def nanmean(input, dim=None, keepdim=False):
    there = (~input.isnan()).to(input.dtype)
    return nansum(input, dim, keepdim) / (there.sum() if dim is None else there.sum(dim, keepdim))


@both()
def aminmax(input, *, dim=None, keepdim=False):
    ends = (input.min(), input.max()) if dim is None else (input.amin(dim, keepdim), input.amax(dim, keepdim))
    return named("aminmax", *ends)


# -- element by element

@both()
@as_one("FracBackward0")
def frac(input):
    return input - input.trunc()


@both()
def positive(input):
    return input


@both()
@as_one("SgnBackward0")
def sgn(input):
    return input.sign()


@both()
@as_one("Deg2RadBackward0")
def deg2rad(input):
    return input * (math.pi / 180)


@both()
@as_one("Rad2DegBackward0")
def rad2deg(input):
    return input * (180 / math.pi)


@both()
@as_one("HypotBackward0")
def hypot(input, other):
    return (input * input + other * other).sqrt()


@both()
@as_one("LogaddexpBackward0")
def logaddexp(input, other):
    larger = _torch.ops["maximum"](input, other)
    return larger + (-(input - other).abs()).exp().log1p()


@both()
@as_one("XlogyBackward0")
def xlogy(input, other):
    other = other if isinstance(other, Tensor) else _torch.tensor(other, input.dtype)
    return _torch.ops["where"](input == 0, input * 0, input * other.log())


@both()
def float_power(input, exponent):
    return input.double() ** exponent


@both()
@as_one("FmaxBackward0")
def fmax(input, other):
    return _torch.ops["where"](other.isnan(), input, _torch.ops["where"](input.isnan(), other, _torch.ops["maximum"](input, other)))


@both()
@as_one("FminBackward0")
def fmin(input, other):
    return _torch.ops["where"](other.isnan(), input, _torch.ops["where"](input.isnan(), other, _torch.ops["minimum"](input, other)))


@both()
@as_one("CopysignBackward0")
def copysign(input, other):
    other = other if isinstance(other, Tensor) else _torch.tensor(other, input.dtype)
    return _torch.ops["where"](signbit(other), -input.abs(), input.abs())


@both()
def signbit(input):
    return (input < 0) | (input == 0) & (input.to(_torch.float64).reciprocal() < 0)


@both()
def isposinf(input):
    return input == math.inf


@both()
def isneginf(input):
    return input == -math.inf


@both()
@as_one("LogitBackward0")
def logit(input, eps=None):
    input = input if eps is None else input.clamp(eps, 1 - eps)
    return (input / (1 - input)).log()


@both()
@as_one("NanToNumBackward0")
def nan_to_num(input, nan=0.0, posinf=None, neginf=None):
    from ._information import finfo
    largest = finfo(input.dtype).max
    made = input.masked_fill(input.isnan(), nan)
    made = made.masked_fill(made == math.inf, largest if posinf is None else posinf)
    return made.masked_fill(made == -math.inf, -largest if neginf is None else neginf)


def _rounds(operation):
    def round(input, *, decimals=0):
        if not decimals:
            return operation(input)
        made = input * 10 ** decimals
        made = operation(made) / 10 ** decimals
        return input.copy_(made) if operation is _torch.ops["round_"] else made
    return round


METHODS["round"] = FUNCTIONS["round"] = _rounds(_torch.ops["round"])
METHODS["round_"] = _rounds(_torch.ops["round_"])


@function()
def vander(x, N=None, increasing=False):
    n = x.shape[0] if N is None else N
    powers = range(n) if increasing else range(n - 1, -1, -1)
    return _torch.ops["stack"]([x ** power for power in powers], 1)


@function("trapz")
def trapezoid(y, x=None, *, dx=None, dim=-1):
    n = y.shape[dim]
    middle = (y.narrow(dim, 1, n - 1) + y.narrow(dim, 0, n - 1))
    if x is not None:
        return (diff(x) * middle).sum(dim) / 2.0
    return middle.sum(dim) * ((1 if dx is None else dx) / 2.0)
