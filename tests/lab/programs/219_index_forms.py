import torch
x = torch.arange(12.0).reshape(3, 4).requires_grad_()
y = x[:, 1]
print(y.grad_fn, y.grad_fn.next_functions[0][0].name()) if False else print(y.grad_fn.name(), y.grad_fn.next_functions[0][0].name())
print(x[1].grad_fn.next_functions[0][0].name(), x[0:2].grad_fn.name())
print(x[-2:], x[:-1, -1], x[[2, 0]], x[x > 7].grad_fn.name())
print(x[[]])
print(x[range(2)])
y = torch.zeros(3)
try:
    y[0:2] = torch.ones(3)
except RuntimeError as e:
    print(e)
y[0] = True
y[1] = torch.tensor(3)
y[torch.tensor([2])] = 4.5
print(y, y[True].shape)
m = torch.zeros(2, 2)
m[0] = torch.tensor([1.0, 2.0])
m[:, 1] = torch.arange(2.0)
m[m == 0] = -1
print(m)
m[range(2), range(2)] = 8
print(m)
