import torch
# 动量法
x = torch.tensor([5.0, 5.0], requires_grad=True)
v = torch.zeros(2)
for 步 in range(5):
    损失 = (x[0] ** 2 + 10 * x[1] ** 2)
    损失.backward()
    with torch.no_grad():
        v = 0.9 * v + x.grad
        x -= 0.01 * v
        x.grad = None
    print(f"第{步}步: 损失={损失.item():.3f}, x={x.tolist()}")
