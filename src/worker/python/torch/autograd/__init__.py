"""torch.autograd: backward, gradients as values, and derivatives of functions."""

import _torch
from _torch import Tensor
from .._function import Function
from .._grad_mode import enable_grad, inference_mode, no_grad, set_grad_enabled
from .. import _known
from . import functional


def _tuple(values):
    if values is None:
        return ()
    return (values,) if isinstance(values, Tensor) else tuple(values)


def backward(tensors, grad_tensors=None, retain_graph=None, create_graph=False, *, inputs=None):
    """Adds to .grad of every leaf (or of inputs alone) the gradient of the sum of tensors."""
    tensors, weights = _tuple(tensors), _tuple(grad_tensors) or (None,) * len(_tuple(tensors))
    retain = create_graph if retain_graph is None else retain_graph
    if inputs is not None:
        _accumulate(tensors, weights, _tuple(inputs), retain, create_graph)
    elif len(tensors) == 1:
        _torch.backward(tensors[0], weights[0], retain, create_graph)
    else:
        _torch.backward_all(tensors, weights, retain, create_graph)


def _accumulate(tensors, weights, inputs, retain, create_graph):
    if not inputs:
        raise RuntimeError("'inputs' argument to backward() cannot be empty.")
    gradients = _torch.grad(tensors, inputs, weights, retain, create_graph, True)
    for leaf, gradient in zip(inputs, gradients):
        if gradient is not None:
            leaf.grad = gradient if leaf.grad is None else leaf.grad + gradient


def grad(outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, only_inputs=True,
         allow_unused=None, is_grads_batched=False, materialize_grads=False):
    """The gradients of outputs with respect to inputs, as a tuple; nothing is added to any .grad."""
    outputs, inputs = _tuple(outputs), _tuple(inputs)
    weights = _tuple(grad_outputs) or (None,) * len(outputs)
    retain = create_graph if retain_graph is None else retain_graph
    gradients = _torch.grad(outputs, inputs, weights, retain, create_graph, bool(allow_unused or materialize_grads))
    if materialize_grads:
        gradients = tuple(part.new_zeros(part.shape) if gradient is None else gradient
                          for part, gradient in zip(inputs, gradients))
    return gradients


def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, check_grad_dtypes=False, **names):
    """Whether the gradients of a function agree with differences of its values."""
    from . import functional
    inputs = _tuple(inputs)
    checked = [i for i, part in enumerate(inputs) if isinstance(part, Tensor) and part.requires_grad]
    if not checked:
        raise ValueError("gradcheck expects at least one input tensor to require gradient, but none of the them have requires_grad=True.")

    def call(*points):
        values = dict(zip(checked, points))
        return func(*(values.get(i, part) for i, part in enumerate(inputs)))

    points = tuple(inputs[i] for i in checked)
    analytical = functional.jacobian(call, points)
    for k, point in enumerate(points):
        numerical = _differences(call, points, k, eps)
        exact = analytical[k].reshape(-1, point.numel())
        if not exact.allclose(numerical, rtol, atol):
            if not raise_exception:
                return False
            raise GradcheckError(f"Jacobian mismatch for output 0 with respect to input {checked[k]},\nnumerical:{numerical.t()}\n"
                                 f"analytical:{exact.t()}\n")
    return True


def _differences(call, points, k, eps):
    from .. import stack
    columns = []
    with no_grad():
        for i in range(points[k].numel()):
            values = []
            for step in (-eps, eps):
                moved = [point.detach().clone() for point in points]
                moved[k].view(-1)[i] += step
                values.append(call(*moved).reshape(-1))
            columns.append((values[1] - values[0]) / (2 * eps))
    return stack(columns, 1)


class GradcheckError(RuntimeError):
    """What gradcheck raises."""


def Variable(data, requires_grad=False, volatile=None):
    """The old name of a tensor that takes part in autograd."""
    made = data.detach()
    made.requires_grad = requires_grad
    return made


class detect_anomaly:
    """The lab shows where every node was made anyway."""

    enabled = False

    def __init__(self, mode=True, check_nan=True):
        self.previous = detect_anomaly.enabled
        detect_anomaly.enabled = mode

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        detect_anomaly.enabled = self.previous
        return False


set_detect_anomaly = detect_anomaly

def __getattr__(name):
    if name in _known.AUTOGRAD:
        raise AttributeError(f"torch.autograd.{name} exists in PyTorch, but not in the lab")
    raise AttributeError(f"module 'torch.autograd' has no attribute '{name}'")
