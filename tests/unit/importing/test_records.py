import csv
import io
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.deep_json import MAX_DEPTH
from server.importing.columns import UnknownColumnError, event_columns
from server.importing.lines import MAX_LINE_BYTES, read_lines
from server.importing.records import NOT_UTF8, OVERSIZED, Format, Malformed, Record, read_records
from server.importing.source import UnreadableInputError
from server.transport import unpaired_surrogates
from server.transport.variables import raw_item, split_variables


def records(content: bytes, name: str = "-", file_format: Format | None = None) -> list[Record]:
    return list(read_records(name, read_lines(io.BytesIO(content)), file_format))


def values(content: bytes, name: str = "-") -> list[object]:
    return [record.value for record in records(content, name)]


def test_each_object_is_a_record_and_empty_lines_are_none() -> None:
    found = records(b'{"type":"LIKE"}\n\n  \n{"type":"SAVE"}')
    assert [(record.line, record.value) for record in found] == [(1, {"type": "LIKE"}), (4, {"type": "SAVE"})]


def test_a_broken_line_is_one_malformed_record() -> None:
    deep = b"[" * 100_000
    found = values(b'{"a":1}\n{"a":\n{"a":"\xff"}\n' + deep + b'\n{"a":2}\n')
    assert found[0] == {"a": 1}
    assert isinstance(found[1], Malformed)
    assert found[2] == NOT_UTF8
    assert isinstance(found[3], Malformed)
    assert found[4] == {"a": 2}


HALVES = [
    (b'{"a":"x\\ud83d"}', {"a": "x\ufffd"}),
    (b'{"a":["\\uDE00!"]}', {"a": ["\ufffd!"]}),
    (b'{"a\\ud83d":"\\ud83d\\ude00"}', {"a\ufffd": "😀"}),
]


@pytest.mark.parametrize(("line", "value"), HALVES)
def test_an_unpaired_surrogate_is_repaired_as_the_api_repairs_it(line: bytes, value: object) -> None:
    assert values(b'{"b":1}\n' + line + b'\n{"b":2}\n') == [{"b": 1}, value, {"b": 2}]
    request = b'{"variables":{"event":' + line + b"}}"
    sent = unpaired_surrogates.decode(
        request, msgspec.json.Decoder(dict[str, msgspec.Raw]), lambda _: (("variables",),)
    )
    assert msgspec.json.decode(raw_item(split_variables(sent["variables"])["event"])) == value


@pytest.mark.parametrize(
    "line", [b'{"a":"\\ud83d"', b'{"a":"\\ud83d",}', b'{"\\ud83d":NaN}', b'"\\ud83d" 1', b'"\\ud83d\xff"']
)
def test_an_unpaired_surrogate_does_not_excuse_invalid_json(line: bytes) -> None:
    (found,) = values(line, "log.ndjson")
    assert isinstance(found, Malformed)


def test_an_unpaired_surrogate_that_is_not_escaped_is_no_utf8() -> None:
    assert values(b'{"a":"\xed\xa0\xbd"}\n', "log.ndjson") == [NOT_UTF8]


def test_an_unpaired_surrogate_in_a_cell_of_json_is_repaired_too() -> None:
    rows = b'properties\n"{""a"":""x\\ud83d""}"\n'
    assert values(rows, "log.csv") == [{"properties": {"a": "x\ufffd"}}]


def test_a_cell_of_json_that_is_cut_off_stays_text() -> None:
    deep = "[" * 100_000
    assert values(b"properties\n" + deep.encode() + b"\n", "log.csv") == [{"properties": deep}]


def test_what_lies_too_deep_is_left_out_so_that_the_field_can_be_named() -> None:
    deep, kept = (b"[" * levels + b"]" * levels for levels in (5_000, MAX_DEPTH - 1))
    expected = [{"properties": json.loads(kept)}]
    assert values(b'{"properties":' + deep + b"}\n") == expected
    assert values(b"properties\n" + b"[" + deep + b"]\n", "log.csv") == [{"properties": json.loads(b"[" + kept + b"]")}]


def test_an_overlong_line_is_one_malformed_record() -> None:
    assert values(b"{}\n" + b"x" * (MAX_LINE_BYTES + 1) + b"\n{}\n") == [{}, OVERSIZED, {}]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("log.csv", b"type\nLIKE\n", [{"type": "LIKE"}]),
        ("log.csv.gz", b"type\nLIKE\n", [{"type": "LIKE"}]),
        ("log", b"type\nLIKE\n", [{"type": "LIKE"}]),
        ("log", b' {"type":"LIKE"}\n', [{"type": "LIKE"}]),
        ("log.jsonl", b'{"type":"LIKE"}\n', [{"type": "LIKE"}]),
    ],
)
def test_the_format_is_recognized_by_the_name_and_else_by_the_content(
    name: str, content: bytes, expected: list[object]
) -> None:
    assert values(content, name) == expected


def test_dotted_columns_make_nested_fields_and_empty_cells_none() -> None:
    rows = (
        "type,contentId,viewData.watchTime,viewData.loopCount,viewData.isRewatch,viewData.sections,properties,"
        "device.platform,occurredAt\n"
        'VIEW_PROGRESS,007,2.5,3,true,"[{""start"":0,""end"":2.5}]","{""a"": ""x,y""}",ios,2024-05-17T10:00:00Z\n'
        "LIKE,c1,,,,,,,\n"
    )
    assert values(rows.encode(), "log.csv") == [
        {
            "type": "VIEW_PROGRESS",
            "contentId": "007",
            "viewData": {
                "watchTime": 2.5,
                "loopCount": 3,
                "isRewatch": True,
                "sections": [{"start": 0, "end": 2.5}],
            },
            "properties": {"a": "x,y"},
            "device": {"platform": "ios"},
            "occurredAt": "2024-05-17T10:00:00Z",
        },
        {"type": "LIKE", "contentId": "c1"},
    ]


def test_a_cell_that_does_not_fit_its_column_stays_text_for_validation_to_refuse() -> None:
    found = values(b"viewData.watchTime,viewData.isRewatch,properties\nnan,perhaps,{oops\n", "log.csv")
    assert found == [{"viewData": {"watchTime": "nan", "isRewatch": "perhaps"}, "properties": "{oops"}]


@pytest.mark.parametrize(
    ("cell", "number"),
    [("5", 5), ("05", 5), ("+5", 5), ("-5", -5), (" 5 ", 5), (".5", 0.5), ("5.", 5.0), ("+5.50", 5.5), ("1e3", 1000.0),
     ("-.5E-1", -0.05)],
)  # fmt: skip
def test_numbers_are_read_as_people_and_spreadsheets_write_them(cell: str, number: float) -> None:
    read = event_columns()
    for column in ("viewData.watchTime", "viewData.loopCount", "location.latitude", "device.screenWidth"):
        assert read[column](cell) == number


@pytest.mark.parametrize(
    "cell", ["1_0", "\u0661\u0662", "５", "²", "NaN", "nan", "Infinity", "-inf", "1e999", "0x10", "1,5", "1 000", "",
             ".", "+", "e5", "9" * 5000]
)  # fmt: skip
def test_what_is_no_number_stays_text_for_validation_to_refuse(cell: str) -> None:
    read = event_columns()
    assert read["viewData.watchTime"](cell) == read["viewData.loopCount"](cell) == cell


@pytest.mark.parametrize("column", ["device.userAgent", "location.country", "location.timezone", "source.referrer"])
@pytest.mark.parametrize("cell", ["42", "null", "true", "{}", "[1]", '"x"'])
def test_a_text_column_is_text_whatever_it_looks_like(column: str, cell: str) -> None:
    assert event_columns()[column](cell) == cell


@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_the_header_determines_the_delimiter(delimiter: str) -> None:
    rows = ["type,contentId,properties", "LIKE,c1,", 'LIKE,"c,;\t2",']
    content = "\n".join(rows[:2]).replace(",", delimiter) + f'\nLIKE{delimiter}"c,;\t2"{delimiter}\n'
    assert values(b"\n\n" + content.encode(), "log.csv") == [
        {"type": "LIKE", "contentId": "c1"},
        {"type": "LIKE", "contentId": "c,;\t2"},
    ]


def test_a_misspelt_column_is_reported_with_any_delimiter() -> None:
    with pytest.raises(UnknownColumnError, match="Did you mean 'contentId'"):
        records(b"type;contentID\nLIKE;c1\n", "log.csv")


@pytest.mark.parametrize("order", ["utf-16", "utf-16-be"])
def test_utf16_with_its_mark_is_read(order: str) -> None:
    text = 'type,contentId\nLIKE,"über😀"\n' + "LIKE,c1\n" * 50_000
    content = text.encode(order) if order == "utf-16" else "\ufeff".encode(order) + text.encode(order)
    found = records(content, "log.csv")
    assert found[0].value == {"type": "LIKE", "contentId": "über😀"}
    assert (len(found), found[-1].line) == (50_001, 50_002)
    assert values('{"type":"LIKE"}\n'.encode("utf-16")) == [{"type": "LIKE"}]
    assert values('{"type":"LIKE"}\n{'.encode("utf-16")[:-1])[0] == {"type": "LIKE"}, "cut short in a character"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'[{"type":"LIKE"}]', "JSON array"),
        (b'[\n{"type":"LIKE"}\n]', "JSON array"),
        (b'  [ {"type":"LIKE"},\n', "JSON array"),
        (b"type,contentId\rLIKE,c1\rLIKE,c2\r", "CR alone"),
        (b"type;contentId\rLIKE;c1", "CR alone"),
        (b'{"type":"LIKE"}\r{"type":"LIKE"}', "CR alone"),
        ("type,contentId\n".encode("utf-16-le"), "UTF-16"),
        ('{"type":"LIKE"}\n'.encode("utf-16-be"), "UTF-16"),
    ],
)
@pytest.mark.parametrize("name", ["log", "log.csv", "log.json"])
def test_another_format_is_refused_with_the_way_to_convert_it(content: bytes, reason: str, name: str) -> None:
    with pytest.raises(UnreadableInputError, match=reason):
        records(content, name)


def test_a_row_with_the_wrong_number_of_cells_is_malformed() -> None:
    found = values(b"type,contentId\nLIKE\nLIKE,c1,c2\nLIKE,c3\n", "log.csv")
    assert [isinstance(value, Malformed) for value in found] == [True, True, False]


def test_a_quoted_cell_may_span_lines() -> None:
    found = records(b'type,source.referrer\nLIKE,"one\ntwo"\nSAVE,three\n', "log.csv")
    assert [(record.line, record.value) for record in found] == [
        (2, {"type": "LIKE", "source": {"referrer": "one\ntwo"}}),
        (4, {"type": "SAVE", "source": {"referrer": "three"}}),
    ]


@pytest.mark.parametrize("tail", [b"", b'LIKE,"{""a"":1}"\n'])
def test_a_stray_quote_costs_its_own_line_only(tail: bytes) -> None:
    content = b'type,properties\nLIKE,"oops\nSAVE,\nLIKE,\n' + tail
    found = records(content, "log.csv")
    assert isinstance(found[0].value, Malformed)
    assert [record.line for record in found] == list(range(2, 2 + len(found)))
    assert [record.value for record in found[1:3]] == [{"type": "SAVE"}, {"type": "LIKE"}]
    if tail:
        assert found[3].value == {"type": "LIKE", "properties": {"a": 1}}


def test_a_stray_quote_before_a_megabyte_of_rows_costs_its_own_line_only() -> None:
    rows = 200_000
    found = records(b'type,contentId\nLIKE,"oops\n' + b"LIKE,c1\n" * rows, "log.csv")
    assert len(found) == rows + 1
    assert [record.line for record in found if isinstance(record.value, Malformed)] == [2]


def test_bad_utf8_in_a_cell_is_one_malformed_record() -> None:
    assert values(b"type,contentId\nLIKE,\xff\nLIKE,\xc3\xa9\n", "log.csv") == [
        NOT_UTF8,
        {"type": "LIKE", "contentId": "é"},
    ]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (b"type,viewData.watchtime", "Did you mean 'viewData.watchTime'"),
        (b"type,type", "twice"),
        (b"type,whatever thing", "docs/importing.md"),
        (b'type,"oops', "cannot be read"),
    ],
)
def test_a_header_that_is_none_of_events_is_refused_as_a_whole(header: bytes, reason: str) -> None:
    with pytest.raises(UnknownColumnError, match=reason):
        records(header + b"\nLIKE,c1\n", "log.csv")


def test_an_empty_input_has_no_records() -> None:
    assert records(b"") == []
    assert records(b"type,contentId\n", "log.csv") == []


def test_every_field_of_an_event_has_a_column() -> None:
    columns = event_columns()
    assert {"id", "type", "viewData.totalWatchTime", "viewData.sections", "location.latitude", "properties"} <= set(
        columns
    )
    assert columns["contentId"]("12") == "12"
    assert columns["device.screenWidth"]("12") == 12
    assert columns["location.preciseConsent"]("FALSE") is False


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20).filter(
    lambda text: text.strip("\r\n") == text and "\r" not in text
)


@given(st.lists(st.tuples(texts, st.dictionaries(texts, st.integers(0, 9), max_size=3)), max_size=8))
def test_csv_and_ndjson_of_the_same_events_read_the_same(events: list[tuple[str, dict[str, int]]]) -> None:
    wanted = [{"contentId": content, "properties": properties} for content, properties in events]
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["contentId", "properties"])
    writer.writerows([content, json.dumps(properties)] for content, properties in events)
    assert values(table.getvalue().encode(), "log.csv") == wanted
    assert values("".join(json.dumps(event) + "\n" for event in wanted).encode(), "log.ndjson") == wanted


@given(st.binary(max_size=400))
def test_no_bytes_whatsoever_stop_the_reading(content: bytes) -> None:
    for prefix in (b"{}\n", b"type,contentId\n"):
        found = records(prefix + content)
        lines = [record.line for record in found]
        assert lines == sorted(set(lines))
