#!/usr/bin/env python3
"""check_oracle.py ORACLE FIXTURE.json: runs the oracle on the fixture and compares what it prints with what PyTorch gave.

A number is right if it is PyTorch's, or within tol_abs of it or of ref64, the same in float64. Words (errors, names of
operations, printed forms, graphs) must be equal, to those of PyTorch 2.6 or of a version listed under “alt”.
"""
import json
import math
import subprocess
import sys

SECTIONS = ["outputs", "grads", "second"]
WORDS = ["requires_grad", "is_leaf", "grad_fn", "repr"]


def number(text):
    if not isinstance(text, str):
        return text
    return float(text) if text.lstrip("-") in ("nan", "inf") else float.fromhex(text)


def is_near(expected, got, reference, tolerance):
    x, y, r = number(expected), number(got), number(reference)
    if x == y or (math.isnan(x) and math.isnan(y)):
        return True
    if not (math.isfinite(x) and math.isfinite(y)):
        return False
    return abs(x - y) <= tolerance or (math.isfinite(r) and abs(y - r) <= tolerance)


def compare_tensors(expected, got):
    if expected is None or got is None:
        return [] if expected is got else [f"is {'None' if got is None else 'not None'}"]
    for key in ["dtype", "shape"]:
        if expected[key] != got[key]:
            return [f"has {key} {got[key]}, not {expected[key]}"]
    data, reference = expected["data"], expected.get("ref64", expected["data"])
    tolerance = expected.get("tol_abs") or 0
    tolerances = tolerance if isinstance(tolerance, list) else [tolerance] * len(data)
    if len(data) != len(got["data"]):
        return [f"has {len(got['data'])} elements, not {len(data)}"]
    return [f"[{i}] is {number(y)!r}, not {number(x)!r}" for i, (x, y, r, t)
            in enumerate(zip(data, got["data"], reference, tolerances)) if not is_near(x, y, r, number(t))]


def compare_numbers(expected, got):
    for section in SECTIONS:
        for name, tensor in (expected.get(section) or {}).items():
            if name not in got.get(section, {}):
                yield f"{section} {name} is missing"
            else:
                yield from (f"{section} {name} {what}" for what in compare_tensors(tensor, got[section][name]))


def compare_words(expected, alternatives, got):
    for name, tensor in expected["outputs"].items():
        mine = got["outputs"].get(name, {})
        for word in WORDS:
            others = [a.get("outputs_meta", {}).get(name, {}).get(word) for a in alternatives]
            if word in tensor and mine.get(word) not in [tensor[word]] + [o for o in others if o is not None]:
                yield f"{name}: {word} is {mine.get(word)!r}, not {tensor[word]!r}"
    for section in ["graph", "versions"]:
        for name, value in expected.get(section, {}).items():
            others = [a.get(section, {}).get(name) for a in alternatives]
            if got.get(section, {}).get(name) not in [value] + [o for o in others if o is not None]:
                yield f"{name}: {section} is {got[section].get(name)}, not {value}"


def compare_descents(expected, got):
    if "error" in got:
        yield got["error"]["message"]
        return
    for step, (xs, ys, tolerance) in enumerate(zip(expected["trajectory"], got["trajectory"], expected["tol_abs_per_step"]), 1):
        for x, y in zip(xs, ys):
            if not is_near(x, y, x, number(tolerance)):
                yield f"step {step} is at {number(y)!r}, not {number(x)!r}"
    if len(got["trajectory"]) != len(expected["trajectory"]):
        yield f"{len(got['trajectory'])} steps, not {len(expected['trajectory'])}"


def compare_errors(expected, alternatives, got):
    errors = [expected["error"]] + [a["error"] for a in alternatives if a.get("error")]
    mine = got.get("error")
    if mine is None:
        yield f"no error, but {expected['error']['message']!r} was expected"
    elif (mine["type"], mine["message"]) not in [(e["type"], e["message"]) for e in errors]:
        yield f"{mine['type']}: {mine['message']!r}, not {expected['error']['type']}: {expected['error']['message']!r}"
    elif "outputs" in expected and "outputs" in got:
        yield from compare_words(expected, alternatives, got)


def merge(expected, alternative):
    merged = dict(expected)
    for section in SECTIONS:
        if isinstance(alternative.get(section), dict):
            merged[section] = {**(expected.get(section) or {}), **alternative[section]}
    return merged


def compare(case, got):
    expected, alternatives = case["expect"], list((case.get("alt") or {}).values())
    if "trajectory" in expected:
        return list(compare_descents(expected, got))
    if "error" in expected:
        return list(compare_errors(expected, alternatives, got))
    if "error" in got:
        return [f"unexpected {got['error']['type']}: {got['error']['message']}"]
    versions = [list(compare_numbers(merge(expected, a), got)) for a in [{}] + alternatives]
    return min(versions, key=len) + list(compare_words(expected, alternatives, got))


def main(oracle, path):
    with open(path, encoding="utf-8") as file:
        fixture = json.load(file)
    printed = subprocess.run([oracle, path], check=True, capture_output=True, text=True).stdout
    results = json.loads(printed)["cases"]
    failed = 0
    for case in fixture["cases"]:
        faults = compare(case, results[case["id"]])
        failed += bool(faults)
        for fault in faults[:4]:
            print(f"{case['id']} ({case.get('expr', case.get('fn'))}): {fault}")
    print(f"{len(fixture['cases']) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
