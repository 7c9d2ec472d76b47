"""torch.autograd.functional: derivatives of functions of tensors."""

from _torch import Tensor
from .._grad_mode import enable_grad


def _start(inputs, create_graph):
    """The inputs as a tuple, of leaves of their own unless the derivative shall itself be differentiated."""
    given = (inputs,) if isinstance(inputs, Tensor) else tuple(inputs)
    return tuple(part.view_as(part) if create_graph and part.requires_grad else part.detach().clone().requires_grad_()
                 for part in given)


def _tuple(outputs):
    return (outputs,) if isinstance(outputs, Tensor) else tuple(outputs)


def _zeros(gradient, like):
    return gradient if gradient is not None else like.new_zeros(like.shape)


def _done(values, single, create_graph):
    values = tuple(value if create_graph else value.detach() for value in values)
    return values[0] if single else values


def jacobian(func, inputs, create_graph=False, strict=False, vectorize=False, strategy="reverse-mode"):
    """The derivative of each element of the outputs with respect to each of the inputs."""
    from . import grad
    from .. import stack
    with enable_grad():
        points = _start(inputs, create_graph)
        outputs = func(*points)
        made = []
        for output in _tuple(outputs):
            rows = [grad(part, points, retain_graph=True, create_graph=create_graph, allow_unused=True) if part.requires_grad
                    else (None,) * len(points) for part in output.reshape(-1)]
            columns = [stack([_zeros(row[i], point) for row in rows]).reshape(tuple(output.shape) + tuple(point.shape))
                       for i, point in enumerate(points)]
            made.append(_done(columns, isinstance(inputs, Tensor), create_graph))
    return made[0] if isinstance(outputs, Tensor) else tuple(made)


def hessian(func, inputs, create_graph=False, strict=False, vectorize=False, outer_jacobian_strategy="reverse-mode"):
    """The second derivatives of a function with one number as result."""
    single = isinstance(inputs, Tensor)

    def gradient(*points):
        from . import grad
        output = func(*points)
        if not isinstance(output, Tensor) or output.numel() != 1:
            raise RuntimeError("The Tensor returned by the function given to hessian should contain a single element")
        made = grad(output, points, create_graph=True, allow_unused=True)
        return tuple(_zeros(part, point) for part, point in zip(made, points))

    made = jacobian(gradient, _start(inputs, create_graph) if create_graph else inputs, create_graph)
    return made[0] if single else made


def vjp(func, inputs, v=None, create_graph=False, strict=False):
    """The outputs, and vᵀ times the Jacobian."""
    from . import grad
    with enable_grad():
        points = _start(inputs, create_graph)
        outputs = func(*points)
        weights = None if v is None else _tuple(v)
        gradients = grad(_tuple(outputs), points, weights, create_graph=create_graph, allow_unused=True)
        gradients = [_zeros(part, point) for part, point in zip(gradients, points)]
    return (_done(_tuple(outputs), isinstance(outputs, Tensor), create_graph),
            _done(gradients, isinstance(inputs, Tensor), create_graph))


def jvp(func, inputs, v=None, create_graph=False, strict=False):
    """The outputs, and the Jacobian times v: the derivative of a derivative that is linear in its weights."""
    from . import grad
    with enable_grad():
        points = _start(inputs, create_graph)
        outputs = func(*points)
        weights = [output.new_ones(output.shape).requires_grad_() for output in _tuple(outputs)]
        gradients = grad(_tuple(outputs), points, weights, create_graph=True, allow_unused=True)
        there = [(part, way) for part, way in zip(gradients, _tuple(v) if v is not None else [None] * len(gradients))
                 if part is not None]
        made = grad([part for part, _ in there], weights, [part.new_ones(part.shape) if way is None else way for part, way in there],
                    create_graph=create_graph, allow_unused=True)
        made = [_zeros(part, weight) for part, weight in zip(made, weights)]
    return (_done(_tuple(outputs), isinstance(outputs, Tensor), create_graph),
            _done(made, isinstance(outputs, Tensor), create_graph))


def hvp(func, inputs, v=None, create_graph=False, strict=False):
    """The value, and the Hessian times v."""
    from . import grad
    with enable_grad():
        points = _start(inputs, create_graph)
        output = func(*points)
        first = grad(output, points, create_graph=True)
        made = grad(first, points, _tuple(v) if v is not None else None, create_graph=create_graph, allow_unused=True)
        made = [_zeros(part, point) for part, point in zip(made, points)]
    return _done((output,), True, create_graph), _done(made, isinstance(inputs, Tensor), create_graph)


vhp = hvp
