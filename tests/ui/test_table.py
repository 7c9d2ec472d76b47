"""The table of all steps: what it says, and that its rows lead to their steps."""
from harness import main, test
from pages import Page


def rows_of(page):
    """The table's rows as lists of texts, by the step that each begins with."""
    table = page.app.find("Steps of the run", on_top=False)
    rows = [row for row, _ in page.app.walk(table) if row.is_a("row") and len(row.children) > 2]
    texts = {row: [node.name for node, _ in page.app.walk(row) if node.is_a("label")] for row in rows}
    return {text[0]: (row, text[1:]) for row, text in texts.items() if text and text[0].isdigit()}


@test("Selecting a row moves the cursor to its step")
def select(app):
    page = Page(app, "Curve")
    page.first.click()
    page.wait_for_step(0)
    row, _ = rows_of(page)["2"]
    row.reveal().click(0.2)
    page.wait_for_step(2)
    assert page.status.startswith("Step 2:"), page.status


@test("The rows are the numbers of the course, as float32 has them")
def numbers_of_the_course(app):
    page = Page(app, "Curve")
    page.first.click()
    rows = {step: texts[0] for step, (_, texts) in rows_of(page).items()}
    expected = ["100", "80", "64", "51.2", "40.96", "32.767998"]
    assert [rows[str(step)] for step in range(6)] == expected, rows


main()
