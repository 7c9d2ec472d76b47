import torch
@torch.no_grad()
def f(x):
    return x * 2
@torch.enable_grad()
def g(x):
    return x * 2
x = torch.tensor(1.0, requires_grad=True)
print(f(x).requires_grad)
with torch.no_grad():
    print(g(x).requires_grad, torch.is_grad_enabled())
torch.set_grad_enabled(False)
print((x * 2).requires_grad)
torch.set_grad_enabled(True)
with torch.set_grad_enabled(False):
    print((x * 2).requires_grad)
print((x * 2).requires_grad)
with torch.inference_mode():
    y = x * 2
    print(y.requires_grad, y.is_inference())
print(torch.is_inference_mode_enabled())
print(f.__name__)
