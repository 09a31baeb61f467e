"""Versions of the schemas of events: those that every project has, and those that a project registered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from server.events.catalogue import SCHEMA_VERSIONS
from server.events.event_enums import EventType

RETIREMENT = timedelta(days=90)
"""How long a deprecated version is still accepted."""

_FORM = re.compile(r"(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})")

JsonSchema: TypeAlias = Mapping[str, object]
Numbers: TypeAlias = tuple[int, int, int]


class SchemaState(StrEnum):
    """Whether events of a version are accepted."""

    ACTIVE = "ACTIVE"
    DEPRECATED = "DEPRECATED"
    RETIRED = "RETIRED"


@dataclass(frozen=True, slots=True)
class SchemaKey:
    """What versions belong to.

    Attributes:
        type: Stored name of the type of event.
        name: Name of the custom event; None for other types.
    """

    type: str
    name: str | None = None

    def __str__(self) -> str:
        return EventType(self.type).value if self.name is None else f"`{self.name}`"


@dataclass(frozen=True, slots=True)
class SchemaVersion:
    """One version of the schema of a type of event.

    Attributes:
        key: The type, and the name of a custom event.
        version: Its number, such as ``1.2.0``.
        text: JSON Schema of ``properties``; None: it is built in, and only the catalogue's rules apply.
        registered_at: When it was registered; None if it is built in.
        retires_on: The first day (UTC) on which its events are refused; None while it is not deprecated.
    """

    key: SchemaKey
    version: str
    text: str | None = None
    registered_at: datetime | None = None
    retires_on: date | None = None

    @property
    def numbers(self) -> Numbers:
        """Its three numbers."""
        found = numbers_of(self.version)
        assert found is not None
        return found

    def state(self, today: date) -> SchemaState:
        """Whether its events are accepted.

        Args:
            today: The day (UTC).
        """
        if self.retires_on is None:
            return SchemaState.ACTIVE
        return SchemaState.RETIRED if today >= self.retires_on else SchemaState.DEPRECATED


def numbers_of(version: str) -> Numbers | None:
    """The numbers of a version; None unless it has the form MAJOR.MINOR.PATCH."""
    found = _FORM.fullmatch(version)
    return None if found is None else (int(found[1]), int(found[2]), int(found[3]))


def built_in_versions(key: SchemaKey) -> list[SchemaVersion]:
    """The versions that a type has in every project; a custom event has none."""
    return [] if key.name is not None else [SchemaVersion(key, version) for version in SCHEMA_VERSIONS]
