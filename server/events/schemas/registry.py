"""The schema versions that each project accepts, as a process that takes events knows them."""

import asyncio
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from server.events.catalogue import CURRENT_SCHEMA_VERSION, SCHEMA_VERSIONS
from server.events.context import TrackWarning, WarningCode
from server.events.model import Event, Rejection, RejectionCode
from server.events.schemas.json_schema import find_fault
from server.events.schemas.versions import SchemaKey, SchemaState, SchemaVersion, built_in_versions
from server.storage.database import Pool
from server.storage.sql import load_sql
from server.storage.statement import Source

PROJECTS_KEPT = 1_000
KEPT_SECONDS = 30.0
"""Age at which what is known of a project is read again, while events are judged by it."""
LOOK_SECONDS = 1.0
"""Least pause between two looks for a version or name that is not known, by project."""

_ACCEPTED_AT_ONCE = frozenset((None, *SCHEMA_VERSIONS))
_UNKNOWN = frozenset((RejectionCode.UNSUPPORTED_SCHEMA_VERSION, RejectionCode.UNKNOWN_EVENT_NAME))


class ProjectSchemas:
    """The schema versions that one project accepts.

    Args:
        registered: The versions that the project registered, and the built-in ones that it deprecated.
    """

    def __init__(self, registered: Iterable[SchemaVersion] = ()) -> None:
        known: defaultdict[SchemaKey, dict[str, SchemaVersion]] = defaultdict(dict)
        for version in registered:
            if not known[version.key]:
                known[version.key] = {built_in.version: built_in for built_in in built_in_versions(version.key)}
            known[version.key][version.version] = version
        self._known: Mapping[tuple[str, str | None], Mapping[str, SchemaVersion]] = {
            (key.type, key.name): versions for key, versions in known.items()
        }

    def check(self, event: Event, received_at: datetime) -> TrackWarning | Rejection | None:
        """The rejection of an event whose version is unknown, retired or not fulfilled; a warning if it is deprecated.

        Args:
            event: The event, checked against the catalogue.
            received_at: When it arrived.
        """
        sent = event.schema_version
        if not self._known and event.name is None and sent in _ACCEPTED_AT_ONCE:
            return None
        versions = self._known.get((event.type.stored, event.name))
        if versions is None:
            if event.name is not None:
                message = f"No custom event `{event.name}` is registered; see `registerSchemaVersion`."
                return _refused(event, RejectionCode.UNKNOWN_EVENT_NAME, message, "name")
            if sent in _ACCEPTED_AT_ONCE:
                return None
            versions = {version: SchemaVersion(SchemaKey(event.type.stored), version) for version in SCHEMA_VERSIONS}
        version = versions.get(CURRENT_SCHEMA_VERSION if sent is None else sent)
        if version is None:
            message = f"`schemaVersion` must be one of {', '.join(_newest_first(versions)[:10])}."
            return _refused(event, RejectionCode.UNSUPPORTED_SCHEMA_VERSION, message, "schemaVersion")
        return _judged(event, version, versions, received_at)


def _judged(
    event: Event, version: SchemaVersion, versions: Mapping[str, SchemaVersion], received_at: datetime
) -> TrackWarning | Rejection | None:
    state = SchemaState.ACTIVE if version.retires_on is None else version.state(received_at.date())
    instead = "" if state is SchemaState.ACTIVE else newest_active(versions.values()) or ""
    if state is SchemaState.RETIRED:
        message = f"Version {version.version} is refused since {version.retires_on}; send {instead}."
        return _refused(event, RejectionCode.SCHEMA_RETIRED, message, "schemaVersion")
    if version.text is not None and (fault := find_fault(version.text, event.properties or {})) is not None:
        code, message, path = fault
        return _refused(event, code, message, *path)
    if state is SchemaState.DEPRECATED:
        message = f"Version {version.version} is refused from {version.retires_on} on; send {instead}."
        return TrackWarning(WarningCode.SCHEMA_DEPRECATED, ("schemaVersion",), message)
    return None


def newest_active(versions: Iterable[SchemaVersion]) -> str | None:
    """The newest of the versions that is not deprecated; None if all are."""
    active = [version for version in versions if version.retires_on is None]
    return max(active, key=lambda version: version.numbers).version if active else None


def _newest_first(versions: Mapping[str, SchemaVersion]) -> list[str]:
    return sorted(versions, key=lambda version: versions[version].numbers, reverse=True)


def _refused(event: Event, code: RejectionCode, message: str, *path: str | int) -> Rejection:
    return Rejection(code=code, message=message, path=list(path), event_id=event.id, payload=event)


def is_unknown(item: object) -> bool:
    """Whether an item was rejected for a version or name that may have been registered a moment ago."""
    return isinstance(item, Rejection) and item.code in _UNKNOWN


NOTHING_REGISTERED = ProjectSchemas()


class SchemaRegistry:
    """Remembers what projects registered. What is older than half a minute is read again, without waiting for it.

    Args:
        pool: The database.
        now: A clock in seconds.
    """

    def __init__(self, pool: Pool, now: Callable[[], float] = time.monotonic) -> None:
        self._pool = pool
        self._now = now
        self._kept: OrderedDict[int, tuple[float, ProjectSchemas]] = OrderedDict()
        self._reading: dict[int, asyncio.Task[ProjectSchemas]] = {}

    async def accepted_by(self, project_id: int) -> ProjectSchemas:
        """What a project accepts. Fails as the database does if nothing is known of it yet."""
        found = self._kept.get(project_id)
        if found is None:
            return await self._read(project_id)
        read_at, schemas = found
        if self._now() - read_at > KEPT_SECONDS:
            self._start(project_id)
        return schemas

    async def newer(self, project_id: int, than: ProjectSchemas) -> ProjectSchemas:
        """What a project accepts now; the same object if it was read a moment ago."""
        read_at, schemas = self._kept.get(project_id, (-LOOK_SECONDS, None))
        if schemas is not None and (schemas is not than or self._now() - read_at < LOOK_SECONDS):
            return schemas
        return await self._read(project_id)

    async def stop(self) -> None:
        """Ends what is being read."""
        for task in self._reading.values():
            task.cancel()
        await asyncio.gather(*self._reading.values(), return_exceptions=True)

    async def _read(self, project_id: int) -> ProjectSchemas:
        return await asyncio.shield(self._start(project_id))

    def _start(self, project_id: int) -> "asyncio.Task[ProjectSchemas]":
        task = self._reading.get(project_id)
        if task is None:
            task = self._reading[project_id] = asyncio.create_task(self._load(project_id))
            task.add_done_callback(lambda done: self._finish(project_id, done))
        return task

    def _finish(self, project_id: int, task: "asyncio.Task[ProjectSchemas]") -> None:
        del self._reading[project_id]
        if not task.cancelled():
            task.exception()  # who waits for it hears of it; else the next event tries again

    async def _load(self, project_id: int) -> ProjectSchemas:
        read_at = self._now()
        schemas = ProjectSchemas(await read_versions(self._pool, project_id))
        self._kept[project_id] = (read_at, schemas)
        self._kept.move_to_end(project_id)
        while len(self._kept) > PROJECTS_KEPT:
            self._kept.popitem(last=False)
        return schemas


async def read_versions(source: Source, project_id: int, key: SchemaKey | None = None) -> list[SchemaVersion]:
    """The versions that a project registered, and the built-in ones that it deprecated.

    Args:
        source: A connection, or the pool.
        project_id: The project.
        key: Only of this type; None: all.
    """
    rows = await load_sql(__name__, "schema_versions").fetch(
        source, project=project_id, type=key and key.type, name=key and (key.name or "")
    )
    return [
        SchemaVersion(
            SchemaKey(row["type"], row["name"] or None),
            row["version"],
            row["text"],
            row["registered_at"],
            row["retires_on"],
        )
        for row in rows
    ]
