import torch
class Value:
    def __init__(self, d): self.t = torch.tensor(float(d), requires_grad=True)
    def __add__(self, o): v = Value(0); v.t = self.t + o.t; return v
    def __repr__(self): return f"Value({self.t:.2f})"
a, b = Value(2), Value(3)
c = a + b
print(c, a)
c.t.backward(); print(a.t.grad)
from dataclasses import dataclass, field
@dataclass
class Cfg:
    lr: float = 0.1
    hist: list = field(default_factory=list)
print(Cfg())
def gen():
    for i in range(3):
        yield torch.tensor(float(i))
print([t * 2 for t in gen()], sum(gen()))
print({t.item(): i for i, t in enumerate(gen())})
import collections, itertools, functools, math, time, random
print(functools.reduce(lambda a, b: a * b, [torch.tensor(2.0), torch.tensor(3.0)]))
t0 = time.time(); print(time.time() - t0 >= 0)
random.seed(1); print(random.random())
print(math.exp(torch.tensor(1.0)), math.sqrt(torch.tensor(4.0)), max(torch.tensor(1.0), 2), abs(torch.tensor(-3)), pow(torch.tensor(2.0), 3), divmod(7, 2))
