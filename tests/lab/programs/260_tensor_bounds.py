import torch


def attempt(what):
    try:
        print(what())
    except (RuntimeError, AttributeError) as error:
        print(type(error).__name__, error)


x = torch.tensor([-2.0, 0.5, 1.0, 3.0], requires_grad=True)
low = torch.tensor([-1.0, 0.0, 1.0, 0.0], requires_grad=True)
high = torch.tensor([1.0, 1.0, 1.0, 2.0], requires_grad=True)
for y in (torch.clamp(x, low, high), x.clamp(min=low), torch.clamp(x, max=high), x.clip(low, high), x.clamp_min(low), (x * 1).clamp_(low, high)):
    print(y.detach(), y.grad_fn.name(), [None if g is None else g.tolist() for g in torch.autograd.grad(y.sum(), (x, low, high), allow_unused=True)])
print(torch.clamp(x, torch.tensor(0.7)).grad_fn.name(), torch.clamp(x, 0.7).grad_fn.name(), torch.clamp(torch.tensor([1, 5]), torch.tensor(2.5)))
attempt(lambda: x.clamp())
attempt(lambda: x.clamp(torch.tensor([1.0, 2.0])))

mask = torch.tensor([True, False, False, True])
value = torch.tensor(5.0, requires_grad=True)
for y in (x.masked_fill(mask, value), torch.masked_fill(x, mask, value), (x * 1).masked_fill_(mask, value), torch.zeros(4).masked_fill_(mask, value)):
    print(y, [None if g is None else g.tolist() for g in torch.autograd.grad(y.sum(), (x, value), allow_unused=True)])
print(x.masked_fill(mask, 5.0).grad_fn.name(), x.masked_fill(mask, torch.tensor(5.0)).grad_fn.name())
attempt(lambda: x.masked_fill(mask, torch.tensor([5.0])))

y = torch.rsub(x, low)
print(y, torch.autograd.grad(y.sum(), (x, low)))
print(torch.rsub(x, low, alpha=2), torch.rsub(x, 3).grad_fn.name())
attempt(lambda: x.rsub(low))
