"""torch.nn.functional: what layers and losses compute."""

import math
import warnings

import _torch
from .. import _known
from .._function import as_one

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
    if tuple(input.size()) != tuple(target.size()):
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

@as_one("HardtanhBackward0")
def relu6(input, inplace=False):
    return _between(input, 0.0, 6.0)


@as_one("HardtanhBackward0")
def hardtanh(input, min_val=-1.0, max_val=1.0, inplace=False):
    return _between(input, min_val, max_val)


def _between(input, low, high):
    """Flat outside, and at the ends too."""
    return _where(input <= low, low + input.detach() * 0, _where(input >= high, high + input.detach() * 0, input))


def tanhshrink(input):
    return input - input.tanh()


def softsign(input):
    return input / (input.abs() + 1)


@as_one("LogSigmoidBackward0")
def logsigmoid(input):
    return -softplus(-input)


@as_one("EluBackward0")
def selu(input, inplace=False):
    scale, alpha = 1.0507009873554804934193349852946, 1.6732632423543772848170429916717
    return _where(input > 0, scale * input, (scale * alpha) * input.expm1())


@as_one("CeluBackward0")
def celu(input, alpha=1.0, inplace=False):
    return _where(input > 0, input, alpha * (input / alpha).expm1())


@as_one("MishBackward0")
def mish(input, inplace=False):
    return input * softplus(input).tanh()


@as_one("HardsigmoidBackward0")
def hardsigmoid(input, inplace=False):
    return (input + 3).clamp(0, 6) / 6


@as_one("HardswishBackward0")
def hardswish(input, inplace=False):
    return input * (input + 3).clamp(0, 6) / 6


@as_one("SoftshrinkBackward0")
def softshrink(input, lambd=0.5):
    return _where(input > lambd, input - lambd, _where(input < -lambd, input + lambd, input * 0))


@as_one("HardshrinkBackward0")
def hardshrink(input, lambd=0.5):
    return _where(input.abs() > lambd, input, input * 0)


@as_one("ThresholdBackward0")
def threshold(input, threshold, value, inplace=False):
    return input.masked_fill(input <= threshold, value)


@as_one("PreluKernelBackward0")
def prelu(input, weight):
    if weight.numel() > 1 and input.dim() > 1:
        weight = weight.reshape([1, -1] + [1] * (input.dim() - 2))
    return _where(input > 0, input, weight * input)


@as_one("GluBackward0")
def glu(input, dim=-1):
    n = input.shape[dim]
    if n % 2:
        raise RuntimeError(f"Halving dimension must be even, but dimension {dim % input.dim()} is size {n}")
    first, second = input.chunk(2, dim)
    return first * second.sigmoid()


def _where(condition, a, b):
    return _torch.ops["where"](condition, a, b)


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


def embedding(input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False):
    if not isinstance(input, _torch.Tensor):
        raise TypeError(f"embedding(): argument 'indices' (position 2) must be Tensor, not {type(input).__name__}")
    if input.numel() and not 0 <= int(input.min()) <= int(input.max()) < weight.shape[0]:
        raise IndexError("index out of range in self")
    return _embedding(weight, input)


@as_one("EmbeddingBackward0")
def _embedding(weight, input):
    return weight[input]


def one_hot(tensor, num_classes=-1):
    from .. import arange, int64
    if tensor.dtype is not int64:
        raise RuntimeError("one_hot is only applicable to index tensor.")
    n = int(tensor.max()) + 1 if num_classes == -1 else num_classes
    return (tensor.unsqueeze(-1) == arange(n)).to(int64)


@as_one("NativeLayerNormBackward0")
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
    if training and running_mean is not None:
        from .. import no_grad
        with no_grad():
            mean = input.mean(dims)
            centred = input - mean.reshape(shape)
            var = (centred * centred).mean(dims)
            running_mean.mul_(1 - momentum).add_(mean.detach() * momentum)
            running_var.mul_(1 - momentum).add_(var.detach() * (momentum * n / (n - 1)))
    return _batch_norm(input, None if training else mean, None if training else var, weight, bias, eps, dims, shape)


@as_one("NativeBatchNormBackward0")
def _batch_norm(input, mean, var, weight, bias, eps, dims, shape):
    if mean is None:
        mean = input.mean(dims)
        centred = input - mean.reshape(shape)
        var = (centred * centred).mean(dims)
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
    if beta == 0.0:
        return l1_loss(input, target, reduction=reduction)
    return _smooth_l1_loss(input, target, reduction, beta)


@as_one("SmoothL1LossBackward0")
def _smooth_l1_loss(input, target, reduction, beta):
    """A parabola near zero that goes over into straight lines."""
    size = (input - target).abs()
    return _reduce(_where(size < beta, 0.5 * size * size / beta, size - 0.5 * beta), reduction)


def huber_loss(input, target, reduction="mean", delta=1.0, weight=None):
    _same_size(input, target, _BROADCAST)
    return _huber_loss(input, target, reduction, delta)


@as_one("HuberLossBackward0")
def _huber_loss(input, target, reduction, delta):
    size = (input - target).abs()
    return _reduce(_where(size < delta, 0.5 * size * size, delta * (size - 0.5 * delta)), reduction)


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
    if weight is None and not bool((target == ignore_index).any()):
        return _torch.ops["nll_loss"](input, target, reduction)
    return _weighed_nll_loss(input, target, weight, ignore_index, reduction)


@as_one("NllLossBackward0")
def _weighed_nll_loss(input, target, weight, ignore_index, reduction):
    counts = target != ignore_index
    places = target.masked_fill(~counts, 0)
    values = _torch.ops["nll_loss"](input, places, "none")
    weights = counts.to(input.dtype) if weight is None else weight[places] * counts
    values = (values * weights).masked_fill(~counts, 0)
    return values.sum() / weights.sum() if reduction == "mean" else _reduce(values, reduction)


def cross_entropy(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction="mean",
                  label_smoothing=0.0):
    _check_reduction(reduction)
    if target.dtype.is_floating_point:
        return _soft_cross_entropy(input, target, weight, reduction, label_smoothing)
    dim = 1 if input.dim() > 1 else 0
    if label_smoothing:
        return _smoothed_cross_entropy(input, target, weight, ignore_index, reduction, label_smoothing, dim)
    if weight is None and not bool((target == ignore_index).any()):
        return _torch.ops["cross_entropy"](input, target, reduction)
    return nll_loss(input.log_softmax(dim), target, weight, ignore_index=ignore_index, reduction=reduction)


def _smoothed_cross_entropy(input, target, weight, ignore_index, reduction, smoothing, dim):
    logarithms = input.log_softmax(dim)
    sharp = nll_loss(logarithms, target, weight, ignore_index=ignore_index, reduction=reduction)
    spread = -(logarithms if weight is None else logarithms * weight).sum(dim)
    counts = target != ignore_index
    spread = spread.masked_fill(~counts, 0.0)
    if reduction == "mean":
        spread = spread.sum() / (counts.sum() if weight is None else weight[target.masked_fill(~counts, 0)].mul(counts).sum())
    elif reduction == "sum":
        spread = spread.sum()
    return sharp * (1 - smoothing) + spread * (smoothing / input.shape[dim])


def _soft_cross_entropy(input, target, weight, reduction, smoothing):
    """Targets that are probabilities."""
    dim = 1 if input.dim() > 1 else 0
    if tuple(input.shape) != tuple(target.shape):
        raise RuntimeError("0D or 1D target tensor expected, multi-target not supported")
    n = input.shape[dim]
    target = target * (1 - smoothing) + smoothing / n if smoothing else target
    values = -(_weigh(input.log_softmax(dim), weight) * target)
    if reduction == "mean":
        return values.sum() / (input.numel() / n)
    return values.sum() if reduction == "sum" else values.sum(dim)


def kl_div(input, target, size_average=None, reduce=None, reduction="mean", log_target=False):
    from .. import where, zeros_like
    if log_target:
        values = target.exp() * (target - input)
    else:
        values = where(target > 0, target * (target.log() - input), zeros_like(target))
    return values.sum() / input.shape[0] if reduction == "batchmean" else _reduce(values, reduction)


def pairwise_distance(x1, x2, p=2.0, eps=1e-6, keepdim=False):
    return (x1 - x2 + eps).norm(p, -1, keepdim)


def margin_ranking_loss(input1, input2, target, margin=0, size_average=None, reduce=None, reduction="mean"):
    return _reduce((-target * (input1 - input2) + margin).clamp_min(0), reduction)


def hinge_embedding_loss(input, target, margin=1.0, size_average=None, reduce=None, reduction="mean"):
    return _reduce(_where(target == 1, input, (margin - input).clamp_min(0)), reduction)


def poisson_nll_loss(input, target, log_input=True, full=False, size_average=None, eps=1e-8, reduce=None, reduction="mean"):
    return _reduce(input.exp() - target * input if log_input else input - target * (input + eps).log(), reduction)


def gaussian_nll_loss(input, target, var, full=False, eps=1e-6, reduction="mean"):
    var = var.clamp(min=eps)
    values = 0.5 * (var.log() + (input - target) ** 2 / var)
    return _reduce(values + 0.5 * math.log(2 * math.pi) if full else values, reduction)


def cosine_similarity(x1, x2, dim=1, eps=1e-8):
    product = (x1 * x2).sum(dim)
    return product / (x1.norm(2, dim) * x2.norm(2, dim)).clamp_min(eps)


def __getattr__(name):
    if name in _known.FUNCTIONAL:
        raise AttributeError(f"torch.nn.functional.{name} exists in PyTorch, but not in the lab")
    raise AttributeError(f"module 'torch.nn.functional' has no attribute '{name}'")
