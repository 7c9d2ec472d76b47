import torch

x = torch.tensor(2.0, requires_grad=True)
y = x ** 2 + 1
z = 3 * y
z.backward()
print(x.grad)
