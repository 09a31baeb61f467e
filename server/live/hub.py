"""The hub: keeps every live subscription of this process current with as few executions as possible."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Hashable, Iterable, Iterator, Mapping
from datetime import UTC, datetime

import msgspec
import structlog
from broadcaster import Broadcast, Event

from server.errors import unavailable
from server.live.backend import LinkObserver, RedisBackend
from server.live.hints import decode_hint, decode_revisions
from server.live.live_counts import LiveCounts
from server.live.operation import AT_ONCE, Delivery, LiveOperation, Sink
from server.live.progress import Progress
from server.live.revision_tracker import RevisionTracker
from server.live.runner import Book, Runner, book_nothing
from server.live.shared_subscription import SharedSubscription, Subscription
from server.live.shares import Shares, Subscriber
from server.live.subjects import REVISIONS, channel_of, is_minute_subject
from server.monitoring.instruments import REDIS_UP, SHARED, SUBSCRIPTIONS
from server.monitoring.samples import Sample, sample
from server.settings import Settings

MINUTE = 60
QUARTER_HOUR = 900
CONFIRMATION_SECONDS = 0.25
HINT_GRACE_SECONDS = 0.5

_log = structlog.get_logger(__name__)


class Hub:
    """Runs shared subscriptions: for a hint, it executes once and sends the same bytes to every subscriber.

    Hints come over Redis and may be lost. The hub therefore also polls PostgreSQL; a revision without a hint makes
    every shared subscription of its project out of date. Hints carry no metrics.

    Args:
        settings: The ``live_*`` settings and ``redis_url``.
        read_progress: Reads the state of the roll-up, by project.
        now: The clock that sliding ranges follow.
        book: Charges an execution of a cost to one of the users who share it, see ``Limiter.book``.
    """

    def __init__(
        self,
        settings: Settings,
        read_progress: Callable[[], Awaitable[Mapping[int, Progress]]],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        book: Book = book_nothing,
    ) -> None:
        self._settings = settings
        self._read_progress = read_progress
        self._now = now
        self._backend = RedisBackend(
            settings.redis_url,
            LinkObserver(subscribed=self._on_subscribed, lost=self._on_lost, dropped=self._on_dropped),
        )
        self._broadcast = Broadcast(backend=self._backend)
        self._tracker = RevisionTracker()
        self._shares = Shares(settings)
        self._counts = LiveCounts()
        self._shared: dict[Hashable, SharedSubscription] = {}
        self._by_subject: dict[str, set[SharedSubscription]] = {}
        self._by_channel: dict[str, set[SharedSubscription]] = {}
        self._followers: dict[str, asyncio.Task[None]] = {}
        self._runner = Runner(
            settings.live_concurrency, settings.request_timeout, self._tracker.last_committed, book=book
        )
        self._watcher: asyncio.Task[None] | None = None
        self._poll_now = asyncio.Event()
        self._minute = self._minute_of(now())
        self._quarter = self._quarter_of(now())
        self._as_of_quarters: dict[int, int] = {}

    async def start(self) -> None:
        """Starts listening. Neither Redis nor PostgreSQL needs to be available yet."""
        await self._broadcast.connect()
        self._follow(REVISIONS)
        self._runner.start()
        self._watcher = asyncio.create_task(self._watch(), name="live-poll")

    async def stop(self) -> None:
        """Stops listening and ends every subscription."""
        tasks = [*self._followers.values(), *([self._watcher] if self._watcher else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._runner.stop()
        for shared in self._shared.values():
            shared.stop_resting()
        await self._broadcast.disconnect()
        self._followers.clear()
        self._shared.clear()
        self._by_subject.clear()
        self._by_channel.clear()
        self._shares.clear()

    @property
    def shared_subscriptions(self) -> int:
        """Number of distinct live operations."""
        return len(self._shared)

    @property
    def subscriptions(self) -> int:
        """Number of open subscriptions."""
        return sum(len(shared.subscriptions) for shared in self._shared.values())

    def subscriptions_of_projects(self) -> Mapping[int, int]:
        """Number of open subscriptions, by project."""
        found: Counter[int] = Counter()
        for shared in self._shared.values():
            found[shared.project] += len(shared.subscriptions)
        return found

    @property
    def channels(self) -> int:
        """Number of subject channels listened to."""
        return len(self._followers) - (REVISIONS in self._followers)

    @property
    def pushed(self) -> bool:
        """Whether Redis delivers hints now; otherwise PostgreSQL is polled."""
        return self._backend.is_confirmed(REVISIONS)

    def measure(self) -> Iterator[Sample]:
        """Its part of /metrics."""
        yield sample(SUBSCRIPTIONS, self.subscriptions)
        yield sample(SHARED, self.shared_subscriptions)
        yield sample(REDIS_UP, self.pushed)
        yield from self._counts.measure()

    # Subscribing ----------------------------------------------------------------------------------------------------

    def subscribe(self, operation: LiveOperation, sink: Sink, delivery: Delivery = AT_ONCE) -> Subscription:
        """Keeps an operation live for a sink, from now until ``close()``.

        The sink receives a snapshot first, then each newer revision that it is fast and impatient enough for.

        Args:
            operation: The operation; it has a subject.
            sink: Receives the payloads. It may be called before this method returns.
            delivery: What is sent to this sink, and how often.

        Raises:
            ViewpulseError: UNAVAILABLE when the process is at its limit of shared subscriptions; LIMIT_EXCEEDED when
                the subscriber is at its own, see ``Shares``.
        """
        if operation.key not in self._shared and len(self._shared) >= self._settings.live_max_shared:
            raise unavailable("Too many distinct live subscriptions.", retry_after=5.0)
        self._shares.enter(operation.key, operation.subscriber)
        shared = self._shared.get(operation.key) or self._open(operation)
        shared.users[operation.subscriber.user] += 1
        subscription = shared.join(sink, delivery, lambda ending: self._leave(shared, ending, operation.subscriber))
        if shared.resting is not None or (subscription.waits_for_an_execution and shared.started):
            self._runner.hurry(shared)
        return subscription

    def _open(self, operation: LiveOperation) -> SharedSubscription:
        channels = frozenset(channel_of(subject, self._settings.live_channels) for subject in operation.subjects)
        shared = SharedSubscription(operation, channels, self._counts)
        self._shared[operation.key] = shared
        for subject in operation.subjects:
            self._by_subject.setdefault(subject, set()).add(shared)
        for channel in channels:
            self._by_channel.setdefault(channel, set()).add(shared)
            if channel not in self._followers:
                self._follow(channel)
        if self._backend.away or self._is_subscribed(channels):
            self._runner.mark([shared])
        else:  # the snapshot waits for the channels, so that it need not be taken twice
            asyncio.get_running_loop().call_later(CONFIRMATION_SECONDS, self._take_first_snapshot, shared)
        return shared

    def _is_subscribed(self, channels: Iterable[str]) -> bool:
        return all(map(self._backend.is_confirmed, channels))

    def _take_first_snapshot(self, shared: SharedSubscription) -> None:
        if not shared.started:
            self._runner.mark([shared])

    def _leave(self, shared: SharedSubscription, subscription: Subscription, subscriber: Subscriber) -> None:
        if subscription not in shared.subscriptions:
            return  # it has left before
        shared.leave(subscription)
        shared.users[subscriber.user] -= 1
        if not shared.users[subscriber.user]:
            del shared.users[subscriber.user]
        self._shares.leave(shared.operation.key, subscriber)
        if shared.subscriptions:
            return
        if self._shared.get(shared.operation.key) is shared:
            del self._shared[shared.operation.key]
            for subject in shared.operation.subjects:
                _remove(self._by_subject, subject, shared)
            for channel in shared.channels:
                _remove(self._by_channel, channel, shared)
                if channel not in self._by_channel:
                    self._followers.pop(channel).cancel()

    # Hints ----------------------------------------------------------------------------------------------------------

    def _follow(self, channel: str) -> None:
        self._followers[channel] = asyncio.create_task(self._listen(channel), name=f"live-{channel}")

    async def _listen(self, channel: str) -> None:
        async with self._broadcast.subscribe(channel) as subscriber:
            while True:
                event = await subscriber.get()
                try:
                    self._on_message(event)
                except (msgspec.MsgspecError, ValueError) as error:
                    _log.warning("message is not a hint", channel=channel, error=error)

    def _on_message(self, event: Event) -> None:
        if event.channel == REVISIONS:
            for project, revision in decode_revisions(event.message).items():
                if self._tracker.note_announced(project, revision):
                    self._repair(project, revision)
            return
        hint = decode_hint(event.message)
        now = asyncio.get_running_loop().time()
        for project, revision in hint.revisions.items():
            self._tracker.note_committed(project, revision)
        for subject in hint.subjects:
            for shared in self._by_subject.get(subject, ()):
                if not shared.knows(hint.revisions.get(shared.project, 0)):
                    shared.hinted_at = shared.hinted_at or now
                    if hint.trace is not None:
                        shared.note_trace(hint.trace)
                    self._runner.mark([shared])

    def _on_subscribed(self, channel: str) -> None:
        if channel == REVISIONS:
            self._poll_now.set()
        shared_subscriptions = self._by_channel.get(channel, ())
        self._runner.mark(
            shared for shared in shared_subscriptions if shared.started or self._is_subscribed(shared.channels)
        )

    def _on_lost(self) -> None:
        self._poll_now.set()

    def _on_dropped(self) -> None:
        self._read_again(list(self._shared.values()))

    # Polling --------------------------------------------------------------------------------------------------------

    async def _watch(self) -> None:
        """Polls PostgreSQL, and wakes at every minute and quarter-hour, when sliding ranges move."""
        reachable = True
        while True:
            try:
                await self._poll()
                reachable = True
            except Exception as error:  # noqa: BLE001 - the poll is what repairs; it must go on
                if reachable:
                    _log.warning("polling the revision failed", error=error)
                reachable = False
            self._turn_minute()
            self._turn_quarter()
            self._poll_now.clear()
            to_boundary = MINUTE - self._now().timestamp() % MINUTE
            try:
                async with asyncio.timeout(min(self._settings.live_poll_interval, to_boundary + 0.001)):
                    await self._poll_now.wait()
            except TimeoutError:
                continue

    async def _poll(self) -> None:
        for project, progress in (await self._read_progress()).items():
            if self._tracker.read(project, progress.revision):
                _log.warning("the database was reset to an earlier state; live answers are sent again", project=project)
                self.start_over(project)
            elif progress.revision > self._tracker.last_complete(project):
                if self.pushed:  # its hint may still be on the way
                    asyncio.get_running_loop().call_later(
                        HINT_GRACE_SECONDS, self._repair_missed, project, progress.revision
                    )
                else:
                    self._repair_missed(project, progress.revision)
            if progress.as_of is not None:  # isFinal changes when as_of passes the end of a range
                quarter = self._quarter_of(progress.as_of)
                if self._as_of_quarters.setdefault(project, quarter) != quarter:
                    self._as_of_quarters[project] = quarter
                    self._runner.mark(shared for shared in self._shared.values() if shared.project == project)

    def start_over(self, project: int) -> None:
        """Reads every answer of a project again: what was read before is no longer the state to compare with."""
        for shared in self._shared.values():
            if shared.project == project:
                shared.forget()
                self._runner.mark([shared])

    def _repair_missed(self, project: int, revision: int) -> None:
        if self._tracker.last_complete(project) < revision <= self._tracker.last_committed(project):
            self._tracker.catch_up(project, revision)
            self._repair(project, revision)

    def _repair(self, project: int, revision: int) -> None:
        """Hints up to a revision were lost; their subjects are unknown."""
        self._read_again(
            [shared for shared in self._shared.values() if shared.project == project and shared.covers < revision]
        )

    def _read_again(self, stale: list[SharedSubscription]) -> None:
        self._counts.resnapshots += len(stale)
        self._runner.mark(stale)

    def _turn_minute(self) -> None:
        minute = self._minute_of(self._now())
        if minute != self._minute:
            self._minute = minute
            for subject, following in self._by_subject.items():
                if is_minute_subject(subject):
                    self._runner.mark(following)

    def _turn_quarter(self) -> None:
        quarter = self._quarter_of(self._now())
        if quarter != self._quarter:
            self._quarter = quarter
            self._runner.mark(self._shared.values())

    @staticmethod
    def _minute_of(moment: datetime) -> int:
        return int(moment.timestamp()) // MINUTE

    @staticmethod
    def _quarter_of(moment: datetime) -> int:
        return int(moment.timestamp()) // QUARTER_HOUR


def _remove(index: dict[str, set[SharedSubscription]], key: str, shared: SharedSubscription) -> None:
    members = index[key]
    members.discard(shared)
    if not members:
        del index[key]
