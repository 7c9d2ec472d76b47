#!/usr/bin/env python3
"""minimax.py [--check HEADER]: the polynomials of the kernels, derived from their series.

Each function is a power series with rational coefficients. Its polynomial meets it, in exact arithmetic, at the
Chebyshev nodes of the interval, which brings the error within a factor of two of the smallest one possible; only then
are the coefficients rounded. Without arguments prints the header; --check compares it with the one in use.
"""
import math
import struct
import sys
from fractions import Fraction

# Ends of intervals: pi/4, ln(2)/2, (sqrt(2)-1)/(sqrt(2)+1), tan(pi/8), each a little further.
QUARTER_PI = Fraction("0.7854")
HALF_LN2 = Fraction("0.3466")
LOG_END = Fraction("0.1716") ** 2
ATAN_END = Fraction("0.41422") ** 2
# name, what the polynomial is, series, interval end, both signs, degrees in double and in float
FUNCTIONS = [
    ("SIN", "(sin (r) / r - 1) / z, z = r^2, r up to pi/4",
     lambda k: Fraction((-1) ** (k + 1), math.factorial(2 * k + 3)), QUARTER_PI ** 2, False, 4, 2),
    ("COS", "(cos (r) - 1 + z/2) / z^2, z = r^2, r up to pi/4",
     lambda k: Fraction((-1) ** k, math.factorial(2 * k + 4)), QUARTER_PI ** 2, False, 4, 2),
    ("EXPM1", "expm1 (r) / r, r up to ln(2)/2 either side",
     lambda k: Fraction(1, math.factorial(k + 1)), HALF_LN2, True, 8, 5),
    ("LOG", "(atanh (s) / s - 1) / z, z = s^2, s = (m-1)/(m+1), m from 1/sqrt(2) to sqrt(2)",
     lambda k: Fraction(1, 2 * k + 3), LOG_END, False, 5, 2),
    ("ATAN", "(atan (r) / r - 1) / z, z = r^2, r up to tan(pi/8)",
     lambda k: Fraction((-1) ** (k + 1), 2 * k + 3), ATAN_END, False, 8, None),
]
TERMS = 80
HEAD = """/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

/* Coefficients of the polynomials in grad-kernel-near.h, lowest power first. Written by tests/grad/minimax.py, which
 * says how they come about; the test "minimax" holds this file to it. */
"""


def value(series, x):
    """The sum of the series at x, to about 60 digits."""
    total, power = Fraction(0), Fraction(1)
    for k in range(TERMS):
        total += series(k) * power
        power *= x
        power = Fraction(int(power * 2 ** 260), 2 ** 260)
    return total


def interpolate(series, begin, end, degree):
    """Coefficients of the polynomial that meets the series at the Chebyshev nodes (Newton's divided differences)."""
    middle, half, n = (begin + end) / 2, (end - begin) / 2, degree + 1
    cosines = [Fraction(round(math.cos(math.pi * (2 * k + 1) / (2 * n)) * 2 ** 30), 2 ** 30) for k in range(n)]
    nodes = [middle + half * c for c in cosines]
    table = [value(series, x) for x in nodes]
    for order in range(1, n):
        for k in range(n - 1, order - 1, -1):
            table[k] = (table[k] - table[k - 1]) / (nodes[k] - nodes[k - order])
    poly = [table[-1]]
    for k in range(n - 2, -1, -1):
        shifted = [Fraction(0)] + poly
        poly = [a - nodes[k] * b for a, b in zip(shifted, poly + [Fraction(0)])]
        poly[0] += table[k]
    return poly


def to_double(x):
    return float(x).hex()


def to_float(x):
    return struct.unpack("f", struct.pack("f", float(x)))[0].hex() + "f"


def header():
    lines = [HEAD]
    for name, meaning, series, end, both, in_double, in_float in FUNCTIONS:
        lines.append(f"/* {meaning} */")
        for kind, suffix, degree, write in (("double", "_64", in_double, to_double), ("float", "_32", in_float, to_float)):
            if degree is not None:
                poly = interpolate(series, -end if both else Fraction(0), end, degree)
                lines.append(f"static const {kind:6} {name}{suffix}[] = {{ {', '.join(write(c) for c in poly)} }};")
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


if __name__ == "__main__":
    text = header()
    if len(sys.argv) == 3 and sys.argv[1] == "--check":
        if open(sys.argv[2], encoding="utf-8").read() != text:
            sys.exit(f"{sys.argv[2]} is not what minimax.py derives")
    else:
        sys.stdout.write(text)
