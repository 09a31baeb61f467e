"""Who sends events of which schema version."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import asyncpg

from server.storage.pages import PagedList, each
from server.storage.sql import load_sql


@dataclass(frozen=True, slots=True)
class SchemaUsage:
    """The events of one schema version that one version of an app sent with one version of a library.

    Attributes:
        type: The stored type.
        name: The name of a custom event.
        version: The schema version.
        retires_on: The day (UTC) from which it is refused; None while it is not deprecated.
        sdk: Name and version of the library; None if unknown.
        app_version: Version of the app; None if unknown.
        events: Number of events.
        last_day: The last day (UTC) of such an event.
    """

    type: str
    name: str | None
    version: str
    retires_on: date | None
    sdk: str | None
    app_version: str | None
    events: int
    last_day: date


def schema_usage(
    project_id: int,
    since: date,
    *,
    types: Collection[str] | None = None,
    names: Collection[str] | None = None,
    only_deprecated: bool = False,
) -> PagedList[SchemaUsage]:
    """The counted events by schema version, library and version of the app, of all classes; most events first.

    Args:
        project_id: The project.
        since: The first day (UTC) on which they occurred.
        types: Stored names of the types; None for all.
        names: Names of custom events; None for all, also of other types.
        only_deprecated: Only of deprecated versions.
    """
    return PagedList(
        load=lambda direction: load_sql(__name__, "schema_usage", **direction),
        values={
            "project": project_id,
            "since": since,
            "types": None if types is None else sorted(types),
            "names": None if names is None else sorted(names),
            "deprecated": only_deprecated,
        },
        key={"events": int, "key": str},
        after={"after_worth": None, "after_key": ""},
        make=each(_usage),
    )


def _usage(row: asyncpg.Record) -> SchemaUsage:
    return SchemaUsage(
        row["type"],
        row["name"] or None,
        row["version"],
        row["retires_on"],
        row["sdk"] or None,
        row["app_version"] or None,
        row["events"],
        row["last_day"],
    )
