"""Chance: the generators, and what is drawn beyond rand and randn."""

import contextlib

import _torch
from _torch import Tensor, float64, int64


class _State:
    """Where a generator stands."""

    def __init__(self, state):
        self.state = state

    def clone(self):
        return self


class Generator:
    """A stream of numbers of its own. The engine has one: while another is drawn from, it takes the place."""

    def __init__(self, device="cpu"):
        before = _torch.generator_state()
        _torch.manual_seed(67280421310721)
        self._state, self._seed = _torch.generator_state(), 67280421310721
        _torch.set_generator_state(before)

    def __enter__(self):
        self._other = _torch.generator_state()
        _torch.set_generator_state(self._state)

    def __exit__(self, *exception):
        self._state = _torch.generator_state()
        _torch.set_generator_state(self._other)
        return False

    def manual_seed(self, seed):
        with self:
            _torch.manual_seed(int(seed))
        self._seed = int(seed)
        return self

    def initial_seed(self):
        return self._seed

    def seed(self):
        return self.manual_seed(0)._seed

    def get_state(self):
        return _State(self._state)

    def set_state(self, state):
        self._state = state.state
        return self


class _Default(Generator):
    """The one that is always in its place."""

    def __init__(self):
        self._seed = 0

    def __enter__(self):
        pass

    def __exit__(self, *exception):
        return False

    def get_state(self):
        return _State(_torch.generator_state())

    def set_state(self, state):
        _torch.set_generator_state(state.state)
        return self


default_generator = _Default()


def drawing(generator):
    """For `with`: numbers come from generator meanwhile."""
    return default_generator if generator is None else generator


def manual_seed(seed):
    return default_generator.manual_seed(seed)


def seed():
    return default_generator.seed()


def initial_seed():
    return default_generator.initial_seed()


def get_rng_state():
    return default_generator.get_state()


def set_rng_state(new_state):
    default_generator.set_state(new_state)


@contextlib.contextmanager
def fork_rng(*args, **kwargs):
    state = get_rng_state()
    try:
        yield
    finally:
        set_rng_state(state)


def normal(mean, std=1.0, size=None, *, generator=None, dtype=None, out=None, requires_grad=False):
    """Numbers around mean, one for each element of mean or std, or as many as size says."""
    from ._create import empty
    if size is not None:
        made = empty(size, dtype=dtype).normal_(mean, std, generator=generator)
        made.requires_grad = requires_grad
        return made
    shape = (mean + std).shape
    kind = mean.dtype if isinstance(mean, Tensor) else std.dtype
    return empty(tuple(shape), dtype=kind).normal_(generator=generator).mul(std).add(mean)


def bernoulli(input, p=None, *, generator=None):
    if p is not None:
        return input.detach().clone().bernoulli_(p, generator=generator)
    return input.detach().clone().bernoulli_(input, generator=generator)


def multinomial(input, num_samples, replacement=False, *, generator=None):
    """Places, each drawn as often as its weight says."""
    if input.dim() == 2:
        return _torch.ops["stack"]([multinomial(row, num_samples, replacement, generator=generator) for row in input.unbind(0)])
    if not replacement and num_samples > int((input > 0).sum()):
        raise RuntimeError("cannot sample n_sample > prob_dist.size(-1) samples without replacement")
    weights, places = input.detach(), []
    with drawing(generator):
        for _ in range(num_samples):
            at = _torch.ops["rand"]((), dtype=float64)
            sums = weights.cumsum(0)
            place = min(int(((sums / sums[-1]).double() <= at).sum()), len(weights) - 1)
            places.append(place)
            if not replacement:
                weights = weights.clone()
                weights[place] = 0
    return _torch.tensor(places, int64)


METHODS = {"bernoulli": bernoulli, "multinomial": multinomial}
