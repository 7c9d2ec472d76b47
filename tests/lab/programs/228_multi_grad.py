import torch
x = torch.tensor(1.0, requires_grad=True)
y = torch.tensor(2.0, requires_grad=True)
z = x ** 2 * y
print(torch.autograd.grad(z, (x, y)))
z = x ** 2
try:
    torch.autograd.grad(z, y)
except RuntimeError as e:
    print(e)
print(torch.autograd.grad(z, [x, y], allow_unused=True))
z = x ** 3
g = torch.autograd.grad(z, x, create_graph=True)
print(g)
print(torch.autograd.grad(g[0], x))
try:
    torch.autograd.grad(z, torch.tensor(1.0))
except RuntimeError as e:
    print(e)
try:
    torch.autograd.grad(z, 3)
except Exception as e:
    print(type(e).__name__, e)
try:
    torch.autograd.grad(z.detach(), x)
except RuntimeError as e:
    print(e)
