"""Executions that take long: others do not wait behind them, and they end when nobody waits for them any more."""

from server.live.hub import Hub
from server.live.publish import Publisher
from tests.integration.live.stand_ins import SUBJECT, Numbers, Reader, until


async def test_long_executions_leave_slots_for_others(hub: Hub, numbers: Numbers) -> None:
    numbers.gate.clear()
    for number in range(20):
        hub.subscribe(numbers.operation(f"content:1:long-{number}", takes_long=True), Reader())
    await until(lambda: numbers.running == 4)
    for number in range(4):
        hub.subscribe(numbers.operation(f"content:1:short-{number}"), Reader())
    await until(lambda: all(numbers.executions[f"content:1:short-{number}"] for number in range(4)))
    assert numbers.running == 8
    numbers.gate.set()


async def test_a_long_execution_ends_when_its_last_subscriber_leaves(hub: Hub, numbers: Numbers) -> None:
    numbers.gate.clear()
    operation = numbers.operation(takes_long=True)
    first, second = hub.subscribe(operation, Reader()), hub.subscribe(operation, Reader())
    await until(lambda: numbers.running == 1)
    first.close()
    assert numbers.running == 1
    second.close()
    await until(lambda: numbers.running == 0)
    numbers.gate.set()


async def test_who_comes_after_an_execution_was_ended_gets_an_answer(
    hub: Hub, numbers: Numbers, publisher: Publisher
) -> None:
    numbers.gate.clear()
    hub.subscribe(numbers.operation(takes_long=True), Reader()).close()
    reader = Reader()
    hub.subscribe(numbers.operation(takes_long=True), reader)
    numbers.gate.set()
    await until(lambda: reader.revisions == [0])
    await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
    await until(lambda: reader.revisions == [0, 1])
    assert reader.errors == []
