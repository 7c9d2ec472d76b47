import torch
class LinearFn(torch.autograd.Function):
    @staticmethod
    def forward(ctx, input, weight, bias=None):
        ctx.save_for_backward(input, weight, bias)
        output = input.mm(weight.t())
        if bias is not None:
            output += bias.unsqueeze(0).expand_as(output)
        return output
    @staticmethod
    def backward(ctx, grad_output):
        input, weight, bias = ctx.saved_tensors
        gi = gw = gb = None
        if ctx.needs_input_grad[0]:
            gi = grad_output.mm(weight)
        if ctx.needs_input_grad[1]:
            gw = grad_output.t().mm(input)
        if bias is not None and ctx.needs_input_grad[2]:
            gb = grad_output.sum(0)
        print(ctx.needs_input_grad)
        return gi, gw, gb
x = torch.arange(6.0).view(2, 3)
w = torch.ones(2, 3, requires_grad=True)
b = torch.zeros(2, requires_grad=True)
o = LinearFn.apply(x, w, b)
print(o)
o.pow(2).sum().backward()
print(w.grad, b.grad)
