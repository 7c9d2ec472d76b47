import torch
from torch.optim import lr_scheduler as S
def mk():
    x = torch.tensor(1.0, requires_grad=True)
    return torch.optim.SGD([x], lr=1.0)
for make in [lambda o: S.StepLR(o, step_size=2, gamma=0.5), lambda o: S.ExponentialLR(o, gamma=0.9), lambda o: S.MultiStepLR(o, milestones=[2, 4], gamma=0.1),
             lambda o: S.LambdaLR(o, lr_lambda=lambda e: 1 / (1 + e)), lambda o: S.CosineAnnealingLR(o, T_max=5), lambda o: S.LinearLR(o, start_factor=0.5, total_iters=4), lambda o: S.ConstantLR(o, factor=0.5, total_iters=2), lambda o: S.PolynomialLR(o, total_iters=4, power=2.0),
             lambda o: S.MultiplicativeLR(o, lr_lambda=lambda e: 0.9), lambda o: S.CosineAnnealingWarmRestarts(o, T_0=3), lambda o: S.OneCycleLR(o, max_lr=2.0, total_steps=6), lambda o: S.CyclicLR(o, base_lr=0.1, max_lr=1.0, step_size_up=2, cycle_momentum=False)]:
    o = mk(); s = make(o)
    lrs = []
    for e in range(6):
        lrs.append(round(o.param_groups[0]["lr"], 6))
        o.step(); 
        if e < 5: s.step()
    print(type(s).__name__, lrs, [round(v, 6) for v in s.get_last_lr()])
o = mk(); s = S.ReduceLROnPlateau(o, patience=1, factor=0.5)
for l in [1.0, 0.9, 0.95, 0.96, 0.97, 0.5, 0.6]:
    s.step(l)
    print(o.param_groups[0]["lr"], end=" ")
print()
o = mk(); s = S.SequentialLR(o, [S.ConstantLR(o, 0.1, 2), S.ExponentialLR(o, 0.9)], milestones=[2])
for e in range(5):
    print(round(o.param_groups[0]["lr"], 5), end=" "); o.step(); s.step()
print()
