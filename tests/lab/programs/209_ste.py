import torch
class Round(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return torch.round(x)
    @staticmethod
    def backward(ctx, g):
        return g
x = torch.tensor([0.2, 1.7], requires_grad=True)
(Round.apply(x) ** 2).sum().backward()
print(x.grad)
