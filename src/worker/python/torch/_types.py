"""The types of tensors by their old names: torch.FloatTensor ([1, 2]), isinstance (x, torch.LongTensor)."""

import _torch
from _torch import Tensor, float32, float64, int64


def make(dtype, args):
    """Tensor (2, 3) has that shape and values of no meaning, Tensor ([2, 3]) has these values."""
    from . import zeros
    if len(args) == 1 and not isinstance(args[0], int):
        data = args[0]
        if isinstance(data, Tensor):
            return data.detach().to(dtype) if data.dtype is not dtype else data.detach()
        return zeros(*data, dtype=dtype) if isinstance(data, _torch.Size) else _torch.tensor(_plain(data), dtype)
    return zeros(*args, dtype=dtype) if args else zeros(0, dtype=dtype)


def _plain(data):
    return data.tolist() if hasattr(data, "tolist") else data


class _Type(type):
    def __instancecheck__(cls, instance):
        return isinstance(instance, Tensor) and instance.dtype is cls.dtype

    def __call__(cls, *args):
        return make(cls.dtype, args)

    def __repr__(cls):
        return f"<class 'torch.{cls.__name__}'>"


FloatTensor, DoubleTensor, LongTensor, BoolTensor = (
    _Type(name, (), {"dtype": dtype, "__module__": "torch"})
    for name, dtype in (("FloatTensor", float32), ("DoubleTensor", float64), ("LongTensor", int64), ("BoolTensor", _torch.bool)))
