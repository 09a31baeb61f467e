from pathlib import Path

from server.events.event_enums import EventType
from server.events.model import RejectionCode
from server.events.vocabulary_page import vocabulary_page

PAGE = Path(__file__).parents[3] / "docs" / "events.md"


def test_the_page_is_the_one_that_the_catalogue_prints() -> None:
    hint = "run `python -m server.events.vocabulary_page > docs/events.md`"
    assert PAGE.read_text() == vocabulary_page(), hint


def test_the_page_names_every_type_and_every_code() -> None:
    lines = vocabulary_page().splitlines()
    for word in (*EventType, *RejectionCode):
        assert sum(line.startswith(f"| {word} |") for line in lines) >= 1, word
