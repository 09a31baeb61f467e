from pathlib import Path

from server.metrics.definitions_page import with_metrics

PAGE = Path(__file__).parents[3] / "docs" / "definitions.md"
REPORTS = "| `reports` | REPORT events. | |\n"
TABLE = "## NegativeInteractions\n\n| field | definition | formula |\n| --- | --- | --- |\n"


def test_the_page_has_the_metrics_of_the_catalogue() -> None:
    hint = "run `python -m server.metrics.definitions_page docs/definitions.md`"
    assert PAGE.read_text() == with_metrics(PAGE.read_text()), hint


def test_a_row_that_differs_is_replaced() -> None:
    page = PAGE.read_text()
    wrong = page.replace(REPORTS, "| `reports` | Complaints. | |\n")
    assert wrong != page
    assert with_metrics(wrong) == page


def test_what_creators_and_the_platform_show_too_refers_to_its_definition() -> None:
    page = PAGE.read_text()
    row = "| `averagePlaybackRate` | As ContentAnalytics.averagePlaybackRate, over all contents together. | |\n"
    assert page.count(row) == 1
    without = page.replace(row, "")
    filled = with_metrics(without)
    assert filled.count(row) == 1
    assert filled.index(row) < filled.index("## CreatorAnalytics\n")


def test_a_metric_that_a_table_does_not_have_yet_comes_last() -> None:
    page = PAGE.read_text()
    hides = "| `hides` | HIDE events. | |\n"
    assert with_metrics(page.replace(hides, "")).split("\n\n") == [
        part if hides not in part else f"{part.replace(hides, '')}\n{hides.strip()}" for part in page.split("\n\n")
    ]


def test_a_table_at_the_end_of_a_page_is_filled_too() -> None:
    filled = with_metrics(TABLE + REPORTS)
    assert filled.startswith(TABLE + REPORTS)
    assert filled.count("\n| `") == 4


def test_fields_of_the_same_name_in_other_tables_stay() -> None:
    other = TABLE.replace("NegativeInteractions", "RejectedEvents") + "| `reports` | Of rejections. | |\n"
    assert with_metrics(other) == other
