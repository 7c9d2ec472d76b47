import torch

x = torch.tensor(3.0, requires_grad=True)
y = x * x
with torch.no_grad():
    c = x * x
d = y.detach()
print(y.requires_grad, c.requires_grad, d.requires_grad)

z = d * x
z.backward()
print(x.grad)
