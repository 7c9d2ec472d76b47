"""Functions and methods made of the engine's operations, so that autograd sees what they consist of."""

import builtins
import itertools
import math

import _torch
from _torch import Tensor, int64
from ._function import as_one


def _both(*names):
    """A function that is a method too; under other names as well."""
    def add(function):
        for name in (function.__name__, *names):
            METHODS[name] = FUNCTIONS[name] = function
        return function
    return add


def _method(function):
    METHODS[function.__name__] = function
    return function


def _function(*names):
    def add(function):
        for name in (function.__name__, *names):
            FUNCTIONS[name] = function
        return function
    return add


METHODS, FUNCTIONS = {}, {}


def _torch_module():
    import torch
    return torch


# -- comparison of whole tensors

@_both()
def isclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    if input.dtype is not other.dtype:
        raise RuntimeError(f"{_c_type(input)} did not match {_c_type(other)}")
    close = (input == other) | ((input - other).abs() <= atol + (rtol * other).abs()) & input.isfinite() & other.isfinite()
    return close | (input != input) & (other != other) if equal_nan else close


def _c_type(tensor):
    return {"float32": "Float", "float64": "Double", "int64": "Long", "bool": "Bool"}[str(tensor.dtype)[6:]]


@_both()
def allclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    return builtins.bool(isclose(input.detach(), other.detach(), rtol, atol, equal_nan).all())


@_both()
def equal(input, other):
    return tuple(input.shape) == tuple(other.shape) and builtins.bool((input == other).all())


@_both()
def is_same_size(input, other):
    return input.shape == other.shape


@_both()
def is_nonzero(input):
    if input.numel() != 1:
        raise RuntimeError("Boolean value of Tensor with " + ("no values" if not input.numel() else "more than one value") +
                           " is ambiguous")
    return builtins.bool(input)


@_both()
def count_nonzero(input, dim=None):
    return (input != 0).sum() if dim is None else (input != 0).sum(dim)


# -- shapes

@_both()
def broadcast_to(input, size):
    return input.expand(size)


@_function()
def broadcast_tensors(*tensors):
    shape = broadcast_shapes(*(tensor.shape for tensor in tensors))
    return tuple(tensor.expand(shape) for tensor in tensors)


@_function()
def broadcast_shapes(*shapes):
    torch = _torch_module()
    total = torch.zeros(1).expand(tuple(shapes[0]) or (1,))
    for shape in shapes[1:]:
        total = total + torch.zeros(1).expand(tuple(shape) or (1,))
    return torch.Size(total.shape if any(len(shape) for shape in shapes) else ())


def _at_least(n):
    def pad(tensor):
        if n == 1 or tensor.dim() == 0:
            return tensor.reshape((1,) * n) if tensor.dim() < n else tensor
        if n == 2:
            return tensor.unsqueeze(0) if tensor.dim() == 1 else tensor
        return tensor.unsqueeze(0).unsqueeze(-1) if tensor.dim() == 1 else tensor.unsqueeze(-1) if tensor.dim() == 2 else tensor

    def at_least(*tensors):
        if len(tensors) == 1 and isinstance(tensors[0], (tuple, list)):
            tensors = tuple(tensors[0])
            return tuple(map(pad, tensors))
        return pad(tensors[0]) if len(tensors) == 1 else tuple(map(pad, tensors))
    at_least.__name__ = f"atleast_{n}d"
    return at_least


for _n in (1, 2, 3):
    _function()(_at_least(_n))


@_function()
def hstack(tensors):
    tensors = [FUNCTIONS["atleast_1d"](tensor) for tensor in tensors]
    return _torch.ops["cat"](tensors, 0 if tensors[0].dim() == 1 else 1)


@_function("row_stack")
def vstack(tensors):
    return _torch.ops["cat"]([FUNCTIONS["atleast_2d"](tensor) for tensor in tensors], 0)


@_function()
def dstack(tensors):
    return _torch.ops["cat"]([FUNCTIONS["atleast_3d"](tensor) for tensor in tensors], 2)


@_function()
def column_stack(tensors):
    return _torch.ops["cat"]([tensor.reshape(tensor.numel(), 1) if tensor.dim() <= 1 else tensor for tensor in tensors], 1)


@_both()
def tile(input, *dims):
    dims = dims[0] if len(dims) == 1 and isinstance(dims[0], (tuple, list)) else dims
    return input.repeat((1,) * (input.dim() - len(dims)) + tuple(dims))


@_both()
def repeat_interleave(input, repeats, dim=None, *, output_size=None):
    if dim is None:
        input, dim = input.reshape(-1), 0
    n = input.shape[dim]
    counts = repeats.tolist() if isinstance(repeats, Tensor) else repeats
    counts = [counts] * n if isinstance(counts, int) else counts
    places = [i for i, count in enumerate(counts) for _ in range(count)]
    return input.index_select(dim, _torch.tensor(places, int64))


@_both()
def ravel(input):
    return input.reshape(-1)


@_both()
def unflatten(input, dim, sizes):
    shape = list(input.shape)
    at = dim % len(shape)
    return input.view(*shape[:at], *sizes, *shape[at + 1:])


@_both("moveaxis")
def movedim(input, source, destination):
    sources = [source] if isinstance(source, int) else list(source)
    targets = [destination] if isinstance(destination, int) else list(destination)
    n = input.dim()
    sources, targets = [at % n for at in sources], [at % n for at in targets]
    rest = iter(at for at in range(n) if at not in sources)
    placed = dict(zip(targets, sources))
    return input.permute([placed[at] if at in placed else next(rest) for at in range(n)])


@_both("swapdims")
def swapaxes(input, axis0, axis1):
    return input.transpose(axis0, axis1)


@_both()
def fliplr(input):
    return input.flip(1)


@_both()
def flipud(input):
    return input.flip(0)


@_both()
def rot90(input, k=1, dims=(0, 1)):
    k %= 4
    if k == 1:
        return input.flip(dims[1]).transpose(*dims)
    return input.flip(list(dims)) if k == 2 else input.flip(dims[0]).transpose(*dims) if k == 3 else input.clone()


# -- diagonals

@_both()
def diagonal(input, offset=0, dim1=0, dim2=1):
    """A view: its elements stand one row and one column apart."""
    dim1, dim2 = dim1 % input.dim(), dim2 % input.dim()
    strides = _torch.strides(input)
    rows, columns = input.shape[dim1], input.shape[dim2]
    n = max(min(rows, columns - offset) if offset >= 0 else min(rows + offset, columns), 0)
    rest = [i for i in range(input.dim()) if i not in (dim1, dim2)]
    start = offset * strides[dim2] if offset >= 0 else -offset * strides[dim1]
    return input.as_strided([input.shape[i] for i in rest] + [n], [strides[i] for i in rest] + [strides[dim1] + strides[dim2]],
                            input.storage_offset() + start)


@_both()
def diag(input, diagonal=0):
    if input.dim() == 2:
        return FUNCTIONS["diagonal"](input, diagonal)
    if input.dim() != 1:
        raise RuntimeError(f"diag(): Supports 1D or 2D tensors. Got {input.dim()}D")
    return diag_embed(input, diagonal)


@_both()
@as_one("DiagEmbedBackward0")
def diag_embed(input, offset=0, dim1=-2, dim2=-1):
    torch = _torch_module()
    n = input.shape[-1] + abs(offset)
    made = torch.zeros(*input.shape[:-1], n, n, dtype=input.dtype)
    rows = torch.arange(input.shape[-1])
    made[..., rows - min(offset, 0), rows + max(offset, 0)] = input
    return made


@_both()
@as_one("TraceBackward0")
def trace(input):
    if input.dim() != 2:
        raise RuntimeError("trace: expected a matrix, but got tensor with dim " + str(input.dim()))
    return diagonal(input).sum()


@_method
def fill_diagonal_(self, fill_value, wrap=False):
    rows = _torch.ops["arange"](min(self.shape), dtype=int64)
    self[rows, rows] = fill_value
    return self


# -- order

@_both()
def argsort(input, dim=-1, descending=False, stable=False):
    return input.sort(dim, descending)[1]


def _chosen(input, indices, dim, name):
    """The elements at indices, found out before, as the result of one operation."""
    @as_one(name)
    def choose(input):
        return input.gather(dim, indices) if input.dim() else input
    return choose(input)


@_both()
def topk(input, k, dim=-1, largest=True, sorted=True):
    if k < 0 or k > (input.shape[dim] if input.dim() else 1):
        raise RuntimeError("selected index k out of range")
    indices = input.detach().sort(dim, largest)[1].narrow(dim, 0, k)
    return _named("topk", _chosen(input, indices, dim, "TopkBackward0"), indices.clone())


def _at_place(input, k, dim, keepdim, name, label):
    indices = input.detach().sort(dim)[1].narrow(dim, k - 1, 1).clone()
    values = _chosen(input, indices, dim, label) if keepdim else _squeezed(input, indices, dim, label)
    return _named(name, values, indices if keepdim else indices.squeeze(dim))


def _squeezed(input, indices, dim, label):
    @as_one(label)
    def choose(input):
        return input.gather(dim, indices).squeeze(dim)
    return choose(input)


@_both()
def kthvalue(input, k, dim=-1, keepdim=False):
    return _at_place(input, k, dim, keepdim, "kthvalue", "KthvalueBackward0")


@_both()
def median(input, dim=None, keepdim=False):
    """The lower one of the two in the middle."""
    if dim is not None:
        return _at_place(input, (input.shape[dim] + 1) // 2, dim, keepdim, "median", "MedianBackward1")
    return _middle(input)


@as_one("MedianBackward0")
def _middle(input):
    flat = input.reshape(-1)
    if not flat.numel():
        return flat.new_full((), math.nan)
    return flat[flat.detach().sort(0)[1][(flat.numel() - 1) // 2]]


@_both()
def quantile(input, q, dim=None, keepdim=False, *, interpolation="linear"):
    torch = _torch_module()
    flat, dim = (input.reshape(-1), 0) if dim is None else (input, dim)
    values = flat.sort(dim)[0]
    n = values.shape[dim]

    def at(share):
        place = share * (n - 1)
        low, high = math.floor(place), math.ceil(place)
        made = values.narrow(dim, low, 1)
        made = made + (values.narrow(dim, high, 1) - made) * (place - low)
        return made if keepdim else made.squeeze(dim)
    shares = q.tolist() if isinstance(q, Tensor) else q
    return torch.stack([at(share) for share in shares]) if isinstance(shares, list) else at(shares)


@_both()
def unique(input, sorted=True, return_inverse=False, return_counts=False, dim=None):
    flat = input.detach().reshape(-1).tolist()
    values = builtins.sorted(set(flat))
    made = [_torch.tensor(values, input.dtype)]
    if return_inverse:
        places = {value: i for i, value in enumerate(values)}
        made.append(_torch.tensor([places[value] for value in flat], int64).reshape(input.shape))
    if return_counts:
        made.append(_torch.tensor([flat.count(value) for value in values], int64))
    return made[0] if len(made) == 1 else tuple(made)


@_both()
def bincount(input, weights=None, minlength=0):
    values = input.tolist()
    n = max([minlength - 1, *values]) + 1
    shares = [1] * len(values) if weights is None else weights.tolist()
    sums = [0] * n
    for value, share in zip(values, shares):
        sums[value] += share
    return _torch.tensor(sums, int64 if weights is None else weights.dtype)


# -- products and sums

@_both()
def inner(input, other):
    if input.dim() == 0 or other.dim() == 0:
        return input * other
    return input.dot(other) if input.dim() == other.dim() == 1 else (input.unsqueeze(-2) * other).sum(-1)


@_both()
def vdot(input, other):
    return input.dot(other)


@_function()
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


@_function()
def tensordot(a, b, dims=2):
    if isinstance(dims, int):
        dims = (list(range(a.dim() - dims, a.dim())), list(range(dims)))
    over_a, over_b = ([at] if isinstance(at, int) else list(at) for at in dims)
    keep_a = [i for i in range(a.dim()) if i not in over_a]
    keep_b = [i for i in range(b.dim()) if i not in over_b]
    n = math.prod(a.shape[i] for i in over_a)
    product = a.permute(keep_a + over_a).reshape(-1, n) @ b.permute(over_b + keep_b).reshape(n, -1)
    return product.reshape([a.shape[i] for i in keep_a] + [b.shape[i] for i in keep_b])


@_both()
@as_one("LinalgCrossBackward0")
def cross(input, other, dim=-1):
    a, b = input.unbind(dim), other.unbind(dim)
    return _torch.ops["stack"]([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]], dim)


@_both()
def kron(input, other):
    (n, m), (p, q) = input.shape, other.shape
    return (input.reshape(n, 1, m, 1) * other.reshape(1, p, 1, q)).reshape(n * p, m * q)


@_both()
@as_one("AddcmulBackward0")
def addcmul(input, tensor1, tensor2, *, value=1):
    return input + value * tensor1 * tensor2


@_both()
@as_one("AddcdivBackward0")
def addcdiv(input, tensor1, tensor2, *, value=1):
    return input + value * (tensor1 / tensor2)


@_method
def addcmul_(self, tensor1, tensor2, *, value=1):
    return self.add_(value * tensor1 * tensor2)


@_method
def addcdiv_(self, tensor1, tensor2, *, value=1):
    return self.add_(value * (tensor1 / tensor2))


@_both()
@as_one("AddmvBackward0")
def addmv(input, mat, vec, *, beta=1, alpha=1):
    return (input if beta == 1 else beta * input) + (mat.mv(vec) if alpha == 1 else alpha * mat.mv(vec))


@_both()
@as_one("AddrBackward0")
def addr(input, vec1, vec2, *, beta=1, alpha=1):
    return beta * input + alpha * vec1.outer(vec2)


@_both()
@as_one("BaddbmmBackward0")
def baddbmm(input, batch1, batch2, *, beta=1, alpha=1):
    return beta * input + alpha * batch1.bmm(batch2)


@_both()
@as_one("LerpBackward0")
def lerp(input, end, weight):
    if isinstance(weight, Tensor):
        return _torch.ops["where"](weight < 0.5, input + weight * (end - input), end - (end - input) * (1 - weight))
    return input + weight * (end - input) if weight < 0.5 else end - (end - input) * (1 - weight)


@_method
def lerp_(self, end, weight):
    return self.copy_(lerp(self, end, weight))


@_both()
@as_one("DistBackward0")
def dist(input, other, p=2):
    return (input - other).norm(p)


@_both()
def diff(input, n=1, dim=-1, prepend=None, append=None):
    parts = [part for part in (prepend, input, append) if part is not None]
    input = _torch.ops["cat"](parts, dim) if len(parts) > 1 else input
    for _ in range(n):
        size = input.shape[dim]
        input = input.narrow(dim, 1, size - 1) - input.narrow(dim, 0, size - 1)
    return input


@_function()
def std_mean(input, dim=None, unbiased=True, keepdim=False):
    return (input.std(unbiased), input.mean()) if dim is None else (input.std(dim, unbiased, keepdim), input.mean(dim, keepdim))


@_function()
def var_mean(input, dim=None, unbiased=True, keepdim=False):
    return (input.var(unbiased), input.mean()) if dim is None else (input.var(dim, unbiased, keepdim), input.mean(dim, keepdim))


@_both()
def nansum(input, dim=None, keepdim=False):
    clean = input.masked_fill(input.isnan(), 0)
    return clean.sum() if dim is None else clean.sum(dim, keepdim)


@_both()
def nanmean(input, dim=None, keepdim=False):
    there = (~input.isnan()).to(input.dtype)
    return nansum(input, dim, keepdim) / (there.sum() if dim is None else there.sum(dim, keepdim))


@_both()
def aminmax(input, *, dim=None, keepdim=False):
    ends = (input.min(), input.max()) if dim is None else (input.amin(dim, keepdim), input.amax(dim, keepdim))
    return _named("aminmax", *ends)


# -- element by element

@_both()
@as_one("FracBackward0")
def frac(input):
    return input - input.trunc()


@_both()
def positive(input):
    return input


@_both()
@as_one("SgnBackward0")
def sgn(input):
    return input.sign()


@_both()
@as_one("Deg2RadBackward0")
def deg2rad(input):
    return input * (math.pi / 180)


@_both()
@as_one("Rad2DegBackward0")
def rad2deg(input):
    return input * (180 / math.pi)


@_both()
@as_one("HypotBackward0")
def hypot(input, other):
    return (input * input + other * other).sqrt()


@_both()
@as_one("LogaddexpBackward0")
def logaddexp(input, other):
    larger = _torch.ops["maximum"](input, other)
    return larger + (-(input - other).abs()).exp().log1p()


@_both()
@as_one("XlogyBackward0")
def xlogy(input, other):
    other = other if isinstance(other, Tensor) else _torch.tensor(other, input.dtype)
    return _torch.ops["where"](input == 0, input * 0, input * other.log())


@_both()
def float_power(input, exponent):
    return input.double() ** exponent


@_both()
@as_one("FmaxBackward0")
def fmax(input, other):
    return _torch.ops["where"](other.isnan(), input, _torch.ops["where"](input.isnan(), other, _torch.ops["maximum"](input, other)))


@_both()
@as_one("FminBackward0")
def fmin(input, other):
    return _torch.ops["where"](other.isnan(), input, _torch.ops["where"](input.isnan(), other, _torch.ops["minimum"](input, other)))


@_both()
@as_one("CopysignBackward0")
def copysign(input, other):
    other = other if isinstance(other, Tensor) else _torch.tensor(other, input.dtype)
    return _torch.ops["where"](signbit(other), -input.abs(), input.abs())


@_both()
def signbit(input):
    return (input < 0) | (input == 0) & (input.to(_torch.float64).reciprocal() < 0)


@_both()
def isposinf(input):
    return input == math.inf


@_both()
def isneginf(input):
    return input == -math.inf


@_both()
@as_one("LogitBackward0")
def logit(input, eps=None):
    input = input if eps is None else input.clamp(eps, 1 - eps)
    return (input / (1 - input)).log()


@_both()
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


# -- places

@_both()
@as_one("TakeBackward0")
def take(input, index):
    return input.reshape(-1)[index]


@_both()
def take_along_dim(input, indices, dim=None):
    return take(input, indices) if dim is None else input.gather(dim, indices)


def _places(index, dim):
    """What [] takes for the elements that scatter means."""
    grid = _torch_module().meshgrid(*(_torch_module().arange(n) for n in index.shape), indexing="ij")
    return tuple(index if at == dim % index.dim() else part for at, part in enumerate(grid))


def _fit_source(index, src):
    return src[tuple(slice(0, n) for n in index.shape)] if isinstance(src, Tensor) and src.dim() else src


@_method
def scatter_(self, dim, index, src=None, value=None, *, reduce=None):
    src = value if src is None else src
    places = _places(index, dim)
    if reduce == "add":
        return self.index_put_(places, _as_tensor(_fit_source(index, src), self), True)
    if reduce == "multiply":
        self[places] = self[places] * _fit_source(index, src)
        return self
    self[places] = _fit_source(index, src)
    return self


def _as_tensor(value, like):
    return value if isinstance(value, Tensor) else _torch.tensor(value, like.dtype)


@_method
def scatter_add_(self, dim, index, src):
    return self.index_put_(_places(index, dim), _fit_source(index, src), True)


@_both()
@as_one("ScatterBackward0")
def scatter(input, dim, index, src=None, value=None, *, reduce=None):
    return input.clone().scatter_(dim, index, src, value, reduce=reduce)


@_both()
@as_one("ScatterAddBackward0")
def scatter_add(input, dim, index, src):
    return input.clone().scatter_add_(dim, index, src)


@_method
def index_add_(self, dim, index, source, *, alpha=1):
    view = self.transpose(0, dim) if dim else self
    view.index_put_((index,), alpha * (source.transpose(0, dim) if dim else source), True)
    return self


@_both()
@as_one("IndexAddBackward0")
def index_add(input, dim, index, source, *, alpha=1):
    return input.clone().index_add_(dim, index, source, alpha=alpha)


@_method
def index_fill_(self, dim, index, value):
    self[(slice(None),) * (dim % self.dim()) + (index,)] = value
    return self


@_both()
@as_one("IndexFillBackward0")
def index_fill(input, dim, index, value):
    return input.clone().index_fill_(dim, index, value)


@_method
def index_copy_(self, dim, index, source):
    self[(slice(None),) * (dim % self.dim()) + (index,)] = source
    return self


@_both()
@as_one("IndexCopyBackward0")
def index_copy(input, dim, index, source):
    return input.clone().index_copy_(dim, index, source)


@_both()
def argwhere(input):
    return input.nonzero()


@_function()
def tril_indices(row, col, offset=0, *, dtype=None, device=None):
    return _torch_module().ones(row, col).tril(offset).nonzero().t().contiguous()


@_function()
def triu_indices(row, col, offset=0, *, dtype=None, device=None):
    return _torch_module().ones(row, col).triu(offset).nonzero().t().contiguous()


@_function()
def cartesian_prod(*tensors):
    if len(tensors) == 1:
        return tensors[0]
    grids = _torch_module().meshgrid(*tensors, indexing="ij")
    return _torch.ops["stack"]([grid.reshape(-1) for grid in grids], 1)


@_function()
def combinations(input, r=2, with_replacement=False):
    choose = itertools.combinations_with_replacement if with_replacement else itertools.combinations
    return input[_torch.tensor([list(places) for places in choose(range(input.shape[0]), r)], int64)]


@_function()
def vander(x, N=None, increasing=False):
    n = x.shape[0] if N is None else N
    powers = range(n) if increasing else range(n - 1, -1, -1)
    return _torch.ops["stack"]([x ** power for power in powers], 1)


@_function("trapz")
def trapezoid(y, x=None, *, dx=None, dim=-1):
    n = y.shape[dim]
    middle = (y.narrow(dim, 1, n - 1) + y.narrow(dim, 0, n - 1))
    if x is not None:
        return (diff(x) * middle).sum(dim) / 2.0
    return middle.sum(dim) * ((1 if dx is None else dx) / 2.0)


# -- function by function

@_method
def apply_(self, callable):
    if self.requires_grad:
        raise RuntimeError("Can't call apply_() on Variable that requires grad. Use var.detach().apply_() instead.")
    values = [callable(value) for value in self.reshape(-1).tolist()]
    return self.copy_(_torch.tensor(values, self.dtype).reshape(self.shape))


# -- results with names

class _Named(tuple):
    def __repr__(self):
        parts = ",\n".join(f"{name}={value!r}" for name, value in zip(self._fields, self))
        return f"torch.return_types.{type(self).__name__}(\n{parts})"


_FIELDS = {"aminmax": ("min", "max")}
_types = {}


def named_type(name):
    """torch.return_types.max and its like."""
    if name not in _types:
        fields = _FIELDS.get(name, ("values", "indices"))
        members = {field: property(lambda self, place=place: self[place]) for place, field in enumerate(fields)}
        _types[name] = type(name, (_Named,), {"_fields": fields, "__module__": "torch.return_types", **members})
    return _types[name]


def _named(name, *values):
    return named_type(name)(values)


for _name, _operation in _torch.ops.items():
    if "(Tensor values, Tensor indices)" in (_operation.__doc__ or ""):
        _operation.result_type = named_type(_name)
