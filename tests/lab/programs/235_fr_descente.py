import torch
import numpy as np
import matplotlib.pyplot as plt
def f(x): return x**4 - 3*x**3 + 2
xs = []
x = torch.tensor(4.0, requires_grad=True)
for i in range(20):
    y = f(x)
    y.backward()
    with torch.no_grad():
        x -= 0.01 * x.grad
    x.grad.zero_()
    xs.append(x.item())
print(f"minimum trouvé : x = {x.item():.4f}, f(x) = {f(x).item():.4f}")
plt.plot(xs, label="trajectoire")
plt.xlabel("itération"); plt.ylabel("x"); plt.title("Descente"); plt.legend(); plt.grid(True)
plt.show()
arr = np.array(xs)
print(arr.shape, arr.mean().round(3), arr.min(), arr.argmin())
