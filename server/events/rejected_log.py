"""Rejected items: counted by code and day, and kept for some days for the developers who sent them.

Of an item only what its known fields say is kept, in their own form: ``known_fields``.
"""

import asyncio
import contextlib
from collections import Counter, deque
from datetime import UTC, date, datetime
from typing import NamedTuple

import msgspec
import structlog

from server.events.faults import MAX_ECHO
from server.events.known_fields import known_values, shown_name
from server.events.model import Rejection, RejectionCode, as_sent
from server.storage.database import Pool
from server.storage.sql import load_sql
from server.storage.tombstones import ProjectTombstones

log = structlog.get_logger()

FLUSH_SECONDS = 0.25
MAX_WAITING = 2000
"""Items kept until the next flush; above that, they are only counted."""
MAX_PAYLOAD_BYTES = 8192
PLACE_DECIMALS = 1  # decimals of a degree kept without consent: about 11 km


class _Item(NamedTuple):
    """A rejected item, by the parameters of the statement that stores it."""

    projects: int
    erasures: int
    times: datetime
    codes: str
    messages: str
    paths: str
    event_ids: str | None
    payloads: str


class RejectedLog:
    """Stores rejected items in the background, so that broken clients do not slow down others.

    Items rejected in the last quarter of a second are lost if the process is killed. So are those that wait when a
    viewer of their project is erased: they may be about it.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._items: deque[_Item] = deque()
        self._sending: deque[_Item] = deque()
        self._counts: Counter[tuple[int, date, str]] = Counter()
        self._flushing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Starts storing in the background."""
        self._task = asyncio.create_task(self._flush_forever(), name="rejected-log")

    async def stop(self) -> None:
        """Stores the remaining items and stops."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        await self._try_flush()

    def count(self, project_id: int, received_at: datetime, rejection: Rejection) -> None:
        """Notes the number of one rejected item, and nothing of what it says."""
        self._counts[project_id, received_at.astimezone(UTC).date(), str(rejection.code)] += 1

    def record(self, project_id: int, received_at: datetime, rejection: Rejection, *, erasures: int = 0) -> None:
        """Keeps one rejected item until the next flush; of what is about an erased viewer, only the number.

        Args:
            project_id: The project.
            received_at: When it arrived.
            rejection: Why it was rejected.
            erasures: How many tombstones of the project it was checked against; it is stored if there are no others.
        """
        self.count(project_id, received_at, rejection)
        if len(self._items) >= MAX_WAITING or rejection.code == RejectionCode.SUBJECT_ERASED:
            return
        message, path = _shown(rejection)
        self._items.append(
            _Item(
                project_id,
                erasures,
                received_at,
                str(rejection.code),
                _storable(message[:1000]),
                "\x1f".join(_storable(str(step)[:200]).replace("\x1f", "") for step in path[:20]),
                None if rejection.event_id is None else _storable(rejection.event_id),
                _payload(rejection.payload),
            )
        )

    def forget(self, erased: ProjectTombstones) -> None:
        """Drops the items of a project that wait, when viewers were erased: any of them may contain an id."""
        for waiting in (self._items, self._sending):
            left = [item for item in waiting if item.projects != erased.project_id]
            waiting.clear()
            waiting.extend(left)

    async def flush(self) -> None:
        """Stores the waiting items now. Those that were checked against other tombstones than there are are dropped."""
        async with self._flushing:
            self._sending, self._items = self._items, deque()
            counts, self._counts = self._counts, Counter()
            if not counts:
                return
            try:
                async with self._pool.acquire() as connection, connection.transaction():
                    if self._sending:
                        columns = dict(zip(_Item._fields, zip(*self._sending, strict=True), strict=True))
                        await load_sql(__name__, "store_rejected").execute(connection, **columns)
                    keys = sorted(counts)
                    projects, days, codes = zip(*keys, strict=True)
                    await load_sql(__name__, "count_rejected").execute(
                        connection, projects=projects, days=days, codes=codes, counts=[counts[key] for key in keys]
                    )
            except BaseException:
                self._counts.update(counts)
                self._items.extendleft(reversed([*self._sending][: MAX_WAITING - len(self._items)]))
                raise
            finally:
                self._sending = deque()

    async def _flush_forever(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            await self._try_flush()

    async def _try_flush(self) -> None:
        try:
            await self.flush()
        except Exception as error:  # noqa: BLE001 - diagnostics never stop the server; they are tried again
            log.warning("rejected items not stored yet", error=error)


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def _payload(payload: object) -> str:
    """The payload as JSON that PostgreSQL can store."""
    try:
        text = msgspec.json.encode(_without_secrets(payload)).decode()
    except (UnicodeError, RecursionError, TypeError, ValueError):
        return '{"unreadable": true}'
    if len(text) > MAX_PAYLOAD_BYTES or "\\u0000" in text:
        text = msgspec.json.encode({"truncated": _storable(text[:MAX_PAYLOAD_BYTES]).replace("\\u0000", "")}).decode()
    return text


def _shown(rejection: Rejection) -> tuple[str, list[str | int]]:
    """Message and path, in which the name of a field that does not exist is shown if it looks like one."""
    message, path = rejection.message, rejection.path
    if rejection.code == RejectionCode.FIELD_NOT_ALLOWED and path:
        sent, shown = str(path[-1]), shown_name(str(path[-1]))
        if shown != sent:
            return message.replace(sent[:MAX_ECHO], shown) if sent else message, [*path[:-1], shown]
    return message, path


def _without_secrets(payload: object) -> object:
    """The known values without user agent, and with rounded coordinates unless they come with ``preciseConsent``."""
    sent = known_values(msgspec.to_builtins(as_sent(payload)))
    if not isinstance(sent, dict):
        return sent
    device, location = sent.get("device"), sent.get("location")
    if isinstance(device, dict):
        sent = {**sent, "device": {name: value for name, value in device.items() if name != "userAgent"}}
    if isinstance(location, dict) and location.get("preciseConsent") is not True:
        rounded = {name: _rounded(location[name]) for name in ("latitude", "longitude") if name in location}
        sent = {**sent, "location": {**location, **rounded}}
    return sent


def _rounded(degrees: object) -> float | None:
    return round(degrees, PLACE_DECIMALS) if isinstance(degrees, int | float) else None
