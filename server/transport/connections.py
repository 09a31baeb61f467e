"""The open connections of one process: how many are allowed, and which of them are closed."""

import asyncio
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Protocol

import structlog

from server.settings import Settings

SWEEP_SECONDS = 1.0
MAX_LINGERING = 100
LOG_SECONDS = 60.0

log = structlog.get_logger(__name__)


class Connection(Protocol):
    """A connection, as its protocol sees it.

    Attributes:
        transport: The transport of its bytes.
        must_drain: Whether everything sent must be read within ``send_timeout``; else only what is left at the end.
    """

    transport: asyncio.Transport
    must_drain: bool

    def check(self, now: float) -> None:
        """Closes the connection if it is late.

        Args:
            now: The event loop's time.
        """
        ...


def client_of(address: str) -> str:
    """The key of one client: an IPv4 address, or the /64 network of an IPv6 client."""
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(read, IPv4Address):
        return address
    return str(read.ipv4_mapped or IPv6Network((int(read) >> 64 << 64, 64)))


@dataclass(slots=True)
class _Slot:
    """What is known of an open connection: its address, and since when bytes wait for its reader."""

    address: str
    stuck_since: float | None = None


class Connections:
    """Counts the open connections, and checks all of them once a second.

    One timer serves all connections, and runs only while there are any. Deadlines are therefore met up to a second
    late.

    Args:
        settings: The limits.
    """

    def __init__(self, settings: Settings) -> None:
        self._most = settings.max_connections
        by_peer = settings.client_address_header is None  # else the peers are proxies
        self._most_per_address = settings.max_connections_per_address if by_peer else None
        self._send_timeout = settings.send_timeout
        shortest = min(settings.header_timeout, settings.body_timeout, settings.send_timeout)
        self._pause = min(SWEEP_SECONDS, shortest / 4)
        self._slots: dict[Connection, _Slot] = {}
        self._per_address: dict[str, int] = {}
        self._lingering: set[Connection] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._logged = float("-inf")

    def __len__(self) -> int:
        """Number of open connections."""
        return len(self._slots)

    def enter(self, connection: Connection, address: str | None) -> bool:
        """Accepts a new connection, unless there are too many in total or from its address.

        Args:
            connection: The connection.
            address: The peer's address; None for a Unix socket.
        """
        name = "" if address is None else client_of(address)
        of_address = self._per_address.get(name, 0)
        if len(self._slots) >= self._most:
            self._complain("too many connections: raise VIEWPULSE_MAX_CONNECTIONS", self._most)
            return False
        if address is not None and self._most_per_address is not None and of_address >= self._most_per_address:
            self._complain(
                "too many connections of one address: behind a proxy set VIEWPULSE_CLIENT_ADDRESS_HEADER, else raise "
                "VIEWPULSE_MAX_CONNECTIONS_PER_ADDRESS",
                self._most_per_address,
            )
            return False
        self._slots[connection] = _Slot(name)
        self._per_address[name] = of_address + 1
        if self._timer is None:
            self._wait()
        return True

    def leave(self, connection: Connection) -> None:
        """Forgets a connection; does nothing for one that was not accepted."""
        self._lingering.discard(connection)
        slot = self._slots.pop(connection, None)
        if slot is None:
            return
        left = self._per_address[slot.address] - 1
        if left:
            self._per_address[slot.address] = left
        else:
            del self._per_address[slot.address]

    def has_read(self, connection: Connection) -> None:
        """Notes that the peer has read everything, for answers that never end: the next look may find more."""
        if slot := self._slots.get(connection):
            slot.stuck_since = None

    def may_linger(self, connection: Connection) -> bool:
        """Whether a refused connection may stay for a moment, so that its client can read the reason."""
        if len(self._lingering) >= MAX_LINGERING:
            return False
        self._lingering.add(connection)
        return True

    def _wait(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self._pause, self._sweep)

    def _sweep(self) -> None:
        now = asyncio.get_running_loop().time()
        for connection, slot in tuple(self._slots.items()):
            if self._is_stuck(connection, slot, now):
                connection.transport.abort()
            else:
                connection.check(now)
        self._timer = None
        if self._slots:
            self._wait()

    def _is_stuck(self, connection: Connection, slot: _Slot, now: float) -> bool:
        """Whether the peer has left bytes unread for too long; closing would wait for it forever."""
        transport = connection.transport
        if not transport.get_write_buffer_size():
            slot.stuck_since = None
        elif slot.stuck_since is None:
            slot.stuck_since = now
        elif connection.must_drain or transport.is_closing():
            return now - slot.stuck_since > self._send_timeout
        return False

    def _complain(self, message: str, limit: int) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._logged >= LOG_SECONDS:
            self._logged = now
            log.warning(message, limit=limit)
