"""What every resolver is given: who asks, and the services that answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

import strawberry

from server.access import Viewer
from server.events.contents import ContentCatalogue
from server.events.ingest import Ingest
from server.settings import Settings
from server.storage.database import Pool


def utc_now() -> datetime:
    """The clock of a running server."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of one process that resolvers call.

    Attributes:
        settings: The process's settings.
        pool: Connections to PostgreSQL.
        ingest: Takes events.
        contents: The catalogue of contents.
        now: The clock.
    """

    settings: Settings
    pool: Pool
    ingest: Ingest
    contents: ContentCatalogue
    now: Callable[[], datetime] = utc_now


@dataclass(slots=True)
class Context:
    """One execution of one operation.

    Attributes:
        viewer: Who asks.
        services: Who answers.
        request_id: Names the request in the log.
        revision: The newest revision that the answer shows; None until a resolver noted one.
    """

    viewer: Viewer
    services: Services
    request_id: str = ""
    revision: int | None = field(default=None, init=False)

    def note_revision(self, revision: int) -> None:
        """Tells the live hub which revision the answer shows."""
        self.revision = revision if self.revision is None else max(self.revision, revision)


Info: TypeAlias = strawberry.Info[Context, None]
