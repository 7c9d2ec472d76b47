import torch
torch.manual_seed(3)
X = torch.cat([torch.randn(20, 2) - 1, torch.randn(20, 2) + 1])
y = torch.cat([torch.zeros(20), torch.ones(20)])
w = torch.zeros(2, requires_grad=True); b = torch.zeros(1, requires_grad=True)
opt = torch.optim.SGD([w, b], lr=0.5)
for i in range(30):
    p = torch.sigmoid(X @ w + b)
    loss = -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()
    opt.zero_grad(); loss.backward(); opt.step()
acc = ((p > 0.5).float() == y).float().mean()
print(loss, acc, w, b)
print((p > 0.5).int().sum(), (p > 0.5).sum().item(), (p.round() == y).sum())
