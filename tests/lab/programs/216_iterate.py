import torch
x = torch.arange(6.0).reshape(3, 2)
for row in x:
    print(row)
for i, (a, b) in enumerate(x):
    print(i, a, b)
print(len(x), list(torch.arange(3)), 3.0 in x, 9.0 in x)
a, b, c = x
print(a, c)
print(x.tolist(), [v.item() for v in x[:, 0]])
print(max(torch.tensor([1, 5, 2])), min(torch.tensor([1., 5., 2.])), sum(torch.tensor([1., 2., 3.])))
print(sorted([torch.tensor(3), torch.tensor(1)]))
print(*torch.tensor([1, 2, 3]))
print(list(zip(torch.arange(2), torch.ones(2))))
try:
    for v in torch.tensor(1.0):
        pass
except TypeError as e:
    print(e)
try:
    len(torch.tensor(1.0))
except TypeError as e:
    print(e)
print(bool(torch.tensor([0.0])), bool(torch.tensor(2)), not torch.tensor(0))
try:
    if torch.ones(2):
        pass
except RuntimeError as e:
    print(e)
