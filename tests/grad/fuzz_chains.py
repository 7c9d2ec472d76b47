"""Random programs of several steps for fuzz_pytorch.py: views, changes in place, gradients of gradients."""
import fuzz_programs
from fuzz_programs import ALONG, BINARY, IN_PLACE, LISTS, WHOLE, WITHOUT_KEEPDIM

# What is random is not compared, and goes on into nothing.
UNARY = [op for op in fuzz_programs.UNARY if not op.startswith(("rand", "empty"))]

SMOOTH = ("sin cos tan exp exp2 expm1 log log2 log10 log1p sqrt rsqrt square reciprocal sigmoid tanh sinh cosh asinh atan erf erfc "
          "relu abs neg softplus silu gelu elu leaky_relu clone").split()
FLOATS = ["float32", "float32", "float64"]
EXPONENTS = [0, 1, 2, 3, -1, -2, 4, 0.5, -0.5, 1.0001, 2.5, 0.0, 1.0, 2.0, 3.0, -1.0, 1.5, 1 / 3, 1e-3, -3, 10, True, False]


def python_number(value):
    return {type(value).__name__: value}


def look(make, name, out):
    """A view of a tensor; its shape, as far as the programs need it."""
    shape = make.shapes[name] if name in make.shapes else make.inputs[name]["shape"]
    n, pick = len(shape), make.random.choice
    dim = make.random.randrange(n) if n else 0
    ways = {"alias": lambda: ({}, shape), "unsqueeze": lambda: ({"dim": dim}, shape[:dim] + [1] + shape[dim:])}
    if n > 1:
        ways["transpose"] = lambda: ({"dim0": 0, "dim1": n - 1}, [shape[-1]] + shape[1:-1] + [shape[0]])
        ways["permute"] = lambda: ({"dims": [*range(1, n), 0]}, shape[1:] + shape[:1])
    if n and shape[dim] > 1:
        ways["select"] = lambda: ({"dim": dim, "index": pick([0, -1])}, shape[:dim] + shape[dim + 1:])
        ways["narrow"] = lambda: ({"dim": dim, "start": 1, "length": shape[dim] - 1}, shape[:dim] + [shape[dim] - 1] + shape[dim + 1:])
    if n and shape[dim] == 1:
        ways["squeeze"] = lambda: ({"dim": dim}, shape[:dim] + shape[dim + 1:])
        ways["expand"] = lambda: ({"size": shape[:dim] + [3] + shape[dim + 1:]}, shape[:dim] + [3] + shape[dim + 1:])
    ways["view"] = lambda: ({"size": [-1]}, [len(make.inputs[name]["data"])]) if name in make.inputs else ({"size": shape}, shape)
    op = pick(sorted(ways))
    attrs, make.shapes[out] = ways[op]()
    make.step(op, [name], attrs, out)
    return out


def act(make, x, out="y"):
    """Any operation on x, whose shape is known."""
    shape = make.shapes[x] if x in make.shapes else make.inputs[x]["shape"]
    kind, n = make.random.random(), len(shape)
    dim = make.random.randint(-max(n, 1), max(n, 1) - 1)
    if kind < 0.3:
        make.step(make.random.choice(UNARY), [x], out=out)
    elif kind < 0.45:
        pair = [x, make.tensor(shape=make.near(shape))]
        make.step(make.random.choice(BINARY), pair if make.maybe(0.5) else pair[::-1], out=out)
    elif kind < 0.55:
        make.step(make.random.choice(WHOLE), [x], out=out)
    elif kind < 0.75:
        op = make.random.choice(ALONG)
        attrs = {"dim": [dim] if op in LISTS and make.maybe(0.3) else dim}
        if op not in WITHOUT_KEEPDIM and make.maybe(0.5):
            attrs["keepdim"] = True
        make.step(op, [x], attrs | ({"p": make.random.choice([1, 2, 3])} if op == "norm" else {}),
                  [out, "i"] if op in ["max", "min", "sort"] else out)
    elif kind < 0.9:
        attrs = {"reshape": {"shape": make.random.choice([[-1], shape, shape[::-1], [1] + shape, shape + [1]])}, "flatten": {},
                 "contiguous": {}, "repeat": {"repeats": [2] * max(n, 1)}, "view": {"size": make.random.choice([[-1], shape, shape[::-1]])},
                 "flip": {"dims": [dim]}, "unsqueeze": {"dim": dim}, "expand": {"size": [2] + shape}, "to": {"dtype": make.random.choice(FLOATS)}}
        op = make.random.choice(sorted(attrs))
        make.step(op, [x], attrs[op], out)
    elif n and make.maybe(0.5):
        make.step("matmul", [x, make.tensor(make.dtype_of(x), [shape[-1]] + make.random.choice([[], [2]]))], out=out)
    else:
        make.step("cat", [x, x], {"dim": dim}, out)


def on_a_view(make):
    x = look(make, make.tensor(), "v")
    act(make, look(make, x, "w") if make.maybe(0.4) else x)


def change(make, x):
    """x changed in place by anything."""
    shape = make.shapes[x]
    op = make.random.choice(IN_PLACE + ["fill", "copy", "zero", "masked_fill", "leaky_relu", "clamp"]) + "_"
    ins, attrs = [x], {}
    if op in ["fill_", "copy_"]:
        ins.append(make.tensor(shape=[] if op == "fill_" else make.near(shape)))
    elif op == "masked_fill_":
        ins.append(make.tensor("bool", make.near(shape)))
        attrs = {"value": 2.5}
    elif op == "clamp_":
        attrs = {"min": -1, "max": 0.5}
    elif op[:-1] in BINARY:
        number = op[:-1] in fuzz_programs.NUMBERS and make.maybe(0.4)
        ins.append(make.number() if number else make.tensor(shape=make.near(shape)))
    make.step(op, ins, attrs, x)


def changed_view(make):
    """y, a view of y, and the view or y changed in place, perhaps again."""
    a = make.tensor(make.random.choice(FLOATS + ["int64"]), grad=0.85)
    make.shapes["y"] = make.inputs[a]["shape"]
    make.step(make.random.choice(["clone", "clone", "sin", "mul", "exp"]), [a], out="y")
    if make.steps[-1]["op"] == "mul":
        make.steps[-1]["in"].append({"float": 2.0})
    look(make, "y", "v")
    change(make, make.random.choice(["v", "v", "y"]))
    if make.maybe(0.3):
        change(make, make.random.choice(["v", "y"]))
    make.outputs = make.random.choice([["y"], ["v"], ["y", "v"]])


def changed_behind(make):
    """What an operation has saved is changed before the gradient asks for it."""
    a = make.tensor(make.random.choice(FLOATS), grad=1)
    make.step("mul", [a, {"float": 1.0}], out="u")
    make.shapes["u"] = make.inputs[a]["shape"]
    if make.maybe(0.3):
        make.shapes["s"] = make.shapes["u"]
        make.step("sin", ["u"], out="s")
    act(make, "u")
    results = make.steps[-1]["out"]
    for _ in range(make.random.choice([1, 1, 2])):
        make.step(make.random.choice(["add_", "mul_"]), [make.random.choice(["u", "u", "y"]), {"float": 2.0}])
        make.steps[-1]["out"] = make.steps[-1]["in"][:1]
    make.outputs = results


def powers(make):
    x, exponent = make.tensor(make.random.choice(FLOATS * 2 + ["int64"]), special=False), python_number(make.random.choice(EXPONENTS))
    if make.maybe(0.15):
        make.inputs[x]["data"] = [make.random.choice(fuzz_programs.SPECIAL) if make.inputs[x]["dtype"] != "int64" else v for v in make.inputs[x]["data"]]
    ins = [x, exponent] if make.maybe(0.7) else [exponent, x]
    make.step("pow", ins)


def twice(make):
    """Gradients of gradients, where they are not swamped by rounding."""
    make.order = 2
    x = make.tensor(make.random.choice(FLOATS), make.random.choice([[], [2], [3], [2, 3]]), 1, [0.3, 0.7, 1.2, 1.9, 0.55, 2.3])
    op = make.random.choice(SMOOTH)
    make.step(op, [x], out="u")
    kind = make.random.random()
    if kind < 0.4:
        other = make.tensor(make.inputs[x]["dtype"], make.random.choice([[], make.inputs[x]["shape"]]), 0.7, [0.4, 1.3, 0.8, 1.7])
        make.step(make.random.choice(["mul", "add", "sub", "div", "pow", "atan2", "maximum", "minimum", "remainder", "fmod"]), ["u", other])
    elif kind < 0.6:
        make.step(make.random.choice(["sum", "mean", "prod", "norm", "var", "std", "max", "min"]), ["u"])
    elif kind < 0.8:
        op = make.random.choice(["softmax", "log_softmax", "logsumexp", "cumsum", "cumprod", "prod", "norm", "var"])
        make.step(op, ["u"], {"dim": make.random.choice([0, -1])} | ({"p": make.random.choice([2, 3])} if op == "norm" else {}))
    elif kind < 0.9:
        make.step("pow", ["u", python_number(make.random.choice([2, 3, 0.5, 1, 0, -1, 2.5]))])
    else:
        make.step("matmul", ["u", "u"] if len(make.inputs[x]["shape"]) == 1 else [x, "u"])


FAMILIES = [on_a_view, on_a_view, on_a_view, changed_view, changed_view, changed_behind, changed_behind, powers, twice, twice]
