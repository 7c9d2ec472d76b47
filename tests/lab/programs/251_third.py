import torch
x = torch.tensor(2.0, requires_grad=True)
y = torch.sin(x)
for k in range(5):
    y, = torch.autograd.grad(y, x, create_graph=True)
    print(k + 1, f"{y.item():.6f}")
z = torch.exp(-x ** 2)
d1 = torch.autograd.grad(z, x, create_graph=True)[0]
d2 = torch.autograd.grad(d1, x, create_graph=True)[0]
d3 = torch.autograd.grad(d2, x)[0]
print(d1, d2, d3)
