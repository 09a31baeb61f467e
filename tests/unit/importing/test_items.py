import io

import pytest

from server.events.model import Rejection, RejectionCode
from server.importing.identity import ContentIdentity
from server.importing.items import to_item
from server.importing.lines import read_lines
from server.importing.records import read_records


def rejection(content: str, name: str = "log.csv") -> Rejection:
    (record,) = read_records(name, read_lines(io.BytesIO(content.encode())), None)
    item = to_item(record, ContentIdentity())
    assert isinstance(item, Rejection)
    return item


@pytest.mark.parametrize(
    "cell", ["1,5", "-1,5", " 1,5 ", "1,234.5", "1.234,5", "1 000", "1\u00a0000", "1'000", "1.000.000"]
)
@pytest.mark.parametrize("column", ["viewData.watchTime", "viewData.loopCount"])
def test_a_number_in_another_notation_is_rejected_with_the_right_one(column: str, cell: str) -> None:
    found = rejection(f'type;contentId;userId;{column}\nVIEW_PROGRESS;c1;u1;"{cell}"\n')
    assert (found.code, found.path) == (RejectionCode.BAD_INPUT, column.split("."))
    assert found.message == (
        f"`{column}` must be a number as in 1234.5: a point before its decimals, and nothing between its thousands; "
        f"{cell.strip()!r} was sent."
    )


@pytest.mark.parametrize("cell", ["1e999", "-1E+400", "9" * 400, "1" * 5000, "1" * 400 + ".5"])
@pytest.mark.parametrize("column", ["viewData.watchTime", "viewData.loopCount"])
def test_a_number_that_is_too_large_is_out_of_range(column: str, cell: str) -> None:
    found = rejection(f"type,contentId,userId,{column}\nVIEW_PROGRESS,c1,u1,{cell}\n")
    assert (found.code, found.path) == (RejectionCode.OUT_OF_RANGE, column.split("."))
    assert found.message == f"`{column}` is out of range; {cell[:200]!r} was sent."


@pytest.mark.parametrize("cell", ["nan", "Infinity", "five", "1_0", "0x10", ".", ",", "1,5,", "a1,5"])
def test_a_text_that_is_no_number_is_reported_as_such(cell: str) -> None:
    found = rejection(f'type,contentId,userId,viewData.watchTime\nVIEW_PROGRESS,c1,u1,"{cell}"\n')
    assert found.code == RejectionCode.BAD_INPUT
    assert found.message == "`viewData.watchTime` must be a number; a string was sent."


def test_a_text_in_json_is_a_text_whatever_it_looks_like() -> None:
    line = '{"type":"VIEW_PROGRESS","contentId":"c1","userId":"u1","viewData":{"watchTime":"1,5"}}\n'
    assert rejection(line, "log.ndjson").message == "`viewData.watchTime` must be a number; a string was sent."


def test_a_text_column_may_hold_what_looks_like_a_number_of_another_country() -> None:
    found = rejection('type,contentId,userId,occurredAt\nVIEW_PROGRESS,c1,u1,"1,5"\n')
    assert found.path == ["occurredAt"]
    assert "1234.5" not in found.message


def test_an_age_is_rejected_because_a_file_does_not_arrive() -> None:
    found = rejection("type,contentId,userId,age\nVIEW,c1,u1,5\n")
    assert (found.code, found.path) == (RejectionCode.FIELD_NOT_ALLOWED, ["age"])
    assert "`occurredAt`" in found.message
