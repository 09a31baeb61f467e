"""An event stream whose client reads slowly: the newest answer only, and bounded memory."""

import asyncio
from typing import Any

from server.access import Caller
from server.errors import ErrorCode, ViewpulseError
from server.transport.event_stream import EventStream
from tests.integration.live.stand_ins import until


class Watch:
    """Watches nothing."""

    def add(self, _stream: object) -> None: ...

    def discard(self, _stream: object) -> None: ...


class SlowClient:
    """Takes an event only when the test says so."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.may_take = asyncio.Semaphore(0)
        self.more = True

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.body":
            await self.may_take.acquire()
            self.taken.append(message["body"])
            self.more = message["more_body"]

    async def receive(self) -> Any:
        await asyncio.Event().wait()


def event(payload: bytes) -> bytes:
    return b"event: next\ndata: " + payload + b"\n\n"


async def test_a_slow_reader_gets_the_newest_answer_only() -> None:
    watch: Any = Watch()
    stream, client = EventStream(Caller(), None, watch), SlowClient()
    serving = asyncio.create_task(stream.run(client.receive, client.send, "r"))
    await asyncio.sleep(0)
    for number in range(1000):
        assert stream.send(b"%d" % number)
        await asyncio.sleep(0)
    client.may_take.release()
    client.may_take.release()
    await until(lambda: len(client.taken) == 2)
    assert client.taken[1] == event(b"999")
    stream.send(b"last")
    stream.fail(ViewpulseError(ErrorCode.FORBIDDEN, "No."))
    stream.send(b"too late")
    client.may_take.release()
    await serving
    assert client.taken[2].startswith(event(b"last") + b'event: next\ndata: {"errors":[{"message":"No."')
    assert client.taken[2].endswith(b"event: complete\ndata:\n\n")
    assert not client.more
