import torch
from torch.utils.data import TensorDataset, DataLoader, Dataset, random_split
torch.manual_seed(0)
X = torch.arange(10.0).view(5, 2); Y = torch.arange(5)
ds = TensorDataset(X, Y)
print(len(ds), ds[0])
for xb, yb in DataLoader(ds, batch_size=2):
    print(xb, yb)
for xb, yb in DataLoader(ds, batch_size=2, shuffle=True):
    print(yb)
class D(Dataset):
    def __len__(self): return 3
    def __getitem__(self, i): return torch.tensor([i * 1.0]), i
for b in DataLoader(D(), batch_size=2, drop_last=True):
    print(b)
a, b = random_split(ds, [3, 2])
print(len(a), len(b), len(DataLoader(ds, batch_size=2)))
print([y.item() for _, y in a])
