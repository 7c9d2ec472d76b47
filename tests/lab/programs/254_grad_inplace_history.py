import torch
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x * 2
y[0] = 0
y[1] *= 5
print(y)
y.sum().backward(); print(x.grad)
x.grad = None
z = torch.zeros(3); z[1] = x[1] * 4; z[2:] = x[2:] ** 2
print(z); z.sum().backward(); print(x.grad)
x.grad = None
a = x.clone(); a.mul_(x); a.add_(1); print(a); a.sum().backward(); print(x.grad)
b = x ** 2
b.add_(1)
b.sum().backward(); print(x.grad)
s = torch.sigmoid(x); s.mul_(2)
try:
    s.sum().backward()
except RuntimeError as e:
    print(e)
r = torch.relu(x); r.add_(1); 
try:
    r.sum().backward(); print(x.grad)
except RuntimeError as e:
    print(e)
buf = torch.zeros(2, 3)
for i in range(2):
    buf[i] = x * (i + 1)
x.grad = None
buf.pow(2).sum().backward(); print(x.grad)
