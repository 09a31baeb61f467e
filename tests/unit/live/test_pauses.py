"""Subscribers that rest after each answer: what they are sent, and what is executed for them."""

import asyncio

import pytest

from server.live.shared_subscription import PacedSubscription, Subscription
from tests.unit.live.stage import DAY, READ, Stage, Watch, closest, timers, virtually


@virtually
async def test_the_first_answer_comes_at_once_and_then_the_newest_after_each_pause() -> None:
    stage = Stage()
    watch = stage.watch(every=10.0)
    await asyncio.sleep(0.5)
    assert watch.revisions == [0]
    await stage.change_each_second(25)
    await asyncio.sleep(60.0)
    assert watch.revisions == [0, 9, 19, 25]
    assert closest(watch.times) >= 10.0
    assert len(stage.executed) == len(watch.revisions), "runs that nobody is told of cost nothing"
    stage.change()
    await asyncio.sleep(2 * READ)
    assert watch.last == stage.revision, "after a long silence there is nothing to wait for"


@virtually
async def test_a_subscriber_at_rest_has_no_timer() -> None:
    stage = Stage()
    watches = [stage.watch(every=10.0), stage.watch(every=DAY), stage.watch()]
    await asyncio.sleep(1.0)
    assert [watch.revisions for watch in watches] == [[0]] * 3
    assert timers() == 0
    stage.change()
    await asyncio.sleep(2 * READ)
    assert timers() == 2, "one for each that is owed an answer"
    await asyncio.sleep(20.0)
    assert [watch.revisions for watch in watches] == [[0, 1], [0], [0, 1]]
    assert timers() == 1


@virtually
async def test_subscribers_of_different_patience_share_each_execution() -> None:
    stage = Stage()
    watches = [stage.watch(every=every) for every in (0.0, 3.0, 10.0)]
    await asyncio.sleep(0.5)
    await stage.change_each_second(30)
    await asyncio.sleep(30.0)
    assert stage.hub.shared_subscriptions == 1
    assert len(stage.executed) == 31, "as often as the most impatient wants"
    assert watches[0].revisions == list(range(31))
    assert [len(watch.revisions) for watch in watches[1:]] == [12, 5]
    assert [watch.last for watch in watches] == [30] * 3
    assert [closest(watch.times) >= watch.delivery.every for watch in watches] == [True] * 3


@pytest.mark.parametrize(
    ("paces", "executions"), [((3.0, 10.0), 12), ((10.0, 10.0), 5), ((10.0,), 5), ((3.0, 0.0), 32)]
)
@virtually
async def test_executions_are_no_more_frequent_than_the_most_impatient_wants(
    paces: tuple[float, ...], executions: int
) -> None:
    stage = Stage()
    watches = []
    for every in paces:  # they come at different times
        watches.append(stage.watch(every=every))
        await asyncio.sleep(4.0)
    first = len(stage.executed)
    assert first == 1, "who comes later is sent what is known"
    await stage.change_each_second(31)
    await asyncio.sleep(20.0)
    assert len(stage.executed) == executions
    assert closest(stage.executed[first:]) >= min(paces)
    assert [watch.last for watch in watches] == [31] * len(paces)
    assert [closest(watch.times) >= watch.delivery.every for watch in watches] == [True] * len(paces)


@virtually
async def test_executions_slow_down_when_the_most_impatient_leaves() -> None:
    stage = Stage()
    impatient, patient = stage.watch(), stage.watch(every=20.0)
    await stage.change_each_second(5)
    impatient.subscription.close()
    await asyncio.sleep(READ * 2)
    before = len(stage.executed)
    await stage.change_each_second(60)
    await asyncio.sleep(30.0)
    assert len(stage.executed) - before <= 5
    assert closest(stage.executed[before:]) >= 20.0
    assert patient.last == 65


@pytest.mark.parametrize(("after", "sent"), [(None, [1]), (0, [1]), (1, [])])
@pytest.mark.parametrize("every", [0.0, 5.0, DAY])
@virtually
async def test_who_comes_while_all_others_rest_is_sent_what_is_true_now(
    every: float, after: int | None, sent: list[int]
) -> None:
    stage = Stage()
    resting = stage.watch(every=DAY)
    await asyncio.sleep(1.0)
    stage.change()
    await asyncio.sleep(3600.0)
    assert resting.revisions == [0]
    late = stage.watch(every, after)
    assert late.revisions == [], "what is known is an hour old"
    await asyncio.sleep(2 * READ)
    assert (late.revisions, resting.revisions) == (sent, [0])
    assert len(stage.executed) == 2
    await asyncio.sleep(DAY)
    assert resting.revisions == [0, 1]
    assert len(stage.executed) == 2, "nothing has changed since"


@virtually
async def test_who_comes_during_an_execution_and_then_rests_is_sent_its_result() -> None:
    stage = Stage()
    stage.watch()
    await asyncio.sleep(1.0)
    stage.change()
    await asyncio.sleep(READ / 2)
    patient = stage.watch(every=DAY)
    await asyncio.sleep(READ)
    assert patient.revisions == [1]


@virtually
async def test_an_execution_that_brings_nothing_new_makes_nobody_wait_once_more() -> None:
    stage = Stage()
    watch = stage.watch(every=10.0)
    await asyncio.sleep(9.0)
    stage.look()
    await asyncio.sleep(3.0)
    assert (len(stage.executed), watch.revisions) == (2, [0]), "when the pause was over"
    stage.change()
    await asyncio.sleep(2 * READ)
    assert watch.revisions == [0, 1]
    stage.change()
    await asyncio.sleep(9.0)
    assert watch.revisions == [0, 1]
    await asyncio.sleep(2.0)
    assert watch.revisions == [0, 1, 2]


@virtually
async def test_a_slow_reader_at_rest_costs_no_more_executions_than_its_pause_allows() -> None:
    stage = Stage()
    slow = stage.watch(every=10.0)
    await asyncio.sleep(1.0)
    slow.slow = True
    await stage.change_each_second(40)
    assert closest(stage.executed) >= 10.0
    slow.go_on()
    await asyncio.sleep(11.0)
    assert slow.last == 40


@pytest.mark.parametrize("every", [10.0, DAY])
@virtually
async def test_who_resumes_with_the_newest_answer_is_sent_the_next_change_at_once(every: float) -> None:
    stage = Stage()
    stage.revision = 7
    alone = stage.watch(every, after=7)
    await asyncio.sleep(1.0)
    assert (alone.revisions, len(stage.executed)) == ([], 1)
    stage.change()
    await asyncio.sleep(2 * READ)
    assert alone.revisions == [8]
    other = stage.watch(every, after=8)
    await asyncio.sleep(1.0)
    stage.change()
    await asyncio.sleep(2 * READ)
    assert (alone.revisions, other.revisions) == ([8], [9]), "the other rests"
    await asyncio.sleep(every)
    assert (alone.revisions, other.revisions) == ([8, 9], [9])


@pytest.mark.parametrize("every", [0.0, 10.0])
@virtually
async def test_who_resumes_an_answer_that_moves_with_time_is_sent_it_whatever_it_has(every: float) -> None:
    stage = Stage()
    stage.revision = 7
    watches = [stage.watch(every, after, moves=True) for after in (7, 6, 8, None)]
    await asyncio.sleep(1.0)
    assert [watch.revisions for watch in watches] == [[7]] * 4
    late = stage.watch(every, after=7, moves=True)
    await asyncio.sleep(1.0)
    assert late.revisions == [7]
    assert len(stage.executed) <= 2


@virtually
async def test_who_resumes_rests_after_the_first_answer_that_it_is_sent() -> None:
    stage = Stage()
    stage.revision = 7
    stage.watch()
    level, behind, ahead = (stage.watch(every=10.0, after=after) for after in (7, 6, 8))
    await asyncio.sleep(1.0)
    assert (level.revisions, behind.revisions, ahead.revisions) == ([], [7], [7])
    await stage.change_each_second(20)
    await asyncio.sleep(20.0)
    assert level.times[0] < 3.0, "it had nothing to rest from"
    for watch in (level, behind, ahead):
        assert closest(watch.times) >= 10.0
        assert watch.last == 27


@virtually
async def test_who_is_ahead_of_the_server_does_not_wait_for_the_pause_of_others() -> None:
    stage = Stage()
    stage.watch(every=DAY)
    await asyncio.sleep(1.0)
    ahead = stage.watch(every=DAY, after=9)
    await asyncio.sleep(2 * READ)
    assert ahead.revisions == [0]


@virtually
async def test_a_slow_reader_that_catches_up_within_its_pause_waits_for_its_end() -> None:
    stage = Stage()
    impatient, slow = stage.watch(), stage.watch(every=10.0)
    await asyncio.sleep(1.0)
    slow.slow = True
    await stage.change_each_second(15)
    assert slow.revisions == [0]
    slow.go_on()
    await asyncio.sleep(2 * READ)
    assert slow.revisions == [0, 15]
    slow.slow = True
    await stage.change_each_second(3)
    slow.go_on()
    assert slow.revisions == [0, 15]
    await asyncio.sleep(10.0)
    assert slow.revisions == [0, 15, 18]
    assert closest(slow.times) >= 10.0
    assert impatient.last == 18


@virtually
async def test_nothing_is_left_of_a_subscriber_that_leaves_while_it_rests() -> None:
    stage = Stage()
    others = [stage.watch(every=DAY) for _ in range(3)]
    await asyncio.sleep(1.0)
    leaving = stage.watch(every=DAY / 2)
    stage.change()
    assert timers() == 1
    stage.watch().subscription.close()
    await asyncio.sleep(2 * READ)
    assert timers() == 4, "each is owed an answer"
    leaving.subscription.close()
    leaving.subscription.close()
    assert timers() == 3
    stage.change()
    for watch in others:
        watch.subscription.close()
    assert timers() == 0
    assert (stage.hub.shared_subscriptions, stage.hub.subscriptions) == (0, 0)


@virtually
async def test_nothing_is_left_of_a_subscriber_that_leaves_while_others_are_sent_an_answer() -> None:
    stage = Stage()
    impatient, patient = stage.watch(), stage.watch(every=DAY)
    await asyncio.sleep(1.0)

    def send(payload: bytes) -> bool:
        patient.subscription.close()
        return Watch.send(impatient, payload)

    impatient.send = send  # type: ignore[method-assign]
    stage.change()
    await asyncio.sleep(2 * READ)
    assert (timers(), stage.hub.subscriptions) == (0, 1)


@virtually
async def test_a_passing_failure_after_a_pause_is_tried_again() -> None:
    stage = Stage()
    watch = stage.watch(every=10.0)
    await asyncio.sleep(1.0)
    stage.failures = 3
    stage.change()
    await asyncio.sleep(20.0)
    assert watch.revisions == [0, 1]
    assert watch.errors == []


@virtually
async def test_a_database_that_is_set_back_is_followed_after_the_pause() -> None:
    stage = Stage()
    stage.revision = 9
    watch = stage.watch(every=10.0)
    await asyncio.sleep(1.0)
    stage.revision = 4
    stage.hub.start_over(1)
    await asyncio.sleep(20.0)
    assert watch.revisions == [9, 4]
    assert closest(watch.times) >= 10.0


@virtually
async def test_only_who_rests_remembers_when() -> None:
    stage = Stage()
    plain, paced = stage.watch().subscription, stage.watch(every=1.0).subscription
    assert (type(plain), type(paced)) == (Subscription, PacedSubscription)
    assert not hasattr(plain, "__dict__")
    assert len(Subscription.__slots__) == 7
