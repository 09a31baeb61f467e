"""Refuses what is sent about viewers whom the project has erased."""

from collections.abc import Awaitable, Callable, Sequence

from server.access import Caller
from server.errors import unavailable
from server.events.model import Event, Rejection, RejectionCode, as_sent
from server.events.rows import Row
from server.events.writing import Outcome, Written
from server.storage.tombstones import ProjectTombstones, Tombstones
from server.viewer_keys import viewer_key

MESSAGE = "The project has erased this viewer; drop what is sent about it."
CHECKS = 5
"""How often rows are checked again, if further viewers are erased in each of these moments."""

Submit = Callable[[Sequence[Row]], Awaitable[list[Written]]]
"""Stores rows."""


def refuse_erased(item: Event | Rejection, caller: Caller, erased: ProjectTombstones) -> Event | Rejection:
    """The item; a rejection without its payload if it names an erased viewer, or a token of one sent it.

    Args:
        item: The decoded item, or why it could not be decoded.
        caller: The sender.
        erased: Whom the project has erased.
    """
    user_id, session_id = _named_by(item)
    if user_id is not None and erased.has(viewer_key(user_id, None) or ""):
        path = ["userId"]
    elif (named := viewer_key(caller.user_id or user_id, session_id)) is not None and erased.has(named):
        path = [] if caller.user_id is not None else ["sessionId"]
    else:
        return item
    event_id = item.event_id if isinstance(item, Rejection) else item.id
    return Rejection(code=RejectionCode.SUBJECT_ERASED, message=MESSAGE, path=[*path], event_id=event_id)


async def submit_unerased(rows: Sequence[Row], submit: Submit, tombstones: Tombstones) -> list[Written]:
    """Stores rows that were checked; those for which the database knows more tombstones are checked again.

    Args:
        rows: Rows of one project.
        submit: Stores them.
        tombstones: The tombstones that this process knows.

    Returns:
        An outcome for each row, in order; ERASED for what is about a viewer who was erased meanwhile.

    Raises:
        ViewpulseError: UNAVAILABLE if viewers are erased faster than the rows are checked.
    """
    written = await submit(rows)
    for _ in range(CHECKS):
        stale = [index for index, (outcome, _) in enumerate(written) if outcome is Outcome.STALE]
        if not stale:
            return written
        erased = await tombstones.newer(rows[0].project_id, rows[0].erasures + 1)
        rows = [row._replace(erasures=erased.number) for row in rows]
        left = []
        for index in stale:
            viewer_id = rows[index].viewer_id
            if viewer_id is not None and erased.has(viewer_id):
                written[index] = Written(Outcome.ERASED, None)
            else:
                left.append(index)
        if left:
            for index, outcome in zip(left, await submit([rows[index] for index in left]), strict=True):
                written[index] = outcome
    raise unavailable("Too many viewers are being erased; send the same again.")


def _named_by(item: Event | Rejection) -> tuple[str | None, str | None]:
    """The user and the session that an item names, as far as it can be read."""
    if isinstance(item, Event):
        return item.user_id, item.session_id
    sent = as_sent(item.payload)
    if isinstance(sent, Event):
        return sent.user_id, sent.session_id
    if not isinstance(sent, dict):
        return None, None
    user_id, session_id = sent.get("userId"), sent.get("sessionId")
    return (user_id if isinstance(user_id, str) else None), (session_id if isinstance(session_id, str) else None)
