"""What clients sent and were answered, in a file that survives them: the one witness of what must be stored.

A line is written and synced to the disk before a request leaves, and another after its answer. A client that is killed
in between has sent events of which it knows nothing: they may be stored or not.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec


class Key(NamedTuple):
    """What identifies an event."""

    project: int
    id: str


class Body(msgspec.Struct, frozen=True, array_like=True):
    """What the ledger says about an event, and what is compared with the stored one."""

    id: str
    content: str
    type: str
    session: str

    @classmethod
    def from_input(cls, event: dict[str, Any]) -> "Body":
        """The same of an ``EventInput``."""
        return cls(event["id"], event["contentId"], event["type"], event["sessionId"])


class Line(msgspec.Struct, omit_defaults=True):
    """One line of the file.

    Attributes:
        what: ``sent`` before a request leaves; afterwards ``answered``, or ``unknown`` if it can't be known whether
            its events are stored.
        project: Whose events they are.
        events: What was sent.
        statuses: What became of each id, such as ACCEPTED.
        ids: Those of which nothing is known.
        why: The reason for that.
    """

    what: Literal["sent", "answered", "unknown"]
    project: int
    events: list[Body] = []
    statuses: list[tuple[str, str]] = []
    ids: list[str] = []
    why: str = ""


class Ledger:
    """Appends lines to a file; several clients may share one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def sent(self, project: int, events: Iterable[dict[str, Any]]) -> None:
        """Called before a request leaves."""
        self._append(Line("sent", project, events=[Body.from_input(event) for event in events]))

    def answered(self, project: int, statuses: Iterable[tuple[str, str]]) -> None:
        """Called with the id and the status of each item, once the answer is there."""
        self._append(Line("answered", project, statuses=list(statuses)))

    def unknown(self, project: int, ids: Iterable[str], why: str) -> None:
        """Called when there is no answer, or one that leaves open whether the events are stored."""
        self._append(Line("unknown", project, ids=list(ids), why=why))

    def close(self) -> None:
        os.close(self._file)

    def _append(self, line: Line) -> None:
        whole = msgspec.json.encode(line) + b"\n"
        assert os.write(self._file, whole) == len(whole), "a line must be whole"
        os.fsync(self._file)


@dataclass
class History:
    """What a ledger says, event by event.

    Attributes:
        sent: Every body that was sent with an id; more than one if a client reused it.
        statuses: Every status that an id was answered with.
        failures: How often a request had no answer, by reason.
    """

    sent: dict[Key, set[Body]] = field(default_factory=lambda: defaultdict(set))
    statuses: dict[Key, list[str]] = field(default_factory=lambda: defaultdict(list))
    failures: Counter[str] = field(default_factory=Counter)

    @property
    def acknowledged(self) -> set[Key]:
        """Events that a client was told are stored."""
        return {key for key, found in self.statuses.items() if {"ACCEPTED", "DUPLICATE"} & set(found)}


def read_ledger(path: Path) -> History:
    """Reads a ledger back; a last line that was cut off belongs to a request that did not leave."""
    history = History()
    for text in path.read_bytes().splitlines(keepends=True):
        if not text.endswith(b"\n"):
            break
        line = msgspec.json.decode(text, type=Line)
        for body in line.events:
            history.sent[Key(line.project, body.id)].add(body)
        for event_id, status in line.statuses:
            history.statuses[Key(line.project, event_id)].append(status)
        if line.why:
            history.failures[line.why] += 1
    return history


def described(key: Key, bodies: Iterable[Body]) -> str:
    """An event, for a message."""
    known: Sequence[Body] = sorted(bodies, key=lambda body: (body.content, body.type))
    what = " or ".join(f"{body.type} of {body.content}" for body in known)
    return f"event {key.id} of project {key.project}" + (f" ({what})" if what else "")
