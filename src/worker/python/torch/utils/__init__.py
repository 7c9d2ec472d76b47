"""torch.utils: data."""

from . import data


def __getattr__(name):
    raise AttributeError(f"torch.utils.{name} is not in the lab; it has torch.utils.data")
