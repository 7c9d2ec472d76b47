import torch
class SinCos(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        s, c = x.sin(), x.cos()
        ctx.save_for_backward(s, c)
        return s, c
    @staticmethod
    def backward(ctx, gs, gc):
        s, c = ctx.saved_tensors
        return gs * c - gc * s
x = torch.tensor([0.5, 1.0], requires_grad=True)
s, c = SinCos.apply(x)
print(s, c)
(s * 2 + c).sum().backward()
print(x.grad)
