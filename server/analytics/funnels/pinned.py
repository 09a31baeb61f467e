"""Funnels that a project pinned to its dashboard."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

import msgspec

from server.analytics.funnels.question import FunnelForm
from server.storage.database import Connection
from server.storage.sql import load_sql


class StoredFunnel(msgspec.Struct, frozen=True, kw_only=True):
    """A funnel as it is stored.

    Attributes:
        form: What it consists of.
        names: The names of its steps; None for those without one.
    """

    form: FunnelForm
    names: list[str | None]


@dataclass(frozen=True, slots=True)
class PinnedFunnel:
    """A funnel on the dashboard of a project.

    Attributes:
        name: Its name, which no other one of the project has.
        funnel: What it consists of.
        pinned_at: When a funnel of that name was first pinned.
    """

    name: str
    funnel: StoredFunnel
    pinned_at: datetime

    @classmethod
    def from_stored(cls, name: str, question: str, pinned_at: datetime) -> Self:
        """A funnel from its row, whose ``question`` is JSON."""
        return cls(name, msgspec.json.decode(question, type=StoredFunnel), pinned_at)


async def read_pinned(connection: Connection, project_id: int) -> list[PinnedFunnel]:
    """The pinned funnels of a project, in the order in which they were pinned first.

    Args:
        connection: Inside a snapshot.
        project_id: The project.
    """
    rows = await load_sql(__name__, "pinned_funnels").fetch(connection, project=project_id)
    return [PinnedFunnel.from_stored(**row) for row in rows]
