from pathlib import Path

from server.events.event_enums import EventType
from server.events.model import RejectionCode
from server.events.vocabulary_page import vocabulary_page
from server.events.vocabulary_types import vocabulary_types

REPOSITORY = Path(__file__).parents[3]
PAGE = REPOSITORY / "docs" / "events.md"
TYPES = REPOSITORY / "clients" / "typescript" / "packages" / "core" / "src" / "events.ts"


def test_the_page_is_the_one_that_the_catalogue_prints() -> None:
    hint = "run `python -m server.events.vocabulary_page > docs/events.md`"
    assert PAGE.read_text() == vocabulary_page(), hint


def test_the_page_names_every_type_and_every_code() -> None:
    lines = vocabulary_page().splitlines()
    for word in (*EventType, *RejectionCode):
        assert sum(line.startswith(f"| {word} |") for line in lines) >= 1, word


def test_the_types_of_the_typescript_library_are_those_of_the_catalogue() -> None:
    assert TYPES.read_text() == vocabulary_types(), "run `make format`"
    for kind in EventType:
        assert vocabulary_types().count(f'"{kind}"') == 1, kind
