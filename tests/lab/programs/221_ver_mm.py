import torch
a = torch.ones(2, 2, requires_grad=True)
b = torch.ones(2, 2)
c = a @ b
b += 1
try:
    c.sum().backward()
except RuntimeError as e:
    print(e)
t = torch.ones(2, requires_grad=True)
s = torch.softmax(t, 0)
s[0] = 1
try:
    s.sum().backward()
except RuntimeError as e:
    print(e)
w = torch.ones(3, requires_grad=True)
l = torch.nn.functional.mse_loss(w * 1, b.view(-1)[:3])
b.zero_()
try:
    l.backward()
except RuntimeError as e:
    print(e)
