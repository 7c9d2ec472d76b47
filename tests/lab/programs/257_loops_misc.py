import torch
x = torch.tensor(10.0, requires_grad=True)
pas = 0
while x.grad is None or abs(x.grad) > 1e-2:
    if x.grad is not None: x.grad = None
    y = (x - 3) ** 2
    y.backward()
    with torch.no_grad(): x -= 0.25 * x.grad
    pas += 1
    if pas > 100: break
else:
    print("convergé", pas)
print(f"{x.item():.4f}", x.grad)
hist = {"x": [], "loss": []}
w = torch.tensor([1.0, 1.0], requires_grad=True); opt = torch.optim.SGD([w], lr=0.1, momentum=0.5)
for t in range(5):
    opt.zero_grad(); l = torch.dot(w, w); l.backward(); opt.step()
    hist["x"].append(w.detach().clone().tolist()); hist["loss"].append(l.item())
print([round(v, 4) for v in hist["loss"]]); print([[round(a, 3) for a in p] for p in hist["x"]])
best = min(range(5), key=lambda i: hist["loss"][i]); print(best)
params = {"a": torch.tensor(1.0, requires_grad=True), "b": torch.tensor(2.0, requires_grad=True)}
(params["a"] * params["b"]).backward(); print({k: v.grad.item() for k, v in params.items()})
for (n, p), lr in zip(params.items(), [0.1, 0.2]):
    p.data -= lr * p.grad; print(n, p)
print("%.3f %s" % (w.sum(), w.shape), "{:>8.2f}|{:<8}|".format(w[0].item(), str(w.dtype)), str(w.detach()), f"{w.detach().numpy()}", f"{w.tolist()}")
