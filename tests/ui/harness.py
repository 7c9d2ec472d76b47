"""Runs the tests of one file, each in a fresh window, and reports as TAP.

    from harness import main, test

    @test("Play advances the cursor")
    def play(app): …

    main()

A test passes if nothing is raised, and the program then closes with status 0 without one warning on stderr. The
arguments of @test are drive.App's (size, scale, dark, language …). When a test fails, a picture of the window and the
accessible tree are left in the folder ui-failures of the build.
"""
import os
import pathlib
import sys
import tempfile
import traceback

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

registered = []


def test(sentence, **screen):
    def register(function):
        registered.append((sentence, function, screen))
        return function
    return register


def why_impossible():
    """What is missing for these tests on this machine; None if nothing is."""
    try:
        import drive
    except (ImportError, ValueError) as error:
        return str(error)
    missing = drive.missing_tools()
    return f"missing: {', '.join(missing)}" if missing else None


def keep_evidence(app, sentence):
    folder = pathlib.Path(os.environ.get("G_TEST_BUILDDIR", tempfile.gettempdir())) / "ui-failures"
    folder.mkdir(exist_ok=True)
    name = "".join(c if c.isalnum() else "-" for c in sentence)
    try:
        app.screenshot(folder / f"{name}.png")
        (folder / f"{name}.txt").write_text(app.describe())
    except Exception:   # the program may be gone, and the first failure is the one to tell of
        pass


def run(program, sentence, function, screen):
    """None, or the text of what went wrong."""
    from drive import App
    try:
        with App([program], **screen) as app:
            try:
                function(app)
            except BaseException:
                keep_evidence(app, sentence)
                raise
    except Exception:
        return traceback.format_exc() + app_errors(app)
    if app.status != 0:
        return f"the program ended with status {app.status}\n{app.errors}"
    return "\n".join(app.complaints()) or None


def app_errors(app):
    return f"stderr of the program:\n{app.errors[-3000:]}" if app.errors else ""


def main():
    reason = why_impossible()
    if reason:
        print(f"Bail out! {reason}" if "CI" in os.environ else f"1..0 # SKIP {reason}")
        return
    program, wanted = sys.argv[1], sys.argv[2:]
    tests = [entry for entry in registered if not wanted or any(word in entry[0] for word in wanted)]
    print(f"1..{len(tests)}", flush=True)
    for n, (sentence, function, screen) in enumerate(tests, 1):
        trouble = run(program, sentence, function, screen)
        print(f"{'not ok' if trouble else 'ok'} {n} - {sentence}")
        for line in (trouble or "").splitlines():
            print(f"# {line}")
        sys.stdout.flush()
