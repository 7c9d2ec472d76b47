"""torch.nn.init: first values of parameters."""

import math

from .. import _known
from .._grad_mode import no_grad


def calculate_gain(nonlinearity, param=None):
    if nonlinearity in ("linear", "sigmoid", "conv1d", "conv2d", "conv3d"):
        return 1
    if nonlinearity == "tanh":
        return 5.0 / 3
    if nonlinearity == "relu":
        return math.sqrt(2.0)
    if nonlinearity == "leaky_relu":
        return math.sqrt(2.0 / (1 + (0.01 if param is None else param) ** 2))
    raise ValueError(f"Unsupported nonlinearity {nonlinearity}")


def _fans(tensor):
    if tensor.dim() < 2:
        raise ValueError("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions")
    rest = tensor[0][0].numel() if tensor.dim() > 2 else 1
    return tensor.shape[1] * rest, tensor.shape[0] * rest


def uniform_(tensor, a=0.0, b=1.0, generator=None):
    with no_grad():
        return tensor.uniform_(a, b)


def normal_(tensor, mean=0.0, std=1.0, generator=None):
    with no_grad():
        return tensor.normal_(mean, std)


def constant_(tensor, val):
    with no_grad():
        return tensor.fill_(val)


def zeros_(tensor):
    return constant_(tensor, 0.0)


def ones_(tensor):
    return constant_(tensor, 1.0)


def eye_(tensor):
    from .. import eye
    with no_grad():
        return tensor.copy_(eye(*tensor.shape))


def trunc_normal_(tensor, mean=0.0, std=1.0, a=-2.0, b=2.0, generator=None):
    """Normal, cut off at a and b, by the inverse of the distribution."""
    def below(x):
        return (1.0 + math.erf(x / math.sqrt(2.0))) / 2.0
    low, high = below((a - mean) / std), below((b - mean) / std)
    with no_grad():
        tensor.uniform_(2 * low - 1, 2 * high - 1, generator=generator)
        values = [_inverse_erf(value) * std * math.sqrt(2.0) + mean for value in tensor.reshape(-1).tolist()]
        return tensor.copy_(tensor.new_tensor(values).reshape(tensor.shape).clamp(a, b))


def _inverse_erf(y):
    """Newton's method from Winitzki's formula."""
    logarithm = math.log(max(1 - y * y, 1e-300))
    first = 2 / (math.pi * 0.147) + logarithm / 2
    x = math.copysign(math.sqrt(math.sqrt(first * first - logarithm / 0.147) - first), y)
    for _ in range(3):
        x -= (math.erf(x) - y) / (2 / math.sqrt(math.pi) * math.exp(-x * x))
    return x


def orthogonal_(tensor, gain=1, generator=None):
    """Rows, or columns if there are more of them, at right angles: Gram and Schmidt on normal numbers."""
    rows = tensor.shape[0]
    columns = tensor.numel() // rows
    with no_grad():
        flat = tensor.new_empty(rows, columns).normal_(generator=generator)
        vectors = list((flat.t() if rows < columns else flat).unbind(1))
        for i, vector in enumerate(vectors):
            for other in vectors[:i]:
                vector = vector - vector.dot(other) * other
            vectors[i] = vector / vector.norm()
        from .. import stack
        made = stack(vectors, 1)
        return tensor.copy_((made.t() if rows < columns else made).reshape(tensor.shape) * gain)


def xavier_uniform_(tensor, gain=1.0, generator=None):
    fan_in, fan_out = _fans(tensor)
    a = math.sqrt(3.0) * gain * math.sqrt(2.0 / float(fan_in + fan_out))
    return uniform_(tensor, -a, a)


def xavier_normal_(tensor, gain=1.0, generator=None):
    fan_in, fan_out = _fans(tensor)
    return normal_(tensor, 0.0, gain * math.sqrt(2.0 / float(fan_in + fan_out)))


def _kaiming_std(tensor, a, mode, nonlinearity):
    fan_in, fan_out = _fans(tensor)
    return calculate_gain(nonlinearity, a) / math.sqrt(fan_in if mode == "fan_in" else fan_out)


def kaiming_uniform_(tensor, a=0, mode="fan_in", nonlinearity="leaky_relu", generator=None):
    bound = math.sqrt(3.0) * _kaiming_std(tensor, a, mode, nonlinearity)
    return uniform_(tensor, -bound, bound)


def kaiming_normal_(tensor, a=0, mode="fan_in", nonlinearity="leaky_relu", generator=None):
    return normal_(tensor, 0.0, _kaiming_std(tensor, a, mode, nonlinearity))


def __getattr__(name):
    if name in _known.INIT:
        raise AttributeError(f"torch.nn.init.{name} exists in PyTorch, but not in the lab")
    raise AttributeError(f"module 'torch.nn.init' has no attribute '{name}'")
