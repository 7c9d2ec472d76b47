"""Shapes, places and order. Made of the engine's operations, so that autograd sees what they consist of."""

import builtins
import itertools
import math

import _torch
from _torch import Tensor, int64
from ._collect import FUNCTIONS, both, function, method, named, torch_module
from ._function import as_one


# -- shapes

@both()
def broadcast_to(input, size):
    return input.expand(size)


@function()
def broadcast_tensors(*tensors):
    shape = broadcast_shapes(*(tensor.shape for tensor in tensors))
    return tuple(tensor.expand(shape) for tensor in tensors)


@function()
def broadcast_shapes(*shapes):
    torch = torch_module()
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
    function()(_at_least(_n))


@function()
def hstack(tensors):
    tensors = [FUNCTIONS["atleast_1d"](tensor) for tensor in tensors]
    return _torch.ops["cat"](tensors, 0 if tensors[0].dim() == 1 else 1)


@function("row_stack")
def vstack(tensors):
    return _torch.ops["cat"]([FUNCTIONS["atleast_2d"](tensor) for tensor in tensors], 0)


@function()
def dstack(tensors):
    return _torch.ops["cat"]([FUNCTIONS["atleast_3d"](tensor) for tensor in tensors], 2)


@function()
def column_stack(tensors):
    return _torch.ops["cat"]([tensor.reshape(tensor.numel(), 1) if tensor.dim() <= 1 else tensor for tensor in tensors], 1)


@both()
def tile(input, *dims):
    dims = dims[0] if len(dims) == 1 and isinstance(dims[0], (tuple, list)) else dims
    return input.repeat((1,) * (input.dim() - len(dims)) + tuple(dims))


@both()
def repeat_interleave(input, repeats, dim=None, *, output_size=None):
    if dim is None:
        input, dim = input.reshape(-1), 0
    n = input.shape[dim]
    counts = repeats.tolist() if isinstance(repeats, Tensor) else repeats
    counts = [counts] * n if isinstance(counts, int) else counts
    places = [i for i, count in enumerate(counts) for _ in range(count)]
    return input.index_select(dim, _torch.tensor(places, int64))


@both()
def ravel(input):
    return input.reshape(-1)


@both()
def unflatten(input, dim, sizes):
    shape = list(input.shape)
    at = dim % len(shape)
    return input.view(*shape[:at], *sizes, *shape[at + 1:])


@both("moveaxis")
def movedim(input, source, destination):
    sources = [source] if isinstance(source, int) else list(source)
    targets = [destination] if isinstance(destination, int) else list(destination)
    n = input.dim()
    sources, targets = [at % n for at in sources], [at % n for at in targets]
    rest = iter(at for at in range(n) if at not in sources)
    placed = dict(zip(targets, sources))
    return input.permute([placed[at] if at in placed else next(rest) for at in range(n)])


@both("swapdims")
def swapaxes(input, axis0, axis1):
    return input.transpose(axis0, axis1)


@both()
def fliplr(input):
    return input.flip(1)


@both()
def flipud(input):
    return input.flip(0)


@both()
def rot90(input, k=1, dims=(0, 1)):
    k %= 4
    if k == 1:
        return input.flip(dims[1]).transpose(*dims)
    return input.flip(list(dims)) if k == 2 else input.flip(dims[0]).transpose(*dims) if k == 3 else input.clone()


# -- diagonals

@both()
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


@both()
def diag(input, diagonal=0):
    if input.dim() == 2:
        return FUNCTIONS["diagonal"](input, diagonal)
    if input.dim() != 1:
        raise RuntimeError(f"diag(): Supports 1D or 2D tensors. Got {input.dim()}D")
    return diag_embed(input, diagonal)


@both()
@as_one("DiagEmbedBackward0")
def diag_embed(input, offset=0, dim1=-2, dim2=-1):
    torch = torch_module()
    n = input.shape[-1] + abs(offset)
    made = torch.zeros(*input.shape[:-1], n, n, dtype=input.dtype)
    rows = torch.arange(input.shape[-1])
    made[..., rows - min(offset, 0), rows + max(offset, 0)] = input
    return made


@both()
@as_one("TraceBackward0")
def trace(input):
    if input.dim() != 2:
        raise RuntimeError("trace: expected a matrix, but got tensor with dim " + str(input.dim()))
    return diagonal(input).sum()


@method
def fill_diagonal_(self, fill_value, wrap=False):
    rows = _torch.ops["arange"](min(self.shape), dtype=int64)
    self[rows, rows] = fill_value
    return self


# -- order

@both()
def argsort(input, dim=-1, descending=False, stable=False):
    return input.sort(dim, descending)[1]


def _chosen(input, indices, dim, name):
    """The elements at indices, found out before, as the result of one operation."""
    @as_one(name)
    def choose(input):
        return input.gather(dim, indices) if input.dim() else input
    return choose(input)


@both()
def topk(input, k, dim=-1, largest=True, sorted=True):
    if k < 0 or k > (input.shape[dim] if input.dim() else 1):
        raise RuntimeError("selected index k out of range")
    indices = input.detach().sort(dim, largest)[1].narrow(dim, 0, k)
    return named("topk", _chosen(input, indices, dim, "TopkBackward0"), indices.clone())


def _at_place(input, k, dim, keepdim, name, label):
    indices = input.detach().sort(dim)[1].narrow(dim, k - 1, 1).clone()
    values = _chosen(input, indices, dim, label) if keepdim else _squeezed(input, indices, dim, label)
    return named(name, values, indices if keepdim else indices.squeeze(dim))


def _squeezed(input, indices, dim, label):
    @as_one(label)
    def choose(input):
        return input.gather(dim, indices).squeeze(dim)
    return choose(input)


@both()
def kthvalue(input, k, dim=-1, keepdim=False):
    return _at_place(input, k, dim, keepdim, "kthvalue", "KthvalueBackward0")


@both()
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


@both()
def quantile(input, q, dim=None, keepdim=False, *, interpolation="linear"):
    torch = torch_module()
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


@both()
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


@both()
def bincount(input, weights=None, minlength=0):
    values = input.tolist()
    n = max([minlength - 1, *values]) + 1
    shares = [1] * len(values) if weights is None else weights.tolist()
    sums = [0] * n
    for value, share in zip(values, shares):
        sums[value] += share
    return _torch.tensor(sums, int64 if weights is None else weights.dtype)


# -- places

@both()
@as_one("TakeBackward0")
def take(input, index):
    return input.reshape(-1)[index]


@both()
def take_along_dim(input, indices, dim=None):
    return take(input, indices) if dim is None else input.gather(dim, indices)


def _places(index, dim):
    """What [] takes for the elements that scatter means."""
    grid = torch_module().meshgrid(*(torch_module().arange(n) for n in index.shape), indexing="ij")
    return tuple(index if at == dim % index.dim() else part for at, part in enumerate(grid))


def _fit_source(index, src):
    return src[tuple(slice(0, n) for n in index.shape)] if isinstance(src, Tensor) and src.dim() else src


@method
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


@method
def scatter_add_(self, dim, index, src):
    return self.index_put_(_places(index, dim), _fit_source(index, src), True)


@both()
@as_one("ScatterBackward0")
def scatter(input, dim, index, src=None, value=None, *, reduce=None):
    return input.clone().scatter_(dim, index, src, value, reduce=reduce)


@both()
@as_one("ScatterAddBackward0")
def scatter_add(input, dim, index, src):
    return input.clone().scatter_add_(dim, index, src)


@method
def index_add_(self, dim, index, source, *, alpha=1):
    view = self.transpose(0, dim) if dim else self
    view.index_put_((index,), alpha * (source.transpose(0, dim) if dim else source), True)
    return self


@both()
@as_one("IndexAddBackward0")
def index_add(input, dim, index, source, *, alpha=1):
    return input.clone().index_add_(dim, index, source, alpha=alpha)


@method
def index_fill_(self, dim, index, value):
    self[(slice(None),) * (dim % self.dim()) + (index,)] = value
    return self


@both()
@as_one("IndexFillBackward0")
def index_fill(input, dim, index, value):
    return input.clone().index_fill_(dim, index, value)


@method
def index_copy_(self, dim, index, source):
    self[(slice(None),) * (dim % self.dim()) + (index,)] = source
    return self


@both()
@as_one("IndexCopyBackward0")
def index_copy(input, dim, index, source):
    return input.clone().index_copy_(dim, index, source)


@both()
def argwhere(input):
    return input.nonzero()


@function()
def tril_indices(row, col, offset=0, *, dtype=None, device=None):
    return torch_module().ones(row, col).tril(offset).nonzero().t().contiguous()


@function()
def triu_indices(row, col, offset=0, *, dtype=None, device=None):
    return torch_module().ones(row, col).triu(offset).nonzero().t().contiguous()


@function()
def cartesian_prod(*tensors):
    if len(tensors) == 1:
        return tensors[0]
    grids = torch_module().meshgrid(*tensors, indexing="ij")
    return _torch.ops["stack"]([grid.reshape(-1) for grid in grids], 1)


@function()
def combinations(input, r=2, with_replacement=False):
    choose = itertools.combinations_with_replacement if with_replacement else itertools.combinations
    return input[_torch.tensor([list(places) for places in choose(range(input.shape[0]), r)], int64)]


# -- function by function

@method
def apply_(self, callable):
    if self.requires_grad:
        raise RuntimeError("Can't call apply_() on Variable that requires grad. Use var.detach().apply_() instead.")
    values = [callable(value) for value in self.reshape(-1).tolist()]
    return self.copy_(_torch.tensor(values, self.dtype).reshape(self.shape))
