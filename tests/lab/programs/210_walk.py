import torch
a = torch.tensor([2.0], requires_grad=True)
b = torch.tensor([3.0], requires_grad=True)
Q = 3 * a ** 3 - b ** 2
def walk(fn, d=0):
    if fn is None:
        print("  " * d + "None"); return
    print("  " * d + fn.name())
    for n, i in fn.next_functions:
        walk(n, d + 1)
walk(Q.grad_fn)
print(Q.grad_fn.next_functions[0][0].next_functions[1])
leaf = Q.grad_fn.next_functions[1][0].next_functions[0][0]
print(leaf.variable)
print(hasattr(leaf, "variable"), hasattr(Q.grad_fn, "variable"))
