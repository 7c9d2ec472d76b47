"""torch.nn.utils: what is done to the gradients of many parameters."""

from _torch import Tensor


def _gradients(parameters):
    parameters = [parameters] if isinstance(parameters, Tensor) else list(parameters)
    return [parameter.grad for parameter in parameters if parameter.grad is not None]


def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    """Scales the gradients so that their common norm is at most max_norm; returns what it was."""
    from .. import no_grad, stack, tensor
    with no_grad():
        gradients = _gradients(parameters)
        if not gradients:
            return tensor(0.0)
        total = stack([gradient.norm(norm_type) for gradient in gradients]).norm(norm_type)
        factor = (max_norm / (total + 1e-6)).clamp(max=1.0)
        for gradient in gradients:
            gradient.mul_(factor)
    return total


def clip_grad_value_(parameters, clip_value, foreach=None):
    """Brings every element of the gradients between −clip_value and clip_value."""
    from .. import no_grad
    with no_grad():
        for gradient in _gradients(parameters):
            gradient.clamp_(-clip_value, clip_value)


def parameters_to_vector(parameters):
    from .. import cat
    return cat([parameter.reshape(-1) for parameter in parameters])


def vector_to_parameters(vec, parameters):
    at = 0
    for parameter in parameters:
        n = parameter.numel()
        parameter.data = vec[at:at + n].reshape(parameter.shape).data
        at += n
