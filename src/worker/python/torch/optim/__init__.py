"""torch.optim: an optimiser for each row of the engine's table, under PyTorch's names and with its checks. The steps
are computed by the engine, operation by operation as PyTorch computes them."""

from collections.abc import Mapping

import _torch
from _torch import Tensor
from .. import _known
from .._grad_mode import no_grad
from . import lr_scheduler


class Optimizer:
    """What all optimisers share: groups of parameters, each with its settings, and what is remembered of each."""

    _name = None

    def __init__(self, params, defaults):
        if isinstance(params, Tensor):
            raise TypeError("params argument given to the optimizer should be an iterable of Tensors or dicts, but got "
                            + params.type())
        self.defaults = defaults
        self.state = {}
        self.param_groups = []
        groups = list(params)
        if not groups:
            raise ValueError("optimizer got an empty parameter list")
        for group in groups if isinstance(groups[0], dict) else [{"params": groups}]:
            self.add_param_group(group)

    def add_param_group(self, param_group):
        group = {**self.defaults, **param_group}
        params = group.pop("params")
        params = [params] if isinstance(params, Tensor) else list(params)
        for param in params:
            if not isinstance(param, Tensor):
                raise TypeError("optimizer can only optimize Tensors, but one of the params is " + type(param).__name__)
            if not (param.is_leaf or param.retains_grad):
                raise ValueError("can't optimize a non-leaf Tensor")
        known = {id(param) for other in self.param_groups for param in other["params"]}
        if any(id(param) in known for param in params):
            raise ValueError("some parameters appear in more than one parameter group")
        self.param_groups.append({"params": params, **group})

    def zero_grad(self, set_to_none=True):
        for group in self.param_groups:
            for param in group["params"]:
                if set_to_none:
                    param.grad = None
                elif param.grad is not None:
                    param.grad.detach_().zero_()

    @no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            from .. import enable_grad
            with enable_grad():
                loss = closure()
        for group in self.param_groups:
            options = _options(self._name, group)
            for param in group["params"]:
                if param.grad is not None:
                    self._step(param, options)
        return loss

    def _step(self, param, options):
        if param not in self.state:
            self.state[param] = _Memory(_torch.optimizer_state(self._name, param, options), param.shape)
        dense = param if param.is_contiguous() else param.contiguous()
        _torch.optimizer_step(self.state[param].capsule, dense, param.grad.to(param.dtype).contiguous(), options)
        param.copy_(dense)

    def state_dict(self):
        places, groups = {}, []
        for group in self.param_groups:
            for param in group["params"]:
                places.setdefault(id(param), len(places))
            groups.append({**group, "params": [places[id(param)] for param in group["params"]]})
        state = {places[id(param)]: dict(kept) for param, kept in self.state.items()}
        return {"state": state, "param_groups": groups}

    def load_state_dict(self, state_dict):
        params = [param for group in self.param_groups for param in group["params"]]
        self.state = {params[place]: dict(kept) for place, kept in state_dict["state"].items()}
        for group, saved in zip(self.param_groups, state_dict["param_groups"]):
            group.update({name: value for name, value in saved.items() if name != "params"})

    def __repr__(self):
        lines = [f"{type(self).__name__} ("]
        for i, group in enumerate(self.param_groups):
            lines.append(f"Parameter Group {i}")
            lines += [f"    {name}: {group[name]}" for name in sorted(group) if name != "params"]
        return "\n".join(lines + [")"])


class _Memory(Mapping):
    """What is remembered of one parameter, by PyTorch's names; the engine keeps it."""

    def __init__(self, capsule, shape):
        self.capsule, self.shape = capsule, shape

    def _dict(self):
        from .. import tensor
        step, buffers = _torch.optimizer_buffers(self.capsule)
        return {"step": tensor(float(step)), **{name: buffer.reshape(self.shape) for name, buffer in buffers.items()}}

    def __getitem__(self, name):
        return self._dict()[name]

    def __iter__(self):
        return iter(self._dict())

    def __len__(self):
        return len(self._dict())

    def __repr__(self):
        return repr(self._dict())


def _options(name, group):
    """The settings of a group as the engine's table names them."""
    options = {}
    for key in _torch.optimizer_options(name):
        beta = key in ("beta1", "beta2")
        options[key] = float(group["betas"][int(key[-1]) - 1] if beta else group[key])
    return options


# What PyTorch's optimisers also take, and show: how they compute, not what.
_ALSO = {
    "SGD": ("foreach", "differentiable", "fused"), "Adam": ("foreach", "capturable", "differentiable", "fused"),
    "AdamW": ("foreach", "capturable", "differentiable", "fused"), "RMSprop": ("foreach", "capturable", "differentiable"),
    "Adagrad": ("foreach", "differentiable", "fused"), "Adadelta": ("foreach", "capturable", "differentiable"),
}
_USUAL = {"foreach": None, "fused": None, "differentiable": False, "capturable": False}


def _make(name):
    """The class of a row: its settings and their defaults stand in the row's signature."""
    signature = eval(f"lambda {_torch.optimizer_signature(name)}: None", {})
    positional = dict(zip(signature.__code__.co_varnames, signature.__defaults__))
    defaults = {**positional, **(signature.__kwdefaults__ or {}), **{key: _USUAL[key] for key in _ALSO.get(name, ())}}

    def __init__(self, params, *args, **kwargs):
        if len(args) > len(positional):
            raise TypeError(f"{name}.__init__() takes from 2 to {len(positional) + 2} positional arguments but "
                            f"{len(args) + 2} were given")
        for key in kwargs:
            if key not in defaults:
                raise TypeError(f"{name}.__init__() got an unexpected keyword argument '{key}'")
        settings = {**defaults, **dict(zip(positional, args)), **kwargs}
        _torch.optimizer_check(name, _options(name, settings))
        Optimizer.__init__(self, params, settings)

    __init__.__qualname__ = name + ".__init__"
    return type(name, (Optimizer,), {"__init__": __init__, "_name": name, "__module__": "torch.optim"})


for _name in _torch.optimizer_list():
    globals()[_name] = _make(_name)


def __getattr__(name):
    if name in _known.OPTIM:
        raise AttributeError(f"torch.optim.{name} exists in PyTorch, but not in the lab")
    raise AttributeError(f"module 'torch.optim' has no attribute '{name}'")
