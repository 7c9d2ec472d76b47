#!/usr/bin/env python3
"""fuzz_pytorch.py ORACLE SEED COUNT: random programs, run by PyTorch and by the engine.

Both must accept or refuse the same programs, with the same words, and where they accept give the same values and gradients.
Where the PyTorch at hand, of whatever version, is known to differ from 2.6, whose words the engine speaks, fuzz_differences.py says so.
"""
import json
import math
import operator
import random
import subprocess
import sys
import tempfile
import warnings

import check_oracle
import fuzz_chains
import fuzz_programs

try:
    import torch
    import torch.nn.functional as F

    import fuzz_differences
except ImportError:
    print("PyTorch is not installed: nothing to compare with.")
    sys.exit(77)

OPERATORS = {"add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": operator.truediv, "pow": operator.pow,
             "floordiv": operator.floordiv, "floor_divide": operator.floordiv, "mod": operator.mod, "remainder": operator.mod,
             "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge,
             "bitwise_and": operator.and_, "bitwise_or": operator.or_, "bitwise_xor": operator.xor, "matmul": operator.matmul}
FUNCTIONS = {name: getattr(F, name) for name in fuzz_programs.LOSSES + ["leaky_relu", "softplus", "elu", "silu", "gelu", "linear"]}
FUNCTIONS |= {"leaky_relu_": F.leaky_relu_, "elu_": F.elu_, "T": lambda x: x.T, "numpy_T": lambda x: x.T, "alias": torch.ops.aten.alias,
              "cat": lambda *xs, **k: torch.cat(xs, **k), "stack": lambda *xs, **k: torch.stack(xs, **k), "rsub": torch.rsub,
              "as_strided": torch.as_strided, "gather": lambda x, i, dim: torch.gather(x, dim, i), "index_select": lambda x, i, dim: torch.index_select(x, dim, i),
              "where": torch.where, "fmod": torch.fmod}
INEXACT = {"rand", "randn", "randint", "randperm", "empty", "rand_like", "randn_like", "randint_like", "empty_like"}


def read_dtype(attrs):
    return {k: getattr(torch, v) if k == "dtype" else v for k, v in attrs.items()}


def read_number(value):
    return next(iter(value.values())) if isinstance(value, dict) else value


def read_part(part, tensors):
    kind, value = next(iter(part.items()))
    return {"slice": lambda: slice(*value), "none": lambda: None, "ellipsis": lambda: Ellipsis, "list": lambda: value,
            "tensor": lambda: tensors[value], "i": lambda: value}[kind]()


def call(name, ins, attrs):
    numeric = any(not isinstance(x, torch.Tensor) for x in ins)
    if name in OPERATORS and not attrs and (numeric or name in ["floordiv", "mod", "matmul"]):
        return OPERATORS[name](*ins)
    if name in FUNCTIONS:
        return FUNCTIONS[name](*ins, **attrs)
    if not ins:
        return create(name, dict(attrs))
    if name == "split" and isinstance(attrs.get("split_size"), list):
        attrs = {"split_size": attrs["split_size"], "dim": attrs["dim"]}
    owner = torch if name.endswith("_like") or (hasattr(torch, name) and name not in ["to", "split", "squeeze"]) else torch.Tensor
    return getattr(owner, name)(*ins, **attrs)


def create(name, attrs):
    if name == "arange":
        values = [attrs.pop(k) for k in ["start", "end", "step"] if k in attrs]
        return torch.arange(*values, **attrs)
    if name == "randint":
        values = [attrs.pop(k) for k in ["low", "high"] if k in attrs]
        return torch.randint(*values, tuple(attrs.pop("size")), **attrs)
    if name == "full":
        return torch.full(tuple(attrs.pop("size")), attrs.pop("fill_value"), **attrs)
    if name == "eye":
        return torch.eye(*[attrs.pop(k) for k in ["n", "m"] if k in attrs], **attrs)
    return getattr(torch, name)(**attrs)


def run_step(step, tensors):
    ins = [tensors[x] if isinstance(x, str) else read_number(x) for x in step["in"]]
    attrs = read_dtype(step["attrs"])
    if "index" in attrs and isinstance(attrs["index"], list):
        parts = [read_part(p, tensors) for p in attrs["index"]]
        key = parts[0] if len(parts) == 1 else tuple(parts)
        if step["op"] == "index":
            results = [ins[0][key]]
        else:
            ins[0][key] = ins[1]
            results = [ins[0]]
    else:
        results = call(step["op"], ins, attrs)
    results = list(results) if isinstance(results, (tuple, list)) else [results]
    for name, result in zip(step["out"], results):
        tensors[name] = result


def make_tensor(json_tensor):
    dtype = getattr(torch, json_tensor["dtype"])
    tensor = torch.tensor(json_tensor["data"], dtype=dtype).reshape(json_tensor["shape"])
    return tensor.requires_grad_() if json_tensor["requires_grad"] else tensor


def encode(value):
    if isinstance(value, (bool, int)):
        return value
    if math.isnan(value) or math.isinf(value):
        return str(value)
    return value.hex()


def write_tensor(tensor, complete=False, spread=64):
    if not complete and getattr(tensor, "_is_zerotensor", bool)():
        tensor = torch.zeros_like(tensor)
    data = [encode(x) for x in tensor.detach().reshape(-1).tolist()]
    finite = [abs(check_oracle.number(x)) for x in data if math.isfinite(check_oracle.number(x))]
    epsilon = torch.finfo(tensor.dtype).eps if tensor.dtype.is_floating_point else 0
    written = {"dtype": str(tensor.dtype)[6:], "shape": list(tensor.shape), "data": data,
               "tol_abs": spread * epsilon * max([1, *finite])}
    if complete:
        grad_fn = type(tensor.grad_fn).__name__ if tensor.grad_fn is not None else None
        written |= {"requires_grad": tensor.requires_grad, "is_leaf": tensor.is_leaf, "grad_fn": grad_fn, "repr": str(tensor)}
    return written


def write_graph(node):
    if node is None or type(node).__name__ == "AccumulateGrad":
        return node and "AccumulateGrad"
    return [type(node).__name__] + [write_graph(parent) for parent, _ in node.next_functions]


def differentiate_again(grads, inputs):
    """The gradients of the sum of all (0.5 · gradient).sum ()."""
    total = sum((0.5 * g).sum() for g in grads if g is not None)
    if not isinstance(total, torch.Tensor) or not total.requires_grad:
        return [None] * len(grads)
    return torch.autograd.grad(total, inputs, allow_unused=True)


def backward(case, tensors, numbers):
    roots = {name: tensors[name] for name in case["outputs"] if name in tensors and tensors[name].requires_grad}
    inputs = {name: tensors[name] for name, x in case["inputs"].items() if x["requires_grad"]}
    if not roots or not inputs:
        return {}
    cotangents = {name: torch.tensor([round(numbers.uniform(-2, 2), 2) for _ in range(root.numel())], dtype=root.dtype).reshape(root.shape)
                  for name, root in roots.items()}
    case["expect"]["cotangents"] = {name: write_tensor(c) for name, c in cotangents.items()}
    twice = case["order"] > 1
    grads = torch.autograd.grad(list(roots.values()), list(inputs.values()), list(cotangents.values()), allow_unused=True, create_graph=twice)
    if twice:
        second = differentiate_again(grads, list(inputs.values()))
        case["expect"]["second"] = {name: None if g is None else write_tensor(g, spread=4096) for name, g in zip(inputs, second)}
    return {name: None if g is None else write_tensor(g) for name, g in zip(inputs, grads)}


def run_case(case, numbers):
    tensors = {name: make_tensor(x) for name, x in case["inputs"].items()}
    originals = dict(tensors)
    expect = case["expect"] = {}
    where = 0
    try:
        for where, step in enumerate(case["steps"]):
            run_step(step, tensors)
        case["outputs"] = [name for name in case["outputs"] if name in tensors]
        expect["outputs"] = {name: write_tensor(tensors[name], True) for name in case["outputs"]}
        expect["graph"] = {name: write_graph(tensors[name].grad_fn) for name in case["outputs"] if tensors[name].grad_fn is not None}
        where = "backward"
        expect["grads"] = backward(case, {**tensors, **{k: v for k, v in originals.items() if k not in case["outputs"]}}, numbers)
    except Exception as error:
        expect["error"] = {"type": type(error).__name__, "message": str(error), "where": where}


def write_inputs(case):
    for tensor in case["inputs"].values():
        tensor["data"] = [encode(x) if tensor["dtype"].startswith("float") else x for x in tensor["data"]]
    for step in case["steps"]:
        step["attrs"] = {k: encode(v) if isinstance(v, float) and not math.isfinite(v) else v for k, v in step["attrs"].items()}


def main(oracle, seed, count):
    warnings.simplefilter("ignore")
    numbers = random.Random(int(seed))
    cases = []
    for i in range(int(count)):
        case = fuzz_programs.make_case(numbers, i, fuzz_programs.FAMILIES + fuzz_chains.FAMILIES)
        run_case(case, numbers)
        if case["steps"][-1]["op"] in INEXACT and "outputs" in case["expect"]:
            for tensor in case["expect"]["outputs"].values():
                tensor["data"], tensor["repr"] = [], ""
        write_inputs(case)
        cases.append(case)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"cases": cases}, file)
        file.flush()
        done = subprocess.run([oracle, file.name], capture_output=True, text=True)
        if done.returncode != 0:
            print(done.stderr, f"The oracle ended with {done.returncode}.")
            return 1
    results = json.loads(done.stdout)["cases"]
    failed = 0
    for case in cases:
        if case["steps"][-1]["op"] in INEXACT:
            for tensor in results[case["id"]].get("outputs", {}).values():
                tensor["data"], tensor["repr"] = [], ""
        faults = [] if fuzz_differences.forgive(case, results[case["id"]]) else check_oracle.compare(case, results[case["id"]])
        failed += bool(faults)
        for fault in faults[:2]:
            print(f"{case['id']}: {fault}\n  {json.dumps(case['steps'])}\n  " +
                  ", ".join(f"{k}: {v['dtype']}{v['shape']}{'*' if v['requires_grad'] else ''}" for k, v in case["inputs"].items()))
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
