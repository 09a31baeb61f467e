"""Schema versions of events: registering, deprecating and listing them, and who still sends which."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Self, TypeAlias

import msgspec
import strawberry

from resolvers.access import ADMIN
from resolvers.arguments import NamesArgument, check_id, check_ids
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.event_enums import EventType
from resolvers.field_metadata import FieldMetadata
from resolvers.kept_ranges import require_days
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.pages import (
    PAGE_SIZE,
    AfterArgument,
    BeforeArgument,
    LastArgument,
    Paged,
    PageFirstArgument,
    page_fields,
    read_page,
    resolve_page,
)
from resolvers.people.interaction_history import TypesArgument
from resolvers.project_state import project_fields
from resolvers.root_fields import mutation_field, query_field
from resolvers.scalars import JSONObject, Long
from server.analytics.events.schema_usage import SchemaUsage
from server.analytics.events.schema_usage import schema_usage as list_usage
from server.errors import ErrorCode, ViewpulseError
from server.events.schemas.registration import deprecate_version, list_versions, register_version
from server.events.schemas.versions import RETIREMENT, SchemaKey, SchemaState, SchemaVersion

MAX_DAYS = 400

register_enum(
    SchemaState,
    "Whether events of a schema version are accepted.",
    {
        SchemaState.ACTIVE: "They are accepted.",
        SchemaState.DEPRECATED: "They are accepted with a warning, until the day on which the version retires.",
        SchemaState.RETIRED: "They are refused with SCHEMA_RETIRED.",
    },
)

NameArgument: TypeAlias = Annotated[
    str | None, strawberry.argument(description="Name of the custom event; required for CUSTOM, and only for it.")
]
VersionArgument: TypeAlias = Annotated[str, strawberry.argument(description="The version, such as 1.2.0.")]


@strawberry.type(name="SchemaVersion", description="One version of the schema of a type of event.")
class SchemaVersionEntry:
    """The API type of a schema version."""

    type: EventType = strawberry.field(description="Type of event.")
    name: str | None = strawberry.field(description="Name of the custom event; null for other types.")
    version: str = strawberry.field(description="Its number: major, minor and patch.")
    schema: JSONObject | None = strawberry.field(
        description="JSON Schema of `properties`. Null for a built-in version, which allows what `eventVocabulary` "
        "says."
    )
    registered_at: datetime | None = strawberry.field(description="When it was registered; null if it is built in.")
    state: SchemaState = strawberry.field(description="Whether its events are accepted today.")
    retires_on: str | None = strawberry.field(
        description="The day (UTC), YYYY-MM-DD, from which its events are refused with SCHEMA_RETIRED; null if it is "
        "not deprecated."
    )

    @classmethod
    def from_version(cls, found: SchemaVersion, today: date) -> Self:
        """The API type of a version on a day (UTC)."""
        return cls(
            type=EventType(found.key.type),
            name=found.key.name,
            version=found.version,
            schema=None if found.text is None else msgspec.json.decode(found.text),
            registered_at=found.registered_at,
            state=found.state(today),
            retires_on=_date(found.retires_on),
        )


@strawberry.type(name="SchemaUsage", description="Events of one schema version, and what sent them.")
class SchemaUsageEntry:
    """A node of ``schemaUsage``."""

    type: EventType = strawberry.field(description="Type of event.")
    name: str | None = strawberry.field(description="Name of the custom event; null for other types.")
    version: str = strawberry.field(description="The schema version: as sent, else the newest built-in one.")
    state: SchemaState = strawberry.field(description="Whether events of this version are accepted today.")
    retires_on: str | None = strawberry.field(
        description="The day (UTC), YYYY-MM-DD, from which they are refused; null if the version is not deprecated."
    )
    sdk: str | None = strawberry.field(description="`device.sdk`: the library that sent them; null if unknown.")
    app_version: str | None = strawberry.field(description="`device.appVersion`: version of the app; null if unknown.")
    events: Long = strawberry.field(description="Number of events, those of bots and creators on their own included.")
    last_day: str = strawberry.field(description="The last day (UTC), YYYY-MM-DD, on which such an event occurred.")

    @classmethod
    def from_usage(cls, found: SchemaUsage, today: date) -> Self:
        """The API type of a row on a day (UTC)."""
        version = SchemaVersion(SchemaKey(found.type, found.name), found.version, retires_on=found.retires_on)
        return cls(
            type=EventType(found.type),
            name=found.name,
            version=found.version,
            state=version.state(today),
            retires_on=_date(found.retires_on),
            sdk=found.sdk,
            app_version=found.app_version,
            events=found.events,
            last_day=found.last_day.isoformat(),
        )


@strawberry.type(description="A row of `schemaUsage` and its cursor.")
class SchemaUsageEdge:
    """Edge of ``schemaUsage``."""

    node: SchemaUsageEntry = strawberry.field(description="The row.")
    cursor: str = strawberry.field(description="Opaque cursor of this row; pass it as `after` or `before`.")


@strawberry.type(description="A page of what sends which schema version, most events first.")
class SchemaUsageConnection(Analytics, Paged):
    """Connection of ``schemaUsage``."""

    edges: list[SchemaUsageEdge] = strawberry.field(description="The rows of the page, with their cursors.")
    nodes: list[SchemaUsageEntry] = strawberry.field(description="The rows of the page.")


@query_field(
    ADMIN,
    "Schema versions that the project registered or deprecated, and the built-in ones of the same types, by type and "
    "name, newest first. For admins.",
    is_live=False,
    metadata=FieldMetadata(length=100),
)
async def schema_versions(
    info: Info,
    kind: Annotated[
        EventType | None, strawberry.argument(name="type", description="Only of this type, with its built-in versions.")
    ] = None,
    name: NameArgument = None,
) -> list[SchemaVersionEntry]:
    """The schema versions of the project, for an admin."""
    key = None if kind is None else _key(kind, name)
    if kind is None and name is not None:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "Only the type CUSTOM has names.", field=["name"])
    async with info.context.read() as connection:
        found = await list_versions(connection, info.context.caller.project_id, key)
    return [SchemaVersionEntry.from_version(version, _today(info)) for version in found]


@mutation_field(
    ADMIN,
    "Registers a version of the schema of a type of event, or a custom event with its first one: from then on events "
    "with this `schemaVersion` are accepted if their `properties` are valid. Within a major version a schema may only "
    "add optional properties and allow more; everything else needs a new major version. For admins; each call is "
    "logged.",
)
async def register_schema_version(
    info: Info,
    kind: Annotated[EventType, strawberry.argument(name="type", description="Type of event; CUSTOM for one of yours.")],
    version: VersionArgument,
    schema: Annotated[
        JSONObject,
        strawberry.argument(
            description="JSON Schema (draft 2020-12) of `properties`, up to 16 KiB, without other files."
        ),
    ],
    *,
    name: NameArgument = None,
) -> SchemaVersionEntry:
    """Registers a version, for an admin."""
    context = info.context
    found = await register_version(
        context.services.pool, context.caller, _key(kind, name), version, schema, by=context.shown_caller
    )
    return SchemaVersionEntry.from_version(found, _today(info))


@mutation_field(
    ADMIN,
    f"Deprecates a version of a schema: its events are accepted for {RETIREMENT.days} more days, with a warning in "
    "each answer, then refused with SCHEMA_RETIRED. Events without a `schemaVersion` have 1.1.0. For admins; each call "
    "is logged.",
)
async def deprecate_schema_version(
    info: Info,
    kind: Annotated[EventType, strawberry.argument(name="type", description="Type of event; CUSTOM for one of yours.")],
    version: VersionArgument,
    *,
    name: NameArgument = None,
    is_deprecated: Annotated[
        bool, strawberry.argument(description="False: the version is accepted for good again, also if it was retired.")
    ] = True,
) -> SchemaVersionEntry:
    """Deprecates a version, for an admin."""
    context, today = info.context, _today(info)
    found = await deprecate_version(
        context.services.pool,
        context.caller,
        _key(kind, name),
        version,
        today,
        is_deprecated=is_deprecated,
        by=context.shown_caller,
    )
    return SchemaVersionEntry.from_version(found, today)


@query_field(
    ADMIN,
    "Who still sends what: events by schema version, library and version of the app, most events first. Kept for good. "
    f"For admins. {NO_VIEWS}",
    metadata=FieldMetadata(cost=100, moves=True),
)
async def schema_usage(
    info: Info,
    *,
    types: TypesArgument = None,
    names: NamesArgument = None,
    days: Annotated[
        int, strawberry.argument(description=f"Number of days (UTC) to look back, today included; 1-{MAX_DAYS}.")
    ] = 30,
    only_deprecated: Annotated[bool, strawberry.argument(description="Only versions that are deprecated.")] = False,
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
) -> SchemaUsageConnection:
    """A page of what sends which schema version, for an admin."""
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    if not 0 < days <= MAX_DAYS:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"`days` is 1-{MAX_DAYS}.", field=["days"])
    if names is not None:
        check_ids(names, "names")
    today = _today(info)
    since = today - timedelta(days=days - 1)
    await require_days(info, since)
    usage = list_usage(
        info.context.caller.project_id,
        since,
        types=None if types is None else {kind.stored for kind in types},
        names=names,
        only_deprecated=only_deprecated,
    )
    page, state = await read_page(info, usage, request)
    return SchemaUsageConnection(
        **page_fields(usage, page, SchemaUsageEdge, lambda row: SchemaUsageEntry.from_usage(row, today)),
        **project_fields(info, state),
    )


def _date(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _today(info: Info) -> date:
    return info.context.services.now().astimezone(UTC).date()


def _key(kind: EventType, name: str | None) -> SchemaKey:
    """The key of a type. Raises BAD_INPUT for a name without CUSTOM, or CUSTOM without a name."""
    if (kind is EventType.CUSTOM) != (name is not None):
        message = "CUSTOM needs the `name` of the event." if name is None else "Only the type CUSTOM has names."
        raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["name"])
    if name is not None:
        check_id(name, "name")
    return SchemaKey(kind.stored, name)
