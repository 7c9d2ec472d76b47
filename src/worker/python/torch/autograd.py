"""torch.autograd: backward, gradients as values, and derivatives of functions."""

import _torch
from _torch import Tensor
from ._function import Function
from ._grad_mode import enable_grad, no_grad, set_grad_enabled
from . import _known


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


class _Functional:
    """torch.autograd.functional: derivatives of functions of tensors."""

    @staticmethod
    def jacobian(func, inputs, create_graph=False, strict=False, vectorize=False):
        single = isinstance(inputs, Tensor)
        with enable_grad():
            points = tuple(part.detach().clone().requires_grad_() if not create_graph else part for part in _tuple(inputs))
            output = func(*points)
            rows = [grad(part, points, retain_graph=True, create_graph=create_graph, allow_unused=True)
                    for part in output.reshape(-1)]
        from . import stack
        made = []
        for i, point in enumerate(points):
            columns = [row[i] if row[i] is not None else point.new_zeros(point.shape) for row in rows]
            made.append(stack(columns).reshape(tuple(output.shape) + tuple(point.shape)))
        return made[0] if single else tuple(made)

    @staticmethod
    def hessian(func, inputs, create_graph=False, strict=False, vectorize=False):
        def gradient(point):
            return grad(func(point), point, create_graph=True)[0]
        with enable_grad():
            point = inputs.detach().clone().requires_grad_()
            first = gradient(point)
            rows = [grad(part, point, retain_graph=True, create_graph=create_graph, allow_unused=True)[0]
                    for part in first.reshape(-1)]
        from . import stack
        rows = [row if row is not None else point.new_zeros(point.shape) for row in rows]
        return stack(rows).reshape(tuple(point.shape) * 2)


functional = _Functional()


class _Anomaly:
    """set_detect_anomaly: the lab shows where every node was made anyway."""

    def __init__(self, mode=True, check_nan=True):
        self.mode = mode

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return False


set_detect_anomaly = detect_anomaly = _Anomaly


def __getattr__(name):
    if name in _known.AUTOGRAD:
        raise AttributeError(f"torch.autograd.{name} exists in PyTorch, but not in the lab")
    raise AttributeError(f"module 'torch.autograd' has no attribute '{name}'")
