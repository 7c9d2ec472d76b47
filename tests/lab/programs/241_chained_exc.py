import torch
def loss(x):
    return x @ torch.ones(3)
try:
    try:
        loss(torch.ones(2))
    except RuntimeError as e:
        raise ValueError("mauvaise taille") from e
except ValueError as e:
    print(repr(e), "<-", repr(e.__cause__))
import traceback
try:
    loss(torch.ones(2))
except RuntimeError:
    print(traceback.format_exc().splitlines()[-1])
with torch.no_grad():
    try:
        torch.tensor(1.0).backward()
    except RuntimeError as e:
        print(e)
print(torch.is_grad_enabled())
