import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
a = x.clone()
b = x.detach()
c = x.detach().clone()
d = x.clone().detach().requires_grad_(True)
print(a, b, c, d, a.is_leaf, d.is_leaf)
print(b.data_ptr() == x.data_ptr(), c.data_ptr() == x.data_ptr())
b[0] = 10
print(x, c)
a.sum().backward()
print(x.grad)
import copy
e = copy.deepcopy(x)
print(e, e.grad, e is x)
f = copy.copy(x)
print(f.requires_grad)
try:
    copy.deepcopy(x * 2)
except RuntimeError as err:
    print(str(err)[:60])
