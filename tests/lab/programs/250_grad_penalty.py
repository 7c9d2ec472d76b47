import torch
torch.manual_seed(0)
net = torch.nn.Sequential(torch.nn.Linear(2, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1))
x = torch.randn(3, 2, requires_grad=True)
out = net(x)
g, = torch.autograd.grad(out.sum(), x, create_graph=True)
pen = ((g.norm(dim=1) - 1) ** 2).mean()
pen.backward()
print(out.shape, f"{pen.item():.5f}", [f"{p.grad.norm().item():.5f}" if p.grad is not None else None for p in net.parameters()])
