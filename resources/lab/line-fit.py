import torch
import matplotlib.pyplot as plt

x = torch.linspace(-2, 2, 40)
y = 3 * x + 2 + torch.randn(40)
W = torch.tensor(5.0, requires_grad=True)
b = torch.tensor(0.0, requires_grad=True)

for epoch in range(10):
    loss = torch.mean((W * x + b - y) ** 2)
    loss.backward()
    with torch.no_grad():
        W -= 0.1 * W.grad
        b -= 0.1 * b.grad
    W.grad.zero_()
    b.grad.zero_()
    print(f"{loss.item():.4g}")

plt.plot(x, y, "b.")
plt.plot(x, (W * x + b).detach(), "r")
plt.show()
