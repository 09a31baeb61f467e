"""The last posts of an account: an empty list says nothing, so the network is asked for the posts themselves."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.demo.networks.local import LocalNetwork
from server.social.collecting import MAX_CONFIRMED
from server.social.model import Network
from tests.social import serving
from tests.social.collection import Bench
from tests.social.test_facebook import cafe
from tests.social.test_instagram import ada
from tests.social.test_linkedin import acme
from tests.social.test_pinterest import ida
from tests.social.test_tiktok import kim
from tests.social.test_tiktok_business import leo
from tests.social.test_x import eve
from tests.social.test_youtube import bea

__all__ = ["acme", "ada", "bea", "cafe", "eve", "ida", "kim", "leo"]

OK = {"code": "ok", "message": "", "log_id": "l"}
NO_VIDEOS = {"videos": [], "cursor": 0, "has_more": False}


@dataclass(frozen=True)
class Place:
    """Where an account has its posts, and what the network answers when it withholds their list."""

    network: Network
    owner: str
    own_id: str
    posts: str
    post_id: str
    path: str
    empty: dict[str, Any]


PLACES = {
    "instagram": Place(Network.INSTAGRAM, "ada", "external_id", "media", "media_id", "/media", {"data": []}),
    "facebook": Place(Network.FACEBOOK, "cafe", "external_id", "posts", "post_id", "/published_posts", {"data": []}),
    "x": Place(Network.X, "eve", "external_id", "posts", "post_id", "/tweets", {"meta": {"result_count": 0}}),
    "linkedin": Place(Network.LINKEDIN, "acme", "external_id", "updates", "urn", "/rest/posts", {"elements": []}),
    "tiktok": Place(
        Network.TIKTOK, "kim", "open_id", "videos", "video_id", "/video/list/", {"data": NO_VIDEOS, "error": OK}
    ),
    "tiktok_business": Place(
        Network.TIKTOK, "leo", "open_id", "clips", "item_id", "/video/list/", {"code": 0, "data": NO_VIDEOS}
    ),
    "youtube": Place(Network.YOUTUBE, "bea", "external_id", "videos", "video_id", "/playlistItems", {"items": []}),
    "pinterest": Place(Network.PINTEREST, "ida", "external_id", "pins", "pin_id", "/v5/pins", {"items": []}),
}
LISTS = {"x": 2}
"""How many lists of posts a collection reads; 1 of others."""


async def gone(bench: Bench) -> set[str]:
    return {
        row["post_id"] for row in await bench.pool.fetch("SELECT post_id FROM social_posts WHERE gone_at IS NOT NULL")
    }


async def prepared(
    bench: Bench, request: pytest.FixtureRequest, name: str, count: int
) -> tuple[LocalNetwork, Any, Any, list[str]]:
    """A collected account with some posts, like the newest one that it had."""
    place = PLACES[name]
    local, owner = request.getfixturevalue(name), request.getfixturevalue(place.owner)
    newest = max(
        (one for one in getattr(owner, place.posts) if getattr(one, "form", "") != "STORY"), key=lambda one: one.at
    )
    posts = []
    for number in range(count):
        post = deepcopy(newest)
        setattr(post, place.post_id, f"{getattr(newest, place.post_id)}{number:02}")
        post.at = datetime.now(UTC) - timedelta(hours=1, minutes=number)
        posts.append(post)
    setattr(owner, place.posts, posts)
    account = await bench.connect(place.network, owner.token, getattr(owner, place.own_id))
    assert (await bench.collect(account)).code == "done"
    assert await gone(bench) == set()
    return local, owner, account, [getattr(post, place.post_id) for post in posts]


@pytest.mark.parametrize("name", PLACES)
async def test_the_last_post_that_is_deleted_is_marked_gone(
    bench: Bench, request: pytest.FixtureRequest, name: str
) -> None:
    local, owner, account, [only] = await prepared(bench, request, name, 1)
    place = PLACES[name]
    posts = getattr(owner, place.posts)
    setattr(owner, place.posts, [])
    assert (await bench.collect(account)).code == "done"
    assert await gone(bench) == {only}
    before = len(local.seen)
    assert (await bench.collect(account)).code == "done"
    first = len(local.seen) - before
    setattr(owner, place.posts, posts)  # it is back
    assert (await bench.collect(account)).code == "done"
    assert await gone(bench) == set()
    setattr(owner, place.posts, [])
    before = len(local.seen)
    assert (await bench.collect(account)).code == "done"
    assert len(local.seen) - before == first + 1, "one call for the post, and none once it is gone"


@pytest.mark.parametrize("name", PLACES)
async def test_a_list_that_is_withheld_removes_nothing(bench: Bench, request: pytest.FixtureRequest, name: str) -> None:
    local, _, account, ids = await prepared(bench, request, name, 3)
    place = PLACES[name]
    before = len(local.seen)
    local.fail(serving.answering(200, place.empty), times=LISTS.get(name, 1), path=place.path)
    assert (await bench.collect(account)).code == "done"
    assert local.faults == []
    assert await gone(bench) == set()
    asked = [one for one in local.seen[before:] if any(post in f"{one.path}{one.params}" for post in ids)]
    assert len(asked) <= 1, "the newest one is there, and so the others are"


async def test_many_posts_that_are_deleted_at_once_are_asked_for_bit_by_bit(
    bench: Bench, request: pytest.FixtureRequest
) -> None:
    local, owner, account, ids = await prepared(bench, request, "youtube", MAX_CONFIRMED + 2)
    owner.videos = []
    assert (await bench.collect(account)).code == "done"
    assert await gone(bench) == set(ids[:MAX_CONFIRMED]), "the newest ones first"
    assert (await bench.collect(account)).code == "done"
    assert await gone(bench) == set(ids)
    assert local.calls("/youtube/v3/videos") == 1 + len(ids)
