import torch

x = torch.tensor(2.0, requires_grad=True)
y = x ** 2
a = 3 * y
b = torch.exp(y - 4)
z = a + b
z.backward()
print(x.grad)
