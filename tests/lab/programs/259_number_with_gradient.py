# A tensor of one number where a number is expected: its value counts, unless it has a gradient to lose.
import torch
import torch.nn.functional as F

x = torch.ones(3, requires_grad=True)
v = torch.tensor(2.0, requires_grad=True)

y = x.clone().fill_(v)
print(y.grad_fn.name(), torch.autograd.grad((y * torch.arange(3.0)).sum(), (x, v)))
for call in (lambda: F.leaky_relu(x, v), lambda: F.elu(x, v)):
    try:
        call()
    except TypeError as error:
        print(error)
with torch.no_grad():
    print(x.clone().clamp_(v))
