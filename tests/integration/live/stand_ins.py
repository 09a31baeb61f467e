"""Stand-ins for the hub's neighbours: numbers that change by revision, and readers that remember what they receive."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from server.errors import ErrorCode, ViewpulseError
from server.live.operation import Executed, LiveOperation
from server.live.progress import Progress
from server.live.shares import Subscriber

SUBJECT = "content:1:c1"
ADA = Subscriber(project_id=1, user_id="ada")


async def until(condition: Callable[[], object], seconds: float = 60.0) -> None:
    """Waits for a condition; fails if it does not become true."""
    try:
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110 - conditions of any kind
                await asyncio.sleep(0.002)
    except TimeoutError:
        raise AssertionError("the condition did not come true") from None


@dataclass
class Numbers:
    """Replaces PostgreSQL: committed revisions, and the values that an execution reads."""

    revision: int = 0
    touched: dict[str, int] = field(default_factory=dict)
    executions: Counter[Hashable] = field(default_factory=Counter)
    error: ViewpulseError | None = None
    failed: frozenset[ErrorCode] = frozenset()
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    poll_blind: bool = False
    running: int = 0
    most_running: int = 0
    moment: datetime = datetime(2026, 3, 1, 12, 1, tzinfo=UTC)
    as_of: datetime | None = None

    def __post_init__(self) -> None:
        self.gate.set()

    def commit(self, *subjects: str) -> dict[int, int]:
        """One run of the aggregator; returns the published hints."""
        self.revision += 1
        for subject in subjects:
            self.touched[subject] = self.revision
        return {1: self.revision}

    async def progress(self) -> dict[int, Progress]:
        if self.error is not None:
            raise self.error
        if self.poll_blind:
            return {}
        return {1: Progress(self.revision, self.as_of)}

    def now(self) -> datetime:
        return self.moment

    def operation(
        self,
        subject: str = SUBJECT,
        key: Hashable = None,
        beyond: tuple[str, ...] = (),
        *,
        subscriber: Subscriber = ADA,
        open_to_guests: bool = False,
        takes_long: bool = False,
    ) -> LiveOperation:
        key = key or subject

        async def execute() -> Executed:
            self.executions[key] += 1
            self.running += 1
            self.most_running = max(self.running, self.most_running)
            try:
                revision = max(self.touched.get(name, 0) for name in (subject, *beyond))
                await self.gate.wait()
                if self.error is not None:
                    raise self.error
                shown = {"revision": revision, "hour": self.moment.isoformat()}
                payload = json.dumps({"data": shown, "errors": sorted(self.failed)}).encode()
                return Executed(payload, revision, state=payload, failed=self.failed)
            finally:
                self.running -= 1

        return LiveOperation(
            key, (subject, *beyond), execute, subscriber, open_to_guests=open_to_guests, takes_long=takes_long
        )


class Reader:
    """A sink that records its messages, and can be slow."""

    def __init__(self) -> None:
        self.payloads: list[bytes] = []
        self.errors: list[ViewpulseError] = []
        self.slow = False

    def send(self, payload: bytes) -> bool:
        if self.slow:
            return False
        self.payloads.append(payload)
        return True

    def fail(self, error: ViewpulseError) -> None:
        self.errors.append(error)

    @property
    def revisions(self) -> list[int]:
        return [json.loads(payload)["data"]["revision"] for payload in self.payloads]
