"""The hub on a real Redis: which subscriber receives what, and how often an operation is executed."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
import pytest_asyncio

from server.errors import ErrorCode, ViewpulseError
from server.live.hub import Hub
from server.live.operation import Delivery
from server.live.publish import Publisher
from server.live.subjects import REVISIONS, channel_of
from server.settings import Settings
from tests.integration.live.stand_ins import SUBJECT, Numbers, Reader, until

OTHER = "content:1:c2"


@pytest_asyncio.fixture(loop_scope="session")
async def followed(hub: Hub, numbers: Numbers) -> None:
    """The subject's channel is confirmed, so that no snapshot need be taken twice."""
    hub.subscribe(numbers.operation(key="another"), Reader())
    channel = channel_of(SUBJECT, hub._settings.live_channels)
    await until(lambda: hub._backend.is_confirmed(channel) and numbers.executions["another"])
    await until(lambda: numbers.running == 0)


def shows(reader: Reader, revision: int) -> Callable[[], bool]:
    """Whether this revision is the newest that the reader was sent."""
    return lambda: reader.revisions[-1] == revision


async def settle(hub: Hub, numbers: Numbers) -> None:
    """Waits until the hub has nothing left to do, after everything published so far has reached it."""
    marker = f"content:1:marker-{numbers.revision}-{id(numbers)}"
    publisher = Publisher(hub._settings.redis_url, hub._settings)
    reader = Reader()
    numbers.touched[marker] = 0
    subscription = hub.subscribe(numbers.operation(marker), reader)
    await until(lambda: reader.payloads)
    await publisher.publish(numbers.commit(marker), [marker])
    await until(lambda: len(reader.payloads) == 2)
    await until(lambda: numbers.running == 0)
    subscription.close()
    await publisher.close()


async def test_a_subscriber_gets_a_snapshot_and_then_each_newer_revision(
    hub: Hub, publisher: Publisher, numbers: Numbers
) -> None:
    reader = Reader()
    numbers.commit(SUBJECT)
    hub.subscribe(numbers.operation(), reader)
    await until(lambda: reader.revisions == [1])
    for expected in (2, 3, 4):
        assert await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
        await until(shows(reader, expected))
    assert reader.revisions == [1, 2, 3, 4]


@pytest.mark.usefixtures("followed")
async def test_a_thousand_subscribers_of_one_operation_cost_one_execution_and_share_its_bytes(
    hub: Hub, publisher: Publisher, numbers: Numbers
) -> None:
    readers = [Reader() for _ in range(1000)]
    for reader in readers:
        hub.subscribe(numbers.operation(), reader)
    await until(lambda: all(reader.payloads for reader in readers))
    assert numbers.executions[SUBJECT] == 1
    await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
    await until(lambda: all(reader.revisions == [0, 1] for reader in readers))
    assert numbers.executions[SUBJECT] == 2
    assert len({id(reader.payloads[-1]) for reader in readers}) == 1


@pytest.mark.usefixtures("followed")
async def test_a_later_subscriber_gets_the_latest_payload_without_an_execution(hub: Hub, numbers: Numbers) -> None:
    first, second = Reader(), Reader()
    hub.subscribe(numbers.operation(), first)
    await until(lambda: first.payloads)
    hub.subscribe(numbers.operation(), second)
    assert second.payloads == first.payloads
    assert numbers.executions[SUBJECT] == 1


@pytest.mark.usefixtures("followed")
async def test_a_hint_for_another_subject_executes_nothing(hub: Hub, publisher: Publisher, numbers: Numbers) -> None:
    reader = Reader()
    hub.subscribe(numbers.operation(), reader)
    await until(lambda: reader.payloads)
    await publisher.publish(numbers.commit(OTHER), [OTHER])
    await settle(hub, numbers)
    assert numbers.executions[SUBJECT] == 1


async def test_an_operation_of_several_subjects_follows_each_until_it_ends(
    hub: Hub, publisher: Publisher, numbers: Numbers
) -> None:
    reader = Reader()
    numbers.commit(SUBJECT)
    subscription = hub.subscribe(numbers.operation(beyond=("rankings:1", "platform:1")), reader)
    await until(lambda: reader.revisions == [1])
    for expected, subject in enumerate(("rankings:1", SUBJECT, "platform:1"), 2):
        await publisher.publish(numbers.commit(subject), [subject])
        await until(shows(reader, expected))
    subscription.close()
    assert (hub.shared_subscriptions, hub.channels, hub._by_subject, hub._by_channel) == (0, 0, {}, {})


async def test_an_operation_of_several_channels_takes_its_first_snapshot_once_all_are_subscribed(
    hub: Hub, numbers: Numbers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.live.hub.CONFIRMATION_SECONDS", 60.0)
    operation = numbers.operation(beyond=("rankings:1", "platform:1"))
    channels = {channel_of(subject, hub._settings.live_channels) for subject in operation.subjects}
    assert len(channels) == len(operation.subjects)
    heard: set[str] = set()  # Redis mostly confirms all at once: here it takes its time
    is_confirmed = hub._backend.is_confirmed
    monkeypatch.setattr(hub._backend, "is_confirmed", heard.__contains__)
    reader = Reader()
    hub.subscribe(operation, reader)
    await until(lambda: all(map(is_confirmed, channels)))
    for channel in channels:
        heard.add(channel)
        hub._on_subscribed(channel)
        await until(lambda: hub._runner._queues["users"].empty() and numbers.running == 0)
        assert numbers.executions[SUBJECT] == (heard == channels)
    await until(lambda: reader.payloads)
    assert numbers.executions[SUBJECT] == 1


async def test_a_resumed_subscriber_gets_nothing_until_a_newer_revision(
    hub: Hub, publisher: Publisher, numbers: Numbers
) -> None:
    for _ in range(3):
        numbers.commit(SUBJECT)
    resumed, ahead, behind = Reader(), Reader(), Reader()
    hub.subscribe(numbers.operation(), resumed, Delivery(after=3))
    hub.subscribe(numbers.operation(), ahead, Delivery(after=4))
    hub.subscribe(numbers.operation(), behind, Delivery(after=2))
    await until(lambda: behind.revisions == ahead.revisions == [3])
    await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
    await until(lambda: behind.revisions == ahead.revisions == [3, 4])
    await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
    await until(lambda: behind.revisions == ahead.revisions == [3, 4, 5])
    assert resumed.revisions == [4, 5]


@pytest.mark.usefixtures("followed")
async def test_hints_during_an_execution_make_one_more_execution(
    hub: Hub, publisher: Publisher, numbers: Numbers
) -> None:
    reader = Reader()
    hub.subscribe(numbers.operation(), reader)
    await until(lambda: reader.payloads)
    numbers.gate.clear()
    await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
    await until(lambda: numbers.executions[SUBJECT] == 2)
    for _ in range(20):
        await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
    await until(lambda: hub._tracker.last_complete(1) == 21)
    numbers.gate.set()
    await until(lambda: reader.revisions[-1] == 21)
    await settle(hub, numbers)
    assert reader.revisions == [0, 1, 21]
    assert numbers.executions[SUBJECT] == 3


async def test_no_more_shared_subscriptions_execute_at_once_than_the_setting_allows(hub: Hub, numbers: Numbers) -> None:
    numbers.gate.clear()
    readers = [Reader() for _ in range(12)]
    for number, reader in enumerate(readers):
        hub.subscribe(numbers.operation(f"content:1:many-{number}"), reader)
    await until(lambda: numbers.running == 4)
    numbers.gate.set()
    await until(lambda: all(reader.payloads for reader in readers))
    assert numbers.most_running == 4


async def test_a_slow_reader_gets_the_newest_only_once_it_has_caught_up(
    hub: Hub, publisher: Publisher, numbers: Numbers
) -> None:
    slow, fast = Reader(), Reader()
    subscription = hub.subscribe(numbers.operation(), slow)
    hub.subscribe(numbers.operation(), fast)
    await until(lambda: slow.payloads)
    slow.slow = True
    for expected in range(1, 6):
        await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
        await until(shows(fast, expected))
    slow.slow = False
    subscription.drained()
    assert slow.revisions == [0, 5]
    subscription.drained()
    assert slow.revisions == [0, 5]


async def test_a_missing_revision_makes_every_shared_subscription_of_the_project_current(
    hub: Hub, publisher: Publisher, numbers: Numbers
) -> None:
    mine, other_project = Reader(), Reader()
    hub.subscribe(numbers.operation(), mine)
    hub.subscribe(numbers.operation("content:2:c1"), other_project)
    await publisher.publish(numbers.commit(OTHER), [OTHER])
    await until(lambda: mine.payloads and other_project.payloads)
    await settle(hub, numbers)
    executed = numbers.executions["content:2:c1"]
    numbers.commit(SUBJECT)  # its hint is lost
    await publisher.publish(numbers.commit(OTHER), [OTHER])
    await until(lambda: mine.revisions[-1] == numbers.touched[SUBJECT])
    assert numbers.executions["content:2:c1"] == executed


async def test_a_quarter_hour_moves_sliding_ranges_though_the_revision_is_the_same(hub: Hub, numbers: Numbers) -> None:
    reader, resumed = Reader(), Reader()
    hub.subscribe(numbers.operation(), reader)
    await until(lambda: reader.payloads)
    hub.subscribe(numbers.operation(), resumed, Delivery(after=0))
    numbers.moment += timedelta(minutes=14)
    hub._poll_now.set()
    await until(lambda: len(reader.payloads) == 2)
    assert reader.revisions == [0, 0]
    assert b"12:15" in reader.payloads[1]
    assert resumed.payloads == reader.payloads[1:]
    hub._poll_now.set()
    await settle(hub, numbers)
    assert len(reader.payloads) == 2


async def test_a_range_that_becomes_final_is_sent_again(hub: Hub, numbers: Numbers) -> None:
    numbers.as_of = numbers.moment
    reader = Reader()
    hub.subscribe(numbers.operation(), reader)
    hub._poll_now.set()
    await until(lambda: reader.payloads and 1 in hub._as_of_quarters)
    executed = numbers.executions[SUBJECT]
    numbers.as_of += timedelta(minutes=15)
    hub._poll_now.set()
    await until(lambda: numbers.executions[SUBJECT] == executed + 1)


async def test_a_passing_failure_keeps_the_subscribers_and_is_tried_again(
    hub: Hub, publisher: Publisher, numbers: Numbers
) -> None:
    reader = Reader()
    hub.subscribe(numbers.operation(), reader)
    await until(lambda: reader.payloads)
    numbers.error = ViewpulseError(ErrorCode.UNAVAILABLE, "PostgreSQL is unavailable.")
    await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
    await until(lambda: numbers.executions[SUBJECT] >= 4)
    numbers.error = None
    await until(lambda: reader.revisions == [0, 1])
    assert reader.errors == []


async def test_an_answer_without_a_part_is_sent_and_the_part_is_read_again(
    hub: Hub, publisher: Publisher, numbers: Numbers
) -> None:
    reader = Reader()
    numbers.failed = frozenset({ErrorCode.UNAVAILABLE})
    hub.subscribe(numbers.operation(), reader)
    await until(lambda: numbers.executions[SUBJECT] >= 3)
    assert [json.loads(payload)["errors"] for payload in reader.payloads] == [["UNAVAILABLE"]]
    await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
    await until(lambda: reader.revisions == [0, 1])
    numbers.failed = frozenset()
    await until(lambda: reader.revisions == [0, 1, 1])
    assert json.loads(reader.payloads[-1])["errors"] == []
    executed = numbers.executions[SUBJECT]
    await settle(hub, numbers)
    assert (numbers.executions[SUBJECT], reader.errors) == (executed, [])


@pytest.mark.usefixtures("followed")
async def test_a_part_that_never_works_is_not_read_again(hub: Hub, publisher: Publisher, numbers: Numbers) -> None:
    reader = Reader()
    numbers.failed = frozenset({ErrorCode.BAD_INPUT})
    hub.subscribe(numbers.operation(), reader)
    await until(lambda: reader.payloads)
    await settle(hub, numbers)
    assert numbers.executions[SUBJECT] == 1
    await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
    await until(lambda: reader.revisions == [0, 2])
    assert reader.errors == []


async def test_losing_the_right_to_see_it_ends_the_subscription_with_an_error(
    hub: Hub, publisher: Publisher, numbers: Numbers
) -> None:
    reader = Reader()
    hub.subscribe(numbers.operation(), reader)
    await until(lambda: reader.payloads)
    numbers.error = ViewpulseError(ErrorCode.FORBIDDEN, "Not yours any more.")
    await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
    await until(lambda: reader.errors)
    assert [error.code for error in reader.errors] == [ErrorCode.FORBIDDEN]
    assert (hub.shared_subscriptions, hub.subscriptions) == (0, 0)


async def test_an_operation_that_never_works_is_given_up(
    hub: Hub, numbers: Numbers, capsys: pytest.CaptureFixture[str]
) -> None:
    reader = Reader()
    numbers.error = ViewpulseError(ErrorCode.INTERNAL, "A mistake.")
    hub.subscribe(numbers.operation(), reader)
    await until(lambda: reader.errors)
    assert reader.errors[0].code is ErrorCode.INTERNAL
    assert numbers.executions[SUBJECT] == 3


async def test_a_failing_sink_does_not_affect_its_shared_subscription(hub: Hub, numbers: Numbers) -> None:
    class Broken(Reader):
        def send(self, payload: bytes) -> bool:
            raise RuntimeError("broken")

    reader = Reader()
    hub.subscribe(numbers.operation(), Broken())
    hub.subscribe(numbers.operation(), reader)
    await until(lambda: reader.payloads)
    assert hub.subscriptions == 1


async def test_too_many_distinct_operations_are_refused(hub: Hub, numbers: Numbers) -> None:
    for number in range(50):
        hub.subscribe(numbers.operation(key=f"key-{number}"), Reader())
    with pytest.raises(ViewpulseError, match="Too many") as refused:
        hub.subscribe(numbers.operation(key="one more"), Reader())
    assert refused.value.code is ErrorCode.UNAVAILABLE
    hub.subscribe(numbers.operation(key="key-0"), Reader())


async def test_nothing_is_left_behind_by_subscriptions_that_ended(
    hub: Hub, publisher: Publisher, numbers: Numbers
) -> None:
    tasks = len(asyncio.all_tasks())
    for number in range(200):
        subject = f"content:1:leak-{number % 7}"
        reader = Reader()
        subscription = hub.subscribe(numbers.operation(subject), reader)
        if number % 3:
            await until(partial(bool, reader.payloads))
        if number % 5 == 0:
            await publisher.publish(numbers.commit(subject), [subject])
        subscription.close()
        subscription.close()
    await until(lambda: len(asyncio.all_tasks()) == tasks)
    assert (hub.shared_subscriptions, hub.subscriptions, hub.channels) == (0, 0, 0)
    assert (hub._by_subject, hub._by_channel, hub._shares._held) == ({}, {}, {})
    await until(lambda: hub._backend._confirmed == {REVISIONS})
    assert hub._backend._wanted == set(hub._broadcast._subscribers) == {REVISIONS}


async def test_a_message_that_is_no_hint_is_passed_over(
    hub: Hub, publisher: Publisher, numbers: Numbers, capsys: pytest.CaptureFixture[str]
) -> None:
    reader = Reader()
    hub.subscribe(numbers.operation(), reader)
    await until(lambda: reader.payloads)
    await hub._broadcast.publish(REVISIONS, "[1")
    for channel in hub._by_channel:
        await hub._broadcast.publish(channel, '{"revisions": {"x": 1}, "subjects": []}')
    await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
    await until(lambda: reader.revisions == [0, 1])


async def test_messages_that_overflow_the_queue_are_repaired(hub: Hub, numbers: Numbers) -> None:
    reader = Reader()
    hub.subscribe(numbers.operation(), reader)
    await until(lambda: reader.payloads)
    numbers.commit(SUBJECT)
    for _ in range(hub._backend._queue_messages + 1):
        hub._backend._take({"type": "message", "channel": b"viewpulse:live:none", "data": b"{}"})
    await until(lambda: reader.revisions == [0, 1])


async def test_a_lost_hint_is_noticed_by_the_poll(live_settings: Settings, numbers: Numbers) -> None:
    hub = Hub(live_settings.model_copy(update={"live_poll_interval": 0.05}), numbers.progress, now=numbers.now)
    await hub.start()
    reader = Reader()
    hub.subscribe(numbers.operation(), reader)
    await until(lambda: reader.payloads and hub.pushed)
    numbers.commit(SUBJECT)
    await until(lambda: reader.revisions == [0, 1])
    await hub.stop()
