"""Every metric, declared once: how it is computed, and what it means.

The roll-up's statements, the fields of ``Counts``, descriptions of the API and tables of docs/definitions.md are made
from this list. A new tally is one entry here, a column in a migration, and a field of the API.
"""

from collections.abc import Callable

from server.metrics import rates
from server.metrics.metric import Kind, Metric, Unit

SHORT_VIDEO = "metrics of short-video platforms"
ENGAGEMENT = "engagement analytics of content platforms"
MARKETPLACES = "contacts with sellers on marketplaces"
OWN = ""
HIDDEN = ""
"""No field shows it: other metrics follow from it."""


def _tally(
    name: str, title: str, field: str, origin: str, *events: str, where: str = "", text: str = "", definition: str = ""
) -> Metric:
    """The number of events of some types; the default description names them."""
    said = text or f"{' and '.join(event.upper() for event in events)} events."
    return Metric(name, title, field, said, origin, Kind.TALLY, definition=definition, events=events, where=where)


def _view(
    name: str, title: str, field: str, origin: str, text: str, *, where: str, of_plays: str, formula: str = ""
) -> Metric:
    """Views, in total or from one kind of source."""
    events = ("view_start",)
    return Metric(
        name,
        title,
        field,
        text,
        origin,
        Kind.VIEW,
        formula_text=formula,
        events=events,
        where=where,
        of_plays=of_plays,
    )


def _by_source(source: str) -> Metric:
    """Views of one source."""
    return _view(
        f"views_{source}",
        f"Views from {source}",
        f"Views.{source}",
        SHORT_VIDEO,
        f"Views whose source is {source.upper()}.",
        where=f"source_type = '{source}'",
        of_plays=f"source = '{source}'",
    )


def _by_device(column: str, value: str, field: str, title: str) -> Metric:
    """Views on one kind of device."""
    condition = f"{column} = '{value}'"
    return _view(f"views_{value}", title, field, SHORT_VIDEO, f"{title}.", where=condition, of_plays=condition)


def _completed(bucket: str, title: str, text: str, *, of_plays: str, formula: str = "") -> Metric:
    """Plays that reached a part of the content."""
    name, field = f"completed_{bucket}", f"Completion.{bucket}"
    return Metric(name, title, field, text, SHORT_VIDEO, Kind.PLAY, formula_text=formula, of_plays=of_plays)


def _derived(
    formula: Callable[..., float | None],
    title: str,
    field: str,
    origin: str,
    *,
    unit: Unit,
    text: str,
    description: str,
    definition: str,
    in_scopes: bool = False,
) -> Metric:
    """A metric computed from others; it has the name of its function."""
    return Metric(
        formula.__name__,
        title,
        field,
        description,
        origin,
        Kind.DERIVED,
        unit,
        definition=definition,
        formula_text=text,
        formula=formula,
        in_scopes=in_scopes,
    )


_SOCIAL_RATE = "(likes + comments + shares) / views * 100"
_WEIGHTED_RATE = "(full + over75 * 0.75 + over50 * 0.5 + over25 * 0.25) / plays * 100"
_SCORE = "(completions * 40 + saves * 30 + shares * 20 + clicks * 10 - skips * 20) / views"

_METRICS = (
    _view(
        "views",
        "Views",
        "Views.total",
        SHORT_VIDEO,
        "Views by the definition asked for; by start@1 each VIEW_START (or VIEW) event.",
        where="",
        of_plays="",
        formula="sum of the sources",
    ),
    _view(
        "views_organic",
        "Views from the feed",
        "Views.organic",
        SHORT_VIDEO,
        "Views whose source is FOR_YOU or FEED.",
        where="source_column(source_type) = 'organic'",
        of_plays="source = 'organic'",
    ),
    _by_source("following"),
    _by_source("profile"),
    _by_source("hashtag"),
    _by_source("search"),
    _by_source("direct"),
    _view(
        "views_other",
        "Views from elsewhere",
        "Views.other",
        SHORT_VIDEO,
        "All other views, with OTHER or no source.",
        where="source_column(source_type) = 'other'",
        of_plays="source = 'other'",
    ),
    _by_device("device_type", "mobile", "DeviceViews.mobile", "Views on phones"),
    _by_device("device_type", "tablet", "DeviceViews.tablet", "Views on tablets"),
    _by_device("device_type", "desktop", "DeviceViews.desktop", "Views on computers"),
    _by_device("device_type", "tv", "DeviceViews.tv", "Views on television sets"),
    _by_device("platform", "ios", "PlatformViews.ios", "Views in the iOS app"),
    _by_device("platform", "android", "PlatformViews.android", "Views in the Android app"),
    _by_device("platform", "web", "PlatformViews.web", "Views in a browser"),
    Metric(
        "unique_viewers",
        "Unique viewers",
        "UniqueViewers.count",
        "How many; when estimated, with a standard error of 1.6 %.",
        ENGAGEMENT,
        Kind.VIEWERS,
        definition="Distinct viewers with at least one view in the range.",
        formula_text="union of one HyperLogLog sketch (2^12 registers) per quarter-hour; standard error 1.6 %",
    ),
    Metric(
        "rewatches",
        "Rewatches",
        "Rewatch.count",
        "Per viewer: views - 1; by start@1, the views flagged `isRewatch` when those are more.",
        SHORT_VIDEO,
        Kind.VIEWERS,
        definition="Views beyond each viewer's first.",
        formula_text="sum over viewers of max(views - 1, by `start@1` also views flagged `isRewatch`, 0)",
    ),
    _derived(
        rates.rewatch_rate,
        "Rewatch rate",
        "Rewatch.rate",
        SHORT_VIDEO,
        unit=Unit.PERCENT,
        text="count / unique viewers * 100",
        description="count / unique viewers * 100; 0 without viewers.",
        definition="Percent; 0 without viewers.",
    ),
    Metric(
        "plays",
        "Plays",
        "ContentAnalytics.plays",
        "Viewings, each from its start to its last report, replays included.",
        OWN,
        Kind.PLAY,
        definition="Plays that began in the range, replays included.",
    ),
    Metric(
        "watch_ms",
        "Watch time",
        "WatchTime.total",
        "Seconds watched in all plays.",
        SHORT_VIDEO,
        Kind.PLAY,
        Unit.MILLISECONDS,
        amount="watch_ms",
    ),
    Metric(
        "rated_watch_ms",
        "Watch time with a playback rate",
        HIDDEN,
        "Milliseconds of `watchTime` in reports with a `playbackRate`.",
        OWN,
        Kind.PLAY,
        Unit.MILLISECONDS,
        amount="rated_watch_ms",
    ),
    Metric(
        "rate_weighted_ms",
        "Watch time weighted by playback rate",
        HIDDEN,
        "Milliseconds: the sum of `watchTime` times `playbackRate` of these reports.",
        OWN,
        Kind.PLAY,
        Unit.MILLISECONDS,
        amount="rate_weighted_ms",
    ),
    _derived(
        rates.average_watch_ms,
        "Average watch time",
        "WatchTime.average",
        SHORT_VIDEO,
        unit=Unit.MILLISECONDS,
        text="total / views",
        description="Seconds per view: total / views; 0 without views.",
        definition="Seconds per view; 0 without views.",
    ),
    _derived(
        rates.average_playback_rate,
        "Average playback rate",
        "ContentAnalytics.averagePlaybackRate",
        OWN,
        unit=Unit.FACTOR,
        text="rate_weighted_ms / rated_watch_ms",
        description="Average `playbackRate`, weighted by `watchTime`: 1 is normal speed. Null if no report has both.",
        definition="Of the plays in the range. `rated_watch_ms` is the sum of `watchTime` over their reports with a "
        "`playbackRate`, `rate_weighted_ms` that of `watchTime` times `playbackRate`; null without such reports.",
        in_scopes=True,
    ),
    Metric(
        "loop_plays",
        "Loops",
        "Rewatch.loopPlays",
        "Sum over plays of the largest `loopCount`.",
        SHORT_VIDEO,
        Kind.PLAY,
        definition="Loops.",
        formula_text="sum over plays of the largest `loopCount`",
        amount="loops",
    ),
    _completed(
        "full",
        "Plays to the end",
        "Plays that reached at least 99 %, or sent VIEW_COMPLETE.",
        of_plays="completion >= 0.99",
    ),
    _completed(
        "over75",
        "Plays to 75 %",
        "Plays that reached at least 75 %, but not 99 %.",
        of_plays="completion >= 0.75 AND completion < 0.99",
    ),
    _completed(
        "over50",
        "Plays to 50 %",
        "Plays that reached at least 50 %, but not 75 %.",
        of_plays="completion >= 0.50 AND completion < 0.75",
    ),
    _completed(
        "over25",
        "Plays to 25 %",
        "Plays that reached at least 25 %, but not 50 %.",
        of_plays="completion >= 0.25 AND completion < 0.50",
    ),
    _completed(
        "under25",
        "Plays left early",
        "Plays that stayed below 25 %, or whose duration is unknown.",
        of_plays="completion < 0.25",
        formula="plays - the others",
    ),
    _derived(
        rates.weighted_completion_rate,
        "Weighted completion rate",
        "Completion.weightedRate",
        SHORT_VIDEO,
        unit=Unit.PERCENT,
        text=_WEIGHTED_RATE,
        description=f"{_WEIGHTED_RATE}; 0 without plays.",
        definition="0-100; 0 without plays.",
    ),
    _derived(
        rates.completion_rate,
        "Completion rate",
        "Completion.rate",
        ENGAGEMENT,
        unit=Unit.PERCENT,
        text="full / views * 100",
        description="full / views * 100; 0 without views.",
        definition="Percent; 0 without views, above 100 where plays were completed that sent no view.",
    ),
    _tally("impressions", "Impressions", "Impressions.total", SHORT_VIDEO, "impression"),
    _tally(
        "feed_impressions",
        "Impressions in the feed",
        "Impressions.feedViews",
        SHORT_VIDEO,
        "impression",
        where="source_type IN ('feed', 'for_you')",
        text="Impressions whose source is FEED or FOR_YOU.",
    ),
    _tally("swipe_aways", "Swiped away", "Impressions.swipedAway", SHORT_VIDEO, "swipe_away"),
    Metric(
        "likes",
        "Likes",
        "Engagement.likes",
        "Viewers who like it now, each counted when they last said so. A LIKE and a later UNLIKE are 0.",
        SHORT_VIDEO,
        Kind.STATE,
        definition="Viewers who like it: the state, not a tally.",
    ),
    _tally("comments", "Comments", "Engagement.comments", SHORT_VIDEO, "comment"),
    _tally("shares", "Shares", "Engagement.shares", SHORT_VIDEO, "share"),
    Metric(
        "saves",
        "Saves",
        "Engagement.saves",
        "Viewers who keep it saved, counted like likes.",
        SHORT_VIDEO,
        Kind.STATE,
        definition="Viewers who keep it saved: the state, not a tally.",
    ),
    _tally("duets", "Duets", "Engagement.duets", SHORT_VIDEO, "duet"),
    _tally("stitches", "Stitches", "Engagement.stitches", SHORT_VIDEO, "stitch"),
    _tally("sound_uses", "Uses of the sound", "Engagement.soundUses", SHORT_VIDEO, "sound_use"),
    _tally(
        "follows",
        "Follows",
        "Engagement.follows",
        OWN,
        "follow",
        definition="FOLLOW events; of a content, those that name it.",
    ),
    _tally("like_events", "Like events", "Engagement.likeEvents", OWN, "like", text="LIKE events, the tally."),
    _tally("unlike_events", "Unlike events", "Engagement.unlikeEvents", OWN, "unlike"),
    _tally("save_events", "Save events", "Engagement.saveEvents", OWN, "save", text="SAVE events, the tally."),
    _tally("unsave_events", "Unsave events", "Engagement.unsaveEvents", OWN, "unsave"),
    _derived(
        rates.engagement_rate,
        "Engagement rate",
        "Engagement.rate",
        SHORT_VIDEO,
        unit=Unit.PERCENT,
        text=_SOCIAL_RATE,
        description=f"{_SOCIAL_RATE}; 0 without views.",
        definition="Percent; 0 without views.",
    ),
    _tally("not_interested", "Not interested", "NegativeInteractions.notInterested", SHORT_VIDEO, "not_interested"),
    _tally("reports", "Reports", "NegativeInteractions.reports", SHORT_VIDEO, "report"),
    _tally("hides", "Hidden", "NegativeInteractions.hides", SHORT_VIDEO, "hide"),
    _tally(
        "unfollows",
        "Unfollows",
        "NegativeInteractions.unfollows",
        SHORT_VIDEO,
        "unfollow",
        definition="UNFOLLOW events; of a content, those that name it.",
    ),
    _tally("clicks", "Clicks", "Interactions.clicks", ENGAGEMENT, "click"),
    _tally("skips", "Skips", "Interactions.skips", ENGAGEMENT, "skip", "swipe_away"),
    _tally("contacts", "Contacts", "Interactions.contacts", MARKETPLACES, "contact"),
    _tally("whatsapps", "WhatsApp chats", "Interactions.whatsapp", MARKETPLACES, "whatsapp"),
    _tally("book_viewings", "Viewings booked", "Interactions.bookViewings", MARKETPLACES, "book_viewing"),
    _derived(
        rates.engagement_score,
        "Engagement score",
        "ContentAnalytics.engagementScore",
        ENGAGEMENT,
        unit=Unit.POINTS,
        text=f"clamp({_SCORE}, 0, 100)",
        description=f"0-100: {_SCORE}.",
        definition="0-100; 0 without views.",
    ),
)

CATALOGUE = {metric.name: metric for metric in _METRICS}
"""By name."""


def described(name: str) -> str:
    """The description of the API field that shows a metric."""
    return CATALOGUE[name].description
