"""Matplotlib as the lab has it: pyplot."""

rcParams = {}


def use(backend, **kwargs):
    """Figures always go to the lab."""


def __getattr__(name):
    raise AttributeError(f"matplotlib.{name} is not in the lab; it has matplotlib.pyplot")
