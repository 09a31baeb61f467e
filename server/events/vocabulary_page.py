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
    RejectionCode.BAD_INPUT: "A value of the wrong type or form, text that holds a NUL character, or an id that an app "
    'made by mistake: blank, `"undefined"`, `"null"`, `"NaN"`, `"[object Object]"` and the like.',
    RejectionCode.MISSING_FIELD: "A field that the type requires is missing.",
    RejectionCode.FIELD_NOT_ALLOWED: "An unknown field, or one that the type does not allow.",
    RejectionCode.OUT_OF_RANGE: "A number outside its range, or a text that is too short.",
    RejectionCode.TOO_LARGE: "A text, list or `properties` larger or deeper than allowed.",
    RejectionCode.IN_FUTURE: "The event would have occurred more than an hour from now.",
    RejectionCode.TOO_OLD: "The event would have occurred before `VIEWPULSE_OLDEST_EVENT`, 2005 by default.",
    RejectionCode.EXPIRED: "The event occurred on a day whose raw events have expired (VIEWPULSE_RAW_RETENTION_DAYS); "
    "with `age`, or in the first hour after it.",
    RejectionCode.USER_MISMATCH: "`userId` is not the user of the token.",
    RejectionCode.TOKEN_REQUIRED: "`userId` or `creatorId` without a token, in a project that requires one.",
    RejectionCode.ID_REUSED: "An event with this id and different content was stored before.",
    RejectionCode.FORBIDDEN: "A content of another creator (`upsertContents` only).",
    RejectionCode.UNSUPPORTED_SCHEMA_VERSION: "`schemaVersion` is not one that the type has in the project; see "
    "`schemaVersions`.",
    RejectionCode.SCHEMA_RETIRED: "`schemaVersion` was deprecated 90 days ago; the message names the one to send.",
    RejectionCode.UNKNOWN_EVENT_NAME: "`name` is not that of a custom event of the project.",
    RejectionCode.QUOTA_EXCEEDED: "A new content beyond the quota of the project (`upsertContents` only).",
    RejectionCode.SUBJECT_ERASED: "The project has erased the viewer that the event names, or whose token sent it "
    "([privacy.md](privacy.md#what-comes-later)).",
    RejectionCode.CONSENT_REQUIRED: "The viewer has not consented, and the project refuses such events "
    "([privacy.md](privacy.md#consent)).",
}

_FATES = {
    WarningCode.UNKNOWN: "The value is invalid: wrong type or form, out of range, or not a known enum value, time zone "
    "or country. It is treated as unknown, as if it were left out.",
    WarningCode.CUT: "The text was longer than allowed and cut to the limit, or its NUL characters were removed.",
    WarningCode.SCHEMA_DEPRECATED: "The schema version is deprecated: from the day that the message names, its events "
    "are refused with SCHEMA_RETIRED.",
}

_HEAD = f"""# Events

*Printed from `server/events/catalogue.py` by `python -m server.events.vocabulary_page`; a test fails when it differs.*

An event records what happened, to which content, by which viewer, when and how. Type names are upper case in GraphQL;
files may use either case. A null field is the same as one left out, unless the batch has a [context](#context). An item
that cannot be stored is answered with one of the [codes](#codes) below and does not affect the others.

An event is rejected if its type, ids, times, properties or the numbers that metrics are computed from are invalid. Its
context (content type, source, device, location, network, viewer) never rejects it: an invalid value is treated as
unknown, text that is too long is cut, and the result of the item, ACCEPTED or DUPLICATE, lists both in its
[`warnings`](#warnings). A field that does not exist is rejected everywhere, because it is probably misspelt.

* `id`: 1-128 characters, a UUIDv7 recommended. Sending an event again with its id is a DUPLICATE, even with another
  time; the same id with other content is rejected. Contents are compared by meaning: 1.0 equals 1, VIEW equals
  VIEW_START, `de` equals `DE`; null, false, an empty text, list or group equal an absent field; the order of keys,
  `schemaVersion` and fields with a warning do not matter. Events with equal times are ordered by id, as text by code
  points. Without an id the server creates one, and a retry counts twice; events of one request without ids and times
  count in their order.
* `occurredAt`: the time by the client's clock. If the request has a `sentAt` that differs from the time of arrival by
  more than 5 minutes (`VIEWPULSE_CLOCK_TOLERANCE`), the clock is wrong, and the event occurred at received − (sentAt −
  occurredAt). A smaller difference may be a slow request and is not corrected. Without `occurredAt`, the event occurred
  on arrival. An event before 2005 (`VIEWPULSE_OLDEST_EVENT`) is rejected: the clock was probably never set.
* `age`, instead of `occurredAt`: the seconds between the event and this attempt to send it, for devices whose clock is
  wrong or was set meanwhile. The event occurred at received − age; `sentAt` changes nothing. Measure for each attempt,
  with a clock that nobody can set and that runs while the device sleeps (`mach_continuous_time`,
  `SystemClock.elapsedRealtime`). Attempts are one event whatever their ages, and the first one that is stored counts.
  So that an attempt is recognised as long as it is accepted, an age that ends within the first hour after the expired
  days is EXPIRED too. `age` and `occurredAt` together are rejected; an import takes `occurredAt` only.
* Ids: an empty `id`, `userId`, `sessionId`, `creatorId` or `playId` is treated as left out. Text that an app made of a
  missing value by mistake, such as `"undefined"`, is rejected, because it would merge all viewers into one.
* `userId`: with a token, the token's user is the user of all events.
* `sessionId`: made by the app before its first event, a random UUID. A guest is known by it: requests that are sent
  without user and session, before an answer told them one, are each a viewer of their own. The app may keep it for
  days: after 30 minutes without an event, the next one begins another session of the same id and viewer. Without user
  and session, the server makes an id and returns it; send it with the events that follow. Keep session ids secret and
  hard to guess: anyone with a guest's session id and the write key can read the guest's history.
* `creatorId`: a content belongs to its creator in the catalogue, whatever the event says; if the catalogue names none,
  to the creator in the first of its events to arrive. The event counts for the owner ([ownership](ownership.md)).
  `viewData.duration`: taken from the catalogue when left out.
* A project may accept `userId` and `creatorId` only with a token, always or for likes, saves and follows: `viewpulse
  project unsigned-ids`.
* `location.latitude` and `longitude`: kept only with `preciseConsent`; without it, only their H3 cell of resolution 5
  (about 250 km²) is kept. IP addresses and user agents are never stored.
* `consent`: of use in a project that requires consent; without it, the viewer's last `setConsent` counts
  ([privacy.md](privacy.md#consent)). It is no part of the content: sent again with other consent, an event is a
  DUPLICATE.
* `viewer`: the latest event that reports a viewer's age group or gender counts; a value declared with `upsertViewers`
  takes precedence until it is withdrawn with null.
* `viewData.sections`: parts that the sections of an event cover twice were watched twice. Sent with only `watchTime`,
  sections are new since the last report and add up; with `totalWatchTime`, or with neither, they cover the whole play
  so far. Sections of zero length mean that nothing was watched.
* `viewData.position`: the current position of the player; for a SEEK, its target, which is not played. A VIEW_START
  with the position 0 says that nothing was watched yet, so viewers who leave at once count in retention.
* `properties`: a JSON object of up to {MAX_PROPERTIES_BYTES} bytes and {MAX_PROPERTIES_DEPTH} levels.
* `schemaVersion`: {" or ".join(SCHEMA_VERSIONS)}; {CURRENT_SCHEMA_VERSION} when left out. A project may register
  further ones with a JSON Schema of `properties`, and deprecate old ones
  ([api.md](api.md#register-your-own-events)).

## Context

`trackEvents`, `recordEngagementBatch` and `recordInteractions` take a `context`: `userId`, `sessionId`, `source`,
`device`, `location`, `network`, `viewer` and `consent`, which are sent once for all events of the batch.

* An event that has a field of its own keeps it, as a whole: with `device: {{os: "iOS"}}` it has nothing else of the
  context's device. With `device: null` its device is unknown, so absent fields must not be written as null.
* The event is what it is after both are put together: an event sent with a context, and again with all fields of its
  own, is a DUPLICATE.
* What would be a warning of each event is one in the payload's `warnings`, with a path such as `["context", "device",
  "type"]`. What would reject each event fails the request once, with that path in `extensions.field`.
* If the context's `userId` is not the user of the token, events that name their own user, or none with `userId: null`,
  are taken; the others are REJECTED with the path `["context", "userId"]`. If all are, the request fails once.

## Bots

Events of bots are not dropped: the reason is stored with the event, and the event counts only in queries with `include:
{{bots: true}}`. A suspicious event does not affect the viewer that it names. It belongs to a separate bot viewer, and
changes neither that viewer's class nor its views, plays, likes and saves. `classifyViewers` decides for both together:
`bot: true` removes everything the viewer did from the metrics; `bot: false` also counts the suspicious events that name
the viewer, as an additional viewer. The first of these reasons that applies is stored:

* `user_agent`: a known crawler, or a browser controlled by a program. HTTP libraries are not bots: apps send with them.
  A server that sends events for its viewers should set `device.userAgent` to the viewer's; then the server's own user
  agent and network are ignored. So are those of a request with an admin's token: events that are sent by hand, from
  a shell or a headless browser, count.
* `data_center`: the request comes from one of `VIEWPULSE_DATA_CENTER_NETWORKS`, or the CDN marks it in the header
  `VIEWPULSE_DATA_CENTER_HEADER`. Neither is set by default.
* `rate`: a sender's views beyond 120 (`VIEWPULSE_BOT_VIEWS_PER_MINUTE`) in one minute of `occurredAt`, as counted by
  one API process. A sender is the user of the token; without a token, the user or session that the event names, within
  the network (/24, /56) that the request comes from. Repeated and rejected events do not count, nor do imported events
  without a time.
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
        yield "| type | meaning | requires | also allows |"
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
    yield "| field | meaning | value | if invalid |"
    yield "| --- | --- | --- | --- |"
    for name, meaning, value in _rows_of(Event, ""):
        is_context = name.partition(".")[0] in CONTEXT
        fate = "cut to the limit" if name in CUT else "unknown" if is_context else "the event is rejected"
        yield f"| `{name}` | {meaning} | {value} | {fate} |"
    yield ""


def _properties() -> Iterator[str]:
    yield "## Properties\n"
    yield "Some types give their properties a shape; further keys are free.\n"
    yield "| type | property | value | required |"
    yield "| --- | --- | --- | --- |"
    for entry in CATALOGUE.values():
        if entry.properties is not None:
            required = {field.encode_name for field in msgspec.structs.fields(entry.properties) if field.required}
            for name, meaning, value in _rows_of(entry.properties, ""):
                said = f"{value}; {meaning}" if meaning else value
                yield f"| {entry.type} | `{name}` | {said} | {'yes' if name in required else 'no'} |"
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


def _rows_of(struct: Any, within: str) -> Iterator[tuple[str, str, str]]:
    """Name, meaning and value of each field, those of nested structs included."""
    shape = inspect.type_info(struct)
    assert isinstance(shape, inspect.StructType)
    for field in shape.fields:
        name, kind, meaning = within + field.encode_name, field.type, ""
        if isinstance(kind, inspect.Metadata) and kind.extra_json_schema:
            meaning, kind = kind.extra_json_schema["description"], kind.type
        inner = _without_null(kind)
        item = inner.item_type if isinstance(inner, inspect.ListType) else inner
        if isinstance(inner, inspect.ListType):
            yield name, meaning, _value_of(kind)
            name += "[]"
        if isinstance(item, inspect.StructType):
            yield from _rows_of(item.cls, f"{name}.")
        elif not isinstance(inner, inspect.ListType):
            yield name, meaning, _value_of(kind)


def _without_null(kind: inspect.Type) -> inspect.Type:
    """The type itself, without null and annotations."""
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


def _describe_enum(kind: inspect.EnumType) -> str:
    words = [str(word.value) for word in kind.cls]
    return ", ".join(words) if len(words) < 20 else "see above"


def _describe_number(kind: inspect.FloatType | inspect.IntType) -> str:
    noun = "number" if isinstance(kind, inspect.FloatType) else "integer"
    return noun if kind.ge is None else f"{noun}, {kind.ge:,} to {kind.le:,}"


def _describe_text(kind: inspect.StrType) -> str:
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
    inspect.EnumType: _describe_enum,
    inspect.FloatType: _describe_number,
    inspect.IntType: _describe_number,
    inspect.StrType: _describe_text,
}


if __name__ == "__main__":
    print(vocabulary_page(), end="")  # noqa: T201 - that is its job
