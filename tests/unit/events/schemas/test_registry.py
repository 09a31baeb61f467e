"""Which schema versions a project accepts, and what it answers to others."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from server.events.context import TrackWarning, WarningCode
from server.events.model import Event, Rejection, decode_event
from server.events.schemas.json_schema import encode_schema
from server.events.schemas.registry import NOTHING_REGISTERED, ProjectSchemas
from server.events.schemas.versions import SchemaKey, SchemaVersion

LIKE = {"type": "LIKE", "contentId": "c1"}
QUIZ = {"type": "CUSTOM", "name": "quiz_answered", "schemaVersion": "1.0.0"}
ANSWERED = encode_schema({
    "type": "object",
    "required": ["answer"],
    "properties": {
        "answer": {"type": "string", "maxLength": 5},
        "score": {"type": "integer", "maximum": 10},
        "tags": {"type": "array", "items": {"enum": ["a", "b"]}},
    },
    "additionalProperties": False,
})  # fmt: skip
KNOWN = ProjectSchemas([
    SchemaVersion(SchemaKey("custom", "quiz_answered"), "1.0.0", ANSWERED),
    SchemaVersion(SchemaKey("like"), "1.0.0", retires_on=date(2026, 3, 2)),
    SchemaVersion(SchemaKey("like"), "2.0.0", encode_schema({})),
])  # fmt: skip


def check(schemas: ProjectSchemas, sent: dict[str, Any], at: datetime = datetime(2026, 3, 1, tzinfo=UTC)) -> Any:
    event = decode_event(sent)
    assert isinstance(event, Event), event
    found = schemas.check(event, at)
    return (found.code, found.path, found.message) if isinstance(found, Rejection) else found


@pytest.mark.parametrize("version", [None, "1.0.0", "1.1.0"])
def test_every_project_has_two_versions(version: str | None) -> None:
    assert check(NOTHING_REGISTERED, {**LIKE, "schemaVersion": version}) is None
    assert check(KNOWN, {"type": "SHARE", "contentId": "c1", "schemaVersion": version}) is None


@pytest.mark.parametrize("version", ["0.9.0", "1.2.0", "2.0.0", "1.0", "", "latest"])
def test_others_are_unknown_until_they_are_registered(version: str) -> None:
    code, path, message = check(NOTHING_REGISTERED, {**LIKE, "schemaVersion": version})
    assert (code, path) == ("UNSUPPORTED_SCHEMA_VERSION", ["schemaVersion"])
    assert message == "`schemaVersion` must be one of 1.1.0, 1.0.0."


def test_a_registered_version_is_accepted_for_its_type_alone() -> None:
    assert check(KNOWN, {**LIKE, "schemaVersion": "2.0.0"}) is None
    code, _, message = check(KNOWN, {"type": "SAVE", "contentId": "c1", "schemaVersion": "2.0.0"})
    assert (code, message) == ("UNSUPPORTED_SCHEMA_VERSION", "`schemaVersion` must be one of 1.1.0, 1.0.0.")


def test_a_deprecated_version_warns_until_its_day_and_is_refused_from_then_on() -> None:
    old = {**LIKE, "schemaVersion": "1.0.0"}
    last = datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)
    assert check(KNOWN, old, last) == TrackWarning(
        WarningCode.SCHEMA_DEPRECATED, ("schemaVersion",), "Version 1.0.0 is refused from 2026-03-02 on; send 2.0.0."
    )
    code, path, message = check(KNOWN, old, last + timedelta(seconds=1))
    assert (code, path) == ("SCHEMA_RETIRED", ["schemaVersion"])
    assert message == "Version 1.0.0 is refused since 2026-03-02; send 2.0.0."
    assert check(KNOWN, LIKE, last + timedelta(days=365)) is None  # 1.1.0


def test_a_custom_event_is_known_by_its_name() -> None:
    sent = {**QUIZ, "properties": {"answer": "b"}}
    assert check(KNOWN, sent) is None
    assert check(KNOWN, {**sent, "name": "quiz"})[:2] == ("UNKNOWN_EVENT_NAME", ["name"])
    assert check(NOTHING_REGISTERED, sent)[:2] == ("UNKNOWN_EVENT_NAME", ["name"])
    assert check(KNOWN, {**sent, "schemaVersion": "1.1.0"})[:2] == ("UNSUPPORTED_SCHEMA_VERSION", ["schemaVersion"])


@pytest.mark.parametrize(
    ("properties", "code", "path"),
    [
        (None, "MISSING_FIELD", ["properties", "answer"]),
        ({}, "MISSING_FIELD", ["properties", "answer"]),
        ({"answer": 1}, "BAD_INPUT", ["properties", "answer"]),
        ({"answer": "longer"}, "TOO_LARGE", ["properties", "answer"]),
        ({"answer": "a", "score": 11}, "OUT_OF_RANGE", ["properties", "score"]),
        ({"answer": "a", "tags": ["a", "c"]}, "BAD_INPUT", ["properties", "tags", 1]),
        ({"answer": "a", "extra": 1}, "FIELD_NOT_ALLOWED", ["properties", "extra"]),
    ],
)
def test_properties_that_break_the_schema_are_refused_with_their_place(
    properties: dict[str, Any] | None, code: str, path: list[str | int]
) -> None:
    found = check(KNOWN, {**QUIZ, "properties": properties})
    assert found[:2] == (code, path)
    assert found[2].startswith(f"`{'.'.join(map(str, path))}`: ")
