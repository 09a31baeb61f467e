"""Which payloads a subscriber is sent: newer ones only, the newest first, each once."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from server.live.operation import AT_ONCE, Delivery, Executed
from server.live.shared_subscription import FAN_OUT_CHUNK, SharedSubscription, Subscription
from tests.integration.live.stand_ins import Numbers, Reader


def make_shared() -> SharedSubscription:
    return SharedSubscription(Numbers().operation(), frozenset({"viewpulse:live:0"}))


def leave(_subscription: Subscription) -> None:
    """These tests need no count."""


def payload(revision: int, text: str = "", as_of: int = 0) -> Executed:
    """An answer that says when it was read, and what is left of it without that."""
    state = f'{{"data":{{"revision":{revision},"text":"{text}"}}}}'
    return Executed(f'{state[:-2]},"asOf":{as_of}}}}}'.encode(), revision, state.encode())


def execute(shared: SharedSubscription, executed: Executed) -> None:
    shared.begin(0)
    shared.take(executed)


async def test_an_older_result_never_replaces_a_newer_one() -> None:
    shared, reader = make_shared(), Reader()
    shared.join(reader, AT_ONCE, leave)
    for revision in (2, 1, 3, 2):
        execute(shared, payload(revision))
        await shared.fan_out()
    assert reader.revisions == [2, 3]
    late = Reader()
    shared.join(late, AT_ONCE, leave)
    assert late.revisions == [3]


async def test_a_result_is_sent_when_it_differs_in_more_than_the_time_at_which_it_was_read() -> None:
    shared, reader = make_shared(), Reader()
    shared.join(reader, AT_ONCE, leave)
    for number, (revision, text) in enumerate([(1, "a"), (1, "a"), (1, "b"), (1, "b"), (2, "b"), (2, "b")]):
        execute(shared, payload(revision, text, as_of=number))
        await shared.fan_out()
    assert reader.payloads == [payload(1, "a", 0).payload, payload(1, "b", 2).payload, payload(2, "b", 4).payload]
    late, resumed = Reader(), Reader()
    shared.join(late, AT_ONCE, leave)
    shared.join(resumed, Delivery(after=2), leave)
    assert late.payloads == [payload(2, "b", 5).payload], "the newest time, although it was sent to no client"
    assert resumed.payloads == []
    execute(shared, payload(2, "b", as_of=6))
    await shared.fan_out()
    execute(shared, payload(2, "c", as_of=7))
    await shared.fan_out()
    assert resumed.payloads == late.payloads[1:] == [payload(2, "c", 7).payload]


async def test_a_slow_reader_is_sent_the_newest_value_even_if_it_equals_its_own() -> None:
    shared, reader = make_shared(), Reader()
    subscription = shared.join(reader, AT_ONCE, leave)
    execute(shared, payload(1, "a"))
    await shared.fan_out()
    reader.slow = True
    for text in ("b", "a"):
        execute(shared, payload(1, text))
        await shared.fan_out()
    reader.slow = False
    subscription.drained()
    assert reader.payloads[-1] == payload(1, "a").payload


async def test_a_revision_ahead_of_the_server_is_found_out_by_an_execution_that_starts_later() -> None:
    shared, first, ahead, level = make_shared(), Reader(), Reader(), Reader()
    shared.join(first, AT_ONCE, leave)
    execute(shared, payload(3))
    await shared.fan_out()
    shared.begin(3)
    subscription = shared.join(ahead, Delivery(after=9), leave)
    other = shared.join(level, Delivery(after=4), leave)
    assert subscription.waits_for_an_execution
    shared.take(payload(3, "read before they came"))
    await shared.fan_out()
    assert (ahead.payloads, level.payloads) == ([], [])
    execute(shared, payload(4))
    await shared.fan_out()
    assert ahead.revisions == [4]
    assert level.revisions == []
    assert not subscription.waits_for_an_execution
    assert not other.waits_for_an_execution
    execute(shared, payload(5))
    await shared.fan_out()
    assert (ahead.revisions, level.revisions) == ([4, 5], [5])


async def test_after_a_reset_of_the_database_all_subscribers_are_sent_the_next_result() -> None:
    shared, reader, resumed = make_shared(), Reader(), Reader()
    shared.join(reader, AT_ONCE, leave)
    execute(shared, payload(9))
    await shared.fan_out()
    shared.join(resumed, Delivery(after=9), leave)
    shared.begin(9)
    shared.forget()
    shared.take(payload(9, "read before"))
    await shared.fan_out()
    assert not shared.knows(1)
    execute(shared, payload(4))
    await shared.fan_out()
    assert (reader.revisions, resumed.revisions) == ([9, 4], [4])


async def test_a_subscriber_who_leaves_during_a_fan_out_is_sent_nothing_more() -> None:
    class Leaving(Reader):
        def send(self, payload: bytes) -> bool:
            last_subscription.close()
            return super().send(payload)

    shared, first, last = make_shared(), Leaving(), Reader()
    shared.join(first, AT_ONCE, leave)
    last_subscription = shared.join(last, AT_ONCE, leave)
    execute(shared, payload(1))
    await shared.fan_out()
    assert first.revisions == [1]
    assert last.payloads == []


async def test_a_large_fan_out_gives_others_their_turn() -> None:
    shared = make_shared()
    readers = [Reader() for _ in range(10 * FAN_OUT_CHUNK)]
    for reader in readers:
        shared.join(reader, AT_ONCE, leave)
    execute(shared, payload(1))
    fan_out = asyncio.create_task(shared.fan_out())
    turns = 0
    while not fan_out.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns >= 10
    assert all(reader.revisions == [1] for reader in readers)


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("take"), st.integers(0, 9)),
            st.tuples(st.just("slow"), st.booleans()),
            st.tuples(st.just("drained"), st.none()),
        ),
        max_size=40,
    ),
    st.none() | st.integers(0, 9),
)
def test_whatever_happens_revisions_only_grow_and_the_newest_arrives(
    steps: list[tuple[str, object]], after: int | None
) -> None:
    shared, reader = make_shared(), Reader()
    subscription = shared.join(reader, Delivery(after), leave)
    known: list[int] = []
    for number, (step, value) in enumerate(steps):
        if step == "take":
            assert isinstance(value, int)
            known.append(max(value, *known, 0))
            execute(shared, payload(value, str(number)))
            asyncio.run(shared.fan_out())
        elif step == "slow":
            reader.slow = bool(value)
        elif not reader.slow:
            subscription.drained()
    reader.slow = False
    subscription.drained()
    assert reader.revisions == sorted(reader.revisions)
    assert len(set(reader.payloads)) == len(reader.payloads)
    if known and known[-1] != after:
        assert reader.revisions[-1] == known[-1]
