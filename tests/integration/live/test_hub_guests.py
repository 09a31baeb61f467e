"""Guests use up neither the subscriptions of signed-in users nor their workers."""

from server.errors import ErrorCode, ViewpulseError
from server.live.hub import Hub
from server.live.shares import Subscriber
from tests.integration.live.stand_ins import Numbers, Reader, until


async def test_guests_take_no_slots_of_signed_in_users(hub: Hub, numbers: Numbers) -> None:
    guests = [
        numbers.operation(key=f"guest-{number}", subscriber=Subscriber(1, network=number)) for number in range(30)
    ]
    codes = []
    for operation in guests:
        try:
            hub.subscribe(operation, Reader())
        except ViewpulseError as error:
            codes.append((error.code, error.retry_after))
    assert codes == [(ErrorCode.UNAVAILABLE, 5.0)] * 5  # guests may use half of 50
    hub.subscribe(guests[0], Reader())
    for number in range(25):
        hub.subscribe(numbers.operation(key=f"user-{number}"), Reader())
    assert hub.shared_subscriptions == 50


async def test_executions_for_guests_leave_slots_for_users(hub: Hub, numbers: Numbers) -> None:
    numbers.gate.clear()
    for number in range(20):
        hub.subscribe(numbers.operation(f"content:1:guest-{number}", open_to_guests=True), Reader())
    await until(lambda: numbers.running == 2)
    for number in range(4):
        hub.subscribe(numbers.operation(f"content:1:user-{number}"), Reader())
    await until(lambda: all(numbers.executions[f"content:1:user-{number}"] for number in range(4)))
    assert numbers.running == 6
    numbers.gate.set()
