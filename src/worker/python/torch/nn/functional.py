"""torch.nn.functional: what layers and losses compute."""

import math
import warnings

import _torch
from .. import _known

# What the engine has under the same name.
for _name in ("relu leaky_relu elu gelu silu softplus sigmoid tanh linear l1_loss nll_loss softmax log_softmax "
              "binary_cross_entropy_with_logits").split():
    if _name in _torch.ops:
        globals()[_name] = _torch.ops[_name]


def _warn(message):
    """At the line of the program, however deep we are."""
    import _lab
    warnings.warn_explicit(message, UserWarning, *_lab.find_line())


def _same_size(input, target, what):
    if tuple(input.shape) != tuple(target.shape):
        _warn(f"Using a target size ({target.shape}) that is different to the input size ({input.shape}). {what}")


_BROADCAST = ("This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.")


def _reduce(values, reduction):
    if reduction == "none":
        return values
    if reduction == "mean":
        return values.mean()
    if reduction == "sum":
        return values.sum()
    raise ValueError(f"{reduction} is not a valid value for reduction")


def _check_reduction(reduction):
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not a valid value for reduction")


# -- activations

def relu6(input, inplace=False):
    return input.clamp(0.0, 6.0)


def hardtanh(input, min_val=-1.0, max_val=1.0, inplace=False):
    return input.clamp(min_val, max_val)


def tanhshrink(input):
    return input - input.tanh()


def softsign(input):
    return input / (input.abs() + 1)


def logsigmoid(input):
    return -softplus(-input)


def _dim(input, dim, name):
    if dim is None:
        dim = 0 if input.dim() in (0, 1, 3) else 1
        _warn(f"Implicit dimension choice for {name} has been deprecated. Change the call to include dim=X as an argument.")
    return dim


def softmax(input, dim=None, _stacklevel=3, dtype=None):
    return input.softmax(_dim(input, dim, "softmax"), dtype=dtype)


def softmin(input, dim=None, _stacklevel=3, dtype=None):
    return (-input).softmax(_dim(input, dim, "softmin"), dtype=dtype)


def log_softmax(input, dim=None, _stacklevel=3, dtype=None):
    return input.log_softmax(_dim(input, dim, "log_softmax"), dtype=dtype)


def normalize(input, p=2.0, dim=1, eps=1e-12, out=None):
    return input / input.norm(p, dim, keepdim=True).clamp_min(eps).expand_as(input)


# -- layers

def dropout(input, p=0.5, training=True, inplace=False):
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    if not training or p == 0:
        return input
    if p == 1:
        return input * 0.0
    return input * (input.detach().new_empty(input.shape).bernoulli_(1 - p) / (1 - p))


def embedding(input, weight):
    return weight[input]


def one_hot(tensor, num_classes=-1):
    from .. import arange, int64
    n = int(tensor.max()) + 1 if num_classes == -1 else num_classes
    return (tensor.unsqueeze(-1) == arange(n)).to(int64)


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    dims = list(range(-len(normalized_shape), 0))
    centred = input - input.mean(dims, keepdim=True)
    made = centred / ((centred * centred).mean(dims, keepdim=True) + eps).sqrt()
    made = made if weight is None else made * weight
    return made if bias is None else made + bias


def batch_norm(input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5):
    dims = [0] + list(range(2, input.dim()))
    shape = [1, -1] + [1] * (input.dim() - 2)
    mean, var = running_mean, running_var
    if training:
        n = input.numel() // input.shape[1]
        if n < 2:
            raise ValueError(f"Expected more than 1 value per channel when training, got input size {input.shape}")
        mean = input.mean(dims)
        centred = input - mean.reshape(shape)
        var = (centred * centred).mean(dims)
        from .. import no_grad
        with no_grad():
            running_mean.mul_(1 - momentum).add_(mean.detach() * momentum)
            running_var.mul_(1 - momentum).add_(var.detach() * (momentum * n / (n - 1)))
    made = (input - mean.reshape(shape)) / (var.reshape(shape) + eps).sqrt()
    made = made if weight is None else made * weight.reshape(shape)
    return made if bias is None else made + bias.reshape(shape)


# -- losses

def mse_loss(input, target, size_average=None, reduce=None, reduction="mean"):
    _check_reduction(reduction)
    _same_size(input, target, _BROADCAST)
    return _torch.ops["mse_loss"](input, target, reduction)


def l1_loss(input, target, size_average=None, reduce=None, reduction="mean"):
    _check_reduction(reduction)
    _same_size(input, target, _BROADCAST)
    return _reduce((input - target).abs(), reduction)


def smooth_l1_loss(input, target, size_average=None, reduce=None, reduction="mean", beta=1.0):
    _same_size(input, target, _BROADCAST)
    return _reduce(_smooth(input - target, beta) / beta if beta else (input - target).abs(), reduction)


def huber_loss(input, target, reduction="mean", delta=1.0):
    _same_size(input, target, _BROADCAST)
    return _reduce(_smooth(input - target, delta), reduction)


def _smooth(difference, delta):
    """A parabola near zero that goes over into straight lines."""
    from .. import where
    size = difference.abs()
    return where(size < delta, 0.5 * difference * difference, delta * (size - 0.5 * delta))


def _weigh(values, weight):
    return values if weight is None else values * weight


def binary_cross_entropy(input, target, weight=None, size_average=None, reduce=None, reduction="mean"):
    _check_reduction(reduction)
    if tuple(input.shape) != tuple(target.shape):
        raise ValueError(f"Using a target size ({target.shape}) that is different to the input size ({input.shape}) is "
                         "deprecated. Please ensure they have the same size.")
    if weight is None:
        return _torch.ops["binary_cross_entropy"](input, target, reduction)
    return _reduce(_weigh(_torch.ops["binary_cross_entropy"](input, target, "none"), weight), reduction)


def binary_cross_entropy_with_logits(input, target, weight=None, size_average=None, reduce=None, reduction="mean",
                                     pos_weight=None):
    _check_reduction(reduction)
    if tuple(input.shape) != tuple(target.shape):
        raise ValueError(f"Target size ({target.shape}) must be the same as input size ({input.shape})")
    if weight is None and pos_weight is None:
        return _torch.ops["binary_cross_entropy_with_logits"](input, target, reduction)
    if pos_weight is None:
        values = _torch.ops["binary_cross_entropy_with_logits"](input, target, "none")
    else:
        factor = (pos_weight - 1) * target + 1
        values = (1 - target) * input + factor * softplus(-input)
    return _reduce(_weigh(values, weight), reduction)


def nll_loss(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction="mean"):
    _check_reduction(reduction)
    if weight is None:
        return _torch.ops["nll_loss"](input, target, reduction)
    weights = weight[target]
    values = _torch.ops["nll_loss"](input, target, "none") * weights
    return values.sum() / weights.sum() if reduction == "mean" else _reduce(values, reduction)


def cross_entropy(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction="mean",
                  label_smoothing=0.0):
    _check_reduction(reduction)
    if target.dtype.is_floating_point or label_smoothing:
        return _soft_cross_entropy(input, target, weight, reduction, label_smoothing)
    if weight is None:
        return _torch.ops["cross_entropy"](input, target, reduction)
    return nll_loss(log_softmax(input, 1 if input.dim() > 1 else 0), target, weight, reduction=reduction)


def _soft_cross_entropy(input, target, weight, reduction, smoothing):
    """Targets that are probabilities, given or made by smoothing."""
    dim = 1 if input.dim() > 1 else 0
    n = input.shape[dim]
    if not target.dtype.is_floating_point:
        target = one_hot(target, n).to(input.dtype)
    target = target * (1 - smoothing) + smoothing / n
    values = -(_weigh(log_softmax(input, dim), weight) * target).sum(dim)
    return values.mean() if reduction == "mean" else _reduce(values, reduction)


def kl_div(input, target, size_average=None, reduce=None, reduction="mean", log_target=False):
    from .. import where, zeros_like
    if log_target:
        values = target.exp() * (target - input)
    else:
        values = where(target > 0, target * (target.log() - input), zeros_like(target))
    return values.sum() / input.shape[0] if reduction == "batchmean" else _reduce(values, reduction)


def cosine_similarity(x1, x2, dim=1, eps=1e-8):
    product = (x1 * x2).sum(dim)
    return product / (x1.norm(2, dim) * x2.norm(2, dim)).clamp_min(eps)


def __getattr__(name):
    if name in _known.FUNCTIONAL:
        raise AttributeError(f"torch.nn.functional.{name} exists in PyTorch, but not in the lab")
    raise AttributeError(f"module 'torch.nn.functional' has no attribute '{name}'")
