"""What a module calls before and after its forward, and when gradients come by."""

from _torch import Tensor
from .._function import Function


class Handle:
    """What registering a hook returns."""

    _last = 0

    def __init__(self, hooks, hook):
        Handle._last += 1
        self.id, self._hooks = Handle._last, hooks
        hooks[self.id] = hook

    def remove(self):
        self._hooks.pop(self.id, None)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.remove()


class BackwardHookFunction(Function):
    """Passes everything through; tells of the gradients that pass the other way."""

    @staticmethod
    def forward(ctx, tell, *tensors):
        ctx.tell = tell
        return tuple(tensor.view_as(tensor) for tensor in tensors)

    @staticmethod
    def backward(ctx, *gradients):
        made = ctx.tell(gradients)
        return None, *(gradients if made is None else made)


class _Passage:
    """One call of a module with backward hooks: they are called when both sides have their gradients."""

    def __init__(self, module):
        self.module, self.outputs, self.places = module, None, None

    def enter(self, args):
        self.places = [i for i, arg in enumerate(args) if isinstance(arg, Tensor) and arg.requires_grad]
        self.n_inputs = len(args)
        if not self.places:
            return args
        passed = dict(zip(self.places, BackwardHookFunction.apply(self._arrived, *(args[i] for i in self.places))))
        return tuple(passed.get(i, arg) for i, arg in enumerate(args))

    def leave(self, result):
        results = (result,) if isinstance(result, Tensor) else tuple(result)
        if not any(part.requires_grad for part in results if isinstance(part, Tensor)):
            return result
        passed = BackwardHookFunction.apply(self._started, *results)
        return passed[0] if isinstance(result, Tensor) else type(result)(passed)

    def _started(self, gradients):
        for hook in list(self.module._backward_pre_hooks.values()):
            made = hook(self.module, gradients)
            gradients = gradients if made is None else made if isinstance(made, tuple) else (made,)
        self.outputs = gradients
        if not self.places:
            self._call((None,) * self.n_inputs)
        return gradients

    def _arrived(self, gradients):
        every = dict(zip(self.places, gradients))
        made = self._call(tuple(every.get(i) for i in range(self.n_inputs)))
        return tuple(made[i] for i in self.places)

    def _call(self, inputs):
        for hook in list(self.module._backward_hooks.values()):
            made = hook(self.module, inputs, self.outputs)
            if made is not None:
                inputs = made if isinstance(made, tuple) else (made,)
        return inputs


def call(module, args, kwargs):
    """module.forward with all its hooks."""
    for hook, with_kwargs in list(module._forward_pre_hooks.values()):
        made = hook(module, args, kwargs) if with_kwargs else hook(module, args)
        if made is not None and with_kwargs:
            args, kwargs = made
        elif made is not None:
            args = made if isinstance(made, tuple) else (made,)
    passage = _Passage(module) if module._backward_hooks or module._backward_pre_hooks else None
    args = passage.enter(args) if passage else args
    result = module.forward(*args, **kwargs)
    for hook, with_kwargs in list(module._forward_hooks.values()):
        made = hook(module, args, kwargs, result) if with_kwargs else hook(module, args, result)
        result = result if made is None else made
    return passage.leave(result) if passage else result
