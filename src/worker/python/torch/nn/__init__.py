"""torch.nn: parts of neural networks, written in Python over the operations."""

from .. import _known
from . import functional, init, utils
from ._module import Module, ModuleDict, ModuleList, Parameter, ParameterList, Sequential
from ._layers import (BatchNorm1d, Bilinear, Dropout, Embedding, Flatten, Identity, LayerNorm, Linear, PReLU, Unflatten)
from ._activations import (CELU, ELU, GELU, GLU, SELU, Hardshrink, Hardsigmoid, Hardswish, Hardtanh, LeakyReLU, LogSigmoid,
                           LogSoftmax, Mish, ReLU, ReLU6, SiLU, Sigmoid, Softmax,
                           Softmin, Softplus, Softshrink, Softsign, Tanh, Tanhshrink, Threshold)
from ._losses import (BCELoss, BCEWithLogitsLoss, CrossEntropyLoss, HuberLoss, KLDivLoss, L1Loss, MSELoss, NLLLoss,
                      SmoothL1Loss)


def __getattr__(name):
    if name in _known.NN:
        raise AttributeError(f"torch.nn.{name} exists in PyTorch, but not in the lab")
    raise AttributeError(f"module 'torch.nn' has no attribute '{name}'")
