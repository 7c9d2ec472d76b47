"""The table of all steps: what it says, and that its rows lead to their steps."""
from harness import main, test
from drive.accessible import KINDS
from pages import Page


def rows_of(page):
    """The table's rows by the step that each begins with: the node, and the texts of its other columns."""
    table = page.app.find("Steps of the run", on_top=False)
    rows = {}
    for seen in page.app.survey(table):
        if seen.role in KINDS["row"] and seen.depth == 2:
            texts = [cell.name for cell in page.app.survey(seen.node) if cell.role in KINDS["label"]]
            rows[texts[0]] = (seen.node, texts[1:])
    return rows


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
