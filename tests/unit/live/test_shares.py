"""Who may have how many distinct live subscriptions."""

import pytest

from server.errors import ErrorCode, ViewpulseError
from server.live.shares import Shares, Subscriber
from server.settings import Settings

SETTINGS = Settings(
    live_max_shared=20, live_max_per_project=12, live_max_per_user=3, live_max_per_network=4, live_guest_part=0.5
)


def refusal(shares: Shares, shared: str, subscriber: Subscriber) -> tuple[ErrorCode, str]:
    with pytest.raises(ViewpulseError) as refused:
        shares.enter(shared, subscriber)
    return refused.value.code, refused.value.message.split()[0] + " " + refused.value.message.split()[1]


@pytest.mark.parametrize(
    ("subscriber", "limit", "who"),
    [
        (Subscriber(1, "ada", network=7), 3, "This user"),
        (Subscriber(1, network=7), 4, "This network"),
    ],
)
def test_one_client_has_its_share_and_equal_subscriptions_count_once(
    subscriber: Subscriber, limit: int, who: str
) -> None:
    shares = Shares(SETTINGS)
    for number in range(limit):
        shares.enter(f"c{number}", subscriber)
        shares.enter(f"c{number}", subscriber)
    assert refusal(shares, "one more", subscriber) == (ErrorCode.LIMIT_EXCEEDED, who)
    shares.leave("c0", subscriber)
    assert refusal(shares, "one more", subscriber) == (ErrorCode.LIMIT_EXCEEDED, who)
    shares.leave("c0", subscriber)
    shares.enter("one more", subscriber)


def test_another_user_another_project_and_another_network_have_their_own() -> None:
    shares = Shares(SETTINGS)
    for subscriber in (
        Subscriber(1, "ada", network=7),
        Subscriber(1, "bob", network=7),
        Subscriber(2, "ada", network=7),
        Subscriber(1, network=7),
        Subscriber(1, network=8),
    ):
        for number in range(3 if subscriber.user_id else 2):
            shares.enter(f"{subscriber}-{number}", subscriber)


def test_guests_fill_a_part_of_their_project_and_of_the_process() -> None:
    shares = Shares(SETTINGS)
    for number in range(6):
        shares.enter(f"one-{number}", Subscriber(1))
    assert refusal(shares, "seventh", Subscriber(1)) == (ErrorCode.UNAVAILABLE, "No live")
    for number in range(4):
        shares.enter(f"two-{number}", Subscriber(2))
    assert refusal(shares, "eleventh", Subscriber(2)) == (ErrorCode.UNAVAILABLE, "No live")
    for number in range(6):
        shares.enter(f"user-{number}", Subscriber(1, f"u{number}"))
    assert refusal(shares, "thirteenth", Subscriber(1, "u9")) == (ErrorCode.LIMIT_EXCEEDED, "This project")
    shares.enter("user-0", Subscriber(1, "u9"))


def test_refused_subscriptions_take_no_share() -> None:
    shares = Shares(SETTINGS)
    entered = [(f"c{number}", Subscriber(1, network=7)) for number in range(4)]
    for shared, subscriber in entered:
        shares.enter(shared, subscriber)
    refusal(shares, "fifth", Subscriber(1, network=7))
    for shared, subscriber in entered:
        shares.leave(shared, subscriber)
    assert shares._held == {}
