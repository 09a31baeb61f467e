"""The expected answers of ``funnel``: every attempt of every viewer is tried, one beginning after the other."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from statistics import median
from typing import Any, TypeAlias

from tests.recompute.groups import Answer
from tests.recompute.truth import Asked, Row, Truth, naive

EDGES = (1, 10, 60, 300, 900, 3600, 14400, 43200, *(86400 * days for days in (1, 2, 4, 7, 14, 30, 60)))
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
WATCHING = ("VIEW_START", "VIEW_PROGRESS", "VIEW_COMPLETE", "PAUSE", "RESUME", "SKIP", "SWIPE_AWAY")
STORED = {"VIEW": "VIEW_START", "COMPLETE": "VIEW_COMPLETE"}

Attempt: TypeAlias = tuple[tuple[int, int], ...]
"""The rows of an attempt, each with the number of the step that it does, from the first on."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a viewer: its time in milliseconds, which steps and exclusions it is, what happened."""

    ms: int
    steps: frozenset[int]
    exclusions: frozenset[int]
    in_range: bool
    row: Row


@dataclass(slots=True)
class Reported:
    """What is reported of a viewer: the events of its steps by their numbers, and whether it may still convert."""

    events: dict[int, Event] = field(default_factory=dict)
    is_open: bool = False

    @property
    def times(self) -> dict[int, int]:
        """When each step was done."""
        return {number: event.ms for number, event in self.events.items()}


def funnel(truth: Truth, asked: Asked, said: Answer) -> tuple[Answer, dict[tuple[int, str], set[str]]]:
    """A funnel.

    Args:
        truth: What happened.
        asked: The range and the classes of traffic.
        said: The arguments of the funnel, as they are sent.

    Returns:
        The answer, and the viewers behind each number by step and kind.
    """
    return _answer(_reported(truth, asked, _events(truth, asked, said), said), said)


def breakdown(
    truth: Truth, asked: Asked, said: Answer, by: Callable[[Row], str | None], of: str, step: int | None
) -> dict[str | None, list[tuple[int, int, int]]]:
    """A funnel by the values of a dimension: of each step the viewers, the dropped and the incomplete.

    Args:
        truth: What happened.
        asked: The range and the classes of traffic.
        said: The arguments of the funnel, as they are sent.
        by: The value of an event.
        of: Which event has the value: FIRST, LAST, STEP or ALL.
        step: The step, from 1, with STEP.
    """
    events = _events(truth, asked, said)
    parts: dict[str | None, dict[str, Reported]] = defaultdict(dict)
    if of == "ALL":
        by_value: dict[str | None, dict[str, list[Event]]] = defaultdict(lambda: defaultdict(list))
        for viewer, done in events.items():
            for event in done:
                by_value[by(event.row)][viewer].append(event)
        for value, of_value in by_value.items():
            parts[value] = _reported(truth, asked, of_value, said)
    else:
        for viewer, one in _reported(truth, asked, events, said).items():
            number = {"FIRST": min(one.events), "LAST": max(one.events)}.get(of, (step or 1) - 1)
            if number in one.events:
                parts[by(one.events[number].row)][viewer] = one
    answers = {value: _answer(found, said)[0] for value, found in parts.items() if found}
    kinds = ("viewers", "dropped", "incomplete")
    return {
        value: [(one[kinds[0]], one[kinds[1]], one[kinds[2]]) for one in answer["steps"]]
        for value, answer in answers.items()
    }


def _reported(truth: Truth, asked: Asked, events: dict[str, list[Event]], said: Answer) -> dict[str, Reported]:
    order, window = said.get("order", "ORDERED"), _ms(said.get("window", "7d"))
    try_all = _any_order if order == "ANY" else _in_order
    now = round(truth.as_of.timestamp() * 1000)
    assert asked.end is not None
    can_go_on = order != "ANY" or truth.as_of < asked.end  # in ANY order, what follows the range is no step
    found = {}
    for viewer, every in events.items():
        reported = try_all(every, said, window, now)
        reported.is_open &= can_go_on
        if reported.events:
            found[viewer] = reported
    return found


def _events(truth: Truth, asked: Asked, said: Answer) -> dict[str, list[Event]]:
    assert asked.start is not None
    assert asked.end is not None
    more = 0 if said.get("order") == "ANY" else _ms(said.get("window", "7d"))
    end = asked.end + timedelta(milliseconds=more)
    all_steps = [fitting(step) for step in said["steps"]]
    all_exclusions = [fitting(one) for one in said.get("exclusions") or ()]
    is_strict = said.get("order") == "STRICT"  # then what is neither a step nor an exclusion ends an attempt
    range_end = naive(asked.end)
    found: dict[str, list[Event]] = defaultdict(list)
    for row in rows_of_viewers(truth, asked.classes, asked.start, end):
        steps = [n for n, fits in enumerate(all_steps) if fits(row)]
        exclusions = [n for n, fits in enumerate(all_exclusions) if fits(row)]
        if is_strict or steps or exclusions:
            is_in_range = row["occurred_at"] < range_end
            found[row["viewer_id"]].append(Event(row["ms"], frozenset(steps), frozenset(exclusions), is_in_range, row))
    return found


def rows_of_viewers(truth: Truth, classes: Sequence[int], start: datetime, end: datetime) -> list[Row]:
    """The events of a range, each viewer's together, in their order."""
    since, until = naive(start), naive(end)
    return [row for row in _all_rows(truth, tuple(classes)) if since <= row["occurred_at"] < until]


@lru_cache(maxsize=2)
def _all_rows(truth: Truth, classes: tuple[int, ...]) -> list[Row]:
    rows = truth.query(
        "SELECT viewer_id, occurred_at, epoch_ms(occurred_at) AS ms, type, content_id, creator_id, completion,"
        " position_ms, duration_ms, sections, says_nothing, has_jumped, properties, country, city, device_type,"
        " source_type"
        " FROM classed LEFT JOIN (SELECT content_id, play_key, bool_or(type = 'SEEK') AS has_jumped"
        " FROM play_events GROUP BY ALL) USING (content_id, play_key)"
        " WHERE traffic IN (SELECT unnest($classes)) ORDER BY viewer_id, occurred_at, id",
        {"classes": [*classes]},
    )
    for row in rows:
        row["shown"] = _shown(row) if row["type"] in WATCHING else 0.0
    return rows


def fitting(condition: Answer) -> Callable[[Row], bool]:
    """Whether an event matches a condition, as it is sent."""
    watched = condition.get("watched")
    told = watched or condition
    types = WATCHING if watched else told.get("types")
    kinds = None if types is None else {STORED.get(kind, kind) for kind in types}
    content_id, creator_id = told.get("contentId"), told.get("creatorId")

    def fits(row: Row) -> bool:
        return (
            (kinds is None or row["type"] in kinds)
            and content_id in (None, row["content_id"])
            and creator_id in (None, row["creator_id"])
            and (watched is None or (row["content_id"] is not None and row["shown"] >= watched["percent"] / 100))
        )

    return fits


def _shown(row: Row) -> float:
    """What share of its content an event reports to be watched."""
    if row["type"] == "VIEW_COMPLETE":
        return 1.0
    if row["has_jumped"] and row["type"] not in ("VIEW_START", "VIEW_PROGRESS"):
        return 0.0
    shares: list[float] = [row["completion"] or 0.0]
    if row["duration_ms"]:
        played = 0 if row["says_nothing"] else row["position_ms"] or 0
        shares += [part / row["duration_ms"] for part in (played, _union(row["sections"] or []))]
    return max(shares)


def _union(sections: Sequence[Answer]) -> int:
    covered, until = 0, 0
    for section in sorted(sections, key=lambda one: one["start_ms"]):
        covered += max(0, section["end_ms"] - max(until, section["start_ms"]))
        until = max(until, section["end_ms"])
    return covered


def _in_order(events: Sequence[Event], said: Answer, window: int, now: int) -> Reported:
    """Tries each beginning: which rows can do which step after it."""
    steps, best, is_open = said["steps"], Reported(), False
    last = len(steps) - 1
    chosen: tuple[int, int, int] = (0, 0, 0)
    for entry, event in enumerate(events):
        if 0 not in event.steps or not event.in_range:
            continue
        attempts = _reached(events, entry, said, window)
        for (row, step), attempt in attempts.items():
            rank = (step, -row, entry)
            if not best.events or rank > chosen:
                chosen, best = rank, Reported({number: events[at] for at, number in attempt})
        ended = _first_exclusion(events, entry, said, len(events))
        is_open |= (
            ended is None
            and now <= event.ms + window
            and any(
                (said.get("order") != "STRICT" or row == len(events) - 1)
                and step < last
                and _can_go_on(said, step, now - events[row].ms)
                for row, step in attempts
            )
        )
    best.is_open = is_open and last not in best.events
    return best


def _reached(events: Sequence[Event], entry: int, said: Answer, window: int) -> dict[tuple[int, int], Attempt]:
    """The best attempt that begins with a row for each row and step that it can end with.

    The best is the one with the latest rows, from its last to its first.
    """
    steps, is_strict = said["steps"], said.get("order") == "STRICT"
    found: dict[tuple[int, int], Attempt] = {(entry, 0): ((entry, 0),)}
    ended = _first_exclusion(events, entry, said, len(events))
    for row in range(entry + 1, len(events)):
        if events[row].ms - events[entry].ms > window or (ended is not None and row > ended):
            break
        for step in sorted(events[row].steps - {0}):
            if row == ended and step != said["exclusions"][0].get("before", len(steps)) - 1:
                continue
            within = steps[step].get("within")
            before = [
                (at, number)
                for at, number in found
                if at < row
                and (not is_strict or at == row - 1)
                and number < step
                and all(steps[between].get("optional") for between in range(number + 1, step))
                and (within is None or events[row].ms - events[at].ms <= _ms(within))
            ]
            if before:
                at, number = max(before, key=lambda one: (one[0], -one[1]))
                found[row, step] = (*found[at, number], (row, step))
    return found


def _first_exclusion(events: Sequence[Event], entry: int, said: Answer, until: int) -> int | None:
    """The first row after a beginning that ends an attempt; exclusions are after the first step here."""
    return next((row for row in range(entry + 1, until) if events[row].exclusions), None)


def _can_go_on(said: Answer, step: int, waited: int) -> bool:
    """Whether all missing steps can be done now, when the last one was done so long ago."""
    required = next(n for n in range(step + 1, len(said["steps"])) if not said["steps"][n].get("optional"))
    return any(
        (within := said["steps"][number].get("within")) is None or waited <= _ms(within)
        for number in range(step + 1, required + 1)
    )


def _any_order(events: Sequence[Event], said: Answer, window: int, now: int) -> Reported:
    """Tries each last row: which steps were done within the window before it. Each event is one step at most here."""
    best: tuple[int, int, int] | None = None
    reported, is_open = Reported(), False
    for row, event in enumerate(events):
        if event.exclusions or not event.steps:
            continue
        latest = dict(_latest(events, row, event.ms - window))
        rank = (len(latest), -row, min(latest.values()))
        if best is None or rank > best:
            best = rank
            reported = Reported(dict(enumerate(events[at] for at in sorted(latest.values()))))
    if events and not events[-1].exclusions:
        is_open = any(True for _ in _latest(events, len(events) - 1, now - window))
    reported.is_open = is_open and len(reported.events) < len(said["steps"])
    return reported


def _latest(events: Sequence[Event], last: int, since: int) -> Iterator[tuple[int, int]]:
    """The latest row of each step, back to a moment or to what ends an attempt."""
    seen: set[int] = set()
    for row in range(last, -1, -1):
        if events[row].exclusions or events[row].ms < since:
            return
        for step in events[row].steps - seen:
            seen.add(step)
            yield step, row


def _answer(found: dict[str, Reported], said: Answer) -> tuple[Answer, dict[tuple[int, str], set[str]]]:
    steps, order = said["steps"], said.get("order", "ORDERED")
    behind: dict[tuple[int, str], set[str]] = {}
    shown: list[Answer] = []
    before: int | None = None
    for number in range(len(steps)):
        reached = {viewer for viewer, one in found.items() if number in one.events}
        is_optional = bool(steps[number].get("optional"))
        left: set[str] = set()
        if before is not None and not is_optional:
            left = behind[before + 1, "REACHED"] - reached
        incomplete = {viewer for viewer in left if found[viewer].is_open}
        behind |= {
            (number + 1, "REACHED"): reached,
            (number + 1, "DROPPED"): left - incomplete,
            (number + 1, "INCOMPLETE"): incomplete,
        }
        whole = len(reached) if before is None else len(behind[before + 1, "REACHED"])
        shown.append(
            {
                "number": number + 1,
                "name": None if order == "ANY" else steps[number].get("name"),
                "optional": is_optional,
                "viewers": len(reached),
                "conversionRate": _percent(len(reached), shown[0]["viewers"] if shown else len(reached)),
                "stepConversionRate": _percent(len(reached), whole),
                "dropped": len(left - incomplete),
                "dropOffRate": _percent(len(left - incomplete), whole),
                "incomplete": len(incomplete),
                "sincePrevious": _times(found, number, since_first=False),
                "sinceFirst": _times(found, number, since_first=True),
            }
        )
        before = before if is_optional else number
    return {
        "started": shown[0]["viewers"],
        "converted": shown[-1]["viewers"],
        "conversionRate": _percent(shown[-1]["viewers"], shown[0]["viewers"]),
        "dropped": sum(step["dropped"] for step in shown),
        "incomplete": sum(step["incomplete"] for step in shown),
        "steps": shown,
    }, behind


def _times(found: dict[str, Reported], number: int, *, since_first: bool) -> Answer:
    took = []
    for one in found.values():
        if number and number in one.times:
            others = [at for at in one.times if at < number]
            took.append((one.times[number] - one.times[min(others) if since_first else max(others)]) / 1000)
    ends: list[float | None] = [*map(float, EDGES), None]
    bars: list[Answer] = [
        {"from": low, "to": high, "viewers": 0} for low, high in zip((0.0, *map(float, EDGES)), ends, strict=True)
    ]
    for seconds in took:
        next(bar for bar in bars if bar["to"] is None or seconds < bar["to"])["viewers"] += 1
    while bars and not bars[-1]["viewers"]:
        bars.pop()
    return {
        "viewers": len(took),
        "median": median(took) if took else None,
        "medianEstimated": False,
        "histogram": bars,
    }


def _percent(part: int, whole: int) -> float:
    return part / whole * 100 if whole else 0.0


def _ms(length: str) -> int:
    return int(length[:-1]) * UNITS[length[-1]] * 1000


def shown_viewer(key: str) -> dict[str, Any]:
    """A viewer as the API shows it."""
    own = key.removeprefix("b")
    return {"kind": "USER" if own.startswith("u:") else "GUEST", "id": own[2:], "isSuspect": key != own}
