"""A live stream in plain Python, second by second, sharing nothing with the SQL; seconds are those since 1970."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise, zip_longest
from typing import Any

SILENCE = timedelta(minutes=30)
LATE_LEAVE = timedelta(hours=12)
SIGNS = ("stream_join", "stream_chat", "stream_gift", "stream_leave")
MARKS = ("stream_start", "stream_end")


@dataclass(frozen=True, order=True)
class Sent:
    """An event of a stream; equal times are ordered by the key of the event."""

    at: datetime
    key: str
    type: str = field(compare=False)
    viewer: str | None = field(compare=False)
    traffic: int = field(compare=False)


def answer_of(events: Iterable[Sent], classes: Collection[int], moment: datetime, minutes: int) -> dict[str, Any]:
    """What ``streamAnalytics`` says about a stream at a moment, without what every answer has."""
    now = _second(moment)
    sent = sorted(event for event in events if event.type in SIGNS + MARKS)
    viewers: defaultdict[str, list[Sent]] = defaultdict(list)
    for event in sent:
        if event.type in SIGNS and event.viewer is not None:
            viewers[event.viewer].append(event)
    stays = [(start, end, signs[0].traffic) for signs in viewers.values() for start, end in stays_of(signs)]
    spoken = [event for event in sent if event.type in ("stream_chat", "stream_gift")]
    signed = {_second(signs[0].at) for signs in viewers.values()} | {start for start, _, _ in stays}
    signed |= {_second(event.at) for event in spoken}
    moments = {second for second in signed | {end for _, end, _ in stays} if second <= now}
    signed &= moments
    spans = spans_of([event for event in sent if event.type in MARKS and event.at <= moment], moments, now)

    there: Counter[int] = Counter()
    joins, new = Counter[int](), Counter[int]()
    for start, end, traffic in stays:
        if traffic in classes and start <= now:
            joins[start] += 1
            there.update(range(start, min(end, now + 1)))
    new.update(_second(signs[0].at) for signs in viewers.values() if signs[0].traffic in classes)
    messages, gifts = (
        Counter(_second(event.at) for event in spoken if event.type == kind and event.traffic in classes)
        for kind in ("stream_chat", "stream_gift")
    )
    over = [end for _, end in spans if end is not None]
    is_live = len(over) < len(spans)
    live = {second for start, end in spans for second in range(start, now if end is None else end)}
    seen = live | ({now} if is_live else set())

    def figures(seconds: Iterable[int]) -> dict[str, Any]:
        told = [second for second in seconds if second <= now]
        lasted = [there[second] for second in told if second in live]
        counted = {
            "peakConcurrentViewers": max((there[second] for second in told if second in seen), default=0),
            "averageConcurrentViewers": sum(lasted) / len(lasted) if lasted else 0.0,
        }
        for name, found in (("joins", joins), ("new", new), ("chatMessages", messages), ("gifts", gifts)):
            counted[name] = sum(found[second] for second in told)
        return counted

    totals = figures(seen | signed)
    unique = totals.pop("new")
    watched = sum(there[second] for second in live)
    peak = totals["peakConcurrentViewers"]
    starts = _minutes(signed, spans, now)
    points = [{"start": _time(start), **figures(range(start, start + 60))} for start in starts[-minutes:]]
    return {
        "isLive": is_live,
        "isFinal": bool(spans) and not is_live,
        "startedAt": _time(min((start for start, _ in spans), default=None)),
        "endedAt": None if is_live else _time(max(over, default=None)),
        "duration": float(len(live)),
        "concurrentViewers": there[now] if is_live else 0,
        "peakAt": _time(min((second for second in seen if there[second] == peak), default=None) if peak else None),
        "uniqueViewers": unique,
        "watchTime": float(watched),
        "averageWatchTime": watched / unique if unique else 0.0,
        "truncated": len(starts) > minutes,
        **totals,
        "points": [{"newViewers": point.pop("new"), **point} for point in points],
    }


def stays_of(signs: Sequence[Sent]) -> list[tuple[int, int]]:
    """When a viewer was there, by the viewer's signs in order: from a second, and until one."""
    found = []
    since = last = None
    for sign in signs:
        is_leave = sign.type == "stream_leave"
        if since is not None and last is not None and sign.at > last + (LATE_LEAVE if is_leave else SILENCE):
            found.append((since, last + SILENCE))
            since = None
        if is_leave and since is not None:
            found.append((since, sign.at))
            since = None
        elif not is_leave:
            since, last = since or sign.at, sign.at
    if since is not None and last is not None:
        found.append((since, last + SILENCE))
    return [(_second(start), _second(end)) for start, end in found]


def spans_of(marks: Sequence[Sent], moments: Collection[int], now: int) -> list[tuple[int, int | None]]:
    """When a stream was live, by its marks in order and the seconds in which something happened; None: until now."""
    told = [(_second(mark.at), mark.type == "stream_start") for mark in marks]
    first = min(moments, default=None)
    if first is not None and (not told or (not told[0][1] and first < told[0][0])):
        told.insert(0, (first, True))
    found: list[tuple[int, int | None]] = []
    for (start, is_start), then in zip_longest(told, told[1:]):
        if not is_start:
            continue
        if then is not None and not then[1]:
            found.append((start, then[0]))
            continue
        until = None if then is None else then[0]
        inside = sorted(
            {start, *(second for second in moments if start <= second and (until is None or second < until))}
        )
        since = start
        for second, following in pairwise(inside):
            if following - second > SILENCE.total_seconds():
                found.append((since, second))
                since = following
        is_over = (now if until is None else until) - inside[-1] > SILENCE.total_seconds()
        found.append((since, inside[-1] if is_over else until))
    return found


def _minutes(signed: Collection[int], spans: Sequence[tuple[int, int | None]], now: int) -> list[int]:
    if not spans:
        return []
    first = min([*signed, *(start for start, _ in spans)])
    last = max([first, *signed, *(now if end is None else end - 1 for _, end in spans)])
    return list(range(first - first % 60, last + 1, 60))


def _second(moment: datetime) -> int:
    return int(moment.timestamp())


def _time(second: int | None) -> datetime | None:
    return None if second is None else datetime.fromtimestamp(second, UTC)
