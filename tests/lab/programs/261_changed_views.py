import torch


def attempt(what):
    try:
        print(what())
    except RuntimeError as error:
        print(error)


a = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)

# Parts that came together cannot be used after their base was changed, nor be changed themselves.
y = a * 1
first, second = y.unbind(0)
used = first * 2
y.mul_(2)
attempt(lambda: first * 2)
attempt(lambda: first.grad_fn)
attempt(lambda: first.mul_(2))
attempt(lambda: first == 2)
print(first.requires_grad, first.detach())
used.sum().backward()
print(a.grad)
attempt(lambda: [row.mul_(2) for row in a * 1])
y = a * 1
numbers = y[0].unbind(0)
y.add_(1)
attempt(lambda: numbers[0] + 1)
with torch.no_grad():
    print(numbers[0] + 1)

# One view alone looks at its base anew.
y = a * 1
view = y[0]
y.logical_not_()
print(view.grad_fn.name(), y.grad_fn.name())
with torch.no_grad():
    hidden = y[1]
    y.add_(1)
print(view.grad_fn.name())
attempt(lambda: hidden * 2)
y = a * 1
view = y[0]
view.exp_()
y.add_(1)
attempt(lambda: y.sum().backward())

# What is written over while it is read.
y = torch.arange(4.0)
attempt(lambda: y[1:].copy_(y[:-1]))
attempt(lambda: y.mul_(y[0]))
attempt(lambda: y.add_(y))

# Comparisons in place have a history, and no gradient.
y = a * 1
b = torch.tensor([2.0, 3.0], requires_grad=True)
print(y.gt_(b), y.grad_fn.next_functions[1][0].name(), (a * 1).eq_(2.0))
print(torch.autograd.grad(y.sum(), (a, b)))

# What PyTorch does not differentiate.
for y in (7.5 % a, 7.5 // a, a // 2, (a * 1).floor_divide_(b)):
    print(y)
    attempt(lambda: y.sum().backward())
