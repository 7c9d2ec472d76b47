"""Module: what has parameters and a forward; and modules made of modules."""

from collections import OrderedDict

from _torch import Tensor
from . import _hooks


class Parameter(Tensor):
    """A tensor that a module trains."""

    __module__ = "torch.nn.parameter"

    def __new__(cls, data=None, requires_grad=True):
        from .. import empty
        made = Tensor.__new__(cls, (empty(0) if data is None else data).detach())
        made.requires_grad = requires_grad
        return made

    def __init__(self, data=None, requires_grad=True):
        pass

    def __repr__(self):
        return "Parameter containing:\n" + Tensor.__repr__(self)

    def __deepcopy__(self, memo):
        made = Parameter(self.detach().clone(), self.requires_grad)
        memo[id(self)] = made
        return made


class _Keys(list):
    """What load_state_dict returns."""

    def __repr__(self):
        return "<All keys matched successfully>"


class Module:
    def __init__(self):
        for name in ("_parameters", "_buffers", "_modules", "_forward_hooks", "_forward_pre_hooks", "_backward_hooks",
                     "_backward_pre_hooks"):
            object.__setattr__(self, name, {})
        object.__setattr__(self, "training", True)

    # -- attributes: parameters and modules are kept apart from the rest

    def __setattr__(self, name, value):
        if isinstance(value, (Parameter, Module)) and "_parameters" not in self.__dict__:
            kind = "parameters" if isinstance(value, Parameter) else "module"
            raise AttributeError(f"cannot assign {kind} before Module.__init__() call")
        groups = [self.__dict__.get(group, {}) for group in ("_parameters", "_modules", "_buffers")]
        parameters, modules, buffers = groups
        if isinstance(value, Parameter):
            self._forget(name)
            parameters[name] = value
        elif isinstance(value, Module):
            self._forget(name)
            modules[name] = value
        elif name in parameters and value is not None:
            raise TypeError(f"cannot assign '{_type_name(value)}' as parameter '{name}' (torch.nn.Parameter or None expected)")
        elif name in parameters:
            parameters[name] = None
        elif name in modules and value is not None:
            raise TypeError(f"cannot assign '{_type_name(value)}' as child module '{name}' (torch.nn.Module or None expected)")
        elif name in modules:
            modules[name] = None
        elif name in buffers:
            buffers[name] = value
        else:
            object.__setattr__(self, name, value)

    def _forget(self, name):
        self.__dict__.pop(name, None)
        for group in (self._parameters, self._buffers, self._modules):
            group.pop(name, None)

    def __getattr__(self, name):
        for group in ("_parameters", "_buffers", "_modules"):
            found = self.__dict__.get(group, {})
            if name in found:
                return found[name]
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def __delattr__(self, name):
        for group in (self._parameters, self._buffers, self._modules):
            if name in group:
                del group[name]
                return
        object.__delattr__(self, name)

    def __dir__(self):
        return sorted({*object.__dir__(self), *self._parameters, *self._buffers, *self._modules})

    def register_parameter(self, name, param):
        self._parameters[name] = param

    def register_buffer(self, name, tensor, persistent=True):
        self._buffers[name] = tensor

    def register_module(self, name, module):
        self.add_module(name, module)

    def add_module(self, name, module):
        self._modules[name] = module

    # -- calling

    def __call__(self, *args, **kwargs):
        if self._forward_hooks or self._forward_pre_hooks or self._backward_hooks or self._backward_pre_hooks:
            return _hooks.call(self, args, kwargs)
        return self.forward(*args, **kwargs)

    def register_forward_hook(self, hook, *, prepend=False, with_kwargs=False, always_call=False):
        return _hooks.Handle(self._forward_hooks, (hook, with_kwargs))

    def register_forward_pre_hook(self, hook, *, prepend=False, with_kwargs=False):
        return _hooks.Handle(self._forward_pre_hooks, (hook, with_kwargs))

    def register_full_backward_hook(self, hook, prepend=False):
        return _hooks.Handle(self._backward_hooks, hook)

    def register_full_backward_pre_hook(self, hook, prepend=False):
        return _hooks.Handle(self._backward_pre_hooks, hook)

    register_backward_hook = register_full_backward_hook

    def forward(self, *args, **kwargs):
        raise NotImplementedError(f'Module [{type(self).__name__}] is missing the required "forward" function')

    # -- what is inside

    def children(self):
        for _, module in self.named_children():
            yield module

    def named_children(self):
        for name, module in self._modules.items():
            if module is not None:
                yield name, module

    def modules(self):
        for _, module in self.named_modules():
            yield module

    def named_modules(self, memo=None, prefix="", remove_duplicate=True):
        memo = set() if memo is None else memo
        if id(self) in memo:
            return
        memo.add(id(self))
        yield prefix, self
        for name, module in self.named_children():
            yield from module.named_modules(memo, prefix + "." + name if prefix else name)

    def parameters(self, recurse=True):
        for _, parameter in self.named_parameters(recurse=recurse):
            yield parameter

    def named_parameters(self, prefix="", recurse=True, remove_duplicate=True):
        yield from self._named("_parameters", prefix, recurse)

    def buffers(self, recurse=True):
        for _, buffer in self.named_buffers(recurse=recurse):
            yield buffer

    def named_buffers(self, prefix="", recurse=True, remove_duplicate=True):
        yield from self._named("_buffers", prefix, recurse)

    def _named(self, group, prefix, recurse):
        seen = set()
        modules = self.named_modules(prefix=prefix) if recurse else [(prefix, self)]
        for path, module in modules:
            for name, tensor in getattr(module, group).items():
                if tensor is not None and id(tensor) not in seen:
                    seen.add(id(tensor))
                    yield (path + "." if path else "") + name, tensor

    def apply(self, fn):
        for module in self.children():
            module.apply(fn)
        fn(self)
        return self

    # -- training

    def train(self, mode=True):
        for module in self.modules():
            object.__setattr__(module, "training", mode)
        return self

    def eval(self):
        return self.train(False)

    def zero_grad(self, set_to_none=True):
        for parameter in self.parameters():
            if set_to_none:
                parameter.grad = None
            elif parameter.grad is not None:
                parameter.grad.detach_().zero_()

    def requires_grad_(self, requires_grad=True):
        for parameter in self.parameters():
            parameter.requires_grad_(requires_grad)
        return self

    def to(self, *args, **kwargs):
        for arg in (*args, kwargs.get("dtype")):
            if arg is not None and str(arg) != "cpu":
                self._convert(arg)
        return self

    def float(self):
        from .. import float32
        return self._convert(float32)

    def double(self):
        from .. import float64
        return self._convert(float64)

    def cpu(self):
        return self

    def _convert(self, dtype):
        for module in self.modules():
            for group in (module._parameters, module._buffers):
                for name, tensor in group.items():
                    if tensor is not None and tensor.dtype.is_floating_point:
                        tensor.data = tensor.data.to(dtype)
        return self

    # -- saving

    def state_dict(self, destination=None, prefix="", keep_vars=False):
        state = OrderedDict() if destination is None else destination
        for name, tensor in [*self.named_parameters(prefix.rstrip(".")), *self.named_buffers(prefix.rstrip("."))]:
            state[name] = tensor if keep_vars else tensor.detach()
        return state

    def load_state_dict(self, state_dict, strict=True):
        own = dict([*self.named_parameters(), *self.named_buffers()])
        missing = [name for name in own if name not in state_dict]
        unexpected = [name for name in state_dict if name not in own]
        problems = []
        if strict and missing:
            problems.append("Missing key(s) in state_dict: " + ", ".join(f'"{name}"' for name in missing) + ". ")
        if strict and unexpected:
            problems.append("Unexpected key(s) in state_dict: " + ", ".join(f'"{name}"' for name in unexpected) + ". ")
        for name, tensor in own.items():
            if name in state_dict and state_dict[name].shape != tensor.shape:
                problems.append(f"size mismatch for {name}: copying a param with shape {state_dict[name].shape} from checkpoint, "
                                f"the shape in current model is {tensor.shape}.")
        if problems:
            raise RuntimeError(f"Error(s) in loading state_dict for {type(self).__name__}:\n\t" + "\n\t".join(problems))
        from .. import no_grad
        with no_grad():
            for name, tensor in own.items():
                if name in state_dict:
                    tensor.copy_(state_dict[name])
        return _Keys()

    # -- printing

    def extra_repr(self):
        return ""

    def _get_name(self):
        return type(self).__name__

    def __repr__(self):
        extra = self.extra_repr()
        lines = extra.split("\n") if extra else []
        inner = [f"({name}): " + _indent(repr(module)) for name, module in self._modules.items()]
        if not inner and len(lines) <= 1:
            return f"{self._get_name()}({''.join(lines)})"
        return f"{self._get_name()}(\n  " + "\n  ".join(lines + inner) + "\n)"


def _type_name(value):
    kind = type(value)
    return f"torch.{value.dtype}".replace("torch.torch.float32", "torch.FloatTensor") if isinstance(value, Tensor) else kind.__name__


def _indent(text):
    return text.replace("\n", "\n  ")


class _Container(Module):
    """Modules by their place."""

    def __init__(self, modules=()):
        super().__init__()
        for module in modules or ():
            self.append(module)

    def __getitem__(self, index):
        values = list(self._modules.values())
        if isinstance(index, slice):
            return type(self)(values[index]) if isinstance(self, ModuleList) else type(self)(*values[index])
        if not -len(values) <= index < len(values):
            raise IndexError(f"index {index} is out of range")
        return values[index]

    def __setitem__(self, index, module):
        name = list(self._modules)[index]
        self._modules[name] = module

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules.values())

    def append(self, module):
        self.add_module(str(len(self)), module)
        return self

    def extend(self, modules):
        for module in modules:
            self.append(module)
        return self


class Sequential(_Container):
    """Modules one after the other."""

    def __init__(self, *modules):
        Module.__init__(self)
        if len(modules) == 1 and isinstance(modules[0], dict):
            for name, module in modules[0].items():
                self.add_module(name, module)
        else:
            self.extend(modules)

    def forward(self, input):
        for module in self:
            input = module(input)
        return input


class ModuleList(_Container):
    """Modules in a list, for a forward of one's own."""


class ModuleDict(Module):
    """Modules by name."""

    def __init__(self, modules=None):
        super().__init__()
        for name, module in (modules or {}).items():
            self.add_module(name, module)

    def __getitem__(self, name):
        return self._modules[name]

    def __setitem__(self, name, module):
        self.add_module(name, module)

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules)

    def __contains__(self, name):
        return name in self._modules

    def keys(self):
        return self._modules.keys()

    def items(self):
        return self._modules.items()

    def values(self):
        return self._modules.values()


class ParameterList(Module):
    """Parameters in a list."""

    def __repr__(self):
        lines = [f"  ({name}): Parameter containing: [{parameter.dtype} of size {'x'.join(map(str, parameter.shape))}]"
                 for name, parameter in self._parameters.items()]
        return f"{self._get_name()}(" + (lines[0] + ")" if len(lines) == 1 else "\n" + "\n".join(lines) + "\n)")

    def __init__(self, values=()):
        super().__init__()
        for value in values:
            self.append(value)

    def append(self, value):
        self.register_parameter(str(len(self)), value if isinstance(value, Parameter) else Parameter(value))
        return self

    def __getitem__(self, index):
        return list(self._parameters.values())[index]

    def __len__(self):
        return len(self._parameters)

    def __iter__(self):
        return iter(self._parameters.values())
