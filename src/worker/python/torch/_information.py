"""What programs ask about the machine and about dtypes; and what they ask for that the lab does not do."""

import _torch
from _torch import Tensor, int64


class finfo:
    """The limits of a floating point dtype."""

    _limits = {
        "float32": (32, 2.0 ** -23, 3.4028234663852886e+38, 1.1754943508222875e-38, 1e-06),
        "float64": (64, 2.0 ** -52, 1.7976931348623157e+308, 2.2250738585072014e-308, 1e-15),
    }

    def __init__(self, type=None):
        dtype = _torch.get_default_dtype() if type is None else type
        name = str(dtype)[6:]
        if name not in self._limits:
            raise TypeError("torch.finfo() requires a floating point input type. Use torch.iinfo to handle 'torch.finfo'")
        self.bits, self.eps, self.max, self.tiny, self.resolution = self._limits[name]
        self.min, self.smallest_normal, self.dtype = -self.max, self.tiny, name

    def __repr__(self):
        return (f"finfo(resolution={self.resolution:g}, min={self.min:g}, max={self.max:g}, eps={self.eps:g}, "
                f"smallest_normal={self.tiny:g}, tiny={self.tiny:g}, dtype={self.dtype})")


class iinfo:
    """The limits of an integer dtype."""

    def __init__(self, type):
        if type is not int64:
            raise TypeError("torch.iinfo() requires an integer input type. Use torch.finfo to handle 'torch.iinfo'")
        self.bits, self.max, self.min, self.dtype = 64, 2 ** 63 - 1, -2 ** 63, "int64"

    def __repr__(self):
        return f"iinfo(min={self.min:g}, max={self.max:g}, dtype={self.dtype})"


class _Nothing:
    """A part of PyTorch of which programs ask only whether it is there."""

    def __init__(self, name, **answers):
        self.__dict__.update(answers, __name__=name)

    def __getattr__(self, name):
        raise AttributeError(f"{self.__name__}.{name} is not in the lab, which computes on the CPU alone")

    def __repr__(self):
        return f"<module '{self.__name__}'>"


def _no(*args, **kwargs):
    return False


cuda = _Nothing("torch.cuda", is_available=_no, is_initialized=_no, device_count=lambda: 0, manual_seed=lambda seed: None,
                manual_seed_all=lambda seed: None, empty_cache=lambda: None, synchronize=lambda device=None: None)
mps = _Nothing("torch.mps", is_available=_no, manual_seed=lambda seed: None)
backends = _Nothing("torch.backends", cuda=_Nothing("torch.backends.cuda", is_built=_no),
                    mps=_Nothing("torch.backends.mps", is_available=_no, is_built=_no),
                    mkl=_Nothing("torch.backends.mkl", is_available=_no),
                    openmp=_Nothing("torch.backends.openmp", is_available=_no),
                    cudnn=_Nothing("torch.backends.cudnn", is_available=_no, enabled=False, deterministic=False, benchmark=False))
version = _Nothing("torch.version", cuda=None, hip=None, __version__="2.6.0+lab")


def save(obj, f, *args, **kwargs):
    raise RuntimeError("torch.save is not available in the lab: a program here can write no file")


def load(f, *args, **kwargs):
    raise RuntimeError("torch.load is not available in the lab: a program here can read no file")


def compile(model=None, **kwargs):
    raise RuntimeError("torch.compile is not available in the lab: every operation is run as it is written")


def get_num_threads():
    return 1


def set_num_threads(threads):
    pass


def use_deterministic_algorithms(mode, *, warn_only=False):
    pass


def are_deterministic_algorithms_enabled():
    return True


def is_inference_mode_enabled():
    from ._grad_mode import inference_mode
    return inference_mode.depth > 0


def is_anomaly_enabled():
    from .autograd import detect_anomaly
    return detect_anomaly.enabled


# -- dtypes

_ORDER = ("bool", "int64", "float32", "float64")


def promote_types(type1, type2):
    return max(type1, type2, key=lambda dtype: _ORDER.index(str(dtype)[6:]))


def result_type(tensor1, tensor2):
    def example(value):
        return value if not isinstance(value, Tensor) else value.new_ones(value.shape)
    made = example(tensor1) * example(tensor2)
    return made.dtype if isinstance(made, Tensor) else _torch.tensor(made).dtype


def can_cast(from_, to):
    kinds = {"bool": 0, "int64": 1, "float32": 2, "float64": 2}
    return kinds[str(from_)[6:]] <= kinds[str(to)[6:]]


def is_complex(input):
    return False


def typename(obj):
    return obj.type() if isinstance(obj, Tensor) else f"{type(obj).__module__}.{type(obj).__qualname__}"


METHODS = {
    "is_complex": is_complex,
    "is_signed": lambda self: self.dtype is not _torch.bool,
    "is_inference": lambda self: is_inference_mode_enabled(),
    "is_shared": lambda self: False,
    "is_pinned": lambda self: False,
    "pin_memory": lambda self: self,
    "share_memory_": lambda self: self,
    "get_device": lambda self: -1,
    "storage_offset": lambda self: 0 if self._base is None else (_torch.address(self) - _torch.address(self._base)) // self.itemsize,
    "data_ptr": lambda self: _torch.address(self),
}
PROPERTIES = {"is_cpu": True, "is_mps": False, "is_meta": False, "is_sparse": False, "is_quantized": False, "names": None,
              "name": None, "is_nested": False}
