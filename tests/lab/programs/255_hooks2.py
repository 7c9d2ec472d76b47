import torch
x = torch.tensor([1.0, -2.0], requires_grad=True)
log = []
h1 = x.register_hook(lambda g: log.append(("x", g.clone())))
y = x ** 2; y.register_hook(lambda g: g.clamp(max=0.5)); z = y.sum(); z.register_hook(lambda g: print("z", g))
z.backward()
print(x.grad, log)
h1.remove(); (x * 2).sum().backward(); print(len(log))
def bad(g): return g.sum()
q = x * 1; q.register_hook(bad)
try:
    q.sum().backward()
except RuntimeError as e:
    print(e)
def boom(g): raise ValueError("stop ici")
q = x * 1; q.register_hook(boom)
try:
    q.sum().backward()
except ValueError as e:
    print("ValueError", e)
w = torch.tensor(2.0, requires_grad=True)
w.register_hook(lambda g: -g); w.register_hook(lambda g: g * 10)
(w * 3).backward(); print(w.grad)
