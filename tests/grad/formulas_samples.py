# The sample arguments for formulas_proof.py, which stands before this. Then it begins.


def tensor(*values):
    return torch.tensor(values[0] if len(values) == 1 else values, dtype=torch.float64)


# -- sample arguments: for each name, lists of arguments in the order of the schema

ANY = tensor([-1.3, 0.4, 2.1], [0.7, -0.2, 1.5])
POSITIVE = tensor([0.3, 1.2, 2.5], [0.7, 0.9, 1.6])
ROW = tensor([0.8, -1.7, 1.1])
WITH_ZEROS = tensor([0.0, 1.2, 2.5], [0.7, 0.0, 0.0])
TIES = tensor([0.5, 2.0, 2.0], [-1.0, 2.0, -1.0])
SQUARE = tensor([0.5, 2.0, -0.7], [-1.0, 0.2, 1.4], [0.9, -0.3, 1.8])
CUBE = torch.arange(12, dtype=torch.float64).mul(0.7).sin().reshape(2, 3, 2)
CHANCES = tensor([0.2, 0.7, 0.1], [0.5, 0.3, 0.9])
TARGETS = tensor([0.0, 1.0, 0.4], [0.6, 0.2, 0.3])
MASK = torch.tensor([[True, False, True], [False, True, True]])
ONE_MASK = torch.tensor([True, False, True])
PLACES = torch.tensor([2, 0, 2])
GRID = torch.tensor([[2, 0, 1], [1, 1, 2]])

SAMPLES = {}


def sample(names, *arguments):
    for name in names.split():
        SAMPLES.setdefault(name, []).append(arguments)


sample("neg abs sign exp exp2 expm1 sin cos tan atan sinh cosh tanh asinh erf erfc sigmoid relu silu gelu floor ceil "
       "round trunc elu softplus leaky_relu", ANY)
sample("abs sign relu leaky_relu elu _leaky_relu_over _elu_over", tensor([0.0, -1.0, 2.0]))
sample("leaky_relu elu _leaky_relu_over _elu_over", ANY, 0.3)
sample("softplus", ANY, 1.5, 1.0)
sample("reciprocal sqrt rsqrt log log2 log10 log1p", POSITIVE)
sample("asin acos atanh", tensor([-0.8, 0.1, 0.6]))
sample("acosh", POSITIVE + 1)
sample("add.Tensor sub.Tensor", ANY, ROW, 2.5)
sample("mul.Tensor div.Tensor atan2 minimum maximum", ANY, ROW)
sample("remainder.Tensor fmod.Tensor", ANY * 3, ROW)
sample("minimum maximum", TIES, tensor([1.0, 2.0, 3.0]))
sample("rsub.Scalar", ANY, 1.6)
sample("remainder.Scalar fmod.Scalar", ANY * 3, 1.3)
sample("pow.Tensor_Tensor", POSITIVE, ROW)
sample("pow.Tensor_Tensor", WITH_ZEROS, tensor([0.0, 2.0, 1.5]))
for exponent in (3, 2.5, -1, 0):
    sample("pow.Tensor_Scalar", POSITIVE, exponent)
sample("pow.Scalar", 1.7, ANY)
sample("pow.Scalar", 0.0, ANY)
sample("clamp", ANY, -0.2, 1.5)
sample("clamp", ANY, -0.2)
sample("clamp_min clamp_max", ANY, 0.7)
sample("clamp.Tensor", ANY, ROW - 1, ROW + 0.5)
sample("clamp.Tensor", ANY, ROW + 1, ROW)
sample("clamp_min.Tensor clamp_max.Tensor", ANY, ROW)
sample("rsub.Tensor", ANY, ROW, 2.5)

sample("sum mean max min", ANY)
sample("max min", TIES)
for dim in ([1], [0, 1], [-2]):
    for keepdim in (False, True):
        sample("sum.dim_IntList mean.dim amax amin logsumexp", TIES, dim, keepdim)
        sample("var.correction std.correction", TIES, dim, 0, keepdim)
        for p in (2, 1, 3, 2.5, math.inf, 0):
            sample("norm", TIES, p, dim, keepdim)
sample("sum.dim_IntList mean.dim", CUBE, [0, -1])
sample("amax amin", ANY)
sample("var.correction std.correction", ANY, None, 1)
sample("std.correction", tensor([2.0, 2.0], [1.0, 4.0]), [1], 1)
sample("norm", ANY)
sample("norm", WITH_ZEROS, 2, [1])
sample("norm", tensor([0.0, 0.0], [0.0, 1.0]), 3, [1])
sample("sum_to_size", ANY, [1, 3])
sample("sum_to_size", CUBE, [3, 1])
sample("prod", ANY)
sample("prod", tensor([[0.0, 2.0, 3.0]]))
sample("prod", WITH_ZEROS)
for x in (ANY, WITH_ZEROS, CUBE):
    for dim in (0, 1):
        sample("prod.dim_int", x, dim)
        sample("prod.dim_int", x, dim, True)
        sample("cumprod cumsum softmax.int log_softmax.int", x, dim)
for dim in (0, -1):
    for keepdim in (False, True):
        sample("max.dim min.dim", ANY, dim, keepdim)
sample("dot", ROW, ROW.exp())
sample("mv", ANY, ROW)
sample("mm", ANY, ANY.t())
sample("bmm", CUBE, CUBE.transpose(1, 2) + 1)
sample("addmm", tensor([1.0, 2.0]), ANY, ANY.t() + 1)

sample("as_strided", ANY, [2, 2], [1, 1], 1)
sample("as_strided", ANY, [3, 2], [1, 3])
sample("select.int", ANY, 1, -1)
sample("select.int", CUBE, 0, 1)
sample("slice.Tensor", CUBE, 1, 0, 3, 2)
sample("slice.Tensor", ANY, 1, -2, 3, 1)
sample("expand", tensor([[1.0], [2.0]]), [3, 2, 4])
sample("transpose.int", CUBE, 0, -1)
sample("permute", CUBE, [2, 0, 1])
sample("permute", CUBE, [-1, 0, -2])
sample("t", ANY)
sample("view", CUBE, [4, 3])
sample("squeeze", tensor([[[1.0], [2.0]]]))
sample("squeeze.dim", tensor([[[1.0], [2.0]]]), 2)
sample("unsqueeze", ANY, 1)
sample("split.Tensor", CUBE, 2, 1)
sample("split.sizes", CUBE, [1, 2], 1)
sample("unbind.int", CUBE, 1)

sample("clone zero", ANY)
sample("copy", ANY, ROW)
sample("copy", ANY, ROW.float())
sample("fill.Scalar", ANY, 2.0)
sample("fill.Tensor", ANY, tensor(2.0))
sample("repeat", ANY, [2, 1, 3])
sample("flip", CUBE, [0, -1])
sample("roll", CUBE, [1, -2], [0, 1])
sample("roll", ANY, [1])
sample("tril triu", SQUARE)
sample("tril triu", SQUARE, 1)
sample("cat", [ANY, ROW.reshape(1, 3)])
sample("cat", [ANY, CHANCES[:, :1]], -1)
sample("stack", [ANY, CHANCES], 1)

sample("where.self", MASK, ANY, ROW)
sample("masked_fill.Scalar", ANY, ONE_MASK, 2.0)
sample("masked_fill.Tensor", ANY, MASK, torch.tensor(2.0, dtype=torch.float64))
sample("masked_select", ANY, MASK)
sample("masked_select", ROW, MASK)
sample("index.Tensor", ROW, (PLACES,))
sample("index.Tensor", ANY, (torch.tensor([1, 1]), torch.tensor([2, 2])))
sample("index_put", ROW, (torch.tensor([2, 0]),), tensor([4.0, 5.0]))
sample("index_put", ROW, (PLACES,), tensor([4.0]), True)
sample("index_select", ANY, 1, PLACES)
sample("gather", ANY, 1, GRID)
sample("sort", ANY, 0)
sample("sort", ANY, 1, True)

for reduction in ("mean", "sum", "none"):
    sample("mse_loss", ANY, ROW, reduction)
    sample("binary_cross_entropy", CHANCES, TARGETS, reduction)
    sample("binary_cross_entropy_with_logits", ANY, TARGETS, reduction)
    sample("nll_loss", ANY, torch.tensor([2, 0]), reduction)
    sample("nll_loss", ROW, torch.tensor(1), reduction)


# -- rows that no program calls by that name

class Reached:
    """A row reached by way of another: what is called with the leaves, what the row's arguments are then, and what its
    gradients are worth to the leaves."""

    def __init__(self, leaves, call, arguments, carry=lambda values, *leaves: values):
        self.leaves, self.call, self.arguments, self.carry = leaves, call, arguments, carry


def gradient_step(x, function, **arguments):
    """A step of the gradient of function, which a second gradient is taken of."""
    x = x.clone().requires_grad_()
    g = weights(function(x).detach()) + 0.1
    return Reached([g], lambda g: first(x, function, g), lambda g: dict(arguments, grad_output=g, input_sizes=x.shape))


def activation_step(function, to_argument, second):
    """The same where the step reads to_argument (x) too: second is the derivative of that."""
    return Reached([weights(ANY) + 0.1, ANY], lambda g, x: first(x, function, g), to_argument,
                   lambda values, g, x: (values[0], values[1] * second(x)))


def write_into_part(x, part):
    x = x.clone()
    x.as_strided([2, 2], [3, 1], 1).copy_(part)
    return x


class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        Cube.ctx = ctx
        ctx.save_for_backward(x)
        return x ** 3

    @staticmethod
    def backward(ctx, grad):
        return grad * 3 * ctx.saved_tensors[0] ** 2


def soft_cross_entropy(x):
    return torch._torch.ops["cross_entropy"](x, TARGETS) if IN_LAB else F.cross_entropy(x, TARGETS)


REACHED = {
    "div.Scalar": Reached([ANY], soft_cross_entropy, lambda x: {"self": -(x.log_softmax(1) * TARGETS).sum(), "other": 2},
                          lambda values, x: [values[0] * (x.softmax(1) * TARGETS.sum(1, True) - TARGETS)]),
    "alias": Reached([ANY], lambda x: x[...], lambda x: {"self": x}),
    "_to_copy": Reached([ANY], lambda x: x.to(torch.float32), lambda x: {"self": x, "dtype": torch.float32}),
    "_reshape_alias": Reached([CUBE], lambda x: x[..., 0].reshape(-1), lambda x: {"self": x[..., 0], "size": [-1]},
                              lambda values, x: [torch.zeros_like(x).select_scatter(values[0], 2, 0)]),
    "_unsafe_view": Reached([CUBE], lambda x: x @ torch.eye(2, dtype=x.dtype), lambda x: {"self": x.reshape(-1, 2)},
                            lambda values, x: [values[0].reshape(x.shape)]),
    "_squeeze_after_mm": Reached([ROW], lambda x: x @ torch.eye(3, dtype=x.dtype), lambda x: {"self": x.unsqueeze(0), "dim": 0},
                                 lambda values, x: [values[0].squeeze(0)]),
    "_copy_slices": Reached([ANY, ANY[:, 1:] + 1], write_into_part,
                            lambda x, part: {"self": x, "part": part, "size": [2, 2], "stride": [3, 1], "storage_offset": 1}),
    "_compared": Reached([ANY, ANY[:, 1:] + 1], lambda x, z: x.clone()[:, 1:].clone().eq_(z), lambda x, z: {"self": x, "other": z}),
    "_function": Reached([ROW], lambda x: Cube.apply(x), lambda x: {"tensors": [x], "function": Cube, "ctx": Cube.ctx}),
    "tanh_backward": activation_step(torch.tanh, lambda g, x: {"grad_output": g, "output": x.tanh()}, lambda x: 1 - x.tanh() ** 2),
    "sigmoid_backward": activation_step(torch.sigmoid, lambda g, x: {"grad_output": g, "output": x.sigmoid()},
                                        lambda x: x.sigmoid() * (1 - x.sigmoid())),
    "threshold_backward": activation_step(torch.relu, lambda g, x: {"grad_output": g, "self": x.relu()}, lambda x: x > 0),
    "leaky_relu_backward": activation_step(lambda x: F.leaky_relu(x, 0.3),
                                           lambda g, x: {"grad_output": g, "self": x, "negative_slope": 0.3}, lambda x: 1),
    "binary_cross_entropy_backward": Reached(
        [weights(CHANCES), CHANCES, TARGETS],
        lambda g, x, z: grad(F.binary_cross_entropy(x, z, reduction="none"), x, g, True)[0],
        lambda g, x, z: {"grad_output": g, "self": x, "target": z, "reduction": "none"}),
    "select_backward": lambda: gradient_step(CUBE, lambda x: x.select(1, -1), dim=1, index=-1),
    "slice_backward": lambda: gradient_step(CUBE, lambda x: x[:, 0:3:2], dim=1, start=0, end=3, step=2),
    "_as_strided_backward": lambda: gradient_step(ANY, lambda x: x.as_strided([2, 2], [1, 1], 1), stride=[1, 1], storage_offset=1),
    "_index_backward": lambda: gradient_step(ROW, lambda x: x[PLACES], indices=(PLACES,)),
    "_gather_backward": lambda: gradient_step(ANY, lambda x: x.gather(1, GRID), dim=1, index=GRID),
}


main()
