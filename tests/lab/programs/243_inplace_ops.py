import torch
a = torch.ones(3)
a.add_(1).mul_(2).sub_(0.5).div_(2).pow_(2).neg_().abs_().sqrt_().exp_().log_().clamp_(0, 1)
print(a)
a.fill_(3); print(a); a.zero_(); print(a); a.copy_(torch.arange(3)); print(a)
a += 1; a -= 1; a *= 3; a /= 2; a **= 2; a //= 1; a %= 4; print(a)
b = torch.arange(3); b += 1; print(b)
try:
    b += 0.5
except RuntimeError as e:
    print(e)
try:
    b /= 2
except RuntimeError as e:
    print(e)
a.t_ if hasattr(a, "t_") else 0
c = torch.zeros(2, 2); c.fill_diagonal_(5); print(c); c.transpose_(0, 1) if hasattr(c, "transpose_") else None
c.unsqueeze_(0); print(c.shape); c.squeeze_(); print(c.shape)
d = torch.tensor([3.0, 1.0]); d.requires_grad_(); print(d.requires_grad)
e = torch.ones(2); e[e > 0] = -1; print(e); e.masked_fill_(e < 0, 7); print(e)
f = torch.zeros(2); f.add_(torch.ones(2), alpha=-0.5); print(f); f.addcmul_(torch.ones(2), torch.ones(2), value=2); print(f); f.lerp_(torch.ones(2), 0.5); print(f)
