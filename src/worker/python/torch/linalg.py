"""torch.linalg: small matrices, in the engine's operations so that they can be differentiated."""

import math

import _torch
from ._function import as_one


class LinAlgError(RuntimeError):
    """A matrix without an inverse."""


_LinAlgError = LinAlgError


def norm(A, ord=None, dim=None, keepdim=False, *, dtype=None):
    if ord is None:
        return A.norm(2) if dim is None else A.norm(2, dim, keepdim)
    if A.dim() == 2 and dim is None and not (ord == "fro"):
        return matrix_norm(A, ord, keepdim=keepdim)
    return vector_norm(A, 2 if ord == "fro" else ord, dim, keepdim)


def vector_norm(x, ord=2, dim=None, keepdim=False, *, dtype=None):
    return x.norm(ord) if dim is None else x.norm(ord, dim, keepdim)


def matrix_norm(A, ord="fro", dim=(-2, -1), keepdim=False, *, dtype=None):
    if ord == "fro":
        return A.norm(2, list(dim), keepdim)
    if ord in (1, math.inf):
        return A.abs().sum(-2 if ord == 1 else -1).amax(-1)
    raise RuntimeError(f"torch.linalg.matrix_norm with ord={ord!r} exists in PyTorch, but not in the lab")


def _check_square(A, name):
    if A.dim() < 2:
        raise RuntimeError(f"{name}: The input tensor A must have at least 2 dimensions.")
    if A.shape[-1] != A.shape[-2]:
        raise RuntimeError(f"{name}: A must be batches of square matrices, but they are {A.shape[-2]} by {A.shape[-1]} matrices")
    if A.dim() != 2:
        raise RuntimeError(f"{name} of batches exists in PyTorch, but not in the lab")


def _eliminate(A, B, name):
    """Gauss's elimination with the largest pivot: the pivots, their sign, and A⁻¹ B."""
    rows, right, sign, pivots = list(A.unbind(0)), list(B.unbind(0)), 1, []
    n = len(rows)
    for k in range(n):
        best = max(range(k, n), key=lambda i: abs(rows[i][k].item()))
        if best != k:
            rows[k], rows[best], sign = rows[best], rows[k], -sign
            right[k], right[best] = right[best], right[k]
        pivot = rows[k][k]
        pivots.append(pivot)
        if pivot.item() == 0:
            if name == "det":
                continue
            raise LinAlgError(f"{name}: The diagonal element {k + 1} is zero, the inversion could not be completed because the "
                              "input matrix is singular." if name == "linalg.inv" else
                              f"{name}: The solver failed because the input matrix is singular.")
        for i in range(k + 1, n):
            factor = rows[i][k] / pivot
            rows[i] = rows[i] - factor * rows[k]
            right[i] = right[i] - factor * right[k]
    return rows, right, sign, pivots


def _substitute(rows, right):
    n = len(rows)
    solution = [None] * n
    for k in range(n - 1, -1, -1):
        left = right[k]
        for i in range(k + 1, n):
            left = left - rows[k][i] * solution[i]
        solution[k] = left / rows[k][k]
    return _torch.ops["stack"](solution)


@as_one("LinalgDetBackward0")
def det(A):
    _check_square(A, "linalg.det")
    _, _, sign, pivots = _eliminate(A.t(), A.t(), "det")
    made = pivots[0]
    for pivot in pivots[1:]:
        made = made * pivot
    return made if sign > 0 else -made


@as_one("LinalgSolveExBackward0")
def solve(A, B, *, left=True):
    _check_square(A, "linalg.solve")
    rows, right, _, _ = _eliminate(A, B, "torch.linalg.solve")
    return _substitute(rows, right)


@as_one("LinalgInvExBackward0")
def inv(A):
    from . import eye
    _check_square(A, "linalg.inv")
    rows, right, _, _ = _eliminate(A, eye(A.shape[0], dtype=A.dtype), "linalg.inv")
    return _substitute(rows, right)


def eigh(A, UPLO="L"):
    """Jacobi's rotations, in double; without a gradient."""
    if A.requires_grad and _torch.is_recording():
        raise RuntimeError("the gradient of torch.linalg.eigh exists in PyTorch, but not in the lab; use A.detach()")
    a = A.detach().double().tolist()
    n = len(a)
    a = [[a[max(i, j)][min(i, j)] if UPLO == "L" else a[min(i, j)][max(i, j)] for j in range(n)] for i in range(n)]
    v = [[float(i == j) for j in range(n)] for i in range(n)]
    for _ in range(60):
        if sum(a[i][j] ** 2 for i in range(n) for j in range(i)) < 1e-300:
            break
        for p in range(n):
            for q in range(p + 1, n):
                _rotate(a, v, p, q)
    order = sorted(range(n), key=lambda i: a[i][i])
    values = _torch.tensor([a[i][i] for i in order], A.dtype)
    vectors = _torch.tensor([[v[row][i] for i in order] for row in range(n)], A.dtype)
    return values, vectors


def _rotate(a, v, p, q):
    if a[p][q] == 0:
        return
    theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
    t = math.copysign(1, theta) / (abs(theta) + math.hypot(theta, 1))
    c = 1 / math.hypot(t, 1)
    s = t * c
    for k in range(len(a)):
        a[k][p], a[k][q] = c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]
    for k in range(len(a)):
        a[p][k], a[q][k] = c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]
    for row in v:
        row[p], row[q] = c * row[p] - s * row[q], s * row[p] + c * row[q]


def eigvalsh(A, UPLO="L"):
    return eigh(A, UPLO)[0]


def matrix_power(A, n):
    from . import eye
    made = eye(A.shape[0], dtype=A.dtype) if n == 0 else inv(A) if n < 0 else A
    for _ in range(abs(n) - 1):
        made = made @ (A if n > 0 else inv(A))
    return made


def cross(input, other, *, dim=-1):
    return input.cross(other, dim)


def __getattr__(name):
    raise AttributeError(f"torch.linalg.{name} is not in the lab, which has: norm, vector_norm, matrix_norm, det, solve, inv, eigh, "
                         "eigvalsh, matrix_power, cross")


METHODS = {"det": det, "inverse": inv, "matrix_power": matrix_power}
