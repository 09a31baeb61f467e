"""Accounts with numbers of chance, one on each local network. What a network need not tell is left out at times."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from server.demo.networks.facebook import OF_POST, OF_REEL, LocalFacebook, Page, PagePost, Reel
from server.demo.networks.instagram import OF_TYPE, LocalInstagram, Media, Owner
from server.demo.networks.linkedin import LocalLinkedIn, Organization, Update
from server.demo.networks.pinterest import LocalPinterest, Pin, Pinner
from server.demo.networks.tiktok import LocalTikTok, User
from server.demo.networks.tiktok import Video as Clip
from server.demo.networks.tiktok_business import Business, LocalTikTokBusiness
from server.demo.networks.tiktok_business import Clip as BusinessClip
from server.demo.networks.x import LocalX, Member
from server.demo.networks.x import Post as Message
from server.demo.networks.youtube import Channel, LocalYouTube, Video
from server.social.model import Network
from tests.social.collection import pacific_days

POSTS = 70
YOUNG = timedelta(hours=2_000)
X_COUNTS = ("like_count", "reply_count", "retweet_count", "quote_count", "bookmark_count", "impression_count")
LINKEDIN_COUNTS = ("likeCount", "commentCount", "shareCount", "impressionCount", "uniqueImpressionsCount")
TIKTOK_COUNTS = ("like_count", "comment_count", "share_count", "view_count")
BUSINESS_NUMBERS = ("likes", "comments", "shares", "favorites", "reach", "video_views", "total_time_watched")
PIN_NUMBERS = ("IMPRESSION", "SAVE", "TOTAL_COMMENTS", "TOTAL_REACTIONS")
VIDEO_PIN_NUMBERS = ("VIDEO_MRC_VIEW", "VIDEO_V50_WATCH_TIME", "QUARTILE_95_PERCENT_VIEW", "VIDEO_START")


@dataclass
class Chance:
    """An account of a local network.

    Attributes:
        network: The network.
        token: What opens the account.
        external_id: Its id there.
        numbers: The numbers of its posts, by the names of the network.
    """

    network: Network
    token: str
    external_id: str
    numbers: list[dict[str, Any]]

    def move(self, dice: random.Random) -> None:
        """Changes numbers of every third post."""
        for numbers in self.numbers[::3]:
            for name, value in numbers.items():
                if isinstance(value, int):
                    numbers[name] = value + dice.randrange(1, 500)


def on_instagram(network: LocalInstagram, dice: random.Random, now: datetime) -> Chance:
    days = {day: _some(dice, "reach", "profile_views", "website_clicks", "EMAIL") for day in pacific_days(now, 3)}
    own = network.add(Owner("1", "ada", "token-ada", dice.randrange(9_000), dice.randrange(900), days))
    for number, form in enumerate(dice.choices([*OF_TYPE], k=POSTS)):
        age = timedelta(hours=dice.randrange(1, 22)) if form == "STORY" else _age(dice)
        own.media.append(Media(f"m{number}", now - age, form, _some(dice, *sorted(OF_TYPE[form]))))
    return Chance(Network.INSTAGRAM, own.token, own.external_id, [one.metrics for one in own.media])


def on_facebook(network: LocalFacebook, dice: random.Random, now: datetime) -> Chance:
    names = ("page_views_total", "page_media_view", "page_total_media_view_unique")
    days = {day: _some(dice, *names) for day in pacific_days(now, 3)}
    own = network.add(Page("2", "Ada", "token-ada", dice.randrange(9_000), days=days))
    for number in range(POSTS):
        at = now - _age(dice)
        if dice.random() < 0.3:
            insights: dict[str, Any] = _some(dice, *sorted(OF_REEL))
            insights["post_video_likes_by_reaction_type"] = _some(dice, "REACTION_LIKE", "REACTION_LOVE")
            insights["post_video_social_actions"] = _some(dice, "COMMENT", "SHARE")
            own.reels.append(Reel(f"88{number}", at, dice.randrange(90), insights))
            continue
        counts = (dice.randrange(900), dice.randrange(90), dice.randrange(3))
        media_type = dice.choice(["photo", "video"])
        own.posts.append(PagePost(f"2_{number}", at, *counts, media_type, _some(dice, *sorted(OF_POST))))
    numbers = [*(one.insights for one in own.posts), *(one.insights for one in own.reels)]
    return Chance(Network.FACEBOOK, own.token, own.external_id, numbers)


def on_x(network: LocalX, dice: random.Random, now: datetime) -> Chance:
    counts = {"followers_count": dice.randrange(9_000), "following_count": dice.randrange(900)}
    own = network.add(Member("3", "ada", "token-ada", counts=counts))
    for number in range(POSTS):
        views = dice.randrange(900) if dice.random() < 0.5 else None
        finished = (dice.choice([0, 800]), dice.randrange(300))
        own.posts.append(Message(f"19{number}", now - _age(dice), _some(dice, *X_COUNTS), views, finished))
    return Chance(Network.X, own.token, own.external_id, [one.counts for one in own.posts])


def on_linkedin(network: LocalLinkedIn, dice: random.Random, now: datetime) -> Chance:
    own = network.add(Organization("4", "token-ada", followers=dice.randrange(9_000)))
    for back in range(1, 4):
        if dice.random() < 0.8:
            counts = _some(dice, "impressionCount", "uniqueImpressionsCount")
            own.days[(now - timedelta(days=back)).date()] = counts | {"pageViews": dice.randrange(90), "clicks": 4}
    for number in range(POSTS):
        counts = _some(dice, *LINKEDIN_COUNTS) if dice.random() < 0.7 else {}
        is_video = dice.random() < 0.2
        video = {"VIDEO_VIEW": dice.randrange(900), "TIME_WATCHED": dice.randrange(99_000)} if is_video else {}
        kind = dice.choice(["share", "ugcPost"])
        own.updates.append(Update(f"urn:li:{kind}:{7_000 + number}", now - _age(dice), counts, video))
    numbers = [*(one.counts for one in own.updates), *(one.video for one in own.updates)]
    return Chance(Network.LINKEDIN, own.token, own.external_id, numbers)


def on_tiktok(network: LocalTikTok, dice: random.Random, now: datetime) -> Chance:
    own = network.add(User("open-5", "ada", "token-ada", counts=_some(dice, "follower_count", "following_count")))
    own.videos = [Clip(f"73{one}", now - _age(dice, one), _some(dice, *TIKTOK_COUNTS)) for one in range(POSTS)]
    return Chance(Network.TIKTOK, own.token, own.open_id, [one.counts for one in own.videos])


def on_tiktok_business(network: LocalTikTokBusiness, dice: random.Random, now: datetime) -> Chance:
    own = network.add(Business("open-6", "ada", "token-of-a-business", followers=dice.randrange(9_000)))
    names = ("profile_views", "bio_link_clicks", "email_clicks", "unique_video_views")
    own.days = {(now - timedelta(days=back)).date(): _some(dice, *names) for back in range(1, 4)}
    for number in range(POSTS):
        numbers: dict[str, float] = dict(_some(dice, *BUSINESS_NUMBERS)) | {"full_video_watched_rate": dice.random()}
        media_type = dice.choice(["VIDEO", "PHOTO"])
        own.clips.append(BusinessClip(f"74{number}", now - _age(dice, number), numbers, media_type=media_type))
    return Chance(Network.TIKTOK, own.token, own.open_id, [one.numbers for one in own.clips])


def on_youtube(network: LocalYouTube, dice: random.Random, now: datetime) -> Chance:
    own = network.add(Channel("UC7", "@ada", "token-ada", subscribers=dice.randrange(900, 90_000)))
    for number in range(POSTS):
        report = {"shares": dice.randrange(90), "estimatedMinutesWatched": dice.randrange(9_000)}
        reported: dict[str, float] = report | {"averageViewPercentage": round(dice.random() * 100, 2)}
        counts = _some(dice, "viewCount", "likeCount", "commentCount")
        video = Video(f"video-{number:05}", now - _age(dice), counts, reported if dice.random() < 0.8 else {})
        own.videos.append(video)
    return Chance(Network.YOUTUBE, own.token, own.external_id, [one.statistics for one in own.videos])


def on_pinterest(network: LocalPinterest, dice: random.Random, now: datetime) -> Chance:
    followers = (dice.randrange(9_000), dice.randrange(900))
    own = network.add(Pinner("8", "ada", "token-ada", followers=followers[0], following=followers[1]))
    for back, state in enumerate(("READY", "ESTIMATE", "PROCESSING"), start=1):
        numbers = {name: dice.randrange(900) for name in ("IMPRESSION", "OUTBOUND_CLICK")}
        own.days[(now - timedelta(days=4 - back)).date()] = (state, numbers)
    for number in range(POSTS):
        is_video = dice.random() < 0.4
        metrics = _some(dice, *PIN_NUMBERS, *(VIDEO_PIN_NUMBERS if is_video else ()))
        own.pins.append(Pin(f"55{number}", now - _age(dice), metrics, "video" if is_video else "image"))
    return Chance(Network.PINTEREST, own.token, own.external_id, [one.metrics for one in own.pins])


ON: dict[str, Callable[[Any, random.Random, datetime], Chance]] = {
    "instagram": on_instagram,
    "facebook": on_facebook,
    "x": on_x,
    "linkedin": on_linkedin,
    "tiktok": on_tiktok,
    "tiktok_business": on_tiktok_business,
    "youtube": on_youtube,
    "pinterest": on_pinterest,
}
"""By the name of the local network."""


def _some(dice: random.Random, *names: str) -> dict[str, int]:
    return {name: dice.randrange(5_000) for name in _left(dice, names)}


def _left(dice: random.Random, names: Iterable[str]) -> list[str]:
    return [name for name in names if dice.random() < 0.9]


def _age(dice: random.Random, seconds: int = 0) -> timedelta:
    """An age at which posts are read. The cursors of TikTok are times, so no two posts have the same."""
    return timedelta(hours=dice.randrange(1, YOUNG // timedelta(hours=1)), seconds=seconds)
