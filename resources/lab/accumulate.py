import torch

x = torch.tensor(4.0, requires_grad=True)
for k in range(6):
    y = x ** 2
    y.backward()
    with torch.no_grad():
        x -= 0.1 * x.grad
    print(x.item(), x.grad.item())
