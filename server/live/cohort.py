"""Cohorts: all subscriptions that see the same bytes."""

import asyncio
from collections.abc import Callable

import structlog

from server.errors import ViewpulseError
from server.live.operation import Executed, LiveOperation, Sink
from server.live.subjects import project_of

FAN_OUT_CHUNK = 200
"""Sinks written between two turns of the event loop, so that a large cohort starves nobody."""

_log = structlog.get_logger(__name__)

Position = tuple[int, int]
"""How new a payload is: its revision, then the number of refreshes that changed it without a new revision."""


class Subscription:
    """One subscriber's place in a cohort; what ``Hub.subscribe`` returns."""

    __slots__ = ("_behind", "_cohort", "_leave", "_sink", "position")

    def __init__(
        self, cohort: "Cohort", sink: Sink, position: Position, leave: Callable[["Subscription"], None]
    ) -> None:
        self._cohort = cohort
        self._sink = sink
        self._leave = leave
        self._behind = False
        self.position = position

    def offer(self, payload: bytes, position: Position) -> None:
        """Sends a payload that is newer than the last one, unless the reader is slow."""
        if self._behind or position <= self.position:
            return
        try:
            taken = self._sink.send(payload)
        except Exception:  # noqa: BLE001 - whatever is wrong with one sink
            _log.exception("a subscriber failed; the others of its cohort go on")
            self.close()
            return
        if taken:
            self.position = position
        else:
            self._behind = True

    def drained(self) -> None:
        """The reader has caught up: sends it the newest payload, if it lacks that."""
        self._behind = False
        self._cohort.offer_latest(self)

    def fail(self, error: ViewpulseError) -> None:
        """Ends the subscription with an error."""
        self.close()
        self._sink.fail(error)

    def close(self) -> None:
        """Ends the subscription; may be called again."""
        self._behind = True  # nothing more is sent, even by a fan-out that is under way
        self._leave(self)


class Cohort:
    """The state of one live operation: who listens, the latest payload, and whether it is out of date.

    Attributes:
        operation: What is executed.
        project: The project of its subjects.
        channels: The Redis channels that carry its hints.
        subscriptions: Who listens, in the order in which they came.
        covers: A revision that the last execution to start was certain to see.
        queued: It waits for a worker, or for its retry.
        executing: A worker is at it.
        dirty: It went out of date while it was being executed.
        refresh_due: Its next payload is worth sending though the revision is the same.
        failures: Executions that failed in a row.
    """

    def __init__(self, operation: LiveOperation, channels: frozenset[str]) -> None:
        self.operation = operation
        self.project = project_of(operation.subjects[0])
        self.channels = channels
        self.subscriptions: dict[Subscription, None] = {}
        self.covers = -1
        self.queued = self.executing = self.dirty = self.refresh_due = False
        self.failures = 0
        self._latest: Executed | None = None
        self._refreshes = 0

    @property
    def started(self) -> bool:
        """Whether an execution has started yet."""
        return self.covers >= 0

    @property
    def has_payload(self) -> bool:
        """Whether an execution has succeeded yet."""
        return self._latest is not None

    def knows(self, revision: int) -> bool:
        """Whether the subjects' state at a revision has been, or is being, read."""
        return self.covers >= revision or (self._latest is not None and self._latest.revision >= revision)

    def join(self, sink: Sink, after: int | None, leave: Callable[[Subscription], None]) -> Subscription:
        """Adds a subscriber, who gets the latest payload at once if it is newer than ``after``."""
        position = (-1, 0) if after is None else (after, self._refreshes)
        subscription = Subscription(self, sink, position, leave)
        self.subscriptions[subscription] = None
        self.offer_latest(subscription)
        return subscription

    def offer_latest(self, subscription: Subscription) -> None:
        """Offers one subscriber the latest payload."""
        if self._latest is not None:
            subscription.offer(self._latest.payload, (self._latest.revision, self._refreshes))

    def take(self, executed: Executed, *, refreshing: bool) -> None:
        """Takes in the result of an execution, unless it is older than what is known."""
        latest = self._latest
        if latest is not None:
            if executed.revision < latest.revision:
                return
            if refreshing and executed.revision == latest.revision and executed.payload != latest.payload:
                self._refreshes += 1
        self._latest = executed

    async def fan_out(self) -> None:
        """Offers the latest payload to every subscriber who lacks it."""
        latest = self._latest
        if latest is None:
            return
        position = (latest.revision, self._refreshes)
        for count, subscription in enumerate(tuple(self.subscriptions), 1):
            subscription.offer(latest.payload, position)
            if count % FAN_OUT_CHUNK == 0:
                await asyncio.sleep(0)

    def fail(self, error: ViewpulseError) -> None:
        """Ends every subscription with an error."""
        for subscription in tuple(self.subscriptions):
            subscription.fail(error)
