"""Recently rejected items, for the developers of the apps that sent them."""

from dataclasses import dataclass
from datetime import date, datetime

from server.storage.pages import PagedList, each
from server.storage.sql import load_sql
from server.storage.statement import Source


@dataclass(frozen=True, slots=True)
class RejectedItem:
    """One rejected item.

    Attributes:
        rejected_id: Grows with time; the key of the page.
        received_at: When it arrived.
        code: One of ``RejectionCode``.
        message: Message for the developer.
        path: The invalid field, from the event.
        event_id: Its id, if it could be read.
        payload: Its known fields as sent, and the types of others; a large one is ``{"truncated": text}``.
    """

    rejected_id: int
    received_at: datetime
    code: str
    message: str
    path: list[str]
    event_id: str | None
    payload: object


def rejected_items(project_id: int, code: str | None = None) -> PagedList[RejectedItem]:
    """The rejected items, newest first.

    Args:
        project_id: The project.
        code: Only items with this code.
    """
    which: dict[str, object] = {"project": project_id}
    name = "list_rejected"
    if code is not None:
        name, which["code"] = "list_rejected_by_code", code
    return PagedList(
        load=lambda direction: load_sql(__name__, name, **direction),
        values=which,
        key={"rejected_id": int},
        after={"after_id": None},
        make=each(lambda row: RejectedItem(**row)),
    )


async def count_rejected(source: Source, project_id: int, since: date) -> dict[str, int]:
    """Number of items rejected since a day (UTC), by code."""
    rows = await load_sql(__name__, "sum_rejected").fetch(source, project=project_id, since=since)
    return {row["code"]: row["rejected"] for row in rows}
