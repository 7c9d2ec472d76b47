import torch
x = torch.tensor([1e-8, 0.0, 1e8, -1.0], requires_grad=True)
for f in [torch.log, torch.sqrt, torch.exp, lambda t: 1 / t, torch.abs, torch.sigmoid, torch.tanh, lambda t: t ** 3, torch.log1p]:
    x.grad = None
    y = f(x); y.sum().backward(); print(y.detach(), x.grad)
print(torch.tensor(1.0) / 0, torch.tensor(0.0) / 0, torch.tensor(-1.0) / 0, torch.tensor(16777216.0) + 1)
print(torch.tensor(0.1) + torch.tensor(0.2), (torch.tensor(0.1) + torch.tensor(0.2)).item(), torch.tensor(0.1, dtype=torch.float64).item() + 0.2)
a = torch.logsumexp(torch.tensor([1000.0, 1000.0]), 0); print(a, torch.softmax(torch.tensor([1000.0, 0.0]), 0), torch.log_softmax(torch.tensor([1000.0, 0.0]), 0))
eps = 1e-3; f = lambda t: torch.sin(t) * t; t = torch.tensor(1.3, dtype=torch.float64, requires_grad=True)
f(t).backward(); print(t.grad.item(), ((f(t + eps) - f(t - eps)) / (2 * eps)).item())
print(torch.tensor([3, 5]).float().mean(), torch.tensor([1, 2, 3]).sum().dtype, torch.arange(5).float().var(), torch.tensor(2 ** 40), torch.tensor(1e300), torch.tensor(1e300, dtype=torch.float64))
print(torch.round(torch.tensor([0.5, 1.5, 2.5, -0.5])), torch.floor(torch.tensor(-1.5)), torch.trunc(torch.tensor(-1.5)), torch.round(torch.tensor(3.14159), decimals=2))
print(torch.cumsum(torch.arange(4.0), 0), torch.cumprod(torch.arange(1.0, 4.0), 0), torch.prod(torch.arange(1.0, 5.0)))
