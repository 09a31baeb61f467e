"""What a request or a socket reveals about its sender; read once, and neither stored nor logged."""

from bisect import bisect_right
from collections.abc import Iterable
from hashlib import blake2b
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple

from starlette.types import Scope

from server.events.bots import BotReason, is_crawler
from server.limits.address_key import AddressKey
from server.settings import Settings
from server.text_cache import keep_short_texts

NETWORK_BITS = {4: 24, 6: 56}
"""Length of the prefix that identifies a network, as assigned to a household or a company."""

ADDRESSES_KEPT, MAX_ADDRESS_LENGTH = 10_000, 64
YES = frozenset({b"1", b"true", b"yes"})


class ClientInfo(NamedTuple):
    """What is known about the sender of a request or socket.

    Attributes:
        bot_reason: Why it looks like a bot; None: it does not.
        network: Distinguishes networks for a day, and does not reveal the address; None: unknown.
    """

    bot_reason: str | None = None
    network: int | None = None


UNKNOWN = ClientInfo()


class Networks:
    """A set of networks with fast look-up of addresses, however many networks there are.

    Args:
        networks: IPv4 and IPv6 networks.
    """

    def __init__(self, networks: Iterable[IPv4Network | IPv6Network]) -> None:
        spans = {(one.version, int(one.network_address), int(one.broadcast_address)) for one in networks}
        self._spans: list[tuple[int, int, int]] = []
        for version, start, end in sorted(spans):
            if not (self._spans and self._spans[-1][0] == version and end <= self._spans[-1][2]):
                self._spans.append((version, start, end))  # networks are apart, or one lies in the other

    def __contains__(self, address: IPv4Address | IPv6Address) -> bool:
        """Whether an address lies in one of the networks; an IPv4 address in IPv6 notation is an IPv4 address."""
        address = plain_address(address)
        number = int(address)
        index = bisect_right(self._spans, (address.version, number, 2**128)) - 1
        if index < 0:
            return False
        version, _, end = self._spans[index]
        return version == address.version and number <= end


class ClientClassifier:
    """Detects bots by their requests.

    Args:
        settings: Networks of data centres, and the headers that a CDN or a proxy in front of the server sets.
        address_key: The key under which addresses are hashed.
    """

    def __init__(self, settings: Settings, address_key: AddressKey | None = None) -> None:
        self._networks = Networks(settings.data_center_networks) if settings.data_center_networks else None
        self._hint = _header(settings.data_center_header)
        self._proxy = _header(settings.client_address_header)
        self._address_key = address_key or AddressKey()
        self._forget_places()
        self._address_key.on_change(self._forget_places)

    def classify(self, scope: Scope) -> ClientInfo:
        """What the request or socket of an ASGI scope reveals about its sender."""
        headers: dict[bytes, bytes] = dict(scope["headers"])
        place = self._place_of(self._address(scope, headers))
        return ClientInfo(self._bot_reason(headers, place), place.network)

    def _bot_reason(self, headers: dict[bytes, bytes], place: "_Place") -> str | None:
        """The first reason found."""
        if is_crawler(headers.get(b"user-agent", b"").decode("latin-1")):
            return BotReason.USER_AGENT
        if self._hint is not None and headers.get(self._hint, b"").strip().lower() in YES:
            return BotReason.DATA_CENTER
        return BotReason.DATA_CENTER if place.in_data_center else None

    def _address(self, scope: Scope, headers: dict[bytes, bytes]) -> str:
        """The client's address, as seen by the nearest proxy or by this server."""
        if self._proxy is not None:
            return headers.get(self._proxy, b"").rpartition(b",")[2].decode("latin-1").strip()
        client = scope.get("client")
        return client[0] if client else ""

    def _forget_places(self) -> None:
        """Forgets all addresses, and so what they were under the old key."""
        self._place_of = keep_short_texts(ADDRESSES_KEPT, MAX_ADDRESS_LENGTH)(self._read_place)

    def _read_place(self, written: str | None) -> "_Place":
        try:
            address = plain_address(ip_address(written or ""))
        except ValueError:
            return _NOWHERE
        prefix = int(address) >> (address.max_prefixlen - NETWORK_BITS[address.version])
        told = blake2b(f"{address.version}:{prefix}".encode(), key=self._address_key.current, digest_size=8).digest()
        return _Place(int.from_bytes(told), self._networks is not None and address in self._networks)


class _Place(NamedTuple):
    """The network of an address, and whether it belongs to a data centre."""

    network: int | None
    in_data_center: bool


_NOWHERE = _Place(None, in_data_center=False)


def plain_address(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The same address; an IPv4 address in IPv6 notation as an IPv4 address."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _header(name: str | None) -> bytes | None:
    return None if name is None else name.lower().encode("latin-1")
