# Put between a line ROWS = [(schema, grad_fn, formula), …] and formulas_samples.py: calculates each formula and compares
# it with what autograd gives for the sample arguments. A program of the lab, and of PyTorch. Prints a line for each row
# that is not proved.
import math
import torch
import torch.nn.functional as F

TOLERANCE = 1e-6
IN_LAB = "lab" in torch.__version__


def grad(y, x, g, again=False):
    return torch.autograd.grad(y, x, g, create_graph=again, allow_unused=True)


def first(x, function, g):
    """The gradient of function, itself differentiable."""
    return grad(function(x), x, g, True)[0]


# -- schemas

def key_of(schema):
    return schema.split("(")[0]


def read_schema(schema):
    """[(name, type, default, whether by keyword)] of the arguments, and the names of the results."""
    arguments, results = schema.split("(", 1)[1].split(") -> ") if " -> " in schema else (schema.split("(", 1)[1][:-1], "")
    found, keyword = [], False
    for part in arguments.split(", "):
        if part == "*":
            keyword = True
            continue
        kind, name = part.split(" ")
        name, _, default = name.partition("=")
        found.append((name, kind, read_default(default), keyword))
    return found, [part.split(" ")[1].rstrip(")") for part in results.split(", ") if " " in part]


def read_default(text):
    named = {"": None, "None": None, "True": True, "False": False, "[]": [], "inf": math.inf, "-inf": -math.inf, "mean": "mean"}
    return named[text] if text in named else float(text) if "." in text else int(text)


# -- calls

def find_function(name):
    """What a program calls so; of the lab's own also what only a module of PyTorch's has under that name."""
    for place in (torch, torch.Tensor, F):
        if hasattr(place, name):
            return getattr(place, name)
    return torch._torch.ops.get(name) if IN_LAB else None


def find_in_place(name):
    return torch._torch.ops[name] if IN_LAB else getattr(F, name)


SPELLED = {
    "index.Tensor": lambda self, indices: self[indices],
    "slice.Tensor": lambda self, dim, start, end, step: self[(slice(None),) * dim + (slice(start, end, step),)],
    "elu_": lambda self, *rest: find_in_place("elu_")(self, *rest),
    "_elu_over": lambda self, *rest: find_in_place("elu_")(self.clone(), *rest),
    "_leaky_relu_over": lambda self, *rest: find_in_place("leaky_relu_")(self.clone(), *rest),
    "silu_": lambda self: torch._torch.ops["silu_"](self) if IN_LAB else F.silu(self, inplace=True),
    "sum_to_size": lambda self, size: self.sum_to_size(size),
    "mse_loss": lambda self, target, reduction: F.mse_loss(self, target.expand(self.shape), reduction=reduction),
}
for _loss in ("binary_cross_entropy", "binary_cross_entropy_with_logits", "nll_loss"):
    SPELLED[_loss] = lambda self, target, reduction, name=_loss: getattr(F, name)(self, target, reduction=reduction)


def call_row(key, arguments, given):
    """The result of the row for the arguments; a row that writes into its first gets a copy of that."""
    name = key.split(".")[0]
    function = SPELLED.get(key) or find_function(name)
    if function is None:
        name += "_"
        function = find_function(name)
    positional = [value for (_, _, _, keyword), value in zip(arguments, given) if not keyword]
    keywords = {argument[0]: value for argument, value in zip(arguments, given) if argument[3] and argument[0] != "dtype"}
    if name.endswith("_"):
        positional[0] = positional[0].clone()
    return function(*positional, **keywords)


# -- the proof

def is_float(value):
    return isinstance(value, torch.Tensor) and value.dtype.is_floating_point


def weights(like):
    """A gradient of the result with nothing regular in it."""
    n = like.numel()
    return (torch.arange(n, dtype=torch.float64) * 1.7 + 0.4).cos().reshape(like.shape).to(like.dtype)


def as_leaf(value):
    if isinstance(value, list) and value and is_float(value[0]):
        return [as_leaf(part) for part in value]
    return value.detach().clone().requires_grad_() if is_float(value) else value


def leaves_of(value):
    return value if isinstance(value, list) and value and is_float(value[0]) else [value] if is_float(value) else []


def detach(value):
    if isinstance(value, (list, tuple)):
        return type(value)(map(detach, value)) if type(value) in (list, tuple) else tuple(map(detach, value))
    return value.detach() if isinstance(value, torch.Tensor) else value


def evaluate(formula, arguments, result, results, g):
    """The value of each part of the formula."""
    names = {"torch": torch, "math": math, **{name: detach(value) for name, value in arguments.items()}}
    names.update(zip(results, detach(tuple(result)))) if results else names.update(result=detach(result))
    names["grad"] = g
    return [eval(part, names) for part in formula.split("; ")]


def agree(value, expected):
    """value may be wider: autograd undoes broadcasting, and converts dtypes."""
    if tuple(value.shape) != tuple(expected.shape):
        value = value.sum_to_size(expected.shape)
    value, expected = value.to(torch.float64), expected.to(torch.float64)
    near = (value - expected).abs() <= TOLERANCE * (1 + expected.abs())
    return bool((near | (value == expected) | (value.isnan() & expected.isnan())).all())


def compare(values, leaves, expected):
    for value, leaf, wanted in zip(values, leaves, expected):
        wanted = torch.zeros_like(leaf) if wanted is None else wanted
        if not agree(value, wanted):
            return f"gives {value.tolist()}, autograd {wanted.tolist()}"
    return None


def result_parts(result, results):
    """What the gradient is taken of."""
    return (result[0],) if results else tuple(result) if isinstance(result, (tuple, list)) else (result,)


def check_name(part, grad_fn):
    """In the lab, where the names of the nodes are the table's own: that the sample reached this row."""
    name = part.grad_fn.name().split("::")[-1] if part.grad_fn is not None else None
    if IN_LAB and grad_fn != "FunctionBackward" and name != grad_fn:
        return f"is not reached by its sample, which gives {name}"
    return None


def finish(row, result, leaves, arguments, results, carry):
    _, grad_fn, formula = row
    parts = result_parts(result, results)
    gradients = tuple(weights(part.detach()) for part in parts)
    with torch.no_grad():
        g = gradients if "[]" in row[0].split("->")[-1] and "->" in row[0] or grad_fn == "FunctionBackward" else gradients[0]
        values = carry(evaluate(formula, arguments, result, results, g))
    return check_name(parts[0], grad_fn) or compare(values, leaves, grad(parts, leaves, gradients))


def flatten_values(arguments, given, values):
    """The gradients in the order of the leaves. Where there is none, none must be possible."""
    tensors = [value for (_, kind, _, _), value in zip(arguments, given) if kind.startswith("Tensor")]
    if len(values) != len(tensors):
        raise ValueError(f"{len(values)} gradients for {len(tensors)} tensors")
    flat = []
    for tensor_, value in zip(tensors, values):
        if (value is None) != (not leaves_of(tensor_)):
            raise ValueError("None stands where a gradient is possible, or the other way round")
        flat += [] if value is None else list(value) if isinstance(tensor_, list) else [value]
    return flat


def check_sample(row, given):
    arguments, results = read_schema(row[0])
    given = [as_leaf(value) for value in given]
    given += [default for _, _, default, _ in arguments[len(given):]]
    leaves = [leaf for value in given for leaf in leaves_of(value)]
    result = call_row(key_of(row[0]), arguments, given)
    named = {name: value for (name, _, _, _), value in zip(arguments, given)}
    return finish(row, result, leaves, named, results, lambda values: flatten_values(arguments, given, values))


def check_reached(row, reached):
    reached = reached if isinstance(reached, Reached) else reached()
    leaves = [as_leaf(leaf) for leaf in reached.leaves]
    result = reached.call(*leaves)
    arguments = reached.arguments(*leaves)
    return finish(row, result, leaves, arguments, [], lambda values: reached.carry(
        [value for value in values if value is not None], *(leaf.detach() for leaf in leaves)))


def base_of(key):
    """The row whose samples a row in place has: "add.Tensor" of "add_.Tensor"."""
    name, dot, overload = key.partition(".")
    return name[:-1] + dot + overload if name.endswith("_") else key


def find_derived_from(key):
    """The row whose gradient a row in place has: elu_ records _elu_over, if there is such a row."""
    rows = {key_of(row[0]): row for row in ROWS}
    return rows.get(f"_{base_of(key)}_over") or rows[base_of(key)]


def check_in_place(row):
    """It has the gradient of the row that it is derived from; PyTorch lacks some, which is no fault of the formula."""
    base = find_derived_from(key_of(row[0]))
    if row[2] != base[2]:
        return f"differs from {base[2]}"
    if key_of(base[0]) in REACHED:
        return None
    try:
        return check_samples(row)
    except NotImplementedError:
        return None


def check_samples(row):
    samples = SAMPLES.get(base_of(key_of(row[0])))
    if not samples:
        return "has no sample arguments in this test"
    return next((complaint for given in samples for complaint in [check_sample(row, given)] if complaint), None)


def check_row(row):
    schema, grad_fn, formula = row
    key = key_of(schema)
    if not grad_fn or grad_fn == "NotImplemented":
        return "has a formula, but no gradient" if formula else None
    if not formula:
        return "has no formula"
    if key in REACHED:
        return check_reached(row, REACHED[key])
    return check_in_place(row) if base_of(key) != key else check_samples(row)


def main():
    proved = 0
    for row in ROWS:
        try:
            complaint = check_row(row)
        except Exception as error:
            complaint = f"{type(error).__name__}: {error}"
        proved += complaint is None and row[2] != ""
        if complaint:
            print(f"{row[0]}: {row[2]}: {complaint}")
    print(f"{proved} formulas are proved")

