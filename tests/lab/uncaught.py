#!/usr/bin/env python3
"""uncaught.py CLI: an error that a program does not catch prints Python's traceback with the program's lines alone, after
what was printed before, and the exit status is 1; sys.exit keeps its own."""
import pathlib
import subprocess
import sys
import tempfile

CLI = sys.argv[1]

# The program, its exit status, its lines in the traceback, and the last line on stderr.
CASES = [
    ("import torch\nprint('avant')\nx = torch.tensor(2.0)\nx.backward()\n", 1, [4],
     "RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn"),
    ("import torch\nprint('avant')\ndef f(x):\n    return x @ x\nf(torch.ones(2, 3))\n", 1, [5, 4],
     "RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)"),
    ("import torch\nfrom torch import nn\nprint('avant')\nnet = nn.Sequential(nn.Linear(2, 1))\nnet(torch.ones(3))\n", 1, [5],
     "RuntimeError: mat1 and mat2 shapes cannot be multiplied (1x3 and 2x1)"),
    ("import torch\nprint('avant')\nx = torch.ones(1, requires_grad=True)\ndef hook(g):\n    raise ValueError('非')\n"
     "x.register_hook(hook)\nx.sum().backward()\n", 1, [7, 5], "ValueError: 非"),
    ("import torch\nprint('avant')\nclass F(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, x): return x * 2\n"
     "    @staticmethod\n    def backward(ctx, g): return g / 0 / [0]\nF.apply(torch.ones(1, requires_grad=True)).backward()\n",
     1, [8, 7], "TypeError: unsupported operand type(s) for /: 'Tensor' and 'list'"),
    ("print('avant')\nimport numpy as np\nnp.array([1.0])[5]\n", 1, [3],
     "IndexError: index 5 is out of bounds for axis 0 with size 1"),
    ("print('avant')\nimport requests\n", 1, [2], None),
    ("print('avant')\ntry:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise KeyError('x') from e\n", 1, [3, 5], "KeyError: 'x'"),
    ("print('avant')\nx = (1 +\n", 1, [2], "SyntaxError: '(' was never closed"),
    ("import sys\nprint('avant')\nsys.exit(3)\n", 3, [], None),
    ("import torch\nprint('avant')\ntorch.ones(1).cuda()\n", 1, [3],
     "AttributeError: Tensor.cuda exists in PyTorch, but not in the lab"),
    ("import torch\nprint('avant')\ntorch.save({}, 'model.pt')\n", 1, [3],
     "RuntimeError: torch.save is not available in the lab: a program here can write no file"),
]


def check(path, case):
    text, status, lines, last = case
    path.write_text(text)
    done = subprocess.run([CLI, "lab", "run", str(path)], capture_output=True, text=True, timeout=60)
    err = done.stderr.splitlines()
    syntax = last is not None and last.startswith("SyntaxError")
    assert done.returncode == status, (text, done.returncode, done.stderr)
    assert done.stdout == ("" if syntax else "avant\n"), (text, done.stdout)
    files = [line.strip() for line in err if line.startswith("  File ")]
    assert all(line.startswith(f'File "{path}", line ') for line in files), done.stderr
    assert [int(line.split("line ")[1].split(",")[0]) for line in files] == lines, done.stderr
    assert last is None or err[-1] == last, done.stderr
    assert status != 1 or syntax or err[0] == "Traceback (most recent call last):", done.stderr


with tempfile.TemporaryDirectory() as folder:
    for number, case in enumerate(CASES):
        check(pathlib.Path(folder) / f"program{number}.py", case)
print(f"{len(CASES)} programs fail as they should")
