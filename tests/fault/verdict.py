"""Compares a ledger with what the product holds: raw events, roll-ups, and the answers of the API."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from tests.fault.ledger import Body, History, Key, described

PLATFORM = "the platform"
COUNTED = {"VIEW_START": "views", "SHARE": "shares", "CLICK": "clicks"}
"""The types of events that clients send, and the counter of each."""
VIEWERS, EVENTS = "unique viewers", "events"
EXPECTED = frozenset({"ACCEPTED", "DUPLICATE"})
"""What an app may be told of a good event; ID_REUSED, too, if it sent another body with the same id."""

Counts: TypeAlias = Mapping[str, Mapping[str, int]]
"""By content, or ``PLATFORM``, the number of each counter."""


@dataclass(frozen=True)
class Verdict:
    """What the comparison found; empty lists are the promise.

    Attributes:
        sent: Number of different events that clients sent.
        acknowledged: Number of those that a client was told are stored.
        lost: Acknowledged events that are not stored, or are counted too few times; a line for each.
        doubled: Events that are stored, acknowledged as new, or counted more than once.
        invented: Stored events that nobody sent, or that differ from what was sent.
        unexpected: Answers that no fault around the product excuses: INTERNAL, and good events that are rejected.
    """

    sent: int
    acknowledged: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    invented: tuple[str, ...]
    unexpected: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        return self.lost + self.doubled + self.invented + self.unexpected


def judge(history: History, stored: Iterable[tuple[Key, Body]], counted: Mapping[tuple[str, int], Counts]) -> Verdict:
    """Compares a ledger with what the product holds.

    Args:
        history: What the ledger says.
        stored: Every raw event.
        counted: By where they come from and the project, the numbers that the product shows of all raw events.
    """
    copies = Counter[Key]()
    held = defaultdict[int, list[Body]](list)
    invented = []
    for key, body in stored:
        copies[key] += 1
        held[key.project].append(body)
        if key not in history.sent:
            invented.append(f"invented: {described(key, [body])} is stored, and nobody sent it")
        elif body not in history.sent[key]:
            as_sent = described(key, history.sent[key])
            invented.append(f"changed: {as_sent} is stored as {body.type} of {body.content}")
    lost = [
        f"lost: {described(key, history.sent.get(key, ()))} was acknowledged, and is not stored"
        for key in sorted(history.acknowledged - copies.keys())
    ]
    doubled = [
        f"doubled: {described(key, history.sent.get(key, ()))} is stored {number} times"
        for key, number in sorted(copies.items())
        if number > 1
    ]
    doubled += [
        f"doubled: {described(key, history.sent.get(key, ()))} was {statuses.count('ACCEPTED')} times answered ACCEPTED"
        for key, statuses in sorted(history.statuses.items())
        if statuses.count("ACCEPTED") > 1
    ]
    for (source, project), numbers in counted.items():
        for line, is_more in _miscounted(f"{source} of project {project}", expected_counts(held[project]), numbers):
            (doubled if is_more else lost).append(line)
    internal = history.failures["INTERNAL"]
    unexpected = [f"unexpected: {internal} requests were answered INTERNAL"] if internal else []
    unexpected += _rejected(history)
    sent, acknowledged = len(history.sent), len(history.acknowledged)
    return Verdict(sent, acknowledged, tuple(lost), tuple(doubled), tuple(invented), tuple(unexpected))


def _rejected(history: History) -> Iterator[str]:
    """Each event that the product did not take, though apps send good ones only."""
    for key, statuses in sorted(history.statuses.items()):
        bodies = history.sent.get(key, set())
        expected = EXPECTED | ({"ID_REUSED"} if len(bodies) > 1 else set())
        if wrong := sorted(set(statuses) - expected):
            yield f"unexpected: {described(key, bodies)} was answered {', '.join(wrong)}"


def expected_counts(stored: Iterable[Body]) -> Counts:
    """What the product must show of some raw events, each taken once."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    viewers: dict[str, set[str]] = defaultdict(set)
    for body in set(stored):
        for subject in (body.content, PLATFORM):
            counts[subject][COUNTED[body.type]] += 1
        counts[PLATFORM][EVENTS] += 1
        if body.type == "VIEW_START":
            viewers[body.content].add(body.session)
    for content, sessions in viewers.items():
        counts[content][VIEWERS] = len(sessions)
    return counts


def _miscounted(source: str, expected: Counts, found: Counts) -> Iterator[tuple[str, bool]]:
    """Each number of a source that differs from the raw events, and whether it is too high."""
    for subject in sorted(expected.keys() | found.keys()):
        wanted, shown = expected.get(subject, {}), found.get(subject, {})
        for counter in sorted(wanted.keys() | shown.keys()):
            right, wrong = wanted.get(counter, 0), shown.get(counter, 0)
            if right != wrong:
                yield (
                    f"miscounted: {source} shows {wrong} {counter} of {subject}; raw events are {right}",
                    wrong > right,
                )
