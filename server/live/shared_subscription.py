"""Shared subscriptions: all subscriptions that receive the same bytes."""

import asyncio
from collections import Counter
from collections.abc import Callable
from math import inf

import structlog

from server.errors import ViewpulseError
from server.live.live_counts import LiveCounts
from server.live.operation import Delivery, Executed, LiveOperation, Sink
from server.live.subjects import project_of
from server.monitoring.traces import MAX_LINKS

FAN_OUT_CHUNK = 200
"""Sinks written between two turns of the event loop, so that a large shared subscription does not block it."""

_log = structlog.get_logger(__name__)


class Subscription:
    """One subscriber of a shared subscription; what ``Hub.subscribe`` returns."""

    __slots__ = ("_after", "_behind", "_judging", "_leave", "_shared", "_shown", "_sink")

    def __init__(
        self, shared: "SharedSubscription", sink: Sink, after: int | None, leave: Callable[["Subscription"], None]
    ) -> None:
        self._shared = shared
        self._sink = sink
        self._leave = leave
        self._behind = False
        self._shown = 0
        self._after = after
        self._judging = shared.executions + 1

    @property
    def pause(self) -> float:
        """Seconds that it rests now after each answer."""
        return 0.0

    @property
    def waits_for_an_execution(self) -> bool:
        """Whether only an execution can tell if the client has the newest answer."""
        return self._after is not None

    def offer(self, executed: Executed, state: int, execution: int) -> bool:
        """Sends an answer that the client does not have, unless the reader is slow.

        Args:
            executed: The answer.
            state: Number of the answer among the distinct answers of the shared subscription, from 1.
            execution: Number of the shared subscription's last execution, from 1.

        Returns:
            Whether the client lacked it; a slow reader lacks some answer.
        """
        if self._behind:
            self._shared.counts.coalesced += 1
            return True
        if self._after is not None and not self._compare(executed.revision, state, execution):
            return False
        if state <= self._shown:
            return False
        try:
            taken = self._sink.send(executed.payload)
        except Exception:  # noqa: BLE001 - whatever is wrong with one sink
            _log.exception("a subscriber failed; the other subscribers continue")
            self.close()
            return False
        if taken:
            self._shown = state
            self._shared.counts.pushes += 1
        else:
            self._behind = True
            self._shared.counts.coalesced += 1
        return True

    def _compare(self, revision: int, state: int, execution: int) -> bool:
        """Compares an answer with the revision that the client has; False while that cannot be decided.

        An answer older than the client's may have been read before the client's. If it was read after the client
        subscribed, the database was reset, and the client has a state that no longer exists. Where time changes the
        answer, that of the same revision may be another than the client has.
        """
        assert self._after is not None
        if revision < self._after and execution < self._judging:
            return False
        if revision == self._after and not self._shared.operation.moves:
            self._shown = state
        self._after = None
        return True

    def drained(self) -> None:
        """Called when the reader has caught up: sends the newest payload if the reader does not have it."""
        self._behind = False
        self._shared.offer_latest(self)

    def fail(self, error: ViewpulseError) -> None:
        """Ends the subscription with an error."""
        self.close()
        self._sink.fail(error)

    def close(self) -> None:
        """Ends the subscription; may be called repeatedly."""
        self._behind = True  # nothing more is sent, even by a fan-out that is under way
        self._leave(self)


class PacedSubscription(Subscription):
    """A subscriber that rests after each answer, and is then sent the newest one if it does not have it.

    Who resumes with the newest answer does not rest: it may have had that for long. It has a timer only while it rests
    and an answer waits for it.
    """

    __slots__ = ("_every", "_rests_until", "_timer")

    def __init__(
        self, shared: "SharedSubscription", sink: Sink, delivery: Delivery, leave: Callable[[Subscription], None]
    ) -> None:
        super().__init__(shared, sink, delivery.after, leave)
        self._every = delivery.every
        self._rests_until = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def pause(self) -> float:
        """Seconds that it rests now after each answer; 0 while it waits for the first."""
        return self._every if self._rests_until else 0.0

    def offer(self, executed: Executed, state: int, execution: int) -> bool:
        """Sends an answer that the client does not have, now or after the pause, unless the reader is slow."""
        loop, shown = asyncio.get_running_loop(), self._shown
        if loop.time() < self._rests_until:
            if state > shown:
                self._shared.counts.coalesced += 1
                if self._timer is None and not self._behind:
                    self._timer = loop.call_at(self._rests_until, self._wake)
            return state > shown
        is_new = super().offer(executed, state, execution)
        if is_new and self._shown > shown:
            self._rests_until = loop.time() + self._every
        return is_new

    def _wake(self) -> None:
        self._timer = None
        self._shared.offer_latest(self)

    def close(self) -> None:
        """Ends the subscription; may be called repeatedly."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        super().close()


class SharedSubscription:
    """The state of one live operation: its subscribers, the latest payload, and whether it is out of date.

    Attributes:
        operation: The operation to execute.
        project: The project of its subjects.
        channels: The Redis channels that carry its hints.
        subscriptions: The subscribers, in the order in which they came.
        covers: Lowest revision that is guaranteed visible to the most recently started execution.
        executions: Number of executions that have started.
        queued: It waits for a worker, or for its retry.
        executing: A worker is executing it.
        dirty: It went out of date while it was executed.
        resting: It is out of date, and all its subscribers rest: the timer that executes it.
        sent_at: When the last answer that some subscriber did not have had been sent, by the clock of the event loop.
        execution: What a worker executes now, if that may take long.
        failures: Number of executions in a row that failed, or of which a part did.
        hinted_at: When the oldest hint came that no execution has answered, by the clock of the event loop; None if
            there is none.
        traces: The traces that hints since the last execution belong to, oldest first.
        users: How many of its subscribers each user has, by project and id, in the order of their turns to pay for an
            execution; None: guests.
        is_paid: Whether the execution that it rests for is charged already.
        counts: Where pushes are counted.
    """

    def __init__(self, operation: LiveOperation, channels: frozenset[str], counts: LiveCounts | None = None) -> None:
        self.operation = operation
        self.project = project_of(operation.subjects[0])
        self.channels = channels
        self.subscriptions: dict[Subscription, None] = {}
        self.covers = -1
        self.executions = 0
        self.queued = self.executing = self.dirty = False
        self.resting: asyncio.TimerHandle | None = None
        self.sent_at = -inf
        self.execution: asyncio.Task[Executed] | None = None
        self.failures = 0
        self.hinted_at: float | None = None
        self.traces: tuple[str, ...] = ()
        self.users: Counter[tuple[int, str] | None] = Counter()
        self.is_paid = False
        self.counts = counts or LiveCounts()
        self._paced = 0
        self._latest: Executed | None = None
        self._states = 0
        self._completed = 0
        self._forgotten = 0

    @property
    def started(self) -> bool:
        """Whether an execution has started yet."""
        return self.covers >= 0

    @property
    def has_payload(self) -> bool:
        """Whether an execution has succeeded yet."""
        return self._latest is not None

    @property
    def pause(self) -> float:
        """Seconds that it rests after an answer: as long as its most impatient subscriber."""
        if self._paced < len(self.subscriptions):
            return 0.0
        return min((subscription.pause for subscription in self.subscriptions), default=0.0)

    def knows(self, revision: int) -> bool:
        """Whether the subjects' state at a revision was read, or is being read."""
        return self.covers >= revision or (self._latest is not None and self._latest.revision >= revision)

    def note_trace(self, trace: str) -> None:
        """Notes the trace that a hint belongs to, unless there are too many."""
        if len(self.traces) <= MAX_LINKS:
            self.traces += (trace,)

    def join(self, sink: Sink, delivery: Delivery, leave: Callable[[Subscription], None]) -> Subscription:
        """Adds a subscriber and sends it the latest payload at once, unless it has it, or that is long out of date."""
        if delivery.every:
            self._paced += 1
            subscription: Subscription = PacedSubscription(self, sink, delivery, leave)
        else:
            subscription = Subscription(self, sink, delivery.after, leave)
        self.subscriptions[subscription] = None
        self.offer_latest(subscription)
        return subscription

    def leave(self, subscription: Subscription) -> None:
        """Removes a subscriber."""
        del self.subscriptions[subscription]
        self._paced -= isinstance(subscription, PacedSubscription)
        if not self.subscriptions:
            self.stop_resting()
            if self.execution is not None:
                self.execution.cancel()

    def stop_resting(self) -> None:
        """Forgets that it was to be executed after a pause."""
        if self.resting is not None:
            self.resting.cancel()
            self.resting = None

    def offer_latest(self, subscription: Subscription) -> None:
        """Offers one subscriber the latest payload, unless a newer one follows that is worth waiting for.

        A subscriber that rests afterwards waits for what is being read, since it would show the older one for long.
        """
        reading = self.queued or self.executions > self._completed
        if self.resting is not None or (reading and isinstance(subscription, PacedSubscription)):
            return
        if self._latest is not None:
            subscription.offer(self._latest, self._states, self._completed)

    def begin(self, covers: int) -> None:
        """Notes that an execution starts; only one runs at a time.

        Args:
            covers: A revision that is guaranteed visible to the execution.
        """
        self.covers = covers
        self.executions += 1

    def take(self, executed: Executed) -> None:
        """Stores the result of the execution that started last, unless it is older than the known one."""
        if self.executions == self._forgotten:
            return
        self._completed = self.executions
        latest = self._latest
        if latest is not None and executed.revision < latest.revision:
            return
        if latest is None or executed.state != latest.state:
            self._states += 1
        self._latest = executed

    def forget(self) -> None:
        """Forgets the known answer and the current execution: the next result is sent to all subscribers."""
        self.covers = -1
        self._latest = None
        self._forgotten = self.executions

    async def fan_out(self) -> bool:
        """Offers the latest payload to every subscriber; returns whether any of them did not have it."""
        latest, state, completed = self._latest, self._states, self._completed
        if latest is None:
            return False
        is_new = False
        for count, subscription in enumerate(tuple(self.subscriptions), 1):
            is_new |= subscription.offer(latest, state, completed)
            if count % FAN_OUT_CHUNK == 0:
                await asyncio.sleep(0)
        return is_new

    def fail(self, error: ViewpulseError) -> None:
        """Ends every subscription with an error."""
        for subscription in tuple(self.subscriptions):
            subscription.fail(error)
