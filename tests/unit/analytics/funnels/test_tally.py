"""The numbers of a funnel are those of the attempts, and the lists behind them have exactly that many viewers."""

from pickle import dumps
from statistics import median

from hypothesis import given

from server.analytics.funnels.kernel import fold_funnel
from server.analytics.funnels.question import ViewersOf
from server.analytics.funnels.tally import Tally
from tests.unit.analytics.funnels.brute_force import Funnel, Reported, Row, reported
from tests.unit.analytics.funnels.stories import history, rows_of, rules_of
from tests.unit.analytics.funnels.test_kernel import Case, cases


def did(outcome: Reported, step: int, funnel: Funnel) -> bool:
    if funnel.order == "any":
        return outcome.furthest > step
    return outcome.filled[step] is not None


def moments(rows: list[Row], outcome: Reported, funnel: Funnel) -> dict[int, tuple[int, int]]:
    """Of each step done but the first: since the step before it, and since the first."""
    filled = [place for place in outcome.filled if place is not None]
    times = [rows[place].time for place in (sorted(filled) if funnel.order == "any" else filled)]
    steps = [step for step in range(funnel.count) if did(outcome, step, funnel)]
    return {step: (times[at] - times[at - 1], times[at] - times[0]) for at, step in enumerate(steps) if at}


def before(step: int, funnel: Funnel) -> int | None:
    """The required step before one, unless it is optional itself."""
    required = [number for number in range(step) if number not in funnel.optional]
    return None if step in funnel.optional or not required else required[-1]


@given(cases())
def test_numbers_are_those_of_the_attempts(case: Case) -> None:
    funnel, viewers, as_of = case
    tally = Tally(rules_of(funnel))
    for viewer in sorted(viewers):  # each viewer is a bucket
        rows = rows_of({viewer: viewers[viewer]})
        tally.add(fold_funnel(rows, rules_of(funnel), as_of), rows.time_ms)
    every = {viewer: reported(rows, funnel, as_of) for viewer, rows in sorted(viewers.items())}
    found = {viewer: outcome for viewer, outcome in every.items() if outcome}
    for step, told in enumerate(tally.steps()):
        at = before(step, funnel)
        left = {
            viewer: outcome
            for viewer, outcome in found.items()
            if at is not None and did(outcome, at, funnel) and not did(outcome, step, funnel)
        }
        lists = {
            ViewersOf.REACHED: [viewer for viewer, outcome in found.items() if did(outcome, step, funnel)],
            ViewersOf.DROPPED: [viewer for viewer, outcome in left.items() if not outcome.is_open],
            ViewersOf.INCOMPLETE: [viewer for viewer, outcome in left.items() if outcome.is_open],
        }
        for kind, expected in lists.items():
            assert tally.viewers(step, kind).tolist() == expected
        assert [told.viewers, told.dropped, told.incomplete] == [len(expected) for expected in lists.values()]
        took = [moments(viewers[viewer], outcome, funnel).get(step) for viewer, outcome in found.items()]
        for times, expected in (
            (told.since_previous, [each[0] for each in took if each]),
            (told.since_first, [each[1] for each in took if each]),
        ):
            assert times.viewers == sum(times.histogram) == len(expected)
            assert times.median_ms == (median(expected) if expected else None)
            assert max(expected, default=0) <= funnel.window


def test_what_is_kept_of_a_funnel_takes_as_many_bytes_as_it_says() -> None:
    funnel = Funnel("ordered", 16, window=10)
    rows = rows_of({viewer: history("0A 1B 2C") for viewer in range(2000)})
    tally = Tally(rules_of(funnel))
    tally.add(fold_funnel(rows, rules_of(funnel), as_of_ms=100), rows.time_ms)
    tally.forget_times()
    assert 2000 * 11 <= tally.bytes <= len(dumps(tally)) < tally.bytes + 4096
    assert len(tally.viewers(2, ViewersOf.REACHED)) == 2000
