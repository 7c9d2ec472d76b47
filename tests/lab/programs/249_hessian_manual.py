import torch
def f(v):
    return v[0] ** 2 * v[1] + v[1] ** 3
v = torch.tensor([1.0, 2.0], requires_grad=True)
g, = torch.autograd.grad(f(v), v, create_graph=True)
H = torch.stack([torch.autograd.grad(g[i], v, retain_graph=True)[0] for i in range(2)])
print(g, H)
print(torch.autograd.functional.hessian(f, v.detach()))
hv, = torch.autograd.grad(g, v, grad_outputs=torch.tensor([1.0, 0.0]))
print(hv)
print(torch.linalg.det(H), torch.linalg.inv(H), torch.trace(H), H.T, torch.linalg.eigvalsh(H))
d, = torch.autograd.grad(torch.tensor(2.0, requires_grad=True) ** 3, v, allow_unused=True)
print(d)
