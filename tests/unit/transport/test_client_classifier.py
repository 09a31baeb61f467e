import asyncio
import weakref
from collections.abc import Sequence
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.limits.address_key import DAY_SECONDS, AddressKey
from server.settings import Settings
from server.transport.client_classifier import ClientClassifier, Networks


def scope(address: str | None = "203.0.113.7", headers: Sequence[tuple[bytes, bytes]] = ()) -> dict[str, Any]:
    return {"headers": list(headers), "client": None if address is None else (address, 50_000)}


def settings(**changes: Any) -> Settings:
    return Settings.model_validate({"data_center_networks": ["203.0.113.0/24", "2001:db8::/32"], **changes})


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("203.0.113.0", True),
        ("203.0.113.255", True),
        ("203.0.112.255", False),
        ("203.0.114.0", False),
        ("2001:db8::1", True),
        ("2001:db9::1", False),
        ("::ffff:203.0.113.9", True),
        ("::cb00:7109", False),
        ("", False),
        ("a.unix.socket", False),
        (None, False),
    ],
)
def test_a_sender_in_a_data_centres_network_is_a_bot(address: str | None, inside: bool) -> None:
    assert ClientClassifier(settings()).classify(scope(address)).bot_reason == ("data_center" if inside else None)


def test_when_the_key_changes_all_addresses_are_forgotten() -> None:
    seconds = [0.0]
    key = AddressKey(clock=lambda: seconds[0])
    senders = ClientClassifier(settings(), key)
    before = senders.classify(scope())
    assert senders.classify(scope()) == before
    kept = weakref.ref(senders._place_of)
    seconds[0] = DAY_SECONDS
    asyncio.run(key.look())
    assert kept() is None, "no address, and no key that its hash could be compared under"
    assert senders.classify(scope()).network != before.network


def test_without_networks_no_sender_is() -> None:
    assert ClientClassifier(Settings()).classify(scope()).bot_reason is None


def test_behind_a_proxy_the_address_is_the_one_it_appended() -> None:
    senders = ClientClassifier(settings(client_address_header="X-Forwarded-For"))
    inside, outside = b"203.0.113.7", b"198.51.100.1"

    def reason(forwarded: bytes) -> str | None:
        return senders.classify(scope("203.0.113.1", [(b"x-forwarded-for", forwarded)])).bot_reason

    assert reason(outside + b", " + inside) == "data_center"
    assert reason(inside + b", " + outside) is None  # whatever the client claimed before
    assert senders.classify(scope("203.0.113.1")).bot_reason is None


@pytest.mark.parametrize(("value", "means_yes"), [(b"1", True), (b" True ", True), (b"yes", True), (b"0", False)])
def test_the_data_center_header_marks_bots(value: bytes, means_yes: bool) -> None:
    senders = ClientClassifier(Settings(data_center_header="X-Data-Center"))
    told = senders.classify(scope(headers=[(b"x-data-center", value)])).bot_reason
    assert told == ("data_center" if means_yes else None)
    assert ClientClassifier(Settings()).classify(scope(headers=[(b"x-data-center", value)])).bot_reason is None


def test_the_user_agent_comes_first() -> None:
    headers = [(b"user-agent", b"Mozilla/5.0 (compatible; Googlebot/2.1)")]
    assert ClientClassifier(settings()).classify(scope(headers=headers)).bot_reason == "user_agent"
    assert (
        ClientClassifier(settings()).classify(scope(headers=[(b"user-agent", b"okhttp/4 \xff")])).bot_reason
        == "data_center"
    )


@given(
    st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 32)), max_size=6),
    st.integers(0, 2**32 - 1),
)
def test_networks_may_lie_in_one_another_in_any_order(written: list[tuple[int, int]], number: int) -> None:
    networks = [ip_network((start, bits), strict=False) for start, bits in written]
    addresses = [ip_address(number), *(one.network_address for one in networks), *(one[-1] for one in networks)]
    known = Networks(networks)
    for address in addresses:
        assert (address in known) == any(address in one for one in networks)
