"""All attempts of a viewer, one by one: slow, and obviously what a funnel means."""

from collections.abc import Iterator
from dataclasses import dataclass, field

Attempt = tuple[tuple[int, int], ...]
"""(place of the row among the viewer's, step) in the order of the rows."""


@dataclass(frozen=True)
class Row:
    time: int
    steps: frozenset[int] = frozenset()
    exclusions: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Funnel:
    order: str
    count: int
    window: int
    optional: frozenset[int] = frozenset()
    step_windows: dict[int, int] = field(default_factory=dict)
    exclusions: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Reported:
    furthest: int
    filled: tuple[int | None, ...]
    is_open: bool


def reported(rows: list[Row], funnel: Funnel, as_of: int) -> Reported | None:
    """The outcome of one viewer, whose rows are in order; None: never entered."""
    every = list(attempts(rows, funnel))
    if not every:
        return None
    best = max(every, key=lambda attempt: preference(attempt, funnel))
    filled: list[int | None] = [None] * funnel.count
    for place, step in best:
        filled[step] = place
    furthest = reach(best, funnel)
    return Reported(furthest, tuple(filled), furthest < funnel.count and can_convert(rows, funnel, as_of))


def reach(attempt: Attempt, funnel: Funnel) -> int:
    return len(attempt) if funnel.order == "any" else attempt[-1][1] + 1


def preference(attempt: Attempt, funnel: Funnel) -> tuple[object, ...]:
    """The greatest is reported."""
    (entry, _), (last, _) = attempt[0], attempt[-1]
    if funnel.order == "any":
        places = [place for place, _ in reversed(attempt)]
        return len(attempt), -last, entry, places, [-step for _, step in attempt]
    steps = [(place, step not in funnel.optional, step) for place, step in reversed(attempt)]
    return reach(attempt, funnel), -last, entry, steps


def can_convert(rows: list[Row], funnel: Funnel, as_of: int) -> bool:
    """Whether an attempt with a row of today converts if everything is done at `as_of`."""
    anything = Row(as_of, frozenset(range(funnel.count)))
    future = [*rows, *[anything] * funnel.count]
    return any(
        attempt[0][0] < len(rows) and reach(attempt, funnel) == funnel.count for attempt in attempts(future, funnel)
    )


def attempts(rows: list[Row], funnel: Funnel) -> Iterator[Attempt]:
    """Each attempt, and each beginning of one."""
    for place, row in enumerate(rows):
        for step in row.steps:
            first: Attempt = ((place, step),)
            if funnel.order == "any":
                if not row.exclusions:
                    yield from longer_in_any_order(first, rows, funnel)
            elif step == 0:
                yield from longer_in_order(first, rows, funnel)


def longer_in_any_order(attempt: Attempt, rows: list[Row], funnel: Funnel) -> Iterator[Attempt]:
    yield attempt
    done = {step for _, step in attempt}
    for place in range(attempt[-1][0] + 1, len(rows)):
        if rows[place].exclusions:
            return
        in_time = rows[place].time - rows[attempt[0][0]].time <= funnel.window
        for step in rows[place].steps - done if in_time else ():
            yield from longer_in_any_order((*attempt, (place, step)), rows, funnel)


def longer_in_order(attempt: Attempt, rows: list[Row], funnel: Funnel) -> Iterator[Attempt]:
    yield attempt
    last_place, last_step = attempt[-1]
    for place in range(last_place + 1, len(rows)):
        row = rows[place]
        is_soon = row.time - rows[attempt[0][0]].time <= funnel.window
        ending = [
            before
            for number, (after, before) in enumerate(funnel.exclusions)
            if number in row.exclusions and after <= last_step < before
        ]
        for step in next_steps(last_step, funnel):
            in_time = is_soon and row.time - rows[last_place].time <= funnel.step_windows.get(step, funnel.window)
            if step in row.steps and in_time and all(before == step for before in ending):
                yield from longer_in_order((*attempt, (place, step)), rows, funnel)
        if ending or funnel.order == "strict":
            return


def next_steps(last: int, funnel: Funnel) -> Iterator[int]:
    for step in range(last + 1, funnel.count):
        yield step
        if step not in funnel.optional:
            return
