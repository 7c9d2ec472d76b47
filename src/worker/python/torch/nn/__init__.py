"""torch.nn: parts of neural networks, written in Python over the operations."""

from .. import _known
from . import functional, init, utils
from ._module import Module, ModuleDict, ModuleList, Parameter, ParameterList, Sequential
from ._layers import (BatchNorm1d, Bilinear, Dropout, Embedding, Flatten, Identity, LayerNorm, Linear, Unflatten)
from ._activations import (ELU, GELU, Hardtanh, LeakyReLU, LogSigmoid, LogSoftmax, ReLU, ReLU6, SiLU, Sigmoid, Softmax,
                           Softmin, Softplus, Softsign, Tanh, Tanhshrink)
from ._losses import (BCELoss, BCEWithLogitsLoss, CrossEntropyLoss, HuberLoss, KLDivLoss, L1Loss, MSELoss, NLLLoss,
                      SmoothL1Loss)


def __getattr__(name):
    if name in _known.NN:
        raise AttributeError(f"torch.nn.{name} exists in PyTorch, but not in the lab")
    raise AttributeError(f"module 'torch.nn' has no attribute '{name}'")
