"""Which answers are sent: not the one that a client has, none of a lost state, and none that differs only in time."""

from datetime import timedelta

import pytest

from server.live.hub import Hub
from server.live.operation import Delivery
from server.live.publish import Publisher
from tests.integration.live.stand_ins import SUBJECT, Numbers, Reader, until
from tests.integration.live.test_hub import settle


async def test_a_revision_ahead_of_a_running_shared_subscription_gets_the_snapshot(hub: Hub, numbers: Numbers) -> None:
    numbers.commit(SUBJECT)
    first, ahead = Reader(), Reader()
    hub.subscribe(numbers.operation(), first)
    await until(lambda: first.revisions == [1])
    hub.subscribe(numbers.operation(), ahead, Delivery(after=7))
    await until(lambda: ahead.revisions == [1])
    assert first.revisions == [1]


async def test_a_process_that_lags_does_not_take_a_newer_client_for_one_that_is_ahead(
    hub: Hub, numbers: Numbers
) -> None:
    numbers.commit(SUBJECT)
    first, newer = Reader(), Reader()
    hub.subscribe(numbers.operation(), first)
    await until(lambda: first.revisions == [1])
    numbers.commit(SUBJECT)  # its hint is on the way
    hub.subscribe(numbers.operation(), newer, Delivery(after=2))
    await until(lambda: first.revisions == [1, 2])
    assert newer.revisions == []


async def test_a_database_that_is_set_back_is_noticed_and_followed(
    hub: Hub, publisher: Publisher, numbers: Numbers, capsys: pytest.CaptureFixture[str]
) -> None:
    reader, other_project = Reader(), Reader()
    for _ in range(9):
        numbers.commit(SUBJECT)
    hub.subscribe(numbers.operation(), reader)
    hub.subscribe(numbers.operation("content:2:c1"), other_project)
    hub._poll_now.set()
    await until(lambda: reader.revisions == [9] and hub._tracker.last_complete(1) == 9 and other_project.payloads)
    numbers.revision = numbers.touched[SUBJECT] = 4
    hub._poll_now.set()
    await until(lambda: reader.revisions == [9, 4])
    await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
    await until(lambda: reader.revisions == [9, 4, 5])
    assert len(other_project.payloads) == 1


async def test_an_answer_that_shows_nothing_new_is_not_sent_at_a_quarter_hour(hub: Hub, numbers: Numbers) -> None:
    reader = Reader()
    hub.subscribe(numbers.operation(), reader)
    await until(lambda: reader.payloads)
    before = numbers.executions[SUBJECT]
    numbers.moment += timedelta(minutes=14)
    hub._turn_quarter()
    numbers.moment -= timedelta(minutes=14)  # what is read is the same
    await until(lambda: numbers.executions[SUBJECT] > before and numbers.running == 0)
    await settle(hub, numbers)
    assert len(reader.payloads) == 1


async def test_a_minute_moves_only_answers_by_minute(hub: Hub, numbers: Numbers) -> None:
    by_minute, other = Reader(), Reader()
    hub.subscribe(numbers.operation(key="by minute", beyond=("minute:1",)), by_minute)
    hub.subscribe(numbers.operation(), other)
    await until(lambda: by_minute.payloads and other.payloads)
    numbers.moment += timedelta(seconds=61)
    hub._poll_now.set()
    await until(lambda: len(by_minute.payloads) == 2)
    assert b"12:02" in by_minute.payloads[1]
    numbers.moment += timedelta(seconds=30)
    hub._poll_now.set()
    await settle(hub, numbers)
    assert (len(by_minute.payloads), len(other.payloads)) == (2, 1)
