import torch
x = torch.arange(12.0).reshape(3, 4)
print(x[1], x[1, 2], x[:, 1], x[-1, -1], x[0:2, 1:3], x[..., 0], x[None].shape, x[:, None].shape)
print(x[[0, 2]], x[torch.tensor([0, 2]), torch.tensor([1, 3])], x[x > 5], x[::2, ::3])
x[0, 0] = 100
x[1] = 0
x[:, 3] = torch.tensor([7.0, 8.0, 9.0])
x[x > 50] = -1
print(x)
y = torch.zeros(5)
y[1:3] += 2
y[[0, 4]] = 9
print(y)
try:
    x[5]
except IndexError as e:
    print(e)
try:
    x[0, 0, 0]
except IndexError as e:
    print(e)
try:
    torch.tensor(1.0)[0]
except IndexError as e:
    print(e)
try:
    y[1:3] = torch.ones(3)
except RuntimeError as e:
    print(e)
try:
    x["a"]
except Exception as e:
    print(type(e).__name__, e)
w = torch.ones(3, requires_grad=True)
try:
    w[0] = 5
except RuntimeError as e:
    print(e)
z = w * 1
z[0] = 5
z.sum().backward()
print(w.grad)
