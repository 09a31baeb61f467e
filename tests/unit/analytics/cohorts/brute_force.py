"""Cohorts, viewer by viewer and period by period, by the dates on the wall of a zone."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Event:
    time: datetime
    is_start: bool = False
    is_return: bool = False
    amount: int = 0


@dataclass(frozen=True)
class Question:
    zone: ZoneInfo
    unit: str
    week_start: int
    start: datetime
    end: datetime
    periods: int
    rolling: timedelta | None
    is_recurring: bool
    is_or_after: bool


@dataclass
class Cell:
    retained: int = 0
    amount: int = 0


@dataclass
class Cohort:
    starts: list[datetime] = field(default_factory=list)
    cells: defaultdict[int, Cell] = field(default_factory=lambda: defaultdict(Cell))


class Calendar:
    """The periods of a question, in the order in which its zone had them."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.labels = list(dict.fromkeys(self.label(moment) for moment in self.moments()))

    def moments(self) -> Iterator[datetime]:
        moment = self.question.start
        while moment < self.question.end:
            yield moment
            moment += timedelta(minutes=15)

    def label(self, moment: datetime) -> date:
        """The first day of the period, even if the zone never had that day."""
        day = moment.astimezone(self.question.zone).date()
        if self.question.unit == "month":
            return day.replace(day=1)
        while self.question.unit == "week" and day.weekday() != self.question.week_start:
            day -= DAY
        return day

    def number(self, moment: datetime) -> int | None:
        """The number of the period of a moment; None: it is none of the question's."""
        label = self.label(moment)
        return self.labels.index(label) if label in self.labels else None

    def is_over(self, number: int, moment: datetime) -> bool:
        return self.label(moment) > self.labels[number]

    def has_begun(self, number: int, moment: datetime) -> bool:
        return self.label(moment) >= self.labels[number]


def memberships(events: list[Event], calendar: Calendar) -> Iterator[tuple[int, int]]:
    """(place of the start, cohort) of one viewer."""
    seen: set[int] = set()
    for place, event in enumerate(events):
        if event.is_start:
            number = calendar.number(event.time)
            if number is not None and number not in seen:
                seen.add(number)
                yield place, number
            if not calendar.question.is_recurring:
                return


def cohorts(viewers: dict[int, list[Event]], calendar: Calendar) -> list[Cohort]:
    question = calendar.question
    found = [Cohort() for _ in calendar.labels]
    for events in viewers.values():
        for place, number in memberships(events, calendar):
            cohort = found[number]
            cohort.starts.append(events[place].time)
            returned: list[float] = []
            for event in events[place:]:
                if question.rolling is not None:
                    period: float = (event.time - events[place].time) // question.rolling
                else:
                    of_event = calendar.number(event.time)
                    period = float("inf") if of_event is None else of_event - number
                if event.is_return:
                    returned.append(period)
                if period < question.periods:
                    cohort.cells[int(period)].amount += event.amount
            for period in range(question.periods):
                if question.rolling is None and number + period >= len(calendar.labels):
                    break
                if (max(returned, default=-1) >= period) if question.is_or_after else (period in returned):
                    cohort.cells[period].retained += 1
    return found


def is_open(cohort: Cohort, number: int, period: int, calendar: Calendar, as_of: datetime) -> bool:
    """Whether the period is not over for someone who started in the cohort, or may still do so."""
    rolling = calendar.question.rolling
    if not calendar.is_over(number, as_of):
        return True
    if rolling is None:
        return number + period >= len(calendar.labels) or not calendar.is_over(number + period, as_of)
    return any(start + (period + 1) * rolling > as_of for start in cohort.starts)


def has_begun(cohort: Cohort, number: int, period: int, calendar: Calendar, as_of: datetime) -> bool:
    rolling = calendar.question.rolling
    if rolling is None:
        return number + period < len(calendar.labels) and calendar.has_begun(number + period, as_of)
    return any(start + period * rolling <= as_of for start in cohort.starts)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
