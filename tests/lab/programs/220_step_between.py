import torch
from torch import nn
torch.manual_seed(0)
net = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
opt = torch.optim.SGD(net.parameters(), lr=0.1)
x = torch.ones(4, 2)
loss = net(x).sum()
loss.backward(retain_graph=True)
opt.step()
try:
    loss.backward()
except RuntimeError as e:
    print(e)
