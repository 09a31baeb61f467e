"""Whatever happens, subscribers that rest end with the newest state, and are sent nothing too early."""

import asyncio
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.live.stage import READ, Stage, Watch, closest, timers
from tests.virtual_time import run_virtually


class Play(Stage):
    """A stage whose subscribers come, go, and read as they like."""

    def __init__(self) -> None:
        super().__init__()
        self.watching: list[Watch] = []
        self.left: list[Watch] = []

    def come(self, every: float, lag: int | None) -> None:
        self.watching.append(self.watch(every, None if lag is None else max(self.revision - lag, 0)))

    def leave(self, number: int) -> None:
        leaving = self.watching.pop(number % len(self.watching))
        leaving.subscription.close()
        self.left.append(leaving)

    def stop_reading(self, number: int) -> None:
        self.watching[number % len(self.watching)].slow = True

    def read_again(self, number: int) -> None:
        self.watching[number % len(self.watching)].go_on()

    def fail(self) -> None:
        self.failures = 2


PACES = st.sampled_from([0.0, 1.0, 3.0, 10.0])
NUMBERS = st.integers(0, 5)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("change")),
        st.tuples(st.just("wait"), st.sampled_from([READ / 2, 0.3, 1.0, 2.5, 11.0])),
        st.tuples(st.just("come"), PACES, st.sampled_from([None, 0, 1])),
        st.tuples(st.sampled_from(["stop_reading", "read_again", "leave"]), NUMBERS),
        st.tuples(st.just("fail")),
    ),
    max_size=40,
)


@given(STEPS)
def test_whatever_happens_the_newest_state_arrives_and_no_two_answers_are_closer_than_the_pause(
    steps: list[tuple[Any, ...]],
) -> None:
    async def act() -> None:
        play = Play()
        for step, *arguments in steps:
            if step == "wait":
                await asyncio.sleep(*arguments)
            elif play.watching or step in ("come", "change"):
                getattr(play, step)(*arguments)
        for watch in play.watching:
            watch.go_on()
        await asyncio.sleep(60.0)
        assert [watch.last for watch in play.watching] == [play.revision] * len(play.watching)
        for watch in (*play.watching, *play.left):
            assert watch.revisions == sorted(set(watch.revisions))
            assert closest(watch.times) >= watch.delivery.every
        assert timers() == 0

    run_virtually(act())


@given(
    st.lists(st.sampled_from([2.0, 5.0, 9.0]), min_size=1, max_size=4),
    st.lists(st.floats(0.01, 8.0), min_size=1, max_size=30),
)
def test_whenever_changes_come_executions_are_as_far_apart_as_the_shortest_pause(
    paces: list[float], gaps: list[float]
) -> None:
    async def act() -> None:
        stage = Stage()
        watches = [stage.watch(every) for every in paces]
        await asyncio.sleep(1.0)
        for gap in gaps:
            await asyncio.sleep(gap)
            stage.change()
        await asyncio.sleep(30.0)
        assert closest(stage.executed) >= min(paces)
        assert [watch.last for watch in watches] == [stage.revision] * len(paces)

    run_virtually(act())
