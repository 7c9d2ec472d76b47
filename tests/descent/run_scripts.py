"""run_scripts.py: runs the PyTorch programs on stdin, one after the other, in one process.

The programs are separated by lines “%%”; so is what they print. Before it stands one line: “exact” if the functions
of this PyTorch are rounded correctly in float32, else “approximate”; or “missing” if there is no PyTorch."""
import sys

try:
    import torch
except ImportError:
    print("missing")
    sys.exit(0)


def is_exact():
    """Builds differ: some use functions that are off by one unit in the last place here and there."""
    x = torch.linspace(0.01, 3, 20011)
    return all(torch.equal(torch.stack([f(v) for v in x]), f(x.double()).float())
               for f in [torch.sin, torch.cos, torch.exp, torch.log])


print("exact" if is_exact() else "approximate")
for script in sys.stdin.read().split("%%\n"):
    exec(compile(script, "script", "exec"), {})
    print("%%")
