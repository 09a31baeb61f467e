"""Registering, listing and deprecating the schema versions of a project."""

from collections.abc import Iterable
from datetime import date

import msgspec
import structlog

from server.access import Caller
from server.errors import ErrorCode, ViewpulseError, limit_exceeded
from server.events.schemas.compatibility import find_restriction
from server.events.schemas.json_schema import encode_schema
from server.events.schemas.registry import newest_active, read_versions
from server.events.schemas.versions import (
    RETIREMENT,
    JsonSchema,
    Numbers,
    SchemaKey,
    SchemaVersion,
    built_in_versions,
    numbers_of,
)
from server.quotas import quota_exceeded
from server.storage.database import Connection, Pool
from server.storage.locks import lock_project_in_transaction
from server.storage.sql import load_sql
from server.storage.statement import Source

MAX_VERSIONS = 1_000
"""Most versions of a project, all types together."""


_log = structlog.get_logger(__name__)


async def list_versions(source: Source, project_id: int, key: SchemaKey | None = None) -> list[SchemaVersion]:
    """The versions of a project, by type and name, newest first; built-in ones of the types that have others.

    Args:
        source: A connection, or the pool.
        project_id: The project.
        key: Only of this type; None: all that the project registered or deprecated.
    """
    known = {(version.key, version.version): version for version in await read_versions(source, project_id, key)}
    keys = {version.key for version in known.values()} | ({key} if key is not None else set())
    for each in keys:
        for version in built_in_versions(each):
            known.setdefault((each, version.version), version)
    newest_first = sorted(known.values(), key=lambda version: version.numbers, reverse=True)
    return sorted(newest_first, key=lambda version: (version.key.type, version.key.name or ""))


async def register_version(
    pool: Pool, caller: Caller, key: SchemaKey, version: str, schema: JsonSchema, *, by: str | None
) -> SchemaVersion:
    """Registers a version, from which on every process accepts its events.

    The same version with the same schema may be registered again. Within a major version, a newer one must be
    compatible with the one before.

    Args:
        pool: The database.
        caller: An admin.
        key: The type, and the name of a custom event.
        version: Its number, such as ``1.2.0``.
        schema: JSON Schema of ``properties``.
        by: The caller, as ``audit_trail.shown_actor`` names it, for the log.

    Raises:
        ViewpulseError: BAD_INPUT with the path of the argument; LIMIT_EXCEEDED beyond ``MAX_VERSIONS``; QUOTA_EXCEEDED
            for a new name of a custom event beyond the quota of the project.
    """
    text, numbers = encode_schema(schema), _numbers(version)
    async with pool.acquire() as connection, connection.transaction():
        before = await _locked(connection, caller.project_id)
        others = [*built_in_versions(key), *(each for each in before if each.key == key)]
        same = next((each for each in others if each.version == version), None)
        if same is not None:
            if same.text is None or msgspec.json.decode(same.text) != msgspec.json.decode(text):
                message = f"Version {version} of {key} exists with another schema; register a newer version."
                raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["version"])
            return same
        if len(before) >= MAX_VERSIONS:
            message = f"A project has at most {MAX_VERSIONS:,} schema versions."
            raise limit_exceeded(message, "schemaVersions", MAX_VERSIONS)
        _check_quota(key, before, caller.quotas.custom_types)
        _check_successor(key, numbers, schema, others)
        registered_at = await load_sql(__name__, "register_version").fetchval(
            connection, project=caller.project_id, type=key.type, name=key.name or "", version=version, schema=text
        )
    _log.info(
        "schema version registered",
        project_id=caller.project_id,
        schema_of=str(key),
        version=version,
        by=by,
    )
    return SchemaVersion(key, version, text, registered_at)


async def deprecate_version(
    pool: Pool, caller: Caller, key: SchemaKey, version: str, today: date, *, is_deprecated: bool, by: str | None
) -> SchemaVersion:
    """Sets the day from which a version is refused, 90 days on; or withdraws it.

    Args:
        pool: The database.
        caller: An admin.
        key: The type, and the name of a custom event.
        version: The version. One that is deprecated already keeps its day.
        today: The day (UTC).
        is_deprecated: False: the version is accepted for good again.
        by: The caller, as ``audit_trail.shown_actor`` names it, for the log.

    Raises:
        ViewpulseError: NOT_FOUND for a version that does not exist; BAD_INPUT if there is none to use instead.
    """
    _numbers(version)
    async with pool.acquire() as connection, connection.transaction():
        before = await _locked(connection, caller.project_id)
        known = {each.version: each for each in built_in_versions(key)}
        known |= {each.version: each for each in before if each.key == key}
        if version not in known:
            raise ViewpulseError(ErrorCode.NOT_FOUND, f"{key} has no version {version}.", field=["version"])
        if is_deprecated and newest_active(each for each in known.values() if each.version != version) is None:
            message = f"No other version of {key} could be sent instead; register one first."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["version"])
        row = await load_sql(__name__, "deprecate_version").fetchrow(
            connection,
            project=caller.project_id,
            type=key.type,
            name=key.name or "",
            version=version,
            retires_on=today + RETIREMENT if is_deprecated else None,
        )
        assert row is not None
    found = SchemaVersion(key, version, row["text"], row["registered_at"], row["retires_on"])
    _log.info(
        "schema version deprecated" if is_deprecated else "schema version accepted again",
        project_id=caller.project_id,
        schema_of=str(key),
        version=version,
        retires_on=found.retires_on,
        by=by,
    )
    return found


async def _locked(connection: Connection, project_id: int) -> list[SchemaVersion]:
    """The versions of a project, which nobody else changes until the end of the transaction."""
    await lock_project_in_transaction(connection, "schemas", project_id)
    return await read_versions(connection, project_id)


def _check_quota(key: SchemaKey, before: Iterable[SchemaVersion], quota: int | None) -> None:
    """Raises QUOTA_EXCEEDED for a new name of a custom event beyond the quota."""
    names = {each.key.name for each in before if each.key.name is not None}
    if quota is None or key.name is None or key.name in names or len(names) < quota:
        return
    message = f"The project may have {quota:,} custom events, and has {len(names):,}."
    raise quota_exceeded(message, "customTypes", quota, "name")


def _numbers(version: str) -> Numbers:
    numbers = numbers_of(version)
    if numbers is None:
        message = "`version` has the form MAJOR.MINOR.PATCH, such as 1.2.0, with numbers up to 9999."
        raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["version"])
    return numbers


def _check_successor(key: SchemaKey, numbers: Numbers, schema: JsonSchema, others: Iterable[SchemaVersion]) -> None:
    """Raises BAD_INPUT unless a version is newer than, and compatible with, the others of its major version."""
    of_major = [each for each in others if each.numbers[0] == numbers[0]]
    if not of_major:
        return
    last = max(of_major, key=lambda each: each.numbers)
    if numbers < last.numbers:
        message = f"`version` must be newer than {last.version}, the newest {numbers[0]}.x of {key}."
        raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["version"])
    restriction = find_restriction({} if last.text is None else msgspec.json.decode(last.text), schema)
    if restriction is not None:
        message = (
            f"The schema {restriction.fact}, unlike {last.version}: such a change needs a new major version, "
            f"{numbers[0] + 1}.0.0."
        )
        raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["schema", *restriction.path])
