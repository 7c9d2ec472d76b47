import torch
import matplotlib.pyplot as plt

def f(x, y):
    return torch.sin(3 * x) * torch.cos(3 * y) + (x + y) / 4

p = torch.tensor([0.5, 0.0], requires_grad=True)
way = [p.tolist()]
for k in range(15):
    z = f(p[0], p[1])
    z.backward()
    with torch.no_grad():
        p -= 0.05 * p.grad
    p.grad.zero_()
    way.append(p.tolist())

a = torch.linspace(-3, 2, 100)
A, B = torch.meshgrid(a, a, indexing="xy")
plt.imshow(f(A, B), extent=[-3, 2, -3, 2], origin="lower")
plt.plot([q[0] for q in way], [q[1] for q in way], "k.-")
plt.show()
