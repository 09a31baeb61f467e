"""Records without user and session: each is a separate guest, however records are grouped into batches.

One call of ``Ingest.track`` gives all events without a viewer one session, because they come from one app. In a file
they do not.
"""

import asyncio
from collections.abc import Iterator, Sequence

from server.events.event_enums import EventType
from server.events.ingest import ItemResult
from server.events.model import Event, Rejection
from server.importing.pipeline import Track


def separate_guests(track: Track) -> Track:
    """A ``track`` that tracks each record without user and session in a separate call."""

    async def track_separately(items: Sequence[Event | Rejection]) -> list[ItemResult]:
        guests = {index for index, item in enumerate(items) if _needs_session(item)}
        if not guests:
            return await track(items)
        answers: dict[int, ItemResult] = {}
        if _shares_ids(items):  # the first of several records with one id counts, hence one after another
            for part in _runs(len(items), guests):
                answers |= zip(part, await track([items[index] for index in part]), strict=True)
        else:
            named = [index for index in range(len(items)) if index not in guests]
            parts = [part for part in (named, *([index] for index in sorted(guests))) if part]
            calls = (track([items[index] for index in part]) for part in parts)
            for part, found in zip(parts, await asyncio.gather(*calls, return_exceptions=True), strict=True):
                if isinstance(found, BaseException):
                    raise found
                answers |= zip(part, found, strict=True)
        return [answers[index] for index in range(len(items))]

    return track_separately


def _needs_session(item: Event | Rejection) -> bool:
    if isinstance(item, Rejection) or item.session_id is not None:
        return False
    return item.user_id is None or item.type is EventType.SESSION_START


def _shares_ids(items: Sequence[Event | Rejection]) -> bool:
    ids = [item.id.lower() for item in items if isinstance(item, Event) and item.id is not None]
    return len(set(ids)) < len(ids)


def _runs(size: int, alone: set[int]) -> Iterator[list[int]]:
    """The indexes below ``size`` in order, grouped into runs; each index in ``alone`` is a run by itself."""
    run: list[int] = []
    for index in range(size):
        if index in alone:
            if run:
                yield run
            yield [index]
            run = []
        else:
            run.append(index)
    if run:
        yield run
