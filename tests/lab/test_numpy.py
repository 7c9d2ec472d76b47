#!/usr/bin/env python3
"""test_numpy.py NUMPY RECORDED: (a package and a file) the lab's small NumPy prints what NumPy prints, and raises what it raises.

`test_numpy.py --record RECORDED` writes the file of expected texts with the real one (2.x or 1.24: they agree here)."""
import importlib.util
import json
import math
import sys
import warnings

EXPRESSIONS = """
np.array([1, 2, 3])
np.array([1.5, 2, -3])
np.array([[1, 2], [3, 4]])
np.array([[1., 2.5], [3, -4.25]])
np.array([True, False])
np.array([1e-5, 1])
np.array([1e9, 1])
np.array([1.0, np.nan, np.inf, -np.inf])
np.array([np.nan, np.inf])
np.array([0.1, 0.123456789, 100])
np.array([0.1, 0.2], dtype='float32')
np.array([[0.47688943, -0.0125], [0.395385, -0.05641]], dtype=np.float32)
np.array([1e-7, 2e-7], dtype='float32')
np.linspace(0, 1, 11)
np.arange(10)
np.arange(0, 1, 0.1)
np.arange(1200)
np.arange(2000.).reshape(2, 1000)
np.arange(3000).reshape(30, 10, 10)
np.zeros((2, 3))
np.ones(3)
np.zeros((0, 3))
np.array([])
np.array(1.5)
np.eye(3)
np.arange(24).reshape(2, 3, 4)
np.arange(24).reshape(2, 3, 4).T
np.arange(24).reshape(4, 6)[1:3, ::2]
np.arange(24).reshape(4, 6)[:, 1]
np.arange(5)[::-1]
np.arange(5)*2.5
np.arange(5)/2
2**np.arange(5)
np.arange(6).reshape(2, 3)+np.array([10, 20, 30])
np.arange(6).reshape(2, 3).sum(axis=0)
np.arange(6).reshape(2, 3).mean(axis=1)
np.arange(6.).reshape(2, 3).std(axis=1)
np.arange(6.).reshape(2, 3).max(axis=1)
np.sin(np.linspace(0, 3, 7))
np.exp(np.array([1000., -1000, 0]))
np.sqrt(np.array([4., 2, 9]))
np.log(np.array([0., 1, math.e]))
np.stack([np.array([1., 2]), np.array([3., 4])])
np.stack([np.array([1., 2]), np.array([3., 4])], axis=1)
np.concatenate([np.array([1, 2]), np.array([3.5])])
np.where(np.arange(5)>2, 1.0, -1.0)
np.maximum(np.array([1, 5]), 3)
np.arange(9.).reshape(3, 3)@np.arange(3.)
np.dot(np.eye(2), np.array([[1., 2], [3, 4]]))
np.arange(5)>2
np.arange(10)[np.arange(10)%3==0]
np.arange(10)[[1, 3, 5]]
np.meshgrid(np.arange(3), np.arange(2))
np.clip(np.arange(5), 1, 3)
np.array([1.0, 2.0], dtype=np.float32)*2.5
np.array([1, 2])*1.5
-np.array([1.0, 0.0])
abs(np.array([-1.5, 2]))
np.cumsum(np.arange(5))
np.array([100000.0, 1.0])
np.array([123456.789, 0.001])
np.array([99999999., 1e5])
np.array([1., 1001.])
np.array([0.0001, 0.05])
np.linspace(0, 1, 100).reshape(10, 10)
np.array([1, 2])+np.array([1, 2, 3])
np.arange(3)[5]
np.array([1e300, 1e-300])
np.round(np.array([1.234, 5.678]), 1)
np.array([[True], [False]])
np.array([10, -200, 3000])
np.argsort(np.array([3, 1, 2]))
np.outer([1, 2], [3, 4])
np.array([1.0, 2.0])==np.array([1.0, 3.0])
np.logspace(0, 3, 4)
""".strip().split("\n")


def evaluate(np, expression, show):
    """The text of the value, or of the exception."""
    try:
        return show(eval(expression, {"np": np, "math": math}))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def load(path):
    spec = importlib.util.spec_from_file_location("small_numpy", path + "/__init__.py", submodule_search_locations=[path])
    module = sys.modules["small_numpy"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def texts(np):
    return {expression: [evaluate(np, expression, show) for show in (str, repr)] for expression in EXPRESSIONS}


def record(path):
    import numpy
    warnings.simplefilter("ignore")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(texts(numpy), file, indent=1)
        file.write("\n")


def shares_memory(np):
    """An array over a buffer sees its changes, and its views change it."""
    buffer = memoryview(bytearray(16)).cast("f")
    a = np._from_buffer(buffer, 0, (2, 2), (2, 1), "float32")
    buffer[3] = 2.5
    a[:, 0] += 1
    return str(a) == "[[1.  0. ]\n [1.  2.5]]" and list(buffer) == [1, 0, 1, 2.5]


def main(module, recorded):
    np = load(module)
    with open(recorded, encoding="utf-8") as file:
        expected = json.load(file)
    got, failed = texts(np), 0
    for expression in EXPRESSIONS:
        if got[expression] != expected.get(expression):
            print(f"{expression}:", *expected.get(expression, ["nothing recorded"]), "but got", *got[expression], sep="\n")
            failed += 1
    if not shares_memory(np):
        print("an array over a buffer does not share its memory")
        failed += 1
    if evaluate(np, "np.fft", str) != "AttributeError: the lab's small NumPy has no 'fft'":
        print("a missing name is not named")
        failed += 1
    print(f"{len(EXPRESSIONS) + 2 - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(record(sys.argv[2]) if sys.argv[1] == "--record" else main(*sys.argv[1:]))
