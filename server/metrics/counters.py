"""The counters that every scope keeps, as read from a row of the roll-up tables."""

from dataclasses import dataclass, fields

from server.metrics.listed_counts import ListedCounts


@dataclass(frozen=True, slots=True)
class Counts(ListedCounts):
    """Exact counts of one scope; the fields are the columns of ``metric_columns``, printed by ``make format``."""

    views: int = 0
    views_organic: int = 0
    views_following: int = 0
    views_profile: int = 0
    views_hashtag: int = 0
    views_search: int = 0
    views_direct: int = 0
    views_other: int = 0
    views_mobile: int = 0
    views_tablet: int = 0
    views_desktop: int = 0
    views_tv: int = 0
    views_ios: int = 0
    views_android: int = 0
    views_web: int = 0
    plays: int = 0
    watch_ms: int = 0
    rated_watch_ms: int = 0
    rate_weighted_ms: int = 0
    loop_plays: int = 0
    completed_full: int = 0
    completed_over75: int = 0
    completed_over50: int = 0
    completed_over25: int = 0
    completed_under25: int = 0
    impressions: int = 0
    feed_impressions: int = 0
    swipe_aways: int = 0
    likes: int = 0
    comments: int = 0
    shares: int = 0
    saves: int = 0
    duets: int = 0
    stitches: int = 0
    sound_uses: int = 0
    follows: int = 0
    like_events: int = 0
    unlike_events: int = 0
    save_events: int = 0
    unsave_events: int = 0
    not_interested: int = 0
    reports: int = 0
    hides: int = 0
    unfollows: int = 0
    clicks: int = 0
    skips: int = 0
    contacts: int = 0
    whatsapps: int = 0
    book_viewings: int = 0


COLUMNS = tuple(field.name for field in fields(Counts))
