"""The subscription ``eventDashboard`` over the real WebSocket: its first message is the answer of the query."""

from server.access import Role
from tests.integration.every_number.selection import every_field
from tests.integration.every_number.test_live import DASHBOARD_WITHOUT_THE_CLOCK
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import socket

FIELD = f'eventDashboard(timeframe: "52w") {every_field("EventDashboard", DASHBOARD_WITHOUT_THE_CLOCK)}'


async def test_the_first_message_is_the_answer_of_the_query(api: Api) -> None:
    authorization = api.token("boss", Role.ADMIN)
    asked = await api.ask(f"{{ {FIELD} }}", authorization=authorization)
    assert "errors" not in asked
    async with socket(api.url) as client:
        await client.initialise(authorization=authorization)
        await client.subscribe(f"subscription {{ {FIELD} }}")
        message = await client.hear()
    assert message["type"] == "next"
    assert message["payload"]["data"] == asked["data"]
