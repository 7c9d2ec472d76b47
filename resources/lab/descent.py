import torch

x = torch.tensor(100.0, requires_grad=True)
lr = 0.1

for k in range(9):
    y = x ** 2
    y.backward()
    with torch.no_grad():
        x -= lr * x.grad
    x.grad.zero_()
    print(x.item())
