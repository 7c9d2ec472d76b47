import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * 2; y.retain_grad()
z = y.sum(); z.retain_grad(); z.backward()
print(y.grad, z.grad, x.grad, y.retains_grad, x.retains_grad)
y = (x * 3).sum(); y.backward(retain_graph=True); y.backward(); print(x.grad)
w = (x ** 2).sum(); w.backward(retain_graph=True); print(x.grad); w.backward(); print(x.grad)
try:
    w.backward()
except RuntimeError as e:
    print(str(e)[:60])
u = x.exp(); v1 = u.sum(); v2 = (u * 2).sum()
v1.backward()
try:
    v2.backward()
except RuntimeError as e:
    print(str(e)[:60])
with torch.autograd.set_detect_anomaly(True):
    (x * 2).sum().backward()
torch.autograd.backward([x.sum(), (x * 2).sum()])
torch.autograd.backward((x * 2), torch.ones(2)); print(x.grad)
x.grad.data.zero_(); print(x.grad)
(x * 2).sum().backward(inputs=[x]); print(x.grad)
print(x.grad is x.grad, x.grad.grad_fn, x.grad.requires_grad)
y = x ** 3; y.sum().backward(create_graph=True); print(x.grad)
g2, = torch.autograd.grad(x.grad.sum(), x); print(g2)
