"""A tensor with a part of it replaced, not in place. Made of the engine's operations."""

from ._collect import both, method, torch_module
from ._function import as_one


def _replaced(input, src, choose):
    """input with src where choose (input) looks."""
    made = input.clone()
    place = choose(made)
    if tuple(src.shape) != tuple(place.shape):
        raise RuntimeError("expected src to have a size equal to the slice of self. "
                           f"src size = {list(src.shape)}, slice size = {list(place.shape)}")
    place.copy_(src)
    return made


@both()
@as_one("SelectScatterBackward0")
def select_scatter(input, src, dim, index):
    return _replaced(input, src, lambda made: made.select(dim, index))


@both()
@as_one("SliceScatterBackward0")
def slice_scatter(input, src, dim=0, start=None, end=None, step=1):
    return _replaced(input, src, lambda made: made.transpose(0, dim)[start:end:step].transpose(0, dim))


@both()
@as_one("AsStridedScatterBackward0")
def as_strided_scatter(input, src, size, stride, storage_offset=None):
    return _replaced(input, src, lambda made: made.as_strided(size, stride, storage_offset))


@both()
@as_one("DiagonalScatterBackward0")
def diagonal_scatter(input, src, offset=0, dim1=0, dim2=1):
    return _replaced(input, src, lambda made: made.diagonal(offset, dim1, dim2))


_IN_C = {"torch.float32": "float", "torch.float64": "double", "torch.int64": "long int"}


def _fill_mask(made, mask, source):
    if str(mask.dtype) in _IN_C:
        raise RuntimeError(f"masked_scatter_ only supports boolean masks, but got mask with dtype {_IN_C[str(mask.dtype)]}")
    if made.dtype is not source.dtype:
        names = [tensor.type().split(".")[-1].removesuffix("Tensor") for tensor in (made, source)]
        raise RuntimeError(f"masked_scatter: expected self and source to have same dtypes but got {names[0]} and {names[1]}")
    n = int(mask.sum())
    if source.numel() < n:
        raise RuntimeError("Number of elements of source < number of ones in mask")
    made[mask] = source.reshape(-1)[:n]
    return made


@both()
@as_one("MaskedScatterBackward0")
def masked_scatter(input, mask, source):
    """The elements of source in their order, where mask is true."""
    shape = torch_module().broadcast_shapes(mask.shape, input.shape)
    return _fill_mask(input.expand(shape).clone(), mask.expand(shape), source)


@method
def masked_scatter_(self, mask, source):
    return _fill_mask(self, mask.expand(self.shape), source)
