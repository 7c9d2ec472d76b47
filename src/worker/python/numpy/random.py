"""numpy.random: the old functions around one Mersenne Twister, with NumPy's numbers for NumPy's seeds."""

import math as _math

from ._array import array as _array, asarray as _asarray, from_values as _from_values
from ._types import float64 as _float64, int64 as _int64


class _Twister:
    def __init__(self, seed):
        self.state = [seed & 0xFFFFFFFF]
        for i in range(1, 624):
            last = self.state[-1]
            self.state.append((1812433253 * (last ^ last >> 30) + i) & 0xFFFFFFFF)
        self.next, self.spare = 624, None

    def _twist(self):
        state = self.state
        for i in range(624):
            word = state[i] & 0x80000000 | state[(i + 1) % 624] & 0x7FFFFFFF
            state[i] = state[(i + 397) % 624] ^ word >> 1 ^ (0x9908B0DF if word & 1 else 0)
        self.next = 0

    def bits(self):
        if self.next == 624:
            self._twist()
        y = self.state[self.next]
        self.next += 1
        y ^= y >> 11
        y ^= y << 7 & 0x9D2C5680
        y ^= y << 15 & 0xEFC60000
        return y ^ y >> 18

    def uniform(self):
        high, low = self.bits() >> 5, self.bits() >> 6
        return (high * 67108864 + low) / 9007199254740992

    def normal(self):
        """Marsaglia's polar method gives two at once."""
        if self.spare is not None:
            made, self.spare = self.spare, None
            return made
        while True:
            x, y = 2 * self.uniform() - 1, 2 * self.uniform() - 1
            r = x * x + y * y
            if 0 < r < 1:
                break
        factor = _math.sqrt(-2 * _math.log(r) / r)
        self.spare = factor * x
        return factor * y

    def below(self, n):
        """A whole number under n: as many bits as it takes, drawn anew when too large."""
        mask = (1 << (n - 1).bit_length()) - 1
        while n > 1:
            value = self.bits() & mask
            if value < n:
                return value
        return 0


_twister = _Twister(0)


def seed(seed=0):
    global _twister
    _twister = _Twister(int(seed))


def _fill(size, draw, dtype=_float64):
    if size is None:
        return dtype._scalar(draw())
    shape = (size,) if isinstance(size, int) else tuple(size)
    return _from_values([draw() for _ in range(_math.prod(shape))], shape, dtype)


def random_sample(size=None):
    return _fill(size, _twister.uniform)


random = ranf = sample = random_sample


def rand(*shape):
    return _fill(shape or None, _twister.uniform)


def standard_normal(size=None):
    return _fill(size, _twister.normal)


def randn(*shape):
    return _fill(shape or None, _twister.normal)


def uniform(low=0.0, high=1.0, size=None):
    return _fill(size, lambda: low + (high - low) * _twister.uniform())


def normal(loc=0.0, scale=1.0, size=None):
    return _fill(size, lambda: loc + scale * _twister.normal())


def randint(low, high=None, size=None, dtype=None):
    low, high = (0, low) if high is None else (low, high)
    if low >= high:
        raise ValueError("low >= high")
    return _fill(size, lambda: low + _twister.below(high - low), _int64)


def shuffle(x):
    for i in range(len(x) - 1, 0, -1):
        j = _twister.below(i + 1)
        if i != j:
            first, second = (part.copy() if hasattr(part, "copy") else part for part in (x[i], x[j]))
            x[i], x[j] = second, first


def permutation(x):
    made = _array(list(range(x))) if isinstance(x, int) else _asarray(x).copy()
    shuffle(made)
    return made


def choice(a, size=None, replace=True, p=None):
    pool = list(range(a)) if isinstance(a, int) else _asarray(a).tolist()
    if p is not None:
        raise NotImplementedError("the lab's small NumPy has no choice with p")
    if replace:
        places = randint(0, len(pool), size)
    else:
        n = 1 if size is None else size if isinstance(size, int) else _math.prod(size)
        places = permutation(len(pool))[:n]
        places = int(places[0]) if size is None else places
    return _array(pool)[places]


def __getattr__(name):
    raise AttributeError(f"the lab's small NumPy has no random.{name}")
