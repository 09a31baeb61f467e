"""Which events count by default, as far as it is known when they arrive."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from server.events.rows import Row
from server.storage.database import Pool
from server.storage.event_columns import EVENT_COLUMNS
from server.storage.sql import load_sql
from server.viewer_keys import viewer_key

_PLACES = {column.name: place for place, column in enumerate(EVENT_COLUMNS)}
_USER, _BOT_REASON, _CONTENT = (_PLACES[name] for name in ("user_id", "bot_reason", "content_id"))
MAX_WAITING = 10_000
"""Events that wait to be counted, among which the owner of a content is looked for."""


class NotCounted(StrEnum):
    """Why an event does not count by default."""

    BOT = "BOT"
    SELF_VIEW = "SELF_VIEW"
    DUPLICATE = "DUPLICATE"
    REJECTED = "REJECTED"


class Verdict(NamedTuple):
    """Whether an event counts by default, and if not, why; ``counted`` is None where that is not known yet."""

    counted: bool | None
    reason: NotCounted | None = None


async def find_verdicts(pool: Pool, project_id: int, rows: Sequence[Row], *, creators_claim: bool) -> list[Verdict]:
    """Which of some stored events count by default.

    Args:
        pool: The database.
        project_id: The project of the events.
        rows: The events.
        creators_claim: Whether a content without an owner belongs to the creator that its first event names.
    """
    sent = [row.values for row in rows]
    found = await load_sql(__name__, "find_uncounted").fetch(
        pool,
        project=project_id,
        viewers=[viewer_key(row.values[_USER], row.session_id) for row in rows],  # type: ignore[arg-type] # a text
        are_suspect=[values[_BOT_REASON] is not None for values in sent],
        users=[values[_USER] for values in sent],
        contents=[values[_CONTENT] for values in sent],
        creators_claim=creators_claim,
        max_waiting=MAX_WAITING,
    )
    return [_verdict(is_bot=row["is_bot"], is_own=row["is_own"]) for row in found]


def _verdict(*, is_bot: bool, is_own: bool | None) -> Verdict:
    if is_bot:
        return Verdict(counted=False, reason=NotCounted.BOT)
    if is_own:
        return Verdict(counted=False, reason=NotCounted.SELF_VIEW)
    return Verdict(None if is_own is None else True)
