"""Frame headers, against the frames of the websockets library."""

import pytest
from websockets.frames import Frame, Opcode

from server.transport.frames import frame_header


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 255, 256, 65535, 65536, 70000, 2**20])
def test_a_header_is_what_the_websockets_library_writes(length: int) -> None:
    payload = b"x" * length
    assert frame_header(length) + payload == Frame(Opcode.TEXT, payload).serialize(mask=False)
