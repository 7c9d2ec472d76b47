import torch
from torch import nn
torch.manual_seed(0)
l = nn.Linear(3, 2)
nn.init.zeros_(l.bias); nn.init.constant_(l.weight, 0.5)
print(l.weight, l.bias)
nn.init.xavier_uniform_(l.weight); print(l.weight.data)
nn.init.kaiming_normal_(l.weight, nonlinearity="relu"); print(l.weight.data)
nn.init.normal_(l.weight, 0, 0.01); print(l.weight.data)
nn.init.uniform_(l.bias, -1, 1); print(l.bias.data)
nn.init.eye_(l.weight); nn.init.ones_(l.bias); print(l.weight, l.bias)
print(nn.init.calculate_gain("relu"))
nn.init.orthogonal_(torch.empty(2, 2))
nn.init.trunc_normal_(torch.empty(2, 2))
def init(m):
    if isinstance(m, nn.Linear):
        nn.init.ones_(m.weight)
net = nn.Sequential(nn.Linear(1, 1), nn.Tanh())
net.apply(init); print(net[0].weight)
