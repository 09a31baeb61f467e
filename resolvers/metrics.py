"""Groups of metrics that several analytics types share. Their descriptions are the definitions."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.scalars import Long
from server.analytics.breakdowns.labels import word_of
from server.metrics import rates
from server.metrics.catalogue import described
from server.metrics.counters import Counts

NO_VIEWS = "It counts no views: no definition changes anything in it, and its `definition` is the default."
"""Part of the descriptions of such answers."""


@strawberry.interface(description="What every analytics answer says about itself.")
class Analytics:
    """One consistent state of the metrics."""

    id: strawberry.ID = strawberry.field(
        default=None,  # set by the root field
        description="Names the question: the same for its query and its subscription whenever they are sent, different "
        "for different arguments. Caches keep one entry for each question, and follow its subscription, if both "
        "select it.",
    )
    as_of: datetime | None = strawberry.field(
        description="Every event acknowledged before this moment is counted. Null before the first aggregation."
    )
    revision: Long = strawberry.field(
        description="The aggregator run that last touched the subject; only grows. 0: nothing is counted yet. "
        "The project's newest run for what no event names, in lists, areas, states of likes and saves, "
        "`platformStats`, and in an answer that compares with others: `benchmarks`, averages, RELATIVE curves. "
        "A subscription takes it as `afterRevision`."
    )
    is_final: bool = strawberry.field(
        description="Whether the whole range is past and counted. Late events may still correct it."
    )
    definition: str = strawberry.field(
        description="Name and version of the definition of a view that was used; `definitions` has its text."
    )


@strawberry.type(description="Views of one segment, such as a device type or a country.")
class ViewsShare:
    """One row of ``audience``, and of the views by source, device and platform."""

    value: str | None = strawberry.field(description="The value; null if unknown.")
    label: str | None = strawberry.field(
        description="What to show for the value, in English, such as `Germany` for DE; null if it is unknown."
    )
    views: Long = strawberry.field(description="Views by the requested definition.")
    percentage: float = strawberry.field(description="views / all views of the range * 100.")


@strawberry.type(description="Views, by where the viewer came from. The seven sources add up to the total.")
class Views:
    """Views by ``source.type``."""

    total: Long = strawberry.field(description=described("views"))
    organic: Long = strawberry.field(description=described("views_organic"))
    following: Long = strawberry.field(description=described("views_following"))
    profile: Long = strawberry.field(description=described("views_profile"))
    hashtag: Long = strawberry.field(description=described("views_hashtag"))
    search: Long = strawberry.field(description=described("views_search"))
    direct: Long = strawberry.field(description=described("views_direct"))
    other: Long = strawberry.field(description=described("views_other"))
    rows: list[ViewsShare] = strawberry.field(
        description="The seven sources as rows with percentages, ORGANIC to OTHER; they add up to the total."
    )

    @classmethod
    def from_counts(cls, counts: Counts, **more: object) -> Self:
        """This group of metrics, from counters."""
        return cls(
            rows=_shares(counts, "organic", "following", "profile", "hashtag", "search", "direct", "other"),
            total=counts.views,
            organic=counts.views_organic,
            following=counts.views_following,
            profile=counts.views_profile,
            hashtag=counts.views_hashtag,
            search=counts.views_search,
            direct=counts.views_direct,
            other=counts.views_other,
            **more,
        )


@strawberry.type(
    description="Time spent watching, in seconds. Per play: the larger of the largest cumulative report and the sum "
    "of the increments."
)
class WatchTime:
    """Seconds watched."""

    total: float = strawberry.field(description=described("watch_ms"))
    average: float = strawberry.field(description=described("average_watch_ms"))

    @classmethod
    def from_counts(cls, counts: Counts, **more: object) -> Self:
        """This group of metrics, from counters."""
        return cls(total=rates.seconds(counts.watch_ms), average=rates.seconds(rates.average_watch_ms(counts)), **more)


@strawberry.type(description="Distinct viewers.")
class UniqueViewers:
    """Users, else guests' sessions, with at least one view."""

    count: Long = strawberry.field(description=described("unique_viewers"))
    estimated: bool = strawberry.field(
        description="Whether it is an estimate (HyperLogLog, standard error 1.6 %) or exact."
    )


@strawberry.type(description="Impressions, and what became of them.")
class Impressions:
    """IMPRESSION and SWIPE_AWAY events."""

    total: Long = strawberry.field(description=described("impressions"))
    feed_views: Long = strawberry.field(description=described("feed_impressions"))
    swiped_away: Long = strawberry.field(description=described("swipe_aways"))

    @classmethod
    def from_counts(cls, counts: Counts) -> Self:
        """This group of metrics, from counters."""
        return cls(total=counts.impressions, feed_views=counts.feed_impressions, swiped_away=counts.swipe_aways)


@strawberry.type(description="How far plays got. Each play is in exactly one of the five buckets.")
class Completion:
    """Plays by completion: the furthest position, watched part or reported share, over the duration."""

    full: Long = strawberry.field(description=described("completed_full"))
    over75: Long = strawberry.field(name="over75", description=described("completed_over75"))
    over50: Long = strawberry.field(name="over50", description=described("completed_over50"))
    over25: Long = strawberry.field(name="over25", description=described("completed_over25"))
    under25: Long = strawberry.field(name="under25", description=described("completed_under25"))
    weighted_rate: float = strawberry.field(description=described("weighted_completion_rate"))
    rate: float = strawberry.field(description=described("completion_rate"))

    @classmethod
    def from_counts(cls, counts: Counts) -> Self:
        """This group of metrics, from counters."""
        return cls(
            full=counts.completed_full,
            over75=counts.completed_over75,
            over50=counts.completed_over50,
            over25=counts.completed_over25,
            under25=counts.completed_under25,
            weighted_rate=rates.weighted_completion_rate(counts),
            rate=rates.completion_rate(counts),
        )


@strawberry.type(description="Reactions in favour.")
class Engagement:
    """Likes and saves are states of viewers; the others are events."""

    likes: Long = strawberry.field(description=described("likes"))
    comments: Long = strawberry.field(description=described("comments"))
    shares: Long = strawberry.field(description=described("shares"))
    saves: Long = strawberry.field(description=described("saves"))
    duets: Long = strawberry.field(description=described("duets"))
    stitches: Long = strawberry.field(description=described("stitches"))
    sound_uses: Long = strawberry.field(description=described("sound_uses"))
    follows: Long = strawberry.field(description=described("follows"))
    like_events: Long = strawberry.field(description=described("like_events"))
    unlike_events: Long = strawberry.field(description=described("unlike_events"))
    save_events: Long = strawberry.field(description=described("save_events"))
    unsave_events: Long = strawberry.field(description=described("unsave_events"))

    @classmethod
    def from_counts(cls, counts: Counts) -> Self:
        """This group of metrics, from counters."""
        return cls(
            likes=counts.likes,
            comments=counts.comments,
            shares=counts.shares,
            saves=counts.saves,
            duets=counts.duets,
            stitches=counts.stitches,
            sound_uses=counts.sound_uses,
            follows=counts.follows,
            like_events=counts.like_events,
            unlike_events=counts.unlike_events,
            save_events=counts.save_events,
            unsave_events=counts.unsave_events,
        )


@strawberry.type(description="Reactions against.")
class NegativeInteractions:
    """Negative reactions."""

    not_interested: Long = strawberry.field(description=described("not_interested"))
    reports: Long = strawberry.field(description=described("reports"))
    hides: Long = strawberry.field(description=described("hides"))
    unfollows: Long = strawberry.field(description=described("unfollows"))

    @classmethod
    def from_counts(cls, counts: Counts) -> Self:
        """This group of metrics, from counters."""
        return cls(
            not_interested=counts.not_interested,
            reports=counts.reports,
            hides=counts.hides,
            unfollows=counts.unfollows,
        )


@strawberry.type(description="Clicks, skips and contacts.")
class Interactions:
    """Clicks, skips and enquiries."""

    clicks: Long = strawberry.field(description=described("clicks"))
    skips: Long = strawberry.field(description=described("skips"))
    contacts: Long = strawberry.field(description=described("contacts"))
    whatsapp: Long = strawberry.field(description=described("whatsapps"))
    book_viewings: Long = strawberry.field(description=described("book_viewings"))

    @classmethod
    def from_counts(cls, counts: Counts) -> Self:
        """This group of metrics, from counters."""
        return cls(
            clicks=counts.clicks,
            skips=counts.skips,
            contacts=counts.contacts,
            whatsapp=counts.whatsapps,
            book_viewings=counts.book_viewings,
        )


@strawberry.type(description="Views by the form of the device; views that do not say are in none.")
class DeviceViews:
    """Views by ``device.type``."""

    mobile: Long = strawberry.field(description=described("views_mobile"))
    tablet: Long = strawberry.field(description=described("views_tablet"))
    desktop: Long = strawberry.field(description=described("views_desktop"))
    tv: Long = strawberry.field(description=described("views_tv"))
    rows: list[ViewsShare] = strawberry.field(
        description="MOBILE, TABLET, DESKTOP, TV and null, for views that do not say, as rows with percentages; they "
        "add up to all views."
    )

    @classmethod
    def from_counts(cls, counts: Counts) -> Self:
        """This group of metrics, from counters."""
        return cls(
            rows=_shares_of_all(counts, "mobile", "tablet", "desktop", "tv"),
            mobile=counts.views_mobile,
            tablet=counts.views_tablet,
            desktop=counts.views_desktop,
            tv=counts.views_tv,
        )


@strawberry.type(description="Views by the platform of the app; views that do not say are in none.")
class PlatformViews:
    """Views by ``device.platform``."""

    ios: Long = strawberry.field(description=described("views_ios"))
    android: Long = strawberry.field(description=described("views_android"))
    web: Long = strawberry.field(description=described("views_web"))
    rows: list[ViewsShare] = strawberry.field(
        description="IOS, ANDROID, WEB and null, for views that do not say, as rows with percentages; they add up to "
        "all views."
    )

    @classmethod
    def from_counts(cls, counts: Counts) -> Self:
        """This group of metrics, from counters."""
        return cls(
            rows=_shares_of_all(counts, "ios", "android", "web"),
            ios=counts.views_ios,
            android=counts.views_android,
            web=counts.views_web,
        )


def _shares_of_all(counts: Counts, *names: str) -> list[ViewsShare]:
    """The views by some values, and those of none of them."""
    shares = _shares(counts, *names)
    rest = counts.views - sum(share.views for share in shares)
    return [*shares, ViewsShare(value=None, label=None, views=rest, percentage=rates.percent(rest, counts.views))]


def _shares(counts: Counts, *names: str) -> list[ViewsShare]:
    """The views by some values, whose counters are called ``views_<name>``."""
    found = [(name.upper(), getattr(counts, f"views_{name}")) for name in names]
    return [
        ViewsShare(value=value, label=word_of(value), views=views, percentage=rates.percent(views, counts.views))
        for value, views in found
    ]
