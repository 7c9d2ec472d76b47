"""Activations as modules: each is a function of torch.nn.functional with its settings."""

from . import functional as F
from ._module import Module


def _activation(name, function, signature=()):
    """A module class; signature is (argument, default, whether print shows it) in order."""
    names = [argument for argument, _, _ in signature]
    defaults = {argument: default for argument, default, _ in signature}

    def __init__(self, *args, **kwargs):
        Module.__init__(self)
        given = dict(zip(names, args), **kwargs)
        inplace = given.pop("inplace", False)
        for argument in given:
            if argument not in defaults:
                raise TypeError(f"{name}.__init__() got an unexpected keyword argument '{argument}'")
        for argument, default in defaults.items():
            object.__setattr__(self, argument, given.get(argument, default))
        object.__setattr__(self, "inplace", inplace)

    def forward(self, input):
        return function(input, **{argument: getattr(self, argument) for argument in names})

    def extra_repr(self):
        shown = [f"{argument}={getattr(self, argument)}" for argument, _, visible in signature if visible]
        return ", ".join(shown + ["inplace=True"] * self.inplace)

    return type(name, (Module,), {"__init__": __init__, "forward": forward, "extra_repr": extra_repr,
                                  "__module__": "torch.nn"})


ReLU = _activation("ReLU", F.relu)
ReLU6 = _activation("ReLU6", F.relu6)
LeakyReLU = _activation("LeakyReLU", F.leaky_relu, [("negative_slope", 0.01, True)])
ELU = _activation("ELU", F.elu, [("alpha", 1.0, True)])
GELU = _activation("GELU", F.gelu, [("approximate", "none", True)])
SiLU = _activation("SiLU", F.silu)
Tanh = _activation("Tanh", F.tanh)
Tanhshrink = _activation("Tanhshrink", F.tanhshrink)
Sigmoid = _activation("Sigmoid", F.sigmoid)
LogSigmoid = _activation("LogSigmoid", F.logsigmoid)
Softplus = _activation("Softplus", F.softplus, [("beta", 1.0, True), ("threshold", 20.0, True)])
Softsign = _activation("Softsign", F.softsign)
Hardtanh = _activation("Hardtanh", F.hardtanh, [("min_val", -1.0, True), ("max_val", 1.0, True)])
Softmax = _activation("Softmax", F.softmax, [("dim", None, True)])
Softmin = _activation("Softmin", F.softmin, [("dim", None, True)])
SELU = _activation("SELU", F.selu)
CELU = _activation("CELU", F.celu, [("alpha", 1.0, True)])
Mish = _activation("Mish", F.mish)
Hardswish = _activation("Hardswish", F.hardswish)
Hardsigmoid = _activation("Hardsigmoid", F.hardsigmoid)
Softshrink = _activation("Softshrink", F.softshrink, [("lambd", 0.5, False)])
Hardshrink = _activation("Hardshrink", F.hardshrink, [("lambd", 0.5, False)])
Threshold = _activation("Threshold", F.threshold, [("threshold", 0.0, True), ("value", 0.0, True)])
GLU = _activation("GLU", F.glu, [("dim", -1, True)])
LogSoftmax = _activation("LogSoftmax", F.log_softmax, [("dim", None, True)])
