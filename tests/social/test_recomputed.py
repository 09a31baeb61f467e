"""Every number of the API again from the raw answers that are kept, by code that shares nothing with the product.

The answers are those of local networks with random numbers. What an answer does not have must be null with a reason.
"""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.access import Role
from server.demo.networks.facebook import LocalFacebook
from server.demo.networks.instagram import LocalInstagram
from server.demo.networks.linkedin import LocalLinkedIn
from server.demo.networks.pinterest import LocalPinterest
from server.demo.networks.tiktok import LocalTikTok
from server.demo.networks.tiktok_business import LocalTikTokBusiness
from server.demo.networks.x import LocalX
from server.demo.networks.youtube import LocalYouTube
from server.storage.database import Connection
from tests.integration.transport.api import Api
from tests.social.chance import ON, POSTS
from tests.social.collection import Bench
from tests.social.recomputed_answers import FROM, Numbers, answers, with_rate

NAMES = ("likes", "comments", "shares", "saves", "impressions", "reach", "views", "watchTime", "completionRate")
RATE = "engagementRate"
SHOWN = "{ value reason provenance }"
LISTED = f"""query ($account: ID!) {{ socialPosts(accountId: $account, first: 100) {{ nodes {{ postId metrics {{
    {" ".join(f"{name} {SHOWN}" for name in (*NAMES, RATE))} }} }} }} }}"""
OF_ACCOUNT = ("followers", "following", "profileViews", "websiteClicks", "emailClicks", "impressions", "reach")
ACCOUNT = f"""query ($account: ID!) {{ socialAccount(accountId: $account) {{ metrics {{
    {" ".join(f"{name} {SHOWN}" for name in OF_ACCOUNT)} }} }} }}"""
SERIES = f"""query ($account: ID!, $post: ID!, $by: Interval!) {{ socialPost(accountId: $account, postId: $post) {{
    post {{ publishedAt metrics {{ {" ".join(f"{name} {SHOWN}" for name in (*NAMES, RATE))} }} }}
    series(by: $by, range: {{ days: 2 }}) {{ points {{ start end
        values {{ {" ".join(f"{name} {SHOWN}" for name in (*NAMES, RATE))} }}
        gains {{ {" ".join(f"{name} {SHOWN}" for name in NAMES[:-1])} }} }} }} }} }}"""
A_DAY_EARLIER = (
    "UPDATE social_values SET at = at - interval '1 day', collected_at = collected_at - interval '1 day'",
    "UPDATE social_latest SET at = at - interval '1 day', collected_at = collected_at - interval '1 day'",
    "UPDATE social_posts SET collected_at = collected_at - interval '1 day'",
    "UPDATE social_accounts SET collected_since = collected_since - interval '1 day'",
)
"""What was collected so far, as if that had been a day before."""


@pytest.fixture
def everywhere(
    instagram: LocalInstagram,
    facebook: LocalFacebook,
    x: LocalX,
    linkedin: LocalLinkedIn,
    tiktok: LocalTikTok,
    tiktok_business: LocalTikTokBusiness,
    youtube: LocalYouTube,
    pinterest: LocalPinterest,
) -> dict[str, Any]:
    """The local networks by their names."""
    found = (instagram, facebook, x, linkedin, tiktok, tiktok_business, youtube, pinterest)
    return dict(zip(ON, found, strict=True))


@pytest.mark.parametrize("name", ON)
async def test_every_number_is_in_the_raw_answers(
    bench: Bench, api: Api, everywhere: dict[str, Any], database: Connection, name: str
) -> None:
    dice, now = random.Random(7), datetime.now(UTC)
    own = ON[name](everywhere[name], dice, now)
    account = await bench.connect(own.network, own.token, own.external_id)
    assert (await bench.collect(account)).code == "done"
    _, before = FROM[name](await answers(database, account.account_id))
    for statement in A_DAY_EARLIER:
        await database.execute(statement)
    own.move(dice)  # only the newest answer counts
    assert (await bench.collect(account)).code == "done"
    of_account, after = FROM[name](await answers(database, account.account_id))
    assert len(after) == POSTS
    assert sum(before[post] != numbers for post, numbers in after.items()) > POSTS // 5

    async def ask(query: str, **variables: Any) -> dict[str, Any]:
        which = {"account": account.account_id, **variables}
        answer = await api.ask(query, which, authorization=api.token("boss", Role.ADMIN))
        assert "errors" not in answer, answer
        [found] = answer["data"].values()
        assert isinstance(found, dict)
        return found

    check((await ask(ACCOUNT))["metrics"], of_account)
    nodes = {post["postId"]: post["metrics"] for post in (await ask(LISTED))["nodes"]}
    assert nodes.keys() == after.keys()
    for post_id, metrics in nodes.items():
        check(metrics, with_rate(after[post_id]))
    seen: Counter[str] = Counter()
    for post_id in [*nodes][::4]:
        found = await ask(SERIES, post=post_id, by="DAY")
        check(found["post"]["metrics"], with_rate(after[post_id]))
        if now - datetime.fromisoformat(found["post"]["publishedAt"]) < timedelta(days=2):
            continue  # it was not there yesterday
        seen += check_days(found["series"]["points"], post_id, before, after)
        hours = [*(await ask(SERIES, post=post_id, by="HOUR"))["series"]["points"]]
        check_hours(hours, found["series"]["points"])
    assert seen["gains"] > 5, seen


def check(shown: dict[str, Any], truth: dict[str, float]) -> None:
    for name, value in shown.items():
        expected = round(truth[name], 6) if name in truth else None
        assert value["value"] == expected, name
        assert (value["provenance"] == "UNAVAILABLE") is (expected is None)
        assert (value["reason"] is None) is (value["provenance"] == "MEASURED")


def check_days(points: list[dict[str, Any]], post_id: str, before: Numbers, after: Numbers) -> Counter[str]:
    """Yesterday, of which nothing from before is known, and today."""
    yesterday, today = points
    check(yesterday["values"], with_rate(before[post_id]))
    check(yesterday["gains"], {})
    check(today["values"], with_rate(after[post_id]))
    known = before[post_id].keys() & after[post_id].keys()
    gains = {name: after[post_id][name] - before[post_id][name] for name in known}
    check(today["gains"], gains)
    return Counter(gains=sum(gain != 0 for name, gain in gains.items() if name != "completionRate"))


def check_hours(hours: list[dict[str, Any]], days: list[dict[str, Any]]) -> None:
    """The last hour with a number has that of the day, and what the hours gained is what the day gained."""
    for day in days:
        start, end = (datetime.fromisoformat(day[one]) for one in ("start", "end"))
        own = [hour for hour in hours if start <= datetime.fromisoformat(hour["start"]) < end]
        for name, value in day["values"].items():
            known = [hour["values"][name]["value"] for hour in own if hour["values"][name]["value"] is not None]
            assert (known[-1] if known else None) == value["value"], name
        for name, gain in day["gains"].items():
            gained = [hour["gains"][name]["value"] or 0 for hour in own]
            assert sum(gained) == pytest.approx(gain["value"] or 0), name
