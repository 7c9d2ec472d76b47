"""torch.autograd.Function: functions that a program defines together with their gradient."""

import functools

import _torch
from _torch import Tensor
from ._grad_mode import enable_grad, no_grad


class _Saved:
    """A tensor put by for backward, and the version it had."""

    def __init__(self, tensor):
        self.tensor, self.version = tensor, tensor._version

    def get(self):
        if self.tensor._version != self.version:
            origin = f", which is output {self.tensor.output_nr} of {self.tensor.grad_fn.name()}," if self.tensor.grad_fn else ""
            raise RuntimeError(
                "one of the variables needed for gradient computation has been modified by an inplace operation: "
                f"[{self.tensor.type()} {list(self.tensor.shape)}]{origin} is at version {self.tensor._version}; expected "
                f"version {self.version} instead. Hint: enable anomaly detection to find the operation that failed to compute "
                "its gradient, with torch.autograd.set_detect_anomaly(True).")
        return self.tensor


class _Result:
    """The result of the function itself, which the engine keeps: held here it would keep itself alive."""


class _Context:
    """ctx: what forward leaves for backward."""

    def __init__(self, name, needs_input_grad):
        self._name, self.needs_input_grad = name, needs_input_grad
        self._to_save, self._kept, self._node = (), (), None
        self._without_gradient, self._materialize = (), True

    def save_for_backward(self, *tensors):
        for tensor in tensors:
            if tensor is not None and not isinstance(tensor, Tensor):
                raise TypeError("save_for_backward can only save variables, but argument "
                                f"{tensors.index(tensor)} is of type {type(tensor).__name__}")
        self._to_save = tensors

    def mark_non_differentiable(self, *tensors):
        self._without_gradient = tensors

    def mark_dirty(self, *tensors):
        raise RuntimeError("ctx.mark_dirty exists in PyTorch, but not in the lab: a function here must not change its inputs")

    def set_materialize_grads(self, value):
        self._materialize = value

    def _keep(self, results):
        """What was saved, in a form that does not keep the results alive."""
        alone = len(results) == 1
        self._kept = tuple(None if tensor is None else _Result() if alone and tensor is results[0] else
                           _Saved(tensor.detach() if any(tensor is result for result in results) else tensor)
                           for tensor in self._to_save)
        self._to_save = ()
        return any(isinstance(part, _Result) for part in self._kept)

    @property
    def saved_tensors(self):
        if self._to_save:
            return self._to_save
        return tuple(_torch.function_result(self._node) if isinstance(part, _Result) else part and part.get()
                     for part in self._kept)

    saved_variables = saved_tensors


def as_one(name):
    """For a function that PyTorch has as one operation and the lab makes of several: it is one node of the graph, and what
    it consists of is computed again in backward."""
    def decorate(function):
        @functools.wraps(function)
        def call(*args, **kwargs):
            given = [*args, *kwargs.values()]
            places = [i for i, arg in enumerate(given) if isinstance(arg, Tensor) and arg.requires_grad]
            if not places or not _torch.is_recording():
                return function(*args, **kwargs)
            with no_grad():
                result = function(*args, **kwargs)
            if any(result is arg for arg in given):
                result = result.clone()
            saved = [_Saved(given[i]) for i in places]

            def gradients(node, gradient):
                again = _torch.is_recording()
                tensors = [part.get() for part in saved]
                tensors = tensors if again else [part.detach().requires_grad_() for part in tensors]
                values = dict(zip(places, tensors))
                every = [values.get(i, arg) for i, arg in enumerate(given)]
                with enable_grad():
                    made = function(*every[:len(args)], **dict(zip(kwargs, every[len(args):])))
                    return _torch.grad((made,), tuple(tensors), (gradient,), again, again, True)

            with no_grad():
                result = result.detach()
            _torch.record_function(result, name, tuple(given[i] for i in places), True, False, gradients)
            return result
        return call
    return decorate


class Function:
    """Derive from it, give it the static methods forward (ctx, …) and backward (ctx, …), and call apply."""

    @staticmethod
    def forward(ctx, *args, **kwargs):
        raise NotImplementedError("You must implement the forward function for custom autograd.Function.")

    @staticmethod
    def backward(ctx, *grad_outputs):
        raise NotImplementedError("You must implement either the backward or vjp method for your custom autograd.Function to "
                                  "use it with backward mode AD.")

    @classmethod
    def apply(cls, *args):
        name = cls.__name__ + "Backward"
        recording = _torch.is_recording()
        ctx = _Context(name, tuple(isinstance(arg, Tensor) and arg.requires_grad and recording for arg in args))
        with no_grad():
            returned = cls._run(ctx, args)
        results = returned if isinstance(returned, tuple) else (returned,)
        for i, result in enumerate(results):
            if result is not None and not isinstance(result, Tensor):
                raise TypeError(f"{name}.forward: expected Variable (got {type(result).__name__}) for return value {i}")
        results = tuple(_fresh(result, args) for result in results)
        if any(ctx.needs_input_grad):
            cls._record(ctx, name, args, results)
        return results if isinstance(returned, tuple) else results[0]

    @classmethod
    def _run(cls, ctx, args):
        if "setup_context" not in dir(cls):
            return cls.forward(ctx, *args)
        returned = cls.forward(*args)
        cls.setup_context(ctx, args, returned)
        return returned

    @classmethod
    def _record(cls, ctx, name, args, results):
        places = [i for i, arg in enumerate(args) if isinstance(arg, Tensor)]
        tensors = tuple(args[i] for i in places)
        wanted = [i for i, result in enumerate(results)
                  if isinstance(result, Tensor) and result.dtype.is_floating_point
                  and not any(result is other for other in ctx._without_gradient)]
        if not wanted:
            return
        saves_result = ctx._keep([results[i] for i in wanted])

        def gradients(node, *gradient):
            ctx._node = node
            given = dict(zip(wanted, gradient))
            every = [given.get(i) if given.get(i) is not None or not ctx._materialize or result is None else
                     result.new_zeros(result.shape) for i, result in enumerate(shapes)]
            returned = cls.backward(ctx, *every)
            ctx._node = None
            return _pick(name, returned, args_are_tensors, places)

        args_are_tensors = [isinstance(arg, Tensor) for arg in args]
        shapes = [None if result is None else result.detach() if i not in wanted or len(results) > 1 else _Like(result)
                  for i, result in enumerate(results)]
        if len(wanted) == 1:
            _torch.record_function(results[wanted[0]], name, tensors, bool(ctx._kept), saves_result,
                                   lambda node, gradient: gradients(node, gradient))
        else:
            _record_several(name, tensors, [results[i] for i in wanted], bool(ctx._kept), gradients)


class _Like:
    """The shape and dtype of a tensor without its memory."""

    def __init__(self, tensor):
        self.shape, self.dtype = tensor.shape, tensor.dtype

    def new_zeros(self, shape):
        from . import zeros
        return zeros(shape, dtype=self.dtype)


def _fresh(result, args):
    """An input that is returned as it is, and what is already the result of something, becomes a tensor of its own."""
    if isinstance(result, Tensor) and (result.requires_grad or any(result is arg for arg in args)):
        return result.detach()
    return result


def _pick(name, returned, args_are_tensors, places):
    """The gradients of the tensors among the arguments."""
    returned = returned if isinstance(returned, tuple) else (returned,)
    n = len(args_are_tensors)
    if len(returned) > n and all(part is None for part in returned[n:]):
        returned = returned[:n]
    if len(returned) != n:
        raise RuntimeError(f"function {name} returned an incorrect number of gradients (expected {n}, got {len(returned)})")
    for i, part in enumerate(returned):
        if part is not None and not args_are_tensors[i]:
            raise RuntimeError(f"function {name} returned a gradient different than None at position {i + 1}, but the corresponding "
                               "forward input was not a Variable")
        if part is not None and not isinstance(part, Tensor):
            raise RuntimeError(f"expected Variable or None (got {type(part).__name__})")
    return tuple(returned[i] for i in places)


def _record_several(name, tensors, results, saves, gradients):
    """Several results: their gradients are brought together in one node of all results laid end to end."""
    from . import cat, zeros
    sizes = [result.numel() for result in results]
    with no_grad():
        together = cat([result.detach().reshape(-1) for result in results])

    def part(place):
        def give(node, gradient):
            parts = [gradient.reshape(-1) if i == place else zeros(size, dtype=gradient.dtype) for i, size in enumerate(sizes)]
            return (cat(parts),)
        return give

    shapes = [tuple(result.shape) for result in results]
    _torch.record_function(together, name, tensors, saves, False,
                           lambda node, gradient: gradients(node, *(piece.reshape(shape) for piece, shape
                                                                    in zip(gradient.split(sizes), shapes))))
    for place, result in enumerate(results):
        _torch.record_function(result, name, (together,), False, False, part(place))
