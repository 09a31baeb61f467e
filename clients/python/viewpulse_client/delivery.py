"""What is sent, when, and what becomes of it: the rules of docs/clients.md, without network, threads or tasks."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from viewpulse_client.answers import Outcome, Problem, Reply, outcome_of
from viewpulse_client.clock import Clock
from viewpulse_client.event_ids import EventIds
from viewpulse_client.folder import Folder, Notes
from viewpulse_client.waiting import MAX_WAITING, ROOM, Queue, Waiting

MAX_EVENTS = 100  # of one request
MAX_BYTES = 512 * 1024  # of one request; the server reads 1 MiB
MAX_EVENT_BYTES = 32 * 1024  # the server takes properties of 4 KiB
FLUSH_AT = 10  # events
FLUSH_SECONDS = 30.0
LOOK_SECONDS = 60.0  # after which the folder is searched for what other processes have left behind
MAX_AGE = 7 * 86_400  # seconds
MAX_PAUSE = 300.0  # seconds
CLOCK_STEP = 0.001  # seconds; less is a matter of rounding
SUSPECTS = 3  # events refused alone without one that is taken: then it is no event's fault
_log = logging.getLogger("viewpulse_client")


@dataclass(frozen=True)
class Batch:
    """The events of one request.

    Attributes:
        events: The oldest first.
        dropped: How many events were dropped, of which the server does not know.
    """

    events: Sequence[Waiting]
    dropped: int = 0

    def body(self, write_key: str, token: str | None, now: float) -> bytes:
        """The request.

        Args:
            write_key: Of the project.
            token: Of the user who is signed in, if there is one.
            now: When it is sent, in seconds since 1970.
        """
        head: dict[str, Any] = {"key": write_key, "sentAt": moment(now)}
        if token:
            head["token"] = token
        if self.dropped:
            head["dropped"] = self.dropped
        return f'{json.dumps(head)[:-1]},"events":[{",".join(event.text for event in self.events)}]}}'.encode()


class Delivery:
    """Decides what is sent when. Thread-safe.

    Args:
        context: What all events share, as the API names it.
        folder: Where events outlive the process.
        clock: The time.
        tell: Called with each problem; it may be slow, and may fail.
        wake: Called when there may be something to send, and when everything was sent.

    Attributes:
        changed: Notified when ``wake`` is called; its lock guards all.
        dropped: How many events were dropped unsent.
        rounds: How often everything was sent that could be sent.
    """

    def __init__(
        self,
        context: Mapping[str, Any],
        folder: Folder | None,
        clock: Clock,
        tell: Callable[[Problem], None],
        wake: Callable[[], None],
    ) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.dropped = 0
        self.rounds = 0
        self._context = dict(context)
        self._clock = clock
        self._tell = tell
        self._wake = wake
        self._ids = EventIds(clock.time)
        self._queue = Queue(folder)
        self._reset()
        with self.changed:
            if self._take_over():
                self._plan(self._pause_left())

    def _reset(self) -> None:
        self._notes = Notes()
        self._until = 0.0
        self._flying: Sequence[Waiting] = ()
        self._aside: dict[int, Waiting] = {}
        self._fresh = 0
        self._size = MAX_EVENTS
        self._due: float | None = None
        self._is_sending = False
        self._is_paused = False
        self._has_renewed = False

    @property
    def waiting(self) -> int:
        """Number of events that wait for an answer."""
        return len(self._queue)

    @property
    def may_send(self) -> bool:
        """Whether something waits that may be sent, now or after a pause."""
        with self.changed:
            return bool(self._flying) or (not self._is_paused and len(self._queue) > len(self._aside))

    def track(self, event: Mapping[str, Any]) -> str:
        """Keeps an event, as the API names its fields. Never raises.

        Returns:
            Its id; empty if it was not kept: then ``tell`` is called.
        """
        try:
            written = self._written(event)
            with self.changed:
                self._keep(*written)
        except Exception as error:  # noqa: BLE001 - tracking must not break what is tracked
            self.tell(Problem("NOT_TRACKED", f"{type(error).__name__}: {error}"))
            return ""
        return written[0]

    def _written(self, event: Mapping[str, Any]) -> tuple[str, str, float, bool]:
        """Id, text, time and kind of an event as it will be sent."""
        given = {**self._context, **event}
        event_id = given["id"] = str(given.get("id") or self._ids.next())
        if not (given.get("userId") or given.get("sessionId")):
            given["sessionId"] = str(uuid5(NAMESPACE_OID, event_id))  # else all of a batch would be one viewer
        occurred = given.get("occurredAt")
        if isinstance(occurred, datetime) and occurred.tzinfo is None:
            raise ValueError("occurred_at needs a time zone")
        seconds = occurred.timestamp() if isinstance(occurred, datetime) else self._clock.time()
        given["occurredAt"] = moment(seconds)
        text = json.dumps(given, separators=(",", ":"), allow_nan=False)
        if len(text) > MAX_EVENT_BYTES:
            raise ValueError(f"an event of {len(text)} bytes; {MAX_EVENT_BYTES} are allowed")
        return event_id, text, seconds, given.get("type") == "VIEW_PROGRESS"

    def _keep(self, event_id: str, text: str, occurred: float, is_beat: bool) -> None:  # noqa: FBT001
        offset = self._clock.time() - self._clock.monotonic()
        self._queue.add(Waiting(self._queue.number, event_id, text, occurred, offset, is_beat))
        self._note_dropped(self._queue.trim(self._on_their_way(), spare=ROOM))
        self._fresh += 1
        self._plan(FLUSH_SECONDS if self._fresh < FLUSH_AT else self._pause_left())

    def tell(self, problem: Problem) -> None:
        """Tells the app, whose fault is none of ours."""
        try:
            self._tell(problem)
        except Exception:  # noqa: BLE001 - the app's own
            _log.exception("What was to hear of a problem has failed.")

    def flush(self) -> int:
        """Plans to send what waits now, also after a pause that the app had to end.

        Returns:
            What ``rounds`` will be when that is done.
        """
        with self.changed:
            self._is_paused = False
            self._aside.clear()
            self._plan(0)
            return self.rounds + (2 if self._is_sending else 1)

    def wait_seconds(self) -> float | None:
        """Seconds until there may be something to do: 0 if there is now; None if there will be nothing."""
        with self.changed:
            if self._flying:
                return None
            if self._is_sending:
                return 0
            look = LOOK_SECONDS if self._queue.folder else None
            if self._due is None:
                return look
            left = max(0.0, self._due - self._clock.monotonic())
            return left if look is None else min(left, look)

    def begin(self) -> Batch | None:
        """The next request, if it is time for one; ``settle`` comes after it."""
        with self.changed:
            if self._flying or not self._is_time():
                return None
            batch = self._next()
            if not batch:
                self._end()
                return None
            self._flying = batch
            return Batch(batch, self._notes.dropped)

    def _is_time(self) -> bool:
        if self._is_sending:
            return True
        if self._due is None or self._clock.monotonic() < self._due:
            return bool(self._queue.folder) and not self._queue and self._take_over() and self._start()
        return self._start()

    def _start(self) -> bool:
        self._due = None
        self._is_sending = True
        self._has_renewed = False
        self._fresh = 0
        self._note_dropped(self._queue.trim(frozenset()))
        return True

    def _next(self) -> list[Waiting]:
        if self._is_paused or self._pause_left() > 0:
            return []
        now = self._clock.time()
        while True:
            batch: list[Waiting] = []
            room = MAX_BYTES
            for event in self._queue:
                if event.number in self._aside:
                    continue
                room -= len(event.text)
                if len(batch) == self._size or (batch and room < 0):
                    break
                batch.append(self._dated(event, now))
            old = [event for event in batch if now - event.occurred > MAX_AGE]
            if not old and (batch or not self._take_over()):
                return batch
            self._queue.remove(old)
            self._note_dropped(len(old))

    def _dated(self, event: Waiting, now: float) -> Waiting:
        """An event whose time is possible, also if the clock was set since."""
        if 0 <= now - event.occurred <= MAX_AGE:
            return event
        offset = now - self._clock.monotonic()
        if event.offset is None:
            occurred = min(event.occurred, now)
        elif abs(offset - event.offset) > CLOCK_STEP:
            occurred = event.occurred + offset - event.offset
        else:
            return event  # the app says so
        text = json.dumps(json.loads(event.text) | {"occurredAt": moment(occurred)}, separators=(",", ":"))
        return replace(event, text=text, occurred=occurred, offset=offset)

    def _note_dropped(self, number: int) -> None:
        if number:
            self.dropped += number
            self._note(self._notes._replace(dropped=self._notes.dropped + number))

    def _end(self) -> None:
        """Everything is sent that can be sent for now."""
        self._is_sending = False
        self._fresh = 0
        self.rounds += 1
        left = self._pause_left()
        if left > 0 and not self._is_paused:
            self._plan(left)
        self._notify()

    def settle(self, batch: Batch, reply: Reply) -> None:
        """Does what an answer asks for."""
        outcome = outcome_of(reply)
        with self.changed:
            if batch.events is not self._flying:
                return  # of the process before a fork
            self._flying = ()
            problems = self._after(batch, outcome)
            self._notify()
        for problem in problems:
            self.tell(problem)

    def _after(self, batch: Batch, outcome: Outcome) -> Sequence[Problem]:
        """Returns what the app must hear."""
        events = batch.events
        if outcome.next == "done":
            self._note(Notes(dropped=self._notes.dropped - batch.dropped))
            self._size = min(self._size * 2, MAX_EVENTS)
            spoilt = list(self._aside.values())
            self._aside.clear()
            self._queue.remove([*events, *spoilt])
            told = [Problem("BAD_INPUT", "It spoils batches.", event.id) for event in spoilt]
            return told + [problem for problem in outcome.problems if problem.code != "DUPLICATE"]
        if outcome.next == "wait":
            attempts = self._notes.attempts + 1
            growing = self._clock.random() * min(MAX_PAUSE, 2.0 ** min(attempts - 1, 30))
            seconds = max(outcome.seconds, growing)
            self._until = self._clock.monotonic() + seconds
            self._note(Notes(attempts, self._clock.time(), seconds, self._notes.dropped))
            return ()
        if outcome.next == "renew" and not self._has_renewed:
            self._has_renewed = True
            return ()
        if outcome.next == "split" and len(events) > 1:
            self._size = (len(events) + 1) // 2
            return ()
        if outcome.next == "split":
            self._aside[events[0].number] = events[0]
            self._size = 1
            if len(self._aside) < SUSPECTS:
                return ()
        is_new, self._is_paused = not self._is_paused, True
        return outcome.problems if is_new else ()

    def _plan(self, seconds: float) -> None:
        at = self._clock.monotonic() + seconds
        if self._is_paused or (self._due is not None and self._due <= at):
            return
        self._due = at
        self._notify()

    def _notify(self) -> None:
        self.changed.notify_all()
        self._wake()

    def _pause_left(self) -> float:
        left = self._until - self._clock.monotonic()
        return left if left > CLOCK_STEP else 0

    def _note(self, notes: Notes) -> None:
        if notes != self._notes:
            self._notes = notes
            self._queue.note(notes)

    def _take_over(self) -> bool:
        """Whether there was something that another process has left behind."""
        folder = self._queue.folder
        if folder is None or len(self._queue) >= MAX_WAITING:
            return False
        texts, notes = folder.take_over(self._queue.number)
        for text in texts:
            event = json.loads(text)
            occurred = datetime.fromisoformat(event["occurredAt"].replace("Z", "+00:00")).timestamp()
            is_beat = event.get("type") == "VIEW_PROGRESS"
            self._queue.add(Waiting(self._queue.number, event["id"], text, occurred, None, is_beat), is_stored=True)
        gone = self._clock.time() - notes.since
        if texts and notes.attempts > self._notes.attempts and 0 <= gone < notes.seconds:
            self._until = self._clock.monotonic() + notes.seconds - gone
            self._note(notes._replace(dropped=self._notes.dropped))
        if notes.dropped:
            self._note(self._notes._replace(dropped=self._notes.dropped + notes.dropped))
        return bool(texts)

    def give_up(self) -> None:
        """The thread or task that sent has ended, and will not settle."""
        with self.changed:
            self._flying = ()

    @property
    def has_folder(self) -> bool:
        """Whether events outlive the process."""
        return self._queue.folder is not None

    def _on_their_way(self) -> frozenset[int]:
        return frozenset(event.number for event in self._flying)

    def tidy(self) -> None:
        """Housekeeping of the folder, which may wait for the disk."""
        if self._queue.folder:
            self._queue.folder.tidy()

    def close(self) -> None:
        """Ends the use of the folder. What waits in memory alone is lost."""
        with self.changed:
            if self._queue.folder:
                self._queue.folder.close()
            elif self._queue:
                _log.warning("%d events were not sent.", len(self._queue))

    def hold(self) -> None:
        """Before a fork: nothing may be half done."""
        self.changed.acquire()
        if self._queue.folder:
            self._queue.folder.hold()

    def resume(self) -> None:
        """After a fork, in the parent."""
        if self._queue.folder:
            self._queue.folder.resume()
        self.changed.release()

    def forget(self) -> None:
        """After a fork, in the child, which begins with nothing: what waits is sent by the parent."""
        self.changed = threading.Condition(threading.RLock())
        self._ids = EventIds(self._clock.time)
        self._queue.forget()
        self._reset()
        self.dropped = 0


def moment(seconds: float) -> str:
    """A time as the API reads it, in milliseconds."""
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="milliseconds")
