import torch
def run(make, n=4):
    x = torch.tensor([3.0, -2.0], requires_grad=True)
    o = make([x])
    out = []
    for _ in range(n):
        o.zero_grad()
        l = (x ** 2 * torch.tensor([1.0, 4.0])).sum()
        l.backward()
        o.step()
        out.append([round(v, 5) for v in x.tolist()])
    return out
O = torch.optim
for mk in [lambda p: O.SGD(p, lr=0.05), lambda p: O.SGD(p, lr=0.05, momentum=0.9), lambda p: O.SGD(p, lr=0.05, momentum=0.9, nesterov=True), lambda p: O.SGD(p, lr=0.05, weight_decay=0.1),
           lambda p: O.Adam(p, lr=0.1), lambda p: O.AdamW(p, lr=0.1), lambda p: O.RMSprop(p, lr=0.05), lambda p: O.Adagrad(p, lr=0.5), lambda p: O.Adadelta(p), lambda p: O.Adam(p, lr=0.1, amsgrad=True, weight_decay=0.01), lambda p: O.RMSprop(p, lr=0.05, centered=True, momentum=0.5)]:
    print(run(mk))
