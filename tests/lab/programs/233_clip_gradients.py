import torch
from torch import nn
x = torch.tensor([3.0, 4.0], requires_grad=True)
(x ** 2).sum().backward()
print(torch.nn.utils.clip_grad_norm_([x], 1.0), x.grad)
torch.nn.utils.clip_grad_value_([x], 0.5)
print(x.grad)
v = nn.utils.parameters_to_vector([x, torch.ones(1)])
print(v)
