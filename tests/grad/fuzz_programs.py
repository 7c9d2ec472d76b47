"""Random short programs for fuzz_pytorch.py: for each operation, inputs and attributes that fit, nearly fit, or do not fit."""

SHAPES = [[], [], [3], [3], [1], [0], [2, 3], [2, 3], [1, 3], [2, 1], [3, 2], [0, 3], [2, 0], [2, 3, 4], [2, 1, 3], [1, 1], [4, 3, 3]]
DTYPES = ["float32", "float32", "float32", "float64", "int64", "bool"]
SPECIAL = [0.0, -0.0, 1.0, -1.0, float("inf"), float("-inf"), float("nan"), 0.5, 2.5, -2.5, 2.0, 1e-30]

UNARY = ("abs acos acosh asin asinh atan atanh ceil cos cosh erf erfc exp exp2 expm1 floor isfinite isinf isnan log log10 "
         "log1p log2 logical_not neg reciprocal relu round rsqrt sigmoid sign silu sin sinh sqrt square tan tanh trunc "
         "gelu bitwise_not clone contiguous detach alias nonzero t numpy_T zeros_like ones_like empty_like rand_like "
         "randn_like").split()
BINARY = ("add sub mul div pow floor_divide remainder fmod eq ne lt le gt ge atan2 minimum maximum logical_and logical_or "
          "logical_xor bitwise_and bitwise_or bitwise_xor floordiv mod max min").split()
NUMBERS = ("add sub mul div pow floor_divide remainder fmod eq ne lt le gt ge floordiv mod bitwise_and bitwise_or "
           "bitwise_xor").split()
IN_PLACE = ("abs acos asin atan ceil cos erf exp floor log neg reciprocal relu round rsqrt sigmoid sin sqrt square tan tanh "
            "trunc add sub mul div pow floor_divide remainder eq lt atan2 logical_and bitwise_or logical_not exp2 expm1 "
            "fmod").split()
WHOLE = ["sum", "mean", "prod", "max", "min", "argmax", "argmin", "any", "all", "var", "std", "norm", "amax", "amin"]
ALONG = ["sum", "mean", "prod", "max", "min", "argmax", "argmin", "any", "all", "logsumexp", "cumsum", "cumprod", "softmax",
         "log_softmax", "amax", "amin", "norm", "var", "std", "sort", "unbind"]
WITHOUT_KEEPDIM = ["cumsum", "cumprod", "softmax", "log_softmax", "sort", "unbind"]
LISTS = ["sum", "mean", "var", "std", "norm", "logsumexp", "amax", "amin"]
LOSSES = ["mse_loss", "l1_loss", "binary_cross_entropy", "binary_cross_entropy_with_logits", "nll_loss", "cross_entropy"]


class Maker:
    """Puts one program together."""

    def __init__(self, random):
        self.random, self.inputs, self.steps = random, {}, []
        self.shapes = {}  # of tensors between
        self.outputs, self.order = None, 1

    def shape(self):
        return list(self.random.choice(SHAPES))

    def dtype(self):
        return self.random.choice(DTYPES)

    def element(self, dtype, special):
        if dtype == "bool":
            return self.random.random() < 0.5
        if dtype == "int64":
            return self.random.randint(-3, 4)
        if special and self.random.random() < 0.5:
            return self.random.choice(SPECIAL)
        return round(self.random.uniform(-3, 3), 3)

    def tensor(self, dtype=None, shape=None, grad=0.7, values=None, special=True):
        dtype, shape = dtype or self.dtype(), self.shape() if shape is None else shape
        special = special and self.random.random() < 0.15
        n = 1
        for size in shape:
            n *= size
        name = "abcdef"[len(self.inputs)]
        data = [self.random.choice(values) if values else self.element(dtype, special) for _ in range(n)]
        self.inputs[name] = {"dtype": dtype, "shape": shape, "data": data,
                             "requires_grad": dtype.startswith("float") and self.random.random() < grad}
        return name

    def number(self):
        return self.random.choice([{"int": self.random.randint(-3, 4)}, {"float": round(self.random.uniform(-3, 3), 2)},
                                   {"int": 2}, {"float": 0.5}, {"bool": True}])

    def near(self, shape):
        """A shape that broadcasts with shape, or nearly."""
        other = [size if self.random.random() < 0.7 else self.random.choice([1, 1, 2, size + 1]) for size in shape]
        return other[self.random.randint(0, len(other)):] if self.random.random() < 0.3 else other

    def dim(self, name):
        n = len(self.inputs[name]["shape"])
        return self.random.randint(-n - 1, n) if self.random.random() < 0.15 else self.random.randint(-max(n, 1), max(n, 1) - 1)

    def step(self, op, ins, attrs=None, out="y"):
        self.steps.append({"op": op, "in": ins, "attrs": attrs or {}, "out": out if isinstance(out, list) else [out]})

    def dtype_of(self, name):
        """Of an input, or of what was made of the first."""
        return self.inputs.get(name, next(iter(self.inputs.values())))["dtype"]

    def maybe(self, p):
        return self.random.random() < p


def unary(make):
    make.step(make.random.choice(UNARY), [make.tensor()])


def with_scalars(make):
    op = make.random.choice(["clamp", "clamp_min", "clamp_max", "leaky_relu", "softplus", "elu", "rsub", "full_like", "randint_like"])
    n = lambda: make.random.choice([0, 1, 2, -1, 0.5, -1.5, 0.25])
    attrs = {"clamp": lambda: {k: n() for k in ["min", "max"] if make.maybe(0.7)}, "clamp_min": lambda: {"min": n()},
             "clamp_max": lambda: {"max": n()}, "leaky_relu": lambda: {"negative_slope": n()} if make.maybe(0.7) else {},
             "softplus": lambda: {"beta": make.random.choice([1, 2, 0.5]), "threshold": make.random.choice([20, 1])},
             "elu": lambda: {"alpha": make.random.choice([1, 0.5, 2])}, "rsub": lambda: {"other": n()},
             "full_like": lambda: {"fill_value": n()}, "randint_like": lambda: {"high": make.random.randint(-1, 5)}}[op]()
    make.step(op, [make.tensor()], attrs)


def binary(make):
    shape = make.shape()
    make.step(make.random.choice(BINARY), [make.tensor(shape=shape), make.tensor(shape=make.near(shape))])


def scaled(make):
    shape = make.shape()
    make.step(make.random.choice(["add", "sub"]), [make.tensor(shape=shape), make.tensor(shape=make.near(shape))],
              {"alpha": make.random.choice([1, 2, 0.5, -1, True])})


def number(make):
    ins = [make.tensor(), make.number()]
    if make.maybe(0.4):
        ins.reverse()
    make.step(make.random.choice(NUMBERS), ins)


def in_place(make):
    op = make.random.choice(IN_PLACE) + "_"
    shape = make.shape()
    x = make.tensor(shape=shape)
    if make.maybe(0.8):
        make.step("clone", [x], out="y")
        x = "y"
    ins = [x]
    if op[:-1] in BINARY:
        ins.append(make.number() if make.maybe(0.4) and op[:-1] in NUMBERS else make.tensor(shape=make.near(shape)))
    if make.maybe(0.3):
        make.step(make.random.choice(["exp", "sin", "sqrt", "tanh", "square", "sum", "sigmoid"]), [x], out="z")
    make.step(op, ins, out=x)


def fill(make):
    shape = make.shape()
    x = make.tensor(shape=shape, special=False)
    make.step("clone", [x])
    op = make.random.choice(["copy_", "fill_", "fill_", "zero_", "masked_fill_", "tril_", "triu_", "cumsum_", "cumprod_", "clamp_",
                             "clamp_min_", "clamp_max_", "leaky_relu_", "elu_"])
    ins = {"copy_": lambda: [make.tensor(shape=make.near(shape))], "masked_fill_": lambda: [make.tensor(make.random.choice(["bool", "bool", "int64"]), make.near(shape))],
           "fill_": lambda: [make.number() if make.maybe(0.5) else make.tensor(shape=make.random.choice([[], [], [1]]))]}.get(op, lambda: [])()
    attrs = {"masked_fill_": {"value": make.random.choice([1, 2.5, -1])}, "tril_": {"diagonal": make.random.randint(-1, 1)}, "triu_": {},
             "cumsum_": {"dim": make.dim(x)}, "cumprod_": {"dim": make.dim(x)}, "clamp_": {"min": -1, "max": 0.5}, "clamp_min_": {"min": 0},
             "clamp_max_": {"max": 0.5}}.get(op, {})
    make.step(op, ["y"] + ins, attrs)


def overloaded(make):
    """What has a form for tensors besides that for numbers."""
    op = make.random.choice(["clamp", "clamp", "clamp_min", "clamp_max", "rsub", "masked_fill", "clamp_", "clamp_min_", "masked_fill_"])
    shape = make.shape()
    x = make.tensor(shape=shape)
    other = lambda: make.tensor(shape=make.near(shape))
    ins = {"clamp": lambda: [other() for _ in range(make.random.randint(1, 2))],
           "masked_fill": lambda: [make.tensor("bool", make.near(shape)), make.tensor(shape=make.random.choice([[], [], [], [1]]), special=False)]}
    if op.endswith("_"):
        make.step("clone", [x])
        x = "y"
    make.step(op, [x] + ins.get(op.rstrip("_"), lambda: [other()])(), {"alpha": make.random.choice([1, 2, 0.5])} if op == "rsub" and make.maybe(0.4) else {})


def whole(make):
    op = make.random.choice(WHOLE)
    x = make.tensor(special=op != "prod")
    attrs = {}
    if op in ["var", "std"] and make.maybe(0.5):
        attrs["unbiased"] = make.maybe(0.5)
    if op == "norm" and make.maybe(0.6):
        attrs["p"] = make.random.choice([1, 2, 3, 0, 0.5, float("inf"), float("-inf")])
    if op in ["sum", "mean", "prod"] and make.maybe(0.2):
        attrs["dtype"] = make.random.choice(["float64", "int64", "float32"])
    make.step(op, [x], attrs)


def along(make):
    op = make.random.choice(ALONG)
    x = make.tensor(special="prod" not in op)
    attrs = {"dim": make.dim(x)}
    if op in LISTS and make.maybe(0.4):
        attrs["dim"] = [make.dim(x) for _ in range(make.random.randint(0 if op not in ["logsumexp", "var", "std"] else 1, 2))]
    if op not in WITHOUT_KEEPDIM and make.maybe(0.7):
        attrs["keepdim"] = make.maybe(0.5)
    if op == "norm":
        attrs["p"] = make.random.choice([1, 2, 3, 0, float("inf")])
    if op in ["var", "std"]:
        attrs["unbiased"] = make.maybe(0.5)
    if op == "sort" and make.maybe(0.5):
        attrs["descending"] = True
    pair = op in ["max", "min", "sort"]
    make.step(op, [x], attrs, ["y", "i"] if pair else "y")


def matrix(make):
    op = make.random.choice(["matmul"] * 4 + ["mm", "mv", "bmm", "dot", "outer", "addmm", "linear"])
    size = lambda: make.random.choice([1, 2, 3, 3, 0] if make.maybe(0.2) else [2, 3])
    m, k, n, b = size(), size(), size(), size()
    ranks = {"mm": (2, 2), "mv": (2, 1), "bmm": (3, 3), "dot": (1, 1), "outer": (1, 1), "addmm": (2, 2), "linear": (2, 2)}.get(op)
    if ranks is None or make.maybe(0.1):
        ranks = make.random.choice([(0, 1), (1, 1), (1, 2), (2, 1), (2, 2), (3, 2), (2, 3), (3, 3), (1, 3), (3, 1), (4, 3)])
    other = (lambda: k if make.maybe(0.85) else k + 1)
    left = {0: [], 1: [k], 2: [m, k], 3: [b, m, k], 4: [2, b, m, k]}[ranks[0]]
    right = {0: [], 1: [other()], 2: [other(), n], 3: [b if make.maybe(0.8) else make.random.choice([1, b + 1]), other(), n]}[ranks[1]]
    if op == "outer":
        right = [n] if ranks[1] == 1 else right
    if op == "linear":
        right = right[:-2] + right[-2:][::-1]
    dtype = make.random.choice(["float32"] * 4 + ["float64", "int64"])
    same = lambda: dtype if make.maybe(0.9) else make.dtype()
    ins = [make.tensor(dtype, left), make.tensor(same(), right)]
    if op == "addmm":
        ins.insert(0, make.tensor(same(), make.random.choice([[n], [m, n], [1], [m + 1, n]])))
    if op == "linear" and make.maybe(0.7):
        ins.append(make.tensor(same(), [n] if make.maybe(0.9) else [n + 1]))
    make.step(op, ins)


def reshaping(make):
    x = make.tensor()
    shape = make.inputs[x]["shape"]
    n = len(shape)
    size = lambda: make.random.choice([-1, 1, 2, 3, 6, 0, 4])
    dims = lambda: make.random.choice([make.random.sample(range(n), n), [make.dim(x) for _ in range(make.random.randint(0, 3))]])
    attrs = {
        "reshape": lambda: {"shape": make.random.choice([[-1], [size(), size()], shape[::-1], [], [size(), size(), size()]])},
        "view": lambda: {"size": make.random.choice([[-1], [size(), size()], shape[::-1], []])},
        "flatten": lambda: {"start_dim": make.dim(x), "end_dim": make.dim(x)} if make.maybe(0.6) else {},
        "squeeze": lambda: {"dim": make.dim(x)} if make.maybe(0.6) else {},
        "unsqueeze": lambda: {"dim": make.random.randint(-n - 2, n + 1)},
        "expand": lambda: {"size": make.random.choice([[2] + shape, [s if s != 1 else 3 for s in shape], [-1] + shape, [size() for _ in range(3)], shape[1:]])},
        "repeat": lambda: {"repeats": [make.random.choice([1, 2, 0, 3, -1] if make.maybe(0.3) else [1, 2]) for _ in range(n + make.random.choice([0, 1, -1]))]},
        "permute": lambda: {"dims": dims()},
        "transpose": lambda: {"dim0": make.dim(x), "dim1": make.dim(x)},
        "narrow": lambda: {"dim": make.dim(x), "start": make.random.randint(-1, 3), "length": make.random.randint(-1, 3)},
        "select": lambda: {"dim": make.dim(x), "index": make.random.randint(-4, 4)},
        "split": lambda: {"split_size": make.random.choice([1, 2, 3, 0, -1, [1, 2], [1, 1, 1], [2, 2]]), "dim": make.dim(x)},
        "chunk": lambda: {"chunks": make.random.choice([1, 2, 3, 0, -1]), "dim": make.dim(x)},
        "flip": lambda: {"dims": dims()},
        "roll": lambda: make.random.choice([{"shifts": [make.random.randint(-3, 3)], "dims": [make.dim(x)]}, {"shifts": [2]}, {"shifts": [1, 1], "dims": [0]}]),
        "tril": lambda: {"diagonal": make.random.randint(-2, 2)},
        "triu": lambda: {"diagonal": make.random.randint(-2, 2)},
        "sum_to_size": lambda: {"size": make.random.choice([shape, shape[1:], [1] + shape[1:], [1] * n, [2, 2]])},
        "as_strided": lambda: {"size": [2], "stride": [1]} if make.maybe(0.5) else {"size": [2, 2], "stride": [1, 1], "storage_offset": make.random.choice([0, 1])},
        "to": lambda: {"dtype": make.dtype()},
    }
    if make.maybe(0.3) and n > 1:
        make.step("transpose", [x], {"dim0": 0, "dim1": 1}, "t")
        x, name = x, "t"
    else:
        name = x
    op = make.random.choice(sorted(attrs))
    make.step(op, [name], attrs[op](), ["y", "p", "q"] if op in ["split", "chunk"] else "y")


def joining(make):
    shape = make.shape()
    count = make.random.randint(1, 3)
    near = lambda: shape if make.maybe(0.7) else make.near(shape)
    dtype = make.dtype()
    names = [make.tensor(dtype if make.maybe(0.8) else None, near()) for _ in range(count)]
    make.step(make.random.choice(["cat", "stack"]), names, {"dim": make.dim(names[0])} if make.maybe(0.7) else {})


def part(make, n):
    kind = make.random.random()
    if kind < 0.3:
        return {"i": make.random.randint(-4, 3)}
    if kind < 0.6:
        pick = lambda values: make.random.choice(values)
        return {"slice": [pick([None, 0, 1, -1, 5]), pick([None, 2, -1, 3, 0]), pick([None, None, 1, 2, -1, 0])]}
    if kind < 0.7:
        return {"none": 1}
    if kind < 0.78:
        return {"ellipsis": 1}
    if kind < 0.9:
        return {"list": [make.random.randint(-3, 3) for _ in range(make.random.randint(1, 3))]}
    dtype = make.random.choice(["int64", "int64", "bool", "float32"])
    return {"tensor": make.tensor(dtype, make.random.choice([[], [2], [3], [n]]), 0, [0, 1, -1] if dtype == "int64" else None)}


def indexing(make):
    x = make.tensor()
    shape = make.inputs[x]["shape"]
    parts = [part(make, shape[0] if shape else 1) for _ in range(make.random.choice([1, 1, 2, 2, 3]))]
    if sum("ellipsis" in p for p in parts) > 1:
        parts = [p for p in parts if "ellipsis" not in p] or [{"ellipsis": 1}]
    if make.maybe(0.7):
        make.step("index", [x], {"index": parts})
    else:
        make.step("clone", [x])
        make.step("setitem", ["y", make.tensor(make.inputs[x]["dtype"] if make.maybe(0.8) else None, make.random.choice([[], [1], [2], [3], shape[1:]]))], {"index": parts})


def choosing(make):
    op = make.random.choice(["where", "where", "masked_fill", "masked_select", "index_select", "gather"])
    x = make.tensor()
    shape = make.inputs[x]["shape"]
    if op == "where":
        make.step(op, [make.tensor(make.random.choice(["bool", "bool", "bool", "float32"]), make.near(shape)), x, make.tensor(shape=make.near(shape))])
    elif op == "masked_fill":
        make.step(op, [x, make.tensor(make.random.choice(["bool", "bool", "int64"]), make.near(shape))], {"value": make.random.choice([0, 2.5, -1, float("-inf")])})
    elif op == "masked_select":
        make.step(op, [x, make.tensor(make.random.choice(["bool", "bool", "int64"]), make.near(shape))])
    else:
        index = [max(0, s + make.random.choice([0, 0, -1])) for s in shape] if op == "gather" else make.random.choice([[2], [3], [], [2, 1]])
        places = make.tensor(make.random.choice(["int64"] * 5 + ["float32"]), index if make.maybe(0.9) else make.shape(), 0, [0, 1, 0, 1, 2, -1] if make.maybe(0.2) else [0, 1])
        make.step(op, [x, places], {"dim": make.dim(x)})


def loss(make):
    op = make.random.choice(LOSSES)
    reduction = make.random.choice(["mean", "sum", "none", "mean"])
    attrs = {"reduction": "avg" if make.maybe(0.04) else reduction}
    if op in ["nll_loss", "cross_entropy"]:
        n, c = make.random.choice([1, 2, 3]), make.random.choice([2, 3])
        alone = make.maybe(0.2)
        x = make.tensor(make.random.choice(["float32"] * 6 + ["float64", "int64"]), [c] if alone else [n, c])
        if op == "cross_entropy" and make.maybe(0.3):
            y = make.tensor("float32", [c] if alone else [n, c], 0.2, [0.25, 0.5, 0.0, 1.0])
        else:
            y = make.tensor(make.random.choice(["int64"] * 9 + ["float32"]), [] if alone else [n if make.maybe(0.9) else n + 1], 0,
                            list(range(c + (1 if make.maybe(0.1) else 0))))
        make.step(op, [x, y], attrs)
        return
    shape = make.shape()
    unit = [0.1, 0.25, 0.5, 0.75, 0.9] + ([0.0, 1.0] if make.maybe(0.3) else []) + ([1.5] if make.maybe(0.1) else [])
    dtype = make.random.choice(["float32"] * 6 + ["float64", "int64"])
    x = make.tensor(dtype, shape, values=unit if op == "binary_cross_entropy" and dtype != "int64" else None)
    dtype = dtype if make.maybe(0.85) or op == "binary_cross_entropy_with_logits" else make.dtype()
    y = make.tensor(dtype, shape if make.maybe(0.85) else make.near(shape), 0.3, unit if dtype.startswith("float") and "binary" in op else None)
    make.step(op, [x, y], attrs)


def creating(make):
    size = lambda: [make.random.choice([0, 1, 2, 3, 2, 3, -1] if make.maybe(0.2) else [1, 2, 3]) for _ in range(make.random.randint(0, 3))]
    n = lambda: make.random.choice([0, 1, 5, 3, -1, 2.5, -0.5, 10])
    dtype = {"dtype": make.dtype()} if make.maybe(0.3) else {}
    op, attrs = make.random.choice([
        ("zeros", {"size": size()}), ("ones", {"size": size()}), ("empty", {"size": size()}), ("full", {"size": size(), "fill_value": n()}),
        ("arange", {"end": n()}), ("arange", {"start": n(), "end": n()}), ("arange", {"start": n(), "end": n(), "step": make.random.choice([1, 2, 0.5, -1, 0])}),
        ("linspace", {"start": n(), "end": n(), "steps": make.random.choice([0, 1, 2, 5, -1])}), ("eye", {"n": make.random.choice([0, 1, 3, -1])}),
        ("eye", {"n": make.random.choice([2, 3]), "m": make.random.choice([0, 2, 4, -1])}), ("rand", {"size": size()}), ("randn", {"size": size()}),
        ("randint", {"high": make.random.choice([0, 1, 5, -1]), "size": size()}), ("randint", {"low": n_int(make), "high": n_int(make), "size": size()}),
        ("randperm", {"n": make.random.choice([0, 1, 5, -1])})])
    make.step(op, [], {**attrs, **dtype})


def n_int(make):
    return make.random.choice([0, 1, 5, 3, -1, 10])


def chain(make):
    """A few operations after each other, the values of one used twice."""
    x = make.tensor(make.random.choice(["float32", "float64"]), grad=1)
    make.step(make.random.choice(["sin", "exp", "tanh", "square", "sigmoid", "abs", "clone"]), [x], out="u")
    make.step(make.random.choice(["mul", "add", "sub", "div", "atan2", "maximum"]), ["u", x], out="v")
    if make.maybe(0.5):
        make.step(make.random.choice(["mul_", "add_", "exp_", "neg_"]), [make.random.choice(["u", "v"])], out="u")
        if make.steps[-1]["op"] in ["mul_", "add_"]:
            make.steps[-1]["in"].append({"float": 2.0})
        make.steps[-1]["out"] = [make.steps[-1]["in"][0]]
    make.step(make.random.choice(["sum", "mean", "logsumexp", "prod", "norm", "softmax"]), ["v"], out="y")
    if make.steps[-1]["op"] in ["logsumexp", "softmax"]:
        make.steps[-1]["attrs"] = {"dim": 0}


FAMILIES = [unary, unary, with_scalars, binary, binary, scaled, number, number, in_place, in_place, fill, overloaded, whole, along, along, matrix,
            matrix, reshaping, reshaping, joining, indexing, indexing, choosing, loss, creating, chain]


def make_case(random, i, families):
    family = random.choice(families)
    maker = Maker(random)
    family(maker)
    outputs = maker.outputs or maker.steps[-1]["out"]
    return {"id": f"{family.__name__}-{i}", "cat": family.__name__, "expr": " ".join(step["op"] for step in maker.steps),
            "inputs": maker.inputs, "steps": maker.steps, "outputs": list(dict.fromkeys(outputs)), "order": maker.order}
