"""Prints docs/events.md from the catalogue."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec import inspect

from server.events.catalogue import (
    CATALOGUE,
    CURRENT_SCHEMA_VERSION,
    MAX_PROPERTIES_BYTES,
    MAX_PROPERTIES_DEPTH,
    SCHEMA_VERSIONS,
    SUBJECT_FIELDS,
    WIRE_NAMES,
    Family,
)
from server.events.context import CONTEXT, CUT, WarningCode
from server.events.model import Event, RejectionCode

_REASONS = {
    RejectionCode.BAD_INPUT: "A value of the wrong type or form, text that holds a NUL character, or an id that only a "
    'slip can have made: blank, `"undefined"`, `"null"`, `"NaN"`, `"[object Object]"` and the like.',
    RejectionCode.MISSING_FIELD: "A field that the type requires is missing.",
    RejectionCode.FIELD_NOT_ALLOWED: "An unknown field, or one that the type does not allow.",
    RejectionCode.OUT_OF_RANGE: "A number outside its range, or a text that is too short.",
    RejectionCode.TOO_LARGE: "A text, list or `properties` larger or deeper than allowed.",
    RejectionCode.IN_FUTURE: "It would have happened more than an hour from now.",
    RejectionCode.TOO_OLD: "It would have happened before `VIEWPULSE_OLDEST_EVENT`, 2005 by default.",
    RejectionCode.EXPIRED: "It happened on a day whose raw events have expired (VIEWPULSE_RAW_RETENTION_DAYS).",
    RejectionCode.USER_MISMATCH: "`userId` is not the user of the token.",
    RejectionCode.TOKEN_REQUIRED: "`userId` or `creatorId` without a token, where the project wants one.",
    RejectionCode.ID_REUSED: "An event with this id and another content was stored before.",
    RejectionCode.FORBIDDEN: "A content of another creator (`upsertContents` only).",
    RejectionCode.UNSUPPORTED_SCHEMA_VERSION: "`schemaVersion` is none of those listed here.",
}

_FATES = {
    WarningCode.UNKNOWN: "The value can't be used: wrong type or form, out of range, no such word, zone or country. It "
    "counts as unknown, as if it were left out.",
    WarningCode.CUT: "The text is longer than allowed and cut to the limit, or held NUL characters and lost them.",
}

_HEAD = f"""# Events

*Printed from `server/events/catalogue.py` by `python -m server.events.vocabulary_page`; a test fails when it differs.*

An event says what happened, to what, to whom, when and how. Type names are upper case in GraphQL; files may use either
case. A field that is null is the same as one left out. An item that can't be taken is answered with one of the
[codes](#codes) below and never fails its neighbours.

What makes an event meaningless rejects it: its type, ids, times, properties and the numbers that metrics are made of.
Its context (content type, source, device, location, network, viewer) never does: what can't be used counts as unknown,
text that is too long is cut, and the result of the item, ACCEPTED or DUPLICATE, says so in its
[`warnings`](#warnings). A field that does not exist is refused everywhere: it is a misspelt one.

* `id`: 1-128 characters, a UUIDv7 recommended. Sending an event again with its id is a DUPLICATE, whatever its time;
  the same id with another body is rejected. Bodies are the same when they say the same, however they are written: 1.0
  is 1, VIEW is VIEW_START, `de` is `DE`; null, false, an empty text, list or group is nothing; the order of keys,
  `schemaVersion` and what a warning is about do not matter. Ids order events of one time, as text by code points.
  Without an id the server makes one, and a retry counts twice; what one request brings without ids and times counts
  in its order.
* `occurredAt`: by the client's clock, as long as that is about right. When the request says `sentAt`, and that is more
  than 5 minutes (`VIEWPULSE_CLOCK_TOLERANCE`) from the time of arrival, the clock is wrong, and the event happened at
  received − (sentAt − occurredAt). A smaller difference may be a request that was slow, and corrects nothing. Without
  `occurredAt`: on arrival. Nothing happened before 2005 (`VIEWPULSE_OLDEST_EVENT`): a clock that was never set says so.
* Ids: an empty `id`, `userId`, `sessionId`, `creatorId` or `playId` is as left out. Text that a slip in the app made of
  a missing value, such as `"undefined"`, is rejected: it would be one viewer made of all.
* `userId`: a token's user is the user of all its events. Without user and session the server makes a session and
  answers it; send it with what follows. Keep ids of sessions secret and hard to guess: whoever has a guest's, and the
  write key, may read its history.
* `creatorId`: whose the content is by the catalogue of contents, whatever the event says; the event's where the
  catalogue names nobody. What it means for who may read: [ownership](ownership.md). `viewData.duration`: taken from the
  catalogue when left out.
* A project may take `userId` and `creatorId` with a token only, always or for likes, saves and follows:
  `viewpulse project unsigned-ids`.
* `location.latitude` and `longitude`: kept with `preciseConsent` only; without it just the H3 cell of resolution 5
  (about 250 km²) that they lie in. IP addresses and user agents are never stored.
* `viewer`: of several events that say a viewer's age group or gender, the latest counts; what `upsertViewers` declared
  counts before them, until it is withdrawn with null.
* `viewData.sections`: what an event's sections cover twice was watched twice. Beside `watchTime` alone they are new
  since the last report, and add up; beside `totalWatchTime`, or without either, they are all of the play's so far.
  Sections without length say that nothing was watched.
* `viewData.position`: where the player stands; of a SEEK, where it jumped to, which plays nothing. A VIEW_START with
  the position 0 tells that nothing was watched yet, so those who leave at once count in retention.
* `properties`: a JSON object of up to {MAX_PROPERTIES_BYTES} bytes and {MAX_PROPERTIES_DEPTH} levels.
* `schemaVersion`: {" or ".join(SCHEMA_VERSIONS)}; {CURRENT_SCHEMA_VERSION} when left out.

## Bots

Nothing is dropped for being a bot's: the reason is kept with the event, and the event counts only in answers that are
asked for with `include: {{bots: true}}`. Such an event accuses nobody. It belongs to a bot of its own, and changes
neither the class of the viewer that it names nor that viewer's views, plays, likes and saves. `classifyViewers` decides
for both together: `bot: true` takes all that a viewer did out of the numbers; `bot: false` also counts the suspicious
events that name the viewer, as a viewer of their own. The first of these reasons that fits:

* `user_agent`: a known crawler, or a browser steered by a program. HTTP libraries are none: apps send with them. A
  server that sends for its viewers says theirs in `device.userAgent`; then neither its own nor its network counts.
* `data_center`: the request comes from one of `VIEWPULSE_DATA_CENTER_NETWORKS`, or the CDN says so in the header
  `VIEWPULSE_DATA_CENTER_HEADER`. Neither is set by default.
* `rate`: what a sender sends beyond 120 views (`VIEWPULSE_BOT_VIEWS_PER_MINUTE`) of one minute of `occurredAt`, as
  counted by one API process. A sender is the user of the token; without a token, the user or session that the event
  names, in the network (/24, /56) that the request comes from. What is repeated or refused does not count, nor do
  imported events without a time.
"""


def vocabulary_page() -> str:
    """The whole page, as Markdown."""
    return "\n".join([_HEAD, *_types(), *_fields(), *_properties(), *_codes(), *_warnings()])


def _types() -> Iterator[str]:
    yield "## Types\n"
    everywhere = [f"`{wire}`" for name, wire in WIRE_NAMES.items() if name not in SUBJECT_FIELDS]
    yield f"Every type allows {', '.join(everywhere)}.\n"
    for family in Family:
        yield f"### {family.value.capitalize()}\n"
        yield "| type | meaning | requires | allows besides |"
        yield "| --- | --- | --- | --- |"
        for entry in CATALOGUE.values():
            if entry.family is family:
                requires = ", ".join(f"`{WIRE_NAMES[name]}`" for name in entry.requires) or "–"
                others = [name for name in entry.allows if name not in entry.requires]
                allows = ", ".join(f"`{WIRE_NAMES[name]}`" for name in others) or "–"
                yield f"| {entry.type} | {entry.description} | {requires} | {allows} |"
        yield ""


def _fields() -> Iterator[str]:
    yield "## Fields\n"
    yield "| field | value | when it can't be used |"
    yield "| --- | --- | --- |"
    for name, value in _rows_of(Event, ""):
        is_context = name.partition(".")[0] in CONTEXT
        fate = "cut to the limit" if name in CUT else "unknown" if is_context else "the event is rejected"
        yield f"| `{name}` | {value} | {fate} |"
    yield ""


def _properties() -> Iterator[str]:
    yield "## Properties\n"
    yield "Some types give their properties a shape; further keys are free.\n"
    yield "| type | property | value | required |"
    yield "| --- | --- | --- | --- |"
    for entry in CATALOGUE.values():
        if entry.properties is not None:
            required = {field.encode_name for field in msgspec.structs.fields(entry.properties) if field.required}
            for name, value in _rows_of(entry.properties, ""):
                yield f"| {entry.type} | `{name}` | {value} | {'yes' if name in required else 'no'} |"
    yield ""


def _codes() -> Iterator[str]:
    yield "## Codes\n"
    yield "| code | meaning |"
    yield "| --- | --- |"
    for code in RejectionCode:
        yield f"| {code} | {_REASONS[code]} |"
    yield ""


def _warnings() -> Iterator[str]:
    yield "## Warnings\n"
    yield "| code | meaning |"
    yield "| --- | --- |"
    for code in WarningCode:
        yield f"| {code} | {_FATES[code]} |"
    yield ""


def _rows_of(struct: Any, within: str) -> Iterator[tuple[str, str]]:
    """Name and value of each field, those of nested structs included."""
    shape = inspect.type_info(struct)
    assert isinstance(shape, inspect.StructType)
    for field in shape.fields:
        name = within + field.encode_name
        inner = _without_null(field.type)
        item = inner.item_type if isinstance(inner, inspect.ListType) else inner
        if isinstance(inner, inspect.ListType):
            yield name, _value_of(field.type)
            name += "[]"
        if isinstance(item, inspect.StructType):
            yield from _rows_of(item.cls, f"{name}.")
        elif not isinstance(inner, inspect.ListType):
            yield name, _value_of(field.type)


def _without_null(kind: inspect.Type) -> inspect.Type:
    """The type itself, of a type that may be null or is annotated."""
    if isinstance(kind, inspect.Metadata):
        return _without_null(kind.type)
    if isinstance(kind, inspect.UnionType):
        others = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
        return _without_null(others[0]) if len(others) == 1 else kind
    return kind


def _value_of(kind: inspect.Type) -> str:
    """A type in words."""
    if isinstance(kind, inspect.Metadata):
        inner = _value_of(kind.type)
        description = (kind.extra_json_schema or {}).get("description")
        return f"{inner}; {description}" if description else inner
    if isinstance(kind, inspect.UnionType):
        return " or ".join(_value_of(one) for one in kind.types if not isinstance(one, inspect.NoneType))
    return _IN_WORDS[type(kind)](kind)


def _words_in_words(kind: inspect.EnumType) -> str:
    words = [str(word.value) for word in kind.cls]
    return ", ".join(words) if len(words) < 20 else "see above"


def _number_in_words(kind: inspect.FloatType | inspect.IntType) -> str:
    noun = "number" if isinstance(kind, inspect.FloatType) else "integer"
    return noun if kind.ge is None else f"{noun}, {kind.ge:,} to {kind.le:,}"


def _text_in_words(kind: inspect.StrType) -> str:
    if kind.pattern is not None:
        return f"text like `{kind.pattern.removesuffix(chr(92) + 'Z')}$`".replace("|", "\\|")
    if kind.min_length == kind.max_length:
        return f"text of {kind.max_length} characters"
    return f"text of {kind.min_length or 0} to {kind.max_length} characters"


_IN_WORDS: dict[type[inspect.Type], Callable[[Any], str]] = {
    inspect.BoolType: lambda _: "true or false",
    inspect.DateTimeType: lambda _: "time",
    inspect.DictType: lambda _: "JSON object",
    inspect.ListType: lambda kind: f"list of up to {kind.max_length}",
    inspect.EnumType: _words_in_words,
    inspect.FloatType: _number_in_words,
    inspect.IntType: _number_in_words,
    inspect.StrType: _text_in_words,
}


if __name__ == "__main__":
    print(vocabulary_page(), end="")  # noqa: T201 - that is its job
