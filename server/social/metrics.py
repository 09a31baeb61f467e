"""The metrics that all networks share: names, units, and what each network calls them.

Everything else is made from this list: what fetchers ask for, the reasons of missing numbers, the table in
docs/social.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from server.social.model import Network


class Unit(StrEnum):
    """What a number counts."""

    COUNT = "count"
    SECONDS = "seconds"
    PERCENT = "percent"


class Kind(StrEnum):
    """What a period has of a metric."""

    COUNT = "count"
    """What happened: days and accounts are added up."""
    STATE = "state"
    """What is so at a moment: accounts are added up, a period has its last value and the change."""
    PEOPLE = "people"
    """Distinct people, who are never added up: not over days, posts or accounts."""
    RATE = "rate"
    """Never added up either."""


class Variant(StrEnum):
    """Where a network has other metrics than elsewhere, or other names for them."""

    FACEBOOK_REELS = "facebook_reels"
    TIKTOK_BUSINESS = "tiktok_business"
    """Accounts whose token is of the Business API."""


@dataclass(frozen=True, slots=True)
class SocialMetric:
    """A metric of accounts or of posts.

    Attributes:
        name: Its name in the API.
        unit: What it counts.
        description: What it means.
        sources: What each network calls it. Networks that have none are left out.
        variants: What it is called where a network differs within itself; what has none is left out.
        absent: Why a network has none, where there is more to say than that it does not publish one.
        kind: What a period has of it.
    """

    name: str
    unit: Unit
    description: str
    sources: Mapping[Network, str]
    variants: Mapping[Variant, str]
    absent: Mapping[Network, str]
    kind: Kind


def _metric(
    name: str,
    description: str,
    unit: Unit = Unit.COUNT,
    *,
    kind: Kind = Kind.COUNT,
    absent: Mapping[Network, str] | None = None,
    **sources: str,
) -> SocialMetric:
    variants = {one: sources.pop(one) for one in Variant if one in sources}
    by_network = {Network(network): source for network, source in sources.items()}
    return SocialMetric(name, unit, description, by_network, variants, absent or {}, kind)


_VIEWS_INSTEAD = "Instagram no longer counts impressions; it counts views."
_BUSINESS_ONLY = "TikTok publishes it through its Business API only."

POST_METRICS: Mapping[str, SocialMetric] = {
    found.name: found
    for found in (
        _metric(
            "likes",
            "Likes, or reactions of any kind.",
            instagram="likes",
            facebook="reactions.summary.total_count",
            facebook_reels="post_video_likes_by_reaction_type",
            x="like_count",
            linkedin="likeCount",
            tiktok="like_count",
            tiktok_business="likes",
            youtube="likeCount",
            pinterest="TOTAL_REACTIONS",
        ),
        _metric(
            "comments",
            "Comments; replies where the network calls them so.",
            instagram="comments",
            facebook="comments.summary.total_count",
            facebook_reels="comments.summary.total_count",
            x="reply_count",
            linkedin="commentCount",
            tiktok="comment_count",
            tiktok_business="comments",
            youtube="commentCount",
            pinterest="TOTAL_COMMENTS",
        ),
        _metric(
            "shares",
            "Shares; reposts and quotes on X.",
            instagram="shares",
            facebook="shares.count",
            facebook_reels="post_video_social_actions.SHARE",
            x="retweet_count+quote_count",
            linkedin="shareCount",
            tiktok="share_count",
            tiktok_business="shares",
            youtube="shares",
        ),
        _metric(
            "saves",
            "Saves, or bookmarks.",
            instagram="saved",
            x="bookmark_count",
            tiktok_business="favorites",
            pinterest="SAVE",
            absent={Network.TIKTOK: _BUSINESS_ONLY},
        ),
        _metric(
            "impressions",
            "How often it was shown.",
            facebook="post_media_view",
            x="impression_count",
            linkedin="impressionCount",
            pinterest="IMPRESSION",
            absent={Network.INSTAGRAM: _VIEWS_INSTEAD},
        ),
        _metric(
            "reach",
            "Distinct people who saw it, as the network estimates them. Never a sum over posts or days.",
            kind=Kind.PEOPLE,
            instagram="reach",
            facebook="post_total_media_view_unique",
            linkedin="uniqueImpressionsCount",
            tiktok_business="reach",
            absent={Network.TIKTOK: _BUSINESS_ONLY},
        ),
        _metric(
            "views",
            "How often it was watched or seen, by the network's own definition of a view.",
            instagram="views",
            facebook="post_video_views",
            facebook_reels="blue_reels_play_count",
            x="view_count",
            linkedin="VIDEO_VIEW",
            tiktok="view_count",
            tiktok_business="video_views",
            youtube="viewCount",
            pinterest="VIDEO_MRC_VIEW",
        ),
        _metric(
            "watchTime",
            "Seconds watched.",
            Unit.SECONDS,
            instagram="ig_reels_video_view_total_time",
            facebook="post_video_view_time",
            facebook_reels="post_video_view_time",
            linkedin="TIME_WATCHED",
            tiktok_business="total_time_watched",
            youtube="estimatedMinutesWatched",
            pinterest="VIDEO_V50_WATCH_TIME",
            absent={Network.TIKTOK: _BUSINESS_ONLY},
        ),
        _metric(
            "completionRate",
            "Percent of the views that were watched to the end; or of the whole that was watched on average, where the "
            "network tells only that.",
            Unit.PERCENT,
            kind=Kind.RATE,
            facebook="post_video_complete_views_organic/post_video_views",
            x="playback_100_count/playback_0_count",
            tiktok_business="full_video_watched_rate",
            youtube="averageViewPercentage",
            pinterest="QUARTILE_95_PERCENT_VIEW/VIDEO_START",
            absent={Network.TIKTOK: _BUSINESS_ONLY},
        ),
    )
}
"""Metrics of posts, by their names. The engagement rate is computed from them, see ``server.social.rates``."""

ACCOUNT_METRICS: Mapping[str, SocialMetric] = {
    found.name: found
    for found in (
        _metric(
            "followers",
            "Followers, or subscribers.",
            kind=Kind.STATE,
            instagram="followers_count",
            facebook="followers_count",
            x="followers_count",
            linkedin="firstDegreeSize",
            tiktok="follower_count",
            tiktok_business="followers_count",
            youtube="subscriberCount",
            pinterest="follower_count",
        ),
        _metric(
            "following",
            "Accounts that it follows.",
            kind=Kind.STATE,
            instagram="follows_count",
            x="following_count",
            tiktok="following_count",
            pinterest="following_count",
        ),
        _metric(
            "profileViews",
            "Views of the profile.",
            instagram="profile_views",
            facebook="page_views_total",
            linkedin="allPageViews.pageViews",
            tiktok_business="profile_views",
            absent={Network.TIKTOK: _BUSINESS_ONLY},
        ),
        _metric(
            "websiteClicks",
            "Clicks on the website of the profile.",
            instagram="website_clicks",
            linkedin="VISIT_WEBSITE",
            tiktok_business="bio_link_clicks",
            pinterest="OUTBOUND_CLICK",
            absent={Network.TIKTOK: _BUSINESS_ONLY},
        ),
        _metric(
            "emailClicks",
            "Taps on the e-mail button of the profile.",
            instagram="profile_links_taps.EMAIL",
            tiktok_business="email_clicks",
            absent={Network.TIKTOK: _BUSINESS_ONLY},
        ),
        _metric(
            "impressions",
            "How often its posts were shown.",
            facebook="page_media_view",
            linkedin="impressionCount",
            pinterest="IMPRESSION",
            absent={Network.INSTAGRAM: _VIEWS_INSTEAD},
        ),
        _metric(
            "reach",
            "Distinct people who saw something of it, as the network estimates them. Never a sum over days.",
            kind=Kind.PEOPLE,
            instagram="reach",
            facebook="page_total_media_view_unique",
            linkedin="uniqueImpressionsCount",
            tiktok_business="unique_video_views",
            absent={Network.TIKTOK: _BUSINESS_ONLY},
        ),
    )
}
"""Metrics of accounts, by their names."""

STATES = tuple(name for name, metric in ACCOUNT_METRICS.items() if metric.kind is Kind.STATE)
"""Metrics of accounts that are so at a moment; networks tell the others by day."""
GAINED = tuple(name for name, metric in POST_METRICS.items() if metric.kind is Kind.COUNT)
"""Metrics of posts that grow, so that a time has what was gained in it."""

NOT_YET = "It was not collected yet."
_TITLES = {
    Network.INSTAGRAM: "Instagram",
    Network.FACEBOOK: "Facebook",
    Network.X: "X",
    Network.LINKEDIN: "LinkedIn",
    Network.TIKTOK: "TikTok",
    Network.YOUTUBE: "YouTube",
    Network.PINTEREST: "Pinterest",
}


def title_of(network: Network) -> str:
    """The name of a network in sentences."""
    return _TITLES[network]


def reason_of_absence(metric: SocialMetric, network: Network) -> str:
    """Why a network never gives a metric, or has not given it yet."""
    if network in metric.sources:
        return NOT_YET
    return metric.absent.get(network, f"{title_of(network)} does not publish it.")
