import torch
a = torch.ones(2)
b = torch.ones(2, requires_grad=True)
c = b + 1
d = b.detach()
e = torch.ones(2, requires_grad=True) * 1
f = b.clone()
g = torch.nn.Parameter(a)
for n, t in zip("abcdefg", [a, b, c, d, e, f, g]):
    print(n, t.is_leaf, t.requires_grad, t.grad_fn is None)
with torch.no_grad():
    h = b * 2
print(h.is_leaf, h.requires_grad)
h.requires_grad_()
print(h.is_leaf, h)
x = torch.ones(2, requires_grad=True).double()
print(x.is_leaf, x.dtype, x)
y = torch.ones(2).to(torch.float64).requires_grad_()
print(y.is_leaf)
print((a + b).requires_grad, (a + a).requires_grad, torch.cat([a, b]).requires_grad, (b > 0).requires_grad, b.argmax().requires_grad)
z = b[0]; print(z.is_leaf, z)
print(a.grad, b.grad)
