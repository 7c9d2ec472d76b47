import torch
from torch import nn
torch.manual_seed(1)
m = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Dropout(0.2), nn.Linear(4, 2, bias=False), nn.Softmax(dim=1))
print(m)
print(m[0], m[-1], len(m))
print(m[3].bias)
m.eval()
print(m(torch.ones(2, 3)))
sd = m.state_dict()
print(sd["0.bias"].shape, sd["3.weight"].requires_grad)
m2 = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Dropout(0.2), nn.Linear(4, 2, bias=False), nn.Softmax(dim=1))
print(m2.load_state_dict(sd))
print(torch.equal(m2(torch.ones(2, 3)), m(torch.ones(2, 3))))
try:
    nn.Linear(2, 2).load_state_dict(sd)
except RuntimeError as e:
    print(e)
print(nn.Tanh(), nn.LeakyReLU(0.1), nn.Sigmoid(), nn.ReLU(inplace=True), nn.Flatten(), nn.BatchNorm1d(3), nn.LayerNorm(3), nn.Embedding(5, 2), nn.CrossEntropyLoss(), nn.Identity())
print(nn.ModuleList([nn.Linear(1, 1), nn.ReLU()]))
print(nn.ModuleDict({"a": nn.Linear(1, 1)}))
print(nn.ParameterList([nn.Parameter(torch.ones(2))]))
print(nn.Parameter(torch.ones(2)))
