import torch

x = torch.tensor(4.0, requires_grad=True)
y = x ** 2
y.backward()
x -= 0.1 * x.grad
print(x)
