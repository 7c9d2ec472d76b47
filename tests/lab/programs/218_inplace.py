import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
try:
    x += 1
except RuntimeError as e:
    print(e)
try:
    x.add_(1)
except RuntimeError as e:
    print(e)
try:
    x[0] = 1
except RuntimeError as e:
    print(e)
with torch.no_grad():
    x += 1
    x.mul_(2)
    x[0] = 7
print(x, x._version)
y = x.exp()
y += 1
try:
    y.sum().backward()
except RuntimeError as e:
    print(e)
y = x * 2
y *= 3
y.sum().backward()
print(x.grad)
a = x.detach()
a[0] = 0
print(x)
x.data[1] = 5
print(x)
x.data = torch.tensor([9.0, 9.0])
print(x, x.requires_grad)
z = x ** 2
x.data.zero_()
z.sum().backward()
print(x.grad)
b = torch.ones(2)
b.requires_grad_()
b.requires_grad = False
print(b.requires_grad)
c = (x * 2)
try:
    c.requires_grad = False
except RuntimeError as e:
    print(e)
c.detach_()
print(c.requires_grad, c.grad_fn, c.is_leaf)
