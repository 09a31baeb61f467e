"""Which payloads a subscriber is sent: newer ones only, the newest first, each once."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from server.live.cohort import FAN_OUT_CHUNK, Cohort, Subscription
from server.live.operation import Executed
from tests.live.scene import Numbers, Reader


def make_cohort() -> Cohort:
    return Cohort(Numbers().operation(), frozenset({"viewpulse:live:0"}))


def leave(_subscription: Subscription) -> None:
    """Nobody keeps count in these tests."""


def payload(revision: int, text: str = "") -> Executed:
    return Executed(f'{{"data":{{"revision":{revision},"text":"{text}"}}}}'.encode(), revision)


async def test_an_older_result_never_replaces_a_newer_one() -> None:
    cohort, reader = make_cohort(), Reader()
    cohort.join(reader, None, leave)
    for revision in (2, 1, 3, 2):
        cohort.take(payload(revision), refreshing=False)
        await cohort.fan_out()
    assert reader.revisions == [2, 3]
    late = Reader()
    cohort.join(late, None, leave)
    assert late.revisions == [3]


async def test_a_changed_result_of_the_same_revision_is_sent_when_it_was_a_refresh() -> None:
    cohort, reader = make_cohort(), Reader()
    cohort.join(reader, None, leave)
    for text, refreshing in (("a", False), ("b", False), ("c", True), ("c", True)):
        cohort.take(payload(1, text), refreshing=refreshing)
        await cohort.fan_out()
    assert reader.payloads == [payload(1, "a").payload, payload(1, "c").payload]


async def test_a_subscriber_who_leaves_during_a_fan_out_is_sent_nothing_more() -> None:
    class Leaving(Reader):
        def send(self, payload: bytes) -> bool:
            last_subscription.close()
            return super().send(payload)

    cohort, first, last = make_cohort(), Leaving(), Reader()
    cohort.join(first, None, leave)
    last_subscription = cohort.join(last, None, leave)
    cohort.take(payload(1), refreshing=False)
    await cohort.fan_out()
    assert first.revisions == [1]
    assert last.payloads == []


async def test_a_large_fan_out_gives_others_their_turn() -> None:
    cohort = make_cohort()
    readers = [Reader() for _ in range(10 * FAN_OUT_CHUNK)]
    for reader in readers:
        cohort.join(reader, None, leave)
    cohort.take(payload(1), refreshing=False)
    fan_out = asyncio.create_task(cohort.fan_out())
    turns = 0
    while not fan_out.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns >= 10
    assert all(reader.revisions == [1] for reader in readers)


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("take"), st.integers(0, 9), st.booleans()),
            st.tuples(st.just("slow"), st.booleans(), st.none()),
            st.tuples(st.just("drained"), st.none(), st.none()),
        ),
        max_size=40,
    ),
    st.none() | st.integers(0, 9),
)
def test_whatever_happens_revisions_only_grow_and_the_newest_arrives(
    steps: list[tuple[str, object, object]], after: int | None
) -> None:
    cohort, reader = make_cohort(), Reader()
    subscription = cohort.join(reader, after, leave)
    newest = -1
    for number, (step, value, refreshing) in enumerate(steps):
        if step == "take":
            assert isinstance(value, int)
            newest = max(newest, value)
            cohort.take(payload(value, str(number)), refreshing=bool(refreshing))
            asyncio.run(cohort.fan_out())
        elif step == "slow":
            reader.slow = bool(value)
        elif not reader.slow:
            subscription.drained()
    reader.slow = False
    subscription.drained()
    assert reader.revisions == sorted(reader.revisions)
    assert len(set(reader.payloads)) == len(reader.payloads)
    if after is not None:
        assert all(revision >= after for revision in reader.revisions)
    if newest > (-1 if after is None else after):
        assert reader.revisions[-1] == newest
