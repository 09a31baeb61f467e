"""Notifies subscribers of what a committed transaction changed, without ever raising."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

import structlog

Publish: TypeAlias = Callable[[dict[int, int], Sequence[str]], Awaitable[object]]
"""Receives the new revision of each project and the changed subjects."""

_log = structlog.get_logger(__name__)


async def publish_hints(publish: Publish, revisions: dict[int, int], subjects: Sequence[str]) -> None:
    """Publishes what a transaction changed, after its commit.

    Exceptions of ``publish`` are logged and ignored: hints may be lost, and subscribers catch up by polling.

    Args:
        publish: Notifies subscribers of what changed.
        revisions: The new revision of each project; if empty, nothing is published.
        subjects: The changed subjects.
    """
    if not revisions:
        return
    try:
        await publish(revisions, subjects)
    except Exception:  # noqa: BLE001  # the transaction is committed, whatever happens to its hints
        _log.exception("publishing failed; subscribers will catch up by polling")
