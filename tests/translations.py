#!/usr/bin/env python3
"""translations.py ROOT XGETTEXT-ARGUMENT…: every string that a person can see is translated into every language.

Extracts the strings from the files that po/POTFILES names and holds each po file against them. Fails on a string
without translation, on a fuzzy one, on what msgfmt finds wrong (formats, plural forms), on a file with marked strings
that POTFILES does not name, and where the gettext tools are missing: then nothing was checked.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

IN_C = re.compile(r'\b(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2)\s*\(\s*(?:\w+,\s*)?"')
MARKS = {
    ".c": IN_C,
    ".h": IN_C,
    ".ui": re.compile(r'translatable="(?:yes|true|1)"'),
    ".gschema.xml": re.compile(r"<(?:summary|description)>"),
    ".desktop.in": re.compile(r"^Name=", re.M),
    ".metainfo.xml.in": re.compile(r"<component"),
}
FOLDERS = ["resources", "src", "ui"]


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def listed(root, name):
    lines = (root / "po" / name).read_text().split("\n")
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def files_with_strings(root):
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            mark = next((MARKS[end] for end in MARKS if path.name.endswith(end)), None)
            if mark and mark.search(path.read_text()):
                yield str(path.relative_to(root))


def check_potfiles(root, potfiles):
    found = set(files_with_strings(root))
    complaints = [f"po/POTFILES does not name {path}, which has strings" for path in sorted(found - set(potfiles))]
    complaints += [f"po/POTFILES names {path}, which does not exist" for path in potfiles if not (root / path).exists()]
    if potfiles != sorted(potfiles):
        complaints.append("po/POTFILES is not in order")
    return complaints


def extract(root, potfiles, arguments, pot):
    existing = [path for path in potfiles if (root / path).exists()]
    run("xgettext", "--package-name=gradients", f"--output={pot}", *arguments, *existing, cwd=root)


def entries(po, *selection):
    """The msgids that msgattrib selects, without that of the header, which is empty."""
    text = run("msgattrib", "--no-wrap", *selection, po)
    quoted = re.findall(r'^msgid ((?:"[^\n]*"\n)+)', text, re.M)
    return [text for text in ("".join(re.findall(r'"([^\n]*)"', lines)) for lines in quoted) if text]


def check_language(root, language, pot, folder):
    merged = folder / f"{language}.po"
    source = root / "po" / f"{language}.po"
    run("msgmerge", "--quiet", "--no-fuzzy-matching", f"--output-file={merged}", str(source), pot)
    complaints = [f"po/{language}.po does not translate: {text}" for text in entries(merged, "--untranslated")]
    complaints += [f"po/{language}.po has a fuzzy translation of: {text}" for text in entries(merged, "--only-fuzzy")]
    checked = subprocess.run(["msgfmt", "--check", "--output-file=/dev/null", str(source)],
                             capture_output=True, text=True)
    if checked.returncode:
        complaints += checked.stderr.splitlines()
    return complaints


def main(root, arguments):
    potfiles = listed(root, "POTFILES")
    complaints = check_potfiles(root, potfiles)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        pot = str(folder / "gradients.pot")
        extract(root, potfiles, arguments, pot)
        for language in listed(root, "LINGUAS"):
            complaints += check_language(root, language, pot, folder)
        n_strings = len(entries(pot, "--untranslated"))
    print("\n".join(complaints) or f"{n_strings} strings, all translated")
    return 1 if complaints else 0


try:
    sys.exit(main(pathlib.Path(sys.argv[1]), sys.argv[2:]))
except FileNotFoundError as error:
    sys.exit(f"the translations were not checked: {error}")
except subprocess.CalledProcessError as error:
    sys.exit(f"{error}\n{error.stderr}")
