"""The questions that P7 asks, and the bare SQL that reads the rows of each answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.reading import METRICS

GRAPHQL = Path(__file__).parents[1] / "graphql"
DAYS = 7
PAGE = 100
CREATORS = 500

BUCKETS = """
SELECT * FROM content_buckets
WHERE project_id = 1 AND content_id = $1 AND bucket >= $2 AND bucket < $3 AND traffic = 0
"""
VIEWERS = """
SELECT viewer_id, sum(views), sum(rewatch_views) FROM content_viewer_buckets
WHERE project_id = 1 AND content_id = $1 AND bucket >= $2 AND bucket < $3 AND traffic = 0 GROUP BY viewer_id
"""
MEDIAN = """
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY watch_ms) FROM plays
WHERE project_id = 1 AND content_id = $1 AND started_at >= $2 AND started_at < $3 AND traffic = 0
"""
DAYS_OF_CONTENT = """
SELECT date_trunc('day', bucket), sum(views), sum(likes + comments + shares) FROM content_buckets
WHERE project_id = 1 AND content_id = $1 AND bucket >= $2 AND bucket < $3 AND traffic = 0 GROUP BY 1
"""
DAY_VIEWERS = """
SELECT date_trunc('day', bucket), count(DISTINCT viewer_id) FROM content_viewer_buckets
WHERE project_id = 1 AND content_id = $1 AND bucket >= $2 AND bucket < $3 AND traffic = 0 AND views > 0 GROUP BY 1
"""
PLACES = """
SELECT count(*) FILTER (WHERE quality > own.score), avg(quality)
FROM content_scores, (
    SELECT max(quality) AS score FROM content_scores
    WHERE project_id = 1 AND definition = 'start' AND content_id = $1 AND $2 < $3::timestamptz
) AS own
WHERE project_id = 1 AND definition = 'start'
"""
COUNTRIES = """
SELECT country, sum(views), sum(watch_ms), count(DISTINCT viewer_id) FROM plays
WHERE project_id = 1 AND content_id = $1 AND started_at >= $2 AND started_at < $3 AND traffic = 0 GROUP BY country
"""
POSITIONS = """
SELECT delta_levels, total_levels, position_ms, completed FROM plays
WHERE project_id = 1 AND content_id = $1 AND started_at >= $2 AND started_at < $3 AND traffic = 0
"""
CREATOR = """
SELECT * FROM creator_buckets
WHERE project_id = 1 AND creator_id = $1 AND bucket >= $2 AND bucket < $3 AND traffic = 0
"""
SKETCHES = """
SELECT bucket, start FROM viewer_sketches
WHERE project_id = 1 AND creator_id = $1 AND bucket >= $2 AND bucket < $3 AND traffic = 0
"""
CREATORS_BEST = """
SELECT content_id, sum(views), sum(watch_ms), sum(completed_full), sum(saves), sum(shares), sum(clicks), sum(skips)
FROM content_buckets JOIN content_owners USING (project_id, content_id)
WHERE project_id = 1 AND creator_id = $1 AND bucket >= $2 AND bucket < $3 AND traffic = 0
GROUP BY content_id ORDER BY 2 DESC LIMIT 100
"""
CREATORS_CONTENTS = """
SELECT totals.* FROM content_totals AS totals JOIN content_owners USING (project_id, content_id)
WHERE project_id = 1 AND creator_id = $1 AND traffic = 0 AND $2 < $3::timestamptz ORDER BY views DESC LIMIT 100
"""
PLATFORM = """
SELECT * FROM platform_buckets
WHERE project_id = 1 AND $1 <> '' AND bucket >= $2 AND bucket < $3 AND traffic = 0
"""
PLATFORM_SKETCHES = """
SELECT bucket, start FROM viewer_sketches
WHERE project_id = 1 AND creator_id = '' AND $1 <> '' AND bucket >= $2 AND bucket < $3 AND traffic = 0
"""
BEST = """
SELECT content_id, sum(views) FROM content_buckets
WHERE project_id = 1 AND $1 <> '' AND bucket >= $2 AND bucket < $3 AND traffic = 0
GROUP BY content_id ORDER BY 2 DESC LIMIT 100
"""
BEST_EVER = """
SELECT totals.* FROM content_scores JOIN content_totals AS totals USING (project_id, content_id)
WHERE project_id = 1 AND definition = 'start' AND traffic = 0 AND $1 <> '' AND $2 < $3::timestamptz
ORDER BY quality DESC LIMIT 100
"""


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        what: What is asked.
        query: The GraphQL document.
        variables: Its variables, for a number from 0 on and the end of the range; another number is another subject.
        bare: Statements that read the same rows; parameters are the subject, the start and the end of the range.
        subject: The subject of such a statement.
    """

    what: str
    query: str
    variables: Callable[[int, datetime], Mapping[str, Any]]
    bare: Sequence[str]
    subject: Callable[[int], str]


def _content(number: int) -> str:
    return f"video-{(number * 37) % 10_000}"


def _creator(number: int) -> str:
    return f"creator-{number % CREATORS}"


def _range(end: datetime, quarters: int = 0) -> dict[str, Any]:
    end -= timedelta(minutes=15 * quarters)
    return {"between": {"start": (end - timedelta(days=DAYS)).isoformat(), "end": end.isoformat()}}


def _of_content(what: str, selection: str, *bare: str) -> Question:
    query = f"query P7($id: ID!, $range: RangeInput) {{ contentAnalytics(contentId: $id, range: $range) {selection} }}"
    return Question(
        what, query, lambda number, end: {"id": _content(number), "range": _range(end)}, bare or (BUCKETS,), _content
    )


def _document(name: str) -> str:
    return (GRAPHQL / f"{name}.graphql").read_text()


def _of_creator(what: str, document: str, *bare: str, **more: Any) -> Question:
    return Question(
        what,
        _document(document),
        lambda number, end: {"creatorId": _creator(number), "range": _range(end), **more},
        bare,
        _creator,
    )


def _of_everything(what: str, document: str, *bare: str, varied: bool = True, **more: Any) -> Question:
    """A list or the platform; every range is another one, so that no cache answers."""
    return Question(
        what,
        _document(document),
        lambda number, end: {**({"range": _range(end, number)} if varied else {"first": PAGE - number % 50}), **more},
        bare,
        lambda _number: "all",
    )


def _of_dashboard(what: str, document: str, *bare: str, **more: Any) -> Question:
    return Question(
        what,
        _document(document),
        lambda number, end: {"contentId": _content(number), "range": _range(end), **more},
        bare,
        _content,
    )


QUESTIONS = (
    _of_content("views", "{ views { total organic following } }"),
    _of_content("unique viewers", "{ views { unique } rewatch { count rate } }", BUCKETS, VIEWERS),
    _of_content("watch time with median", "{ watchTime { total average median } }", BUCKETS, MEDIAN),
    _of_content("completion", "{ completion { full over75 over50 over25 under25 weightedRate rate } }"),
    _of_content("engagement", "{ engagement { likes comments shares saves } negative { reports hides } }"),
    _of_content("devices and platforms", "{ devices { mobile tv } platforms { ios android } }"),
    _of_content("scores", "{ qualityScore { score } performanceScore { score } }", BUCKETS, VIEWERS),
    _of_content("velocity", "{ velocity { viewsPerHour trend } }", BUCKETS, BUCKETS),
    _of_dashboard("ContentAnalytics", "dashboard/ContentAnalytics", BUCKETS, VIEWERS, MEDIAN, COUNTRIES),
    Question(
        "Series of a content by day, compared",
        _document("dashboard/Series"),
        lambda number, end: {
            "of": {"contentId": _content(number)},
            "range": _range(end),
            "by": "DAY",
            "compare": True,
        },
        (BUCKETS, DAYS_OF_CONTENT, DAY_VIEWERS) * 2,
        _content,
    ),
    _of_dashboard("ContentScores", "dashboard/ContentScores", BUCKETS, VIEWERS, PLACES),
    Question(
        "Breakdown of a content by country",
        _document("dashboard/Breakdown"),
        lambda number, end: {"of": {"contentId": _content(number)}, "range": _range(end), "by": "COUNTRY"},
        (BUCKETS, COUNTRIES),
        _content,
    ),
    _of_dashboard("ContentAudience", "dashboard/ContentAudience", BUCKETS, *[COUNTRIES] * 6),
    _of_dashboard("ContentRetention", "dashboard/ContentRetention", BUCKETS, POSITIONS),
    _of_dashboard("ContentComparison", "dashboard/ContentComparison", *(BUCKETS, VIEWERS) * 3),
    _of_creator("CreatorAnalytics", "dashboard/CreatorAnalytics", CREATOR, SKETCHES, CREATORS_BEST),
    _of_creator("MyDashboard", "dashboard/MyDashboard", *(CREATOR, SKETCHES) * 4, CREATORS_BEST),
    _of_everything("PlatformAnalytics", "dashboard/PlatformAnalytics", PLATFORM, PLATFORM_SKETCHES),
    Question(
        "CreatorContents, page of 100",
        _document("dashboard/CreatorContents"),
        lambda number, _end: {"creatorId": _creator(number), "sort": "VIEWS", "first": PAGE},
        (CREATORS_CONTENTS,),
        _creator,
    ),
    _of_everything("TopContents by views, 100", "mobile/TopContents", BEST, by="VIEWS", first=PAGE),
    _of_everything("TopContents by quality, 100", "mobile/TopContents", BEST, by="QUALITY", first=PAGE),
    _of_everything("TopContents of all time, 100", "mobile/TopContents", BEST_EVER, varied=False),
)
"""Every group of ``contentAnalytics``, dashboards, lists and pages; of seven days, unless they say otherwise."""

ALL_GROUPS = f'query P7($id: ID!) {{ contentAnalytics(contentId: $id, range: {{last: "7d"}}) {{ {METRICS} }} }}'
