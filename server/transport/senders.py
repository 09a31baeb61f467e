"""What a request or a socket says of its sender; read once, and neither stored nor logged."""

from bisect import bisect_right
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from starlette.types import Scope

from server.events.bots import BotReason, is_crawler
from server.settings import Settings

YES = frozenset({b"1", b"true", b"yes"})


class Networks:
    """A set of networks that finds an address in no time, however many there are.

    Args:
        networks: IPv4 and IPv6.
    """

    def __init__(self, networks: Iterable[IPv4Network | IPv6Network]) -> None:
        spans = {(one.version, int(one.network_address), int(one.broadcast_address)) for one in networks}
        self._spans: list[tuple[int, int, int]] = []
        for version, start, end in sorted(spans):
            if not (self._spans and self._spans[-1][0] == version and end <= self._spans[-1][2]):
                self._spans.append((version, start, end))  # networks are apart, or one lies in the other

    def __contains__(self, address: IPv4Address | IPv6Address) -> bool:
        """Whether an address lies in one of them; an IPv4 address in IPv6 notation is an IPv4 address."""
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        number = int(address)
        index = bisect_right(self._spans, (address.version, number, 2**128)) - 1
        if index < 0:
            return False
        version, _, end = self._spans[index]
        return version == address.version and number <= end


class Senders:
    """Tells bots by their requests.

    Args:
        settings: Networks of data centres, and the headers that a CDN or a proxy in front of the server sets.
    """

    def __init__(self, settings: Settings) -> None:
        self._networks = Networks(settings.data_center_networks) if settings.data_center_networks else None
        self._hint = _header(settings.data_center_header)
        self._proxy = _header(settings.client_address_header)

    def bot_reason(self, scope: Scope) -> str | None:
        """Why the sender of a request or socket looks like a bot: the first reason found.

        Args:
            scope: ASGI's.
        """
        headers: dict[bytes, bytes] = dict(scope["headers"])
        if is_crawler(headers.get(b"user-agent", b"").decode("latin-1")):
            return BotReason.USER_AGENT
        if self._hint is not None and headers.get(self._hint, b"").strip().lower() in YES:
            return BotReason.DATA_CENTER
        if self._networks is not None:
            address = self._address(scope, headers)
            if address is not None and address in self._networks:
                return BotReason.DATA_CENTER
        return None

    def _address(self, scope: Scope, headers: dict[bytes, bytes]) -> IPv4Address | IPv6Address | None:
        """The client's, as the nearest proxy saw it or as we do; None when nobody can read it."""
        if self._proxy is not None:
            written = headers.get(self._proxy, b"").rpartition(b",")[2].decode("latin-1").strip()
        else:
            client = scope.get("client")
            written = client[0] if client else ""
        try:
            return ip_address(written)
        except ValueError:
            return None


def _header(name: str | None) -> bytes | None:
    return None if name is None else name.lower().encode("latin-1")
