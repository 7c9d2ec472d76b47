import torch

x = torch.tensor(2.0, requires_grad=True)
y = x ** 2 + 1
z1 = y ** 3
z2 = (y - 3) ** 3
z1.backward()
print(x.grad)
z2.backward()
print(x.grad)
