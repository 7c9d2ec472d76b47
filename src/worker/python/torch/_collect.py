"""What functions and methods that are made of the engine's operations are collected by."""

import _torch


def both(*names):
    """A function that is a method too; under other names as well."""
    def add(function):
        for name in (function.__name__, *names):
            METHODS[name] = FUNCTIONS[name] = function
        return function
    return add


def method(what):
    METHODS[what.__name__] = what
    return what


def function(*names):
    def add(function):
        for name in (function.__name__, *names):
            FUNCTIONS[name] = function
        return function
    return add


METHODS, FUNCTIONS = {}, {}


def torch_module():
    import torch
    return torch


# -- results with names

class _Named(tuple):
    def __repr__(self):
        parts = ",\n".join(f"{name}={value!r}" for name, value in zip(self._fields, self))
        return f"torch.return_types.{type(self).__name__}(\n{parts})"


_FIELDS = {"aminmax": ("min", "max")}
_types = {}


def named_type(name):
    """torch.return_types.max and its like."""
    if name not in _types:
        fields = _FIELDS.get(name, ("values", "indices"))
        members = {field: property(lambda self, place=place: self[place]) for place, field in enumerate(fields)}
        _types[name] = type(name, (_Named,), {"_fields": fields, "__module__": "torch.return_types", **members})
    return _types[name]


def named(name, *values):
    return named_type(name)(values)


for _name, _operation in _torch.ops.items():
    if "(Tensor values, Tensor indices)" in (_operation.__doc__ or ""):
        _operation.result_type = named_type(_name)
