"""What counts as one client, and which client has stopped reading."""

from typing import Any

import pytest

from server.settings import Settings
from server.transport.connections import Connections, _Slot, client_of


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_the_addresses_of_one_client_are_one(address: str, client: str) -> None:
    assert client_of(address) == client


def test_a_peer_that_has_read_everything_in_between_is_not_stuck() -> None:
    class Reader:
        must_drain = True

        @property
        def transport(self) -> "Reader":
            return self

        def get_write_buffer_size(self) -> int:
            return 1

    connection: Any = Reader()
    connections, slot = Connections(Settings(send_timeout=60)), _Slot("192.0.2.1")
    connections._slots[connection] = slot

    assert not connections._is_stuck(connection, slot, 0.0)
    assert connections._is_stuck(connection, slot, 61.0)
    connections.has_read(connection)
    assert not connections._is_stuck(connection, slot, 62.0)
    assert not connections._is_stuck(connection, slot, 120.0)
    assert connections._is_stuck(connection, slot, 123.0)
