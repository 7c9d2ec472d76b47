import torch
from torch import nn
torch.manual_seed(0)
lin = nn.Linear(2, 1)
h = lin.register_forward_hook(lambda m, i, o: print("fwd", i[0].shape, o.shape))
p = lin.register_forward_pre_hook(lambda m, i: print("pre", len(i)))
b = lin.register_full_backward_hook(lambda m, gi, go: print("bwd", go[0]))
lin(torch.ones(3, 2)).sum().backward()
h.remove(); p.remove(); b.remove()
lin(torch.ones(1, 2))
