#!/usr/bin/env python3
"""fuzz_pytorch.py ORACLE SEED COUNT: random programs, run by PyTorch and by the engine.

Both must accept or refuse the same programs, with the same words, and where they accept give the same values and gradients.
Where the PyTorch at hand, of whatever version, is known to differ from 2.6, whose words the engine speaks, DIFFERENCES says so.
"""
import json
import math
import operator
import random
import re
import subprocess
import sys
import tempfile
import warnings

import check_oracle
import fuzz_programs

try:
    import torch
    import torch.nn.functional as F
except ImportError:
    print("PyTorch is not installed: nothing to compare with.")
    sys.exit(77)

# What PyTorch 1.13 says, and what 2.6 says instead: operation, words of 1.13, words of 2.6.
DIFFERENCES = [
    ("norm", r"norm\(\): input dtype should be either floating point or complex. Got (\w+) instead\.",
     r"linalg.vector_norm: Expected a floating point or complex tensor as input. Got \1"),
    ("masked_select", r"masked_select: expected BoolTensor or ByteTensor for mask", r"masked_select: expected BoolTensor for mask"),
    ("matmul|mv", r"size mismatch, got (\d+), (\d+x\d+),(\d+)", r"size mismatch, got input (\1), mat (\2), vec (\3)"),
    ("gather", r"(.*expected index .* to be) smaller than (self .*)", r"\1 no larger than \2"),
    ("index|setitem", r"tensors used as indices must be long, byte or bool tensors", r"tensors used as indices must be long, int, byte or bool tensors"),
]
# Programs in which only one version refuses, or each in words of its own.
DIFFERENT = [
    ("tri[lu]_?", r"Dimension .*", "2.6 wants two dimensions, and says so"),
    ("tri[lu]_?", None, "2.6 wants two dimensions; 1.13 not, of a tensor without elements"),
    ("masked_fill_?", r"Mask tensor can take 0 and 1 values only|.*", "2.6 takes masks of bool only"),
    ("masked_fill_?", None, "2.6 takes masks of bool only"),
    ("norm", None, "2.6 knows no largest of no numbers"),
    ("square_|pow_", r"Found dtype \w+ but expected \w+", "2.6 says what cannot be cast"),
    ("binary_cross_entropy_with_logits", r".*is -?inf.*", "2.6 computes it with other operations"),
    ("expand", r"numel: integer multiplication overflow", "a fault of 1.13"),
    ("mv", r"Dimension specified as 0.*", "a fault of 1.13"),
    ("randperm", r"Trying to create tensor with negative dimension.*", "2.6 has words for it"),
    ("narrow", r"Dimension out of range.*|start .* exceeds dimension size.*", "2.6 checks the arguments first"),
    ("addmm|linear", r"self and mat2 must have the same dtype.*|expected scalar type.*|.*have the same dtype.*", "the order of checks"),
    ("mm|bmm|matmul|addmm|linear", r"expected scalar type \w+ but found \w+", "2.6 names both types"),
    ("mm|bmm|matmul|addmm|linear", None, "2.6 looks at the types of empty matrices too"),
    ("binary_cross_entropy_with_logits", r"result type .* can't be cast.*", "2.6 computes it with other operations"),
    ("var|std", r"Function \w+ returned an invalid gradient.*", "a fault of 1.13"),
    (".*", r"isDifferentiableType.*", "a fault of 1.13"),
    (".*", r"(?s)\w+\(\) received an invalid combination of arguments.*", "of the argument parser in Python, not of the operation"),
    ("remainder|mod", r"derivative for aten::remainder is not implemented", "of a number by a tensor: ours has one"),
    ("cum\w+_", r".*not implemented for 'Bool'", "is said only after the type was checked"),
    ("matmul", r"mat1 and mat2 shapes cannot be multiplied.*|size mismatch.*|Expected size for first two.*", "2.6 folds fewer stacks of matrices into one"),
    ("mse_loss|l1_loss", r"Found dtype \w+ but expected \w+", "2.6 promotes"),
]
# What the engine does in its own way.
OURS = [
    ("floor_divide_", r"derivative for aten::floor_divide_ is not implemented", "without the line at the end"),
    ("index_select", r"INDICES element.*|index_select\(\): self indexing.*", "the same place is wrong, in other words"),
    ("remainder_|fmod_", r"result type .*", "a division by zero is said first"),
    ("cat", None, "of vectors of no elements, PyTorch does not look at the dimension"),
    ("logical_\w+_", r"The size of tensor.*", "the leaf is said first"),
    ("logical_\w+_", None, "a leaf that requires grad is not written over"),
    ("randperm", r"\"randperm\" not implemented for 'Bool'", "a permutation of 0 and 1 is one"),
    ("argm\w\w", None, "of a dimension of size 1, PyTorch does not look at the type"),
    ("cum\w+_", None, "of nothing, PyTorch does not look at the type"),
    ("linspace", None, "of bools, PyTorch makes one of one step"),
    ("as_strided", None, "a recorded tensor that is not dense is not looked at with other strides"),
    ("bitwise_\w+_", r"result type .*|output with shape.*", "the missing kernel is said first"),
]
# Names of nodes: in 1.13, in 2.6.
NAMES = {"ReshapeAliasBackward0": ["ViewBackward0"], "NormBackward0": ["LinalgVectorNormBackward0"], "NormBackward1": ["LinalgVectorNormBackward0"],
         "SqueezeBackward3": ["SqueezeBackward4"], "PowBackward1": ["PowBackward1", "PowBackward2"],
         "CloneBackward0": ["UnsafeViewBackward0"], "TransposeBackward0": ["UnsafeViewBackward0"], "UnsafeViewBackward0": ["CloneBackward0"],
         # In place, PyTorch computes these gradients from the result; the numbers are the same.
         "EluBackward1": ["EluBackward0"], "LeakyReluBackward1": ["LeakyReluBackward0"], "EqBackward0": ["ZeroBackward0"],
         "EqBackward1": ["ZeroBackward0"], "LtBackward1": ["ZeroBackward0"], "LtBackward0": ["ZeroBackward0"],
         # The sum that undoes broadcasting is one operation of ours, and three of PyTorch.
         # A number has one place: the choice is a copy.
         "IndexSelectBackward0": ["CloneBackward0", "IndexSelectBackward0"],
         "SumBackward0": ["SumBackward0", "SumBackward1"], "ViewBackward0": ["ViewBackward0", "SumBackward1"]}
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


def write_tensor(tensor, complete=False):
    data = [encode(x) for x in tensor.detach().reshape(-1).tolist()]
    finite = [abs(check_oracle.number(x)) for x in data if math.isfinite(check_oracle.number(x))]
    epsilon = torch.finfo(tensor.dtype).eps if tensor.dtype.is_floating_point else 0
    written = {"dtype": str(tensor.dtype)[6:], "shape": list(tensor.shape), "data": data,
               "tol_abs": 64 * epsilon * max([1, *finite])}
    if complete:
        grad_fn = type(tensor.grad_fn).__name__ if tensor.grad_fn is not None else None
        written |= {"requires_grad": tensor.requires_grad, "is_leaf": tensor.is_leaf, "grad_fn": grad_fn}
    return written


def backward(case, tensors, numbers):
    roots = {name: tensors[name] for name in case["outputs"] if name in tensors and tensors[name].requires_grad}
    inputs = {name: tensors[name] for name, x in case["inputs"].items() if x["requires_grad"]}
    if not roots or not inputs:
        return {}
    cotangents = {name: torch.tensor([round(numbers.uniform(-2, 2), 2) for _ in range(root.numel())], dtype=root.dtype).reshape(root.shape)
                  for name, root in roots.items()}
    case["expect"]["cotangents"] = {name: write_tensor(c) for name, c in cotangents.items()}
    grads = torch.autograd.grad(list(roots.values()), list(inputs.values()), list(cotangents.values()), allow_unused=True)
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
        where = "backward"
        expect["grads"] = backward(case, {**tensors, **{k: v for k, v in originals.items() if k not in case["outputs"]}}, numbers)
    except Exception as error:
        expect["error"] = {"type": type(error).__name__, "message": str(error), "where": where}


def write_inputs(case):
    for tensor in case["inputs"].values():
        tensor["data"] = [encode(x) if tensor["dtype"].startswith("float") else x for x in tensor["data"]]
    for step in case["steps"]:
        step["attrs"] = {k: encode(v) if isinstance(v, float) and not math.isfinite(v) else v for k, v in step["attrs"].items()}


def forgive(case, result):
    """Makes of the expected words those of 2.6; True if nothing can be expected."""
    expected, op = case["expect"].get("error"), case["steps"][-1]["op"]
    for tensor in case["expect"].get("outputs", {}).values():
        if tensor["grad_fn"] in NAMES and result.get("outputs"):
            name = next(iter(result["outputs"].values()))["grad_fn"]
            tensor["grad_fn"] = name if name in NAMES[tensor["grad_fn"]] else tensor["grad_fn"]
    for pattern, old, new in DIFFERENCES:
        if expected and re.fullmatch(pattern, op):
            expected["message"] = re.sub(old, new, expected["message"])
    return any(re.fullmatch(pattern, op) and (re.fullmatch(words, expected["message"]) if expected and words else expected is None and words is None
               and "error" in result) for pattern, words, _ in DIFFERENT + OURS)


def main(oracle, seed, count):
    warnings.simplefilter("ignore")
    numbers = random.Random(int(seed))
    cases = []
    for i in range(int(count)):
        case = fuzz_programs.make_case(numbers, i)
        run_case(case, numbers)
        if case["steps"][-1]["op"] in INEXACT and "outputs" in case["expect"]:
            for tensor in case["expect"]["outputs"].values():
                tensor["data"] = []
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
                tensor["data"] = []
        faults = [] if forgive(case, results[case["id"]]) else check_oracle.compare(case, results[case["id"]])
        failed += bool(faults)
        for fault in faults[:2]:
            print(f"{case['id']}: {fault}\n  {json.dumps(case['steps'])}\n  " +
                  ", ".join(f"{k}: {v['dtype']}{v['shape']}{'*' if v['requires_grad'] else ''}" for k, v in case["inputs"].items()))
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
