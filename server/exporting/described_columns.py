"""What the columns of an export mean, in words for the person whom it is about.

Those of events are described where their fields are declared (server/events/model.py); others here, by their name, or
by that of their table and their own where a name means different things.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from msgspec import inspect

from server.events.faults import alternatives
from server.events.model import Event
from server.exporting.described import EVENTS
from server.storage.event_columns import MILLISECONDS, SENT_COLUMNS, SHARE

RAW_EVENTS = "raw_events"

_CLASS = "How it is counted: 0 like others, 1 as of a bot, 2 as of the creator itself, 3 as both."
_VIEWS = "Number of views, by the definition {}."
_LATEST = "When it was last {}."

COLUMNS: Mapping[str, str] = {
    "viewer_id": "Key of the viewer: `u:` and the user id, or `s:` and the session id; with `b` in front, of what "
    "looked like a bot's.",
    "user_id": "The user.",
    "session_id": "The session.",
    "content_id": "The content.",
    "creator_id": "The creator of the content.",
    "traffic": _CLASS,
    "revision": "Number of the run that changed the row last.",
    "bucket": "Beginning of the quarter-hour; of old data, of the day.",
    "minute": "Beginning of the minute.",
    "views": _VIEWS.format("`start@1`"),
    "engaged_views": _VIEWS.format("`engaged@1`"),
    "peertube_views": _VIEWS.format("`peertube@1`"),
    "linkedin_views": _VIEWS.format("`linkedin@1`"),
    "peertube2_views": _VIEWS.format("`peertube@2`"),
    "linkedin2_views": _VIEWS.format("`linkedin@2`"),
    "rewatch_views": "Of the views, those that the app called repeated.",
    "plays": "Number of viewings.",
    "watch_ms": "Milliseconds watched.",
    "rated_watch_ms": "Milliseconds watched for which the app said how fast the playback was.",
    "completions": "Viewings to the end.",
    "age_group": "Age group in force: as declared, else as sent.",
    "gender": "Gender in force: as declared, else as sent.",
    "campaign": "The campaign that led to it.",
    "type": "Type of the event, or of the content.",
    "first_event_at": "When the first event happened.",
    "last_event_at": "When the last event happened.",
    "received_at": "When it arrived.",
    "source_type": "Area of the app that it began in.",
    "referrer": "Address or screen before.",
    "device_type": "Type of device.",
    "platform": "Platform of the app.",
    "os": "Operating system.",
    "app_version": "Version of the app.",
    "country": "Country.",
    "region": "State or region.",
    "city": "City.",
    "timezone": "Time zone of the device.",
    "network_type": "Type of network connection.",
    "cell": "Area of about 250 km2, by its number in the grid H3.",
    "viewers.is_bot": "Whether the viewer counts as a bot: as declared, else whether its events looked like a bot's.",
    "viewers.declared_age_group": "Age group as declared by the operator of the app.",
    "viewers.declared_gender": "Gender as declared by the operator of the app.",
    "viewers.declared_bot": "Whether it is a bot, as declared by the operator of the app.",
    "viewers.sent_age_group": "Age group that the app sent last.",
    "viewers.age_group_at": "When the app sent the age group.",
    "viewers.age_group_event": "Id of the event with the age group.",
    "viewers.sent_gender": "Gender that the app sent last.",
    "viewers.gender_at": "When the app sent the gender.",
    "viewers.gender_event": "Id of the event with the gender.",
    "viewer_profiles.age_group": "Age group as declared.",
    "viewer_profiles.gender": "Gender as declared.",
    "viewer_profiles.is_bot": "Whether it is a bot, as declared.",
    "viewer_profiles.updated_at": _LATEST.format("declared"),
    "plays.play_key": "Which viewing: `p:` and the id that the app gave it, else the viewer, of a user with the day.",
    "plays.origin_at": "When the first event of the viewing happened.",
    "plays.origin_event": "Id of that event.",
    "plays.started_at": "When the playback began; null if it was only skipped.",
    "plays.watch_delta_ms": "Milliseconds watched, added up from the reports since the one before.",
    "plays.watch_total_ms": "Milliseconds watched, by the largest report of the whole.",
    "plays.position_ms": "The farthest position in the content, in milliseconds.",
    "plays.duration_ms": "Length of the content in milliseconds.",
    "plays.delta_levels": "Sections of the content that were watched once or more, twice or more …, in milliseconds, "
    "by the reports since the one before.",
    "plays.total_levels": "The same by the largest reports of the whole.",
    "plays.reported": "Share of the content that the app said was seen, 0-1.",
    "plays.completed": "Whether the app said that it was watched to the end.",
    "plays.loops": "How often it began again by itself.",
    "plays.completion": "Share of the content that was seen, 0-1.",
    "plays.stops": "Positions beyond the farthest one where the playback stood still, in milliseconds.",
    "plays.jumps": "Of these, positions that were jumped to.",
    "plays.has_jumped": "Whether the viewer jumped within the content.",
    "plays.stop_reported": "Share of the content, 0-1, that the app reported when the playback stood still.",
    "plays.repeats": "Whether the same viewer had a view of the content in the hour before.",
    "plays.rate_weighted_ms": "Milliseconds watched, each as often as the playback was faster.",
    "content_viewers.first_view_at": "When it was first viewed.",
    "content_viewers.last_view_at": _LATEST.format("viewed"),
    "content_viewers.liked": "Whether it is liked; null: neither liked nor unliked.",
    "content_viewers.liked_at": _LATEST.format("liked or unliked"),
    "content_viewers.liked_event": "Id of that event.",
    "content_viewers.liked_creator": "The creator whose content it was then.",
    "content_viewers.saved": "Whether it is saved; null: neither saved nor removed.",
    "content_viewers.saved_at": _LATEST.format("saved or removed"),
    "content_viewers.saved_event": "Id of that event.",
    "content_viewers.saved_creator": "The creator whose content it was then.",
    "watchers.seen_at": "Until when the last sign of watching holds.",
    "watchers.seen_event": "Key of the event with the last sign.",
    "watchers.event_at": "When the event with the last sign happened.",
    "watchers.is_watching": "Whether it is being watched.",
    "stream_signs.signed_at": "When the stream was joined or left, or something was written or given in it.",
    "stream_signs.event_key": "Id of that event.",
    "stream_signs.is_present": "Whether the viewer was there from then on.",
    "sales.event_id": "Id of the event.",
    "sales.amount": "Amount in minor units of the currency; of a refund below 0.",
    "sales.own_traffic": "How it would be counted by its viewer alone: 0 like others, 1 as of a bot.",
    "sales.names_content": "Whether the event itself named the content.",
    "sales.names_creator": "Whether the event itself named the creator.",
    "sales.names_product": "Whether the event itself named the product.",
    "sales.names_campaign": "Whether the event itself named the campaign.",
    "sales.currency": "Currency by ISO 4217.",
    "sales.order_id": "The order.",
    "sales.product_id": "The product.",
    "sales.payment_method": "Means of payment.",
    "sessions.closed_at": "When the app said that the visit ended.",
    "sessions.user_at": "When the first event with a user arrived.",
    "sessions.last_event_bin": "The same as last_event_at, cut to some minutes.",
    "sessions.events": "Number of events.",
    "sessions.impressions": "How often contents were shown.",
    "sessions.likes": "Number of likes.",
    "sessions.saves": "Number of saves.",
    "sessions.comments": "Number of comments.",
    "sessions.shares": "Number of shares.",
    "sessions.clicks": "Number of clicks.",
    "sessions.skips": "Number of skips.",
    "session_contents.viewed_at": "When it was first viewed in the visit.",
    "consent_entries.number": "1, 2, … in the order in which it was said.",
    "consent_entries.entry_id": "Id of the entry.",
    "consent_entries.at": "When it was said.",
    "consent_entries.purposes": "All that was agreed to from then on.",
    "consent_entries.version": "Version of the text that was shown.",
    "consent_entries.source": "Where it was asked.",
    "consent_entries.role": "Role of the token that said so; null: the app.",
    "social_members.workspace_id": "Id of the workspace.",
    "rejected_events.rejected_id": "Number of the item.",
    "rejected_events.code": "Why it was refused, as a code.",
    "rejected_events.message": "Why it was refused, in words.",
    "rejected_events.path": "The field that was wrong.",
    "rejected_events.event_id": "Id of the event.",
    "rejected_events.payload": "The known fields of the item as it was sent, and the types of others.",
    "erasures.number": "Number of the erasure.",
    "erasures.erasure_id": "Id of its receipt.",
    "erasures.part_of": "Number of the erasure of the user who was this guest.",
    "erasures.requested_at": "When it was requested.",
    "erasures.deadline": "Until when it must be finished.",
    "erasures.started_at": "When it began.",
    "erasures.finished_at": "When it was finished.",
    "erasures.counts": "Number of rows by table.",
    "audit_entries.number": "1, 2, … in the order in which it was done.",
    "audit_entries.at": "When it was done.",
    "audit_entries.role": "Role of who did it, or `command`.",
    "audit_entries.actor": "Keyed hash of the user who did it.",
    "audit_entries.action": "What was done.",
    "audit_entries.subjects": "Keyed hashes of the viewers whom it was about.",
    "audit_entries.items": "How many items it had.",
    "audit_entries.hash": "Keyed hash of the entry and the one before.",
    "contents.type": "Type of the content.",
    "contents.title": "Title.",
    "contents.caption": "Caption.",
    "contents.thumbnail": "Address of its picture.",
    "contents.duration_ms": "Length in milliseconds.",
    "contents.published_at": "When it was published.",
    "contents.updated_at": _LATEST.format("declared"),
    "creator_profiles.name": "Name.",
    "creator_profiles.picture": "Address of a picture.",
    "raw_events.id": "Id of the row: that of the event if it is a UUID.",
    "raw_events.client_id": "Id of the event as the app sent it, if it is another.",
    "raw_events.occurred_at": "When it happened, corrected for the clock of the device.",
    "raw_events.schema_version": "Version of the event's schema.",
    "raw_events.session_id": "The session.",
    "raw_events.play_id": "Id of the viewing as the app sent it.",
    "raw_events.play_key": "Which viewing it belongs to.",
    "raw_events.batch_id": "Number of the transaction that stored it.",
    "raw_events.body_hash": "A number that tells the same event sent again from another one with its id.",
    "raw_events.bot_reason": "Why it looked like a bot's.",
    "raw_events.latitude": "Degrees (WGS 84), with consent only.",
    "raw_events.longitude": "Degrees (WGS 84), with consent only.",
    "raw_events.sections": "Sections of the content that were watched, in milliseconds.",
    "raw_events.repeated_sections": "Of these, what was watched twice or more, three times or more …",
    "raw_events.properties": "Additional properties, as the app sent them.",
    "raw_events.slot": "The five minutes in which it happened.",
    "raw_events.type": "Type of the event.",
}
"""By ``COLUMN``, or by ``TABLE.COLUMN`` where that is another or the only one."""


def describe_columns(file: str, columns: Iterable[str]) -> dict[str, str]:
    """The meaning of columns.

    Args:
        file: The name of the file, without its ending.
        columns: The columns, as in its header.

    Raises:
        KeyError: A column is not described.
    """
    if file == EVENTS:
        fields = _fields()
        return {column: fields[column] for column in columns}
    return {column: _meaning(file, column) for column in columns}


def _meaning(table: str, column: str) -> str:
    if (own := COLUMNS.get(f"{table}.{column}")) is not None:
        return own
    return _sent()[column] if table == RAW_EVENTS and column in _sent() else COLUMNS[column]


@cache
def _sent() -> Mapping[str, str]:
    """The columns of raw events that hold a field as it was sent, or in another unit."""
    fields, units = _fields(), {MILLISECONDS: " Stored in milliseconds.", SHARE: " Stored as a share, 0-1."}
    found = {}
    for column in SENT_COLUMNS:
        first, *rest = column.source.split(".")
        path = ".".join(_camel(name) for name in (first, *rest))
        found[column.name] = fields[path] + units.get(column.value, "")
    return found


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


@cache
def _fields() -> Mapping[str, str]:
    """The descriptions of all fields of an event, by their dotted names."""
    return dict(_described(inspect.type_info(Event), ""))


def _described(kind: inspect.Type, within: str) -> Iterator[tuple[str, str]]:
    """Name and description of each field with a value of its own."""
    assert isinstance(kind, inspect.StructType)
    for field in kind.fields:
        name = within + field.encode_name
        inner = next((one for one in alternatives(field.type) if isinstance(one, inspect.StructType)), None)
        if inner is not None:
            yield from _described(inner, f"{name}.")
        elif isinstance(field.type, inspect.Metadata) and field.type.extra_json_schema:
            yield name, field.type.extra_json_schema["description"]
