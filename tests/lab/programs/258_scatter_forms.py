# A tensor with a part of it replaced, and where the gradients go.
import torch

x = torch.arange(6.).reshape(2, 3).requires_grad_()


def show(name, make, src):
    src = src.requires_grad_()
    y = make(src)
    gradients = torch.autograd.grad((y * y).sum(), (x, src))
    print(name, y.grad_fn.name())
    print(y.tolist(), *[gradient.tolist() for gradient in gradients])


show("select", lambda src: x.select_scatter(src, 1, -1), torch.tensor([7., 8.]))
show("slice", lambda src: x.slice_scatter(src, 1, 0, 3, 2), torch.tensor([[7., 8.], [9., 10.]]))
show("diagonal", lambda src: x.diagonal_scatter(src, 1), torch.tensor([7., 8.]))
show("masked", lambda src: x.masked_scatter(torch.tensor([True, False, True]), src), torch.tensor([7., 8., 9., 10.]))
print(torch.as_strided_scatter(x.detach(), torch.zeros(2), (2,), (2,), 1))
y = x.detach().clone()
print(y.masked_scatter_(y > 2, -y) is y, y.tolist())
for make in (lambda: x.select_scatter(torch.zeros(2), 0, 1),
             lambda: x.diagonal_scatter(torch.zeros(4)),
             lambda: x.masked_scatter(torch.tensor([True, True, False]), torch.zeros(3)),
             lambda: x.masked_scatter(torch.ones(2, 2) > 0, torch.zeros(9))):
    try:
        make()
    except RuntimeError as error:
        print(error)
