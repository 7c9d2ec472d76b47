import torch
from torch.autograd.functional import jacobian, hessian, vjp, jvp, hvp
f = lambda x: (x ** 3).sum()
x = torch.tensor([1.0, 2.0])
print(hessian(f, x))
print(jacobian(lambda x: x ** 2, x))
print(jacobian(lambda a, b: a * b, (x, x)))
print(vjp(lambda x: x ** 2, x, torch.ones(2)))
print(jvp(lambda x: x ** 2, x, torch.ones(2)))
print(hvp(f, x, torch.ones(2)))
