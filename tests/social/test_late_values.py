"""Networks change what they said of the last days: the series and the days of the workspace follow."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from server.access import Role
from server.demo.networks.youtube import Channel
from server.social.collecting import changing_days
from server.social.model import Account, Network
from server.social.networks import open_fetchers
from server.social_settings import SocialSettings
from tests.integration.transport.api import Api
from tests.social.collection import Bench
from tests.social.documented import DOCUMENTED
from tests.social.test_facebook import cafe
from tests.social.test_instagram import ada
from tests.social.test_linkedin import acme
from tests.social.test_pinterest import ida
from tests.social.test_tiktok_business import leo
from tests.social.test_youtube import bea

__all__ = ["acme", "ada", "bea", "cafe", "ida", "leo"]

DAYS = """query ($account: ID!) {
    socialAggregates(of: { accountId: $account }, by: DAY, range: { days: 6 }) {
        points { date account { profileViews { total } impressions { total } } posts { shares { total } } }
        totals { account { profileViews { total } impressions { total } } }
    }
}"""


@dataclass(frozen=True)
class Late:
    """A number of a day that a network changes.

    Attributes:
        metric: What we call it.
        change: Sets what the network says of a day.
    """

    metric: str
    change: Callable[[Any, date, int], None]


def counted(source: str) -> Callable[[Any, date, int], None]:
    def change(owner: Any, day: date, number: int) -> None:
        owner.days[day][source] = number

    return change


def at_last(owner: Any, day: date, number: int) -> None:
    """Pinterest estimated it until now."""
    owner.days[day] = ("READY", {**owner.days[day][1], "IMPRESSION": number})


LATE = {
    "instagram": Late("profileViews", counted("profile_views")),
    "facebook": Late("profileViews", counted("page_views_total")),
    "linkedin": Late("profileViews", counted("pageViews")),
    "pinterest": Late("impressions", at_last),
    "tiktok_business": Late("profileViews", counted("profile_views")),
}
"""Networks that tell numbers by day; the others tell the moment only."""


async def days_of(api: Api, account: Account) -> dict[str, Any]:
    answer = await api.ask(DAYS, {"account": account.account_id}, authorization=api.token("boss", Role.ADMIN))
    assert "errors" not in answer, answer
    found: dict[str, Any] = answer["data"]["socialAggregates"]
    return found


@pytest.mark.parametrize("network", LATE)
async def test_a_late_number_of_a_day_corrects_its_series_and_its_day(
    bench: Bench, api: Api, request: pytest.FixtureRequest, network: str
) -> None:
    documentation, late = DOCUMENTED[network], LATE[network]
    request.getfixturevalue(network)
    owner = request.getfixturevalue(documentation.owner)
    fetcher = open_fetchers(SocialSettings())[documentation.network]
    account = await bench.connect(documentation.network, owner.token, getattr(owner, documentation.own_id))
    assert (await bench.collect(account)).code == "done"
    day = changing_days(fetcher, datetime.now(UTC))[1]
    before, series = await days_of(api, account), await bench.series(account, late.metric)

    late.change(owner, day, 5_000)
    assert (await bench.collect(account)).code == "done"
    after = await days_of(api, account)
    shown = [
        {point["date"]: point["account"][late.metric]["total"] for point in found["points"]}
        for found in (before, after)
    ]
    assert shown[0][day.isoformat()] not in (None, 5_000)
    assert shown[1] == {**shown[0], day.isoformat(): 5_000}
    known = [found["totals"]["account"][late.metric]["total"] for found in (before, after)]
    assert known[1] - known[0] == 5_000 - shown[0][day.isoformat()]
    corrected = await bench.series(account, late.metric)
    assert [at for at, _ in corrected] == [at for at, _ in series]  # no row more
    changed = [value for (_, value), (_, old) in zip(corrected, series, strict=True) if value != old]
    assert changed == [5_000]


async def test_late_reports_of_youtube_count_for_the_day_on_which_they_are_found(
    bench: Bench, api: Api, bea: Channel
) -> None:
    account = await bench.connect(Network.YOUTUBE, bea.token)
    for number in (3, 8, 6):  # it reports two to three days later, and corrects itself
        bea.videos[0].reported["shares"] = number
        assert (await bench.collect(account)).code == "done"
    assert [value for _, value in await bench.series(account, "shares", bea.videos[0].video_id)] == [3, 8, 6]
    [*_, today] = (await days_of(api, account))["points"]
    assert today["posts"]["shares"]["total"] == 6 - 3
