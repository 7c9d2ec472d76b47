import torch
x = torch.tensor(3.0, requires_grad=True)
for i in range(3):
    (x ** 2).backward()
    print(i, x.grad)
x.grad.zero_()
loss = sum((x * k - 1) ** 2 for k in range(1, 4))
loss.backward()
print(loss, x.grad)
