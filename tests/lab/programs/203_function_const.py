import torch
class MulConst(torch.autograd.Function):
    @staticmethod
    def forward(ctx, tensor, constant):
        ctx.constant = constant
        return tensor * constant
    @staticmethod
    def backward(ctx, g):
        return g * ctx.constant, None
x = torch.ones(3, requires_grad=True)
MulConst.apply(x, 5.0).sum().backward()
print(x.grad)
print(torch.autograd.gradcheck(lambda a: MulConst.apply(a, 3.0), torch.randn(2, dtype=torch.double, requires_grad=True)))
