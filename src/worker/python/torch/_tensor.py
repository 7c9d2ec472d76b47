"""Methods of tensors that are natural in Python."""

import _torch
from _torch import Tensor


def _method(function):
    setattr(Tensor, function.__name__, function)
    return function


@_method
def backward(self, gradient=None, retain_graph=None, create_graph=False, inputs=None):
    """Computes the gradient of this tensor with respect to the leaves behind it, and adds it to their .grad."""
    if inputs is not None:
        from .autograd import backward as backward_of
        return backward_of(self, gradient, retain_graph, create_graph, inputs=inputs)
    _torch.backward(self, gradient, create_graph if retain_graph is None else retain_graph, create_graph)


@_method
def __repr__(self, *, tensor_contents=None):
    from ._printing import to_string
    return to_string(self)


@_method
def __format__(self, spec):
    if self.ndim == 0:
        return self.item().__format__(spec)
    return object.__format__(self, spec)


@_method
def __len__(self):
    if self.ndim == 0:
        raise TypeError("len() of a 0-d tensor")
    return self.shape[0]


@_method
def __iter__(self):
    if self.ndim == 0:
        raise TypeError("iteration over a 0-d tensor")
    return iter(self.unbind(0))


@_method
def dim(self):
    return self.ndim


@_method
def size(self, dim=None):
    return self.shape if dim is None else self.shape[dim]


@_method
def numel(self):
    return self.shape.numel()


@_method
def nelement(self):
    return self.shape.numel()


@_method
def requires_grad_(self, requires_grad=True):
    self.requires_grad = requires_grad
    return self


@_method
def is_floating_point(self):
    return self.dtype.is_floating_point


@_method
def element_size(self):
    return self.dtype.itemsize
