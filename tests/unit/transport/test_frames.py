"""Frame headers and compressed messages, against those of the websockets library."""

import os
import zlib

import pytest
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode

from server.transport.compression import SharedDeflate
from server.transport.frames import frame_header


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 255, 256, 65535, 65536, 70000, 2**20])
def test_a_header_is_what_the_websockets_library_writes(length: int) -> None:
    payload = b"x" * length
    assert frame_header(length) + payload == Frame(Opcode.TEXT, payload).serialize(mask=False)
    assert frame_header(length, 0x40) == bytes([0xC1]) + frame_header(length)[1:]


@pytest.mark.parametrize("payload", [b"", b"x", b'{"a":1}' * 10_000, os.urandom(100_000)])
@pytest.mark.parametrize("prefix", [b"", b'{"id":"1","type":"next","payload":', b"x" * 400])
def test_a_compressed_message_is_read_by_the_websockets_library(payload: bytes, prefix: bytes) -> None:
    shared = SharedDeflate()
    for number in range(3):
        message = shared.message(prefix, payload, b"}%d" % number)
        reader = PerMessageDeflate(True, True, 15, 15)
        read = reader.decode(Frame(Opcode.TEXT, message, rsv1=True), max_size=1_000_000)
        assert bytes(read.data) == prefix + payload + b"}%d" % number


def test_a_payload_is_compressed_once_for_all_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    make = zlib.compressobj

    def making(*arguments: int, **options: int) -> object:
        made.append(1)
        return make(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(zlib, "compressobj", making)
    shared, payload = SharedDeflate(), b"x" * 10_000
    messages = {shared.message(b'{"id":"%d"' % number, payload, b"}") for number in range(100)}
    assert (len(messages), len(made)) == (100, 1)
    shared.message(b"", b"y" * 10_000, b"")
    assert len(made) == 2
