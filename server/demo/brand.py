"""The accounts of a brand on all networks: what they published, and what they have at a moment.

Everything follows from its number and the time, so that numbers continue where they were after a restart.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from math import exp
from random import Random

from server.demo.networks.facebook import LocalFacebook, Page, PagePost, Reel
from server.demo.networks.instagram import LocalInstagram, Media, Owner
from server.demo.networks.linkedin import LocalLinkedIn, Organization, Update
from server.demo.networks.local import LocalNetwork
from server.demo.networks.pinterest import LocalPinterest, Pin, Pinner
from server.demo.networks.tiktok import LocalTikTok, User
from server.demo.networks.tiktok import Video as Clip
from server.demo.networks.x import LocalX, Member
from server.demo.networks.x import Post as Message
from server.demo.networks.youtube import Channel, LocalYouTube, Video
from server.social.model import Network

HANDLE = "northwind"
EPOCH = datetime(2026, 10, 1, tzinfo=UTC)
POSTS_EVERY = timedelta(hours=8)
POSTS = 90
"""How many of the last posts the networks list."""
SPREADS_IN = timedelta(hours=36)
"""After this time two thirds of those who will ever see a post have seen it."""
STORY = "STORY"
STORY_ENDS = timedelta(hours=24)
DAYS = 4
UNLIMITED = 10**12
TITLES = ("Behind the scenes", "New in the shop", "A question to you", "How it is made", "Five minutes with Mara")


@dataclass(frozen=True, slots=True)
class Networks:
    """The seven local networks."""

    instagram: LocalInstagram = field(default_factory=LocalInstagram)
    facebook: LocalFacebook = field(default_factory=LocalFacebook)
    x: LocalX = field(default_factory=LocalX)
    linkedin: LocalLinkedIn = field(default_factory=LocalLinkedIn)
    tiktok: LocalTikTok = field(default_factory=LocalTikTok)
    youtube: LocalYouTube = field(default_factory=lambda: LocalYouTube(quota=UNLIMITED))
    pinterest: LocalPinterest = field(default_factory=LocalPinterest)

    def __getitem__(self, network: Network) -> LocalNetwork:
        """One of them."""
        found: LocalNetwork = getattr(self, network.value)
        return found

    def forget(self) -> None:
        """Forgets the requests of the past."""
        for network in Network:
            self[network].seen.clear()


@dataclass(frozen=True, slots=True)
class Published:
    """A post at a moment.

    Attributes:
        number: Its number, the same on all networks.
        at: When it was published.
        reach: People who have seen it.
        title: Its title.
        is_video: Whether it is a video.
    """

    number: int
    at: datetime
    reach: int
    title: str
    is_video: bool

    @property
    def is_reel(self) -> bool:
        """Whether Facebook has it as a reel: every other video."""
        return self.is_video and self.number % 2 == 0

    def part(self, share: float) -> int:
        """How many of those who have seen it did something."""
        return int(self.reach * share)


class Brand:
    """The accounts of one brand, one on each network.

    Args:
        networks: The networks that have them.
        number: Its number, which decides its ids, its tokens and its numbers.
        now: The time.
        posts: How many of the last posts the networks list.
    """

    def __init__(self, networks: Networks, number: int, now: datetime, posts: int = POSTS) -> None:
        self.number = number
        self.token = f"token-of-{HANDLE}-{number}"
        self._posts = posts
        self._owner = networks.instagram.add(Owner(self.id_on(Network.INSTAGRAM), HANDLE, self.token))
        self._page = networks.facebook.add(Page(self.id_on(Network.FACEBOOK), HANDLE, self.token))
        self._member = networks.x.add(Member(self.id_on(Network.X), HANDLE, self.token))
        self._organization = networks.linkedin.add(Organization(self.id_on(Network.LINKEDIN), self.token))
        self._user = networks.tiktok.add(User(self.id_on(Network.TIKTOK), HANDLE, self.token))
        self._channel = networks.youtube.add(Channel(self.id_on(Network.YOUTUBE), f"@{HANDLE}", self.token))
        self._pinner = networks.pinterest.add(Pinner(self.id_on(Network.PINTEREST), HANDLE, self.token))
        self.move(now)

    def id_on(self, network: Network) -> str:
        """The id of its account at a network."""
        return _IDS[network].format(self.number)

    def move(self, now: datetime) -> None:
        """Brings all numbers to a moment."""
        days = [(now - timedelta(days=back)).date() for back in range(DAYS, -1, -1)]
        posts = list(self._published(now))
        self._move_meta(now, days, posts)
        self._member.counts = {"followers_count": self._followers(Network.X, now), "following_count": 312}
        self._member.posts = [_message(post) for post in posts]
        self._organization.followers = self._followers(Network.LINKEDIN, now)
        self._organization.days = {day: self._of_day("linkedin", day) for day in days}
        self._organization.updates = [_update(post) for post in posts]
        self._user.counts = {"follower_count": self._followers(Network.TIKTOK, now), "following_count": 87}
        self._user.videos = [_clip(post) for post in posts]
        self._channel.subscribers = self._followers(Network.YOUTUBE, now)
        self._channel.videos = [_video(post) for post in posts]
        self._pinner.followers, self._pinner.following = self._followers(Network.PINTEREST, now), 64
        self._pinner.days = {day: ("READY", self._of_day("pinterest", day)) for day in days[:-1]}
        self._pinner.pins = [_pin(post) for post in posts]

    def _move_meta(self, now: datetime, days: list[date], posts: list[Published]) -> None:
        self._owner.followers, self._owner.following = self._followers(Network.INSTAGRAM, now), 431
        self._owner.days = {day: self._of_day("instagram", day) for day in days}
        self._owner.media = [_media(post) for post in posts]
        self._owner.media += [_story(post) for post in posts if now - post.at < STORY_ENDS]
        self._page.followers = self._followers(Network.FACEBOOK, now)
        self._page.days = {day: self._of_day("facebook", day) for day in days}
        self._page.posts = [_page_post(post, self._page.external_id) for post in posts if not post.is_reel]
        self._page.reels = [_reel(post) for post in posts if post.is_reel]

    def _published(self, now: datetime) -> Iterator[Published]:
        last = int((now - EPOCH) / POSTS_EVERY)
        for number in range(last - self._posts + 1, last + 1):
            dice = Random(f"{self.number}:post:{number}")  # noqa: S311 - no secret
            at = EPOCH + number * POSTS_EVERY
            spread = 1 - exp(-((now - at) / SPREADS_IN))
            reach = int(dice.uniform(20_000, 90_000) * spread)
            yield Published(self.number * 10_000 + number, at, reach, dice.choice(TITLES), dice.random() < 0.5)

    def _followers(self, network: Network, now: datetime) -> int:
        dice = Random(f"{self.number}:{network}")  # noqa: S311
        base, seconds = dice.randint(30_000, 400_000), dice.uniform(4, 15)
        return base + int((now - EPOCH).total_seconds() / seconds)

    def _of_day(self, network: str, day: date) -> dict[str, int]:
        dice = Random(f"{self.number}:{network}:{day}")  # noqa: S311
        return {name: dice.randint(low, 3 * low) for name, low in _DAYS[network].items()}


_IDS = {
    Network.INSTAGRAM: "1784140{:010}",
    Network.FACEBOOK: "10000{:010}",
    Network.X: "22449{:05}",
    Network.LINKEDIN: "24{:05}",
    Network.TIKTOK: "open-id-{}",
    Network.YOUTUBE: "UC{:022}",
    Network.PINTEREST: "5497{:08}",
}
_DAYS = {
    "instagram": {"reach": 9_000, "profile_views": 400, "website_clicks": 40, "EMAIL": 4},
    "facebook": {"page_views_total": 300, "page_media_view": 12_000, "page_total_media_view_unique": 8_000},
    "linkedin": {"impressionCount": 4_000, "uniqueImpressionsCount": 2_500, "pageViews": 150, "clicks": 12},
    "pinterest": {"IMPRESSION": 20_000, "OUTBOUND_CLICK": 150},
}
"""Numbers of a day by the names of each network, and the least of them."""


def _media(post: Published) -> Media:
    counts = {
        "reach": post.reach,
        "views": post.part(1.3),
        "shares": post.part(0.006),
        "likes": post.part(0.07),
        "comments": post.part(0.004),
        "saved": post.part(0.01),
    }
    if post.is_video:
        counts["ig_reels_video_view_total_time"] = post.part(1.3) * 6_400
    return Media(f"179{post.number:014}", post.at, "REELS" if post.is_video else "FEED", counts, post.title)


def _story(post: Published) -> Media:
    seen = post.part(0.2)
    counts = {"reach": seen, "views": int(seen * 1.1), "shares": seen // 400, "replies": seen // 250}
    return Media(f"181{post.number:014}", post.at, STORY, counts, viewers=seen)


def _page_post(post: Published, page_id: str) -> PagePost:
    insights = {"post_media_view": post.part(0.6), "post_total_media_view_unique": post.part(0.45)}
    if post.is_video:
        insights["post_video_views"] = post.part(0.3)
        insights["post_video_view_time"] = post.part(0.3) * 9_000
        insights["post_video_complete_views_organic"] = post.part(0.08)
    return PagePost(
        f"{page_id}_{post.number}",
        post.at,
        post.part(0.02),
        post.part(0.002),
        post.part(0.003),
        "video" if post.is_video else "photo",
        insights,
        post.title,
    )


def _reel(post: Published) -> Reel:
    insights = {
        "blue_reels_play_count": post.part(0.5),
        "post_video_view_time": post.part(0.5) * 7_000,
        "post_video_likes_by_reaction_type": {"REACTION_LIKE": post.part(0.02), "REACTION_LOVE": post.part(0.005)},
        "post_video_social_actions": {"COMMENT": post.part(0.002), "SHARE": post.part(0.003)},
    }
    return Reel(f"88{post.number:013}", post.at, post.part(0.002), insights, post.title)


def _message(post: Published) -> Message:
    counts = {
        "like_count": post.part(0.01),
        "reply_count": post.part(0.001),
        "retweet_count": post.part(0.002),
        "quote_count": post.part(0.0005),
        "bookmark_count": post.part(0.001),
        "impression_count": post.part(0.8),
    }
    views = post.part(0.3) if post.is_video else None
    return Message(f"19{post.number:017}", post.at, counts, views, (post.part(0.3), post.part(0.09)), post.title)


def _update(post: Published) -> Update:
    counts = {
        "likeCount": post.part(0.008),
        "commentCount": post.part(0.001),
        "shareCount": post.part(0.001),
        "clickCount": post.part(0.01),
        "impressionCount": post.part(0.3),
        "uniqueImpressionsCount": post.part(0.2),
    }
    video = {"VIDEO_VIEW": post.part(0.1), "TIME_WATCHED": post.part(0.1) * 7_000} if post.is_video else {}
    return Update(f"urn:li:share:{7_000_000_000_000 + post.number}", post.at, counts, video, post.title)


def _clip(post: Published) -> Clip:
    counts = {
        "like_count": post.part(0.12),
        "comment_count": post.part(0.004),
        "share_count": post.part(0.01),
        "view_count": post.part(1.9),
    }
    return Clip(f"73{post.number:017}", post.at, counts, post.title)


def _video(post: Published) -> Video:
    counts = {"viewCount": post.part(0.7), "likeCount": post.part(0.03), "commentCount": post.part(0.002)}
    reported = {
        "shares": float(post.part(0.002)),
        "estimatedMinutesWatched": float(post.part(0.7) * 2),
        "averageViewPercentage": 41.5,
    }
    return Video(f"v{post.number:010}", post.at, counts, reported, post.title)


def _pin(post: Published) -> Pin:
    counts = {
        "IMPRESSION": post.part(0.9),
        "SAVE": post.part(0.02),
        "TOTAL_COMMENTS": post.part(0.0004),
        "TOTAL_REACTIONS": post.part(0.003),
    }
    if post.is_video:
        watched = {"VIDEO_MRC_VIEW": 0.2, "VIDEO_START": 0.3, "QUARTILE_95_PERCENT_VIEW": 0.05}
        counts |= {name: post.part(share) for name, share in watched.items()}
        counts["VIDEO_V50_WATCH_TIME"] = post.part(0.2) * 5_000
    media_type = "video" if post.is_video else "image"
    return Pin(f"55{post.number:016}", post.at, counts, media_type, post.title)
