"""Telling subscribers what a committed transaction changed, where nothing may go wrong any more."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

import structlog

Publish: TypeAlias = Callable[[dict[int, int], Sequence[str]], Awaitable[object]]
"""Takes the new revision of each project and the subjects touched."""

_log = structlog.get_logger(__name__)


async def publish_hints(publish: Publish, revisions: dict[int, int], subjects: Sequence[str]) -> None:
    """Publishes what a transaction changed, after its commit.

    What ``publish`` raises is logged and forgotten: hints may be lost, and subscribers repair themselves.

    Args:
        publish: As of the aggregator.
        revisions: The new revision of each project; nothing is published without any.
        subjects: What shows other numbers now.
    """
    if not revisions:
        return
    try:
        await publish(revisions, subjects)
    except Exception:  # noqa: BLE001  # the transaction is committed, whatever happens to its hints
        _log.exception("publishing failed; subscribers will catch up by polling")
