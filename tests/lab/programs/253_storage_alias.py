import torch
x = torch.arange(6.0)
y = x.view(2, 3); z = y.t(); w = x[2:4]; u = x.reshape(3, 2); c = y.contiguous(); k = z.contiguous()
x[0] = 100
print(y[0, 0], z[0, 0], u[0, 0], c[0, 0], k[0, 0])
w += 10; print(x, y)
y[1] = 0; print(x); z[2, 0] = -1; print(x)
e = torch.tensor([1.0, 2.0]).expand(3, 2); print(e, e.stride())
try:
    e[0, 0] = 5
except RuntimeError as err:
    print(err)
n = x.numpy(); n[1] = 42; print(x[1]); x[2] = 7; print(n)
l = x.tolist(); l[0] = 0; print(x[0])
a = b = torch.zeros(1); b += 1; print(a); b = b + 1; print(a, b)
def f(t): t.mul_(3)
f(a); print(a)
print(x.data_ptr() == y.data_ptr(), x.storage_offset(), w.storage_offset())
s = [torch.zeros(1)] * 3; s[0] += 1; print(s)
