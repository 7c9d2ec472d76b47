import torch
torch.manual_seed(0)
X = torch.randn(8, 3); y = torch.randn(8)
w = torch.zeros(3, requires_grad=True)
((X @ w - y) ** 2).mean().backward()
full = w.grad.clone(); w.grad = None
for xb, yb in zip(X.chunk(4), y.chunk(4)):
    (((xb @ w - yb) ** 2).mean() / 4).backward()
print(full, w.grad, torch.allclose(full, w.grad))
for xb, yb in zip(X.split(3), y.split(3)):
    print(xb.shape, yb.shape)
