"""Documents that select every field of every analytics type, read from the schema."""

from tests.integration.every_number.asking import ARGUMENTS, VARIABLES
from tests.integration.every_number.selection import every_field, only
from tests.recompute import content, creator
from tests.recompute.breakdown import DIMENSIONS
from tests.recompute.formulas import PROFILES
from tests.recompute.retention import Curve

MADE_OF = {
    "audience": ["audience"],
    "countries": ["countries"],
    "breakdown": [f"{by}: breakdown(by: {by})" for by in DIMENSIONS],
}
CONTENT_PART_WAYS = {
    "series": ["byDay: series(by: DAY, compare: true)"],
    "benchmarks": ["benchmarks"],
    "compare": [f"{to}: compare(to: {to})" for to in content.BASELINES],
}
CURVES = (
    Curve(),
    Curve("COVERAGE"),
    Curve("RELATIVE", 20),
    Curve("PLAYS", 10, "DEVICE", "MOBILE"),
    Curve("COVERAGE", 10, "COUNTRY", "DE"),
    Curve("PLAYS", 8, "SOURCE", "FOR_YOU"),
    Curve("RELATIVE", 4, "PLATFORM", "IOS"),
    Curve("PLAYS", 5, "DEVICE", None),
)
RETENTION = {"retention": [f"curve{number}: retention({curve.arguments})" for number, curve in enumerate(CURVES)]}
COUNTERS = every_field(
    "ContentAnalytics",
    {f"ContentAnalytics.{name}": [] for name in MADE_OF | CONTENT_PART_WAYS | RETENTION}
    | {"ContentAnalytics.engagementRate": [f"{name}: engagementRate(profile: {name})" for name in PROFILES]},
)
SCOPED = {
    f"{kind}.{name}": [f"{name}_{profile}: {name}(profile: {profile})" for profile in PROFILES]
    for kind in ("CreatorAnalytics", "PlatformAnalytics")
    for name in ("engagements", "engagementRate")
} | {
    "CreatorAnalytics.compare": [f"{to}: compare(to: {to})" for to in creator.BASELINES],
    "PlatformAnalytics.compare": ["PREVIOUS_PERIOD: compare(to: PREVIOUS_PERIOD)"],
    "CreatorAnalytics.series": [],
    "PlatformAnalytics.series": [],
}
BY_WEEK = {"series": ["byWeek: series(by: WEEK, compare: true)"]}


def content_document(fields: str) -> str:
    """A query of some fields of one content."""
    return f"query($contentId: ID!, {VARIABLES}) {{ contentAnalytics(contentId: $contentId, {ARGUMENTS}) {fields} }}"


CONTENT = content_document(COUNTERS)
CONTENT_MADE_OF = content_document(only("ContentAnalytics", MADE_OF))
CONTENT_PARTS = content_document(only("ContentAnalytics", CONTENT_PART_WAYS))
CONTENT_RETENTION = content_document(only("ContentAnalytics", RETENTION))
CREATOR = f"""query($creatorId: ID!, {VARIABLES}) {{
    creatorAnalytics(creatorId: $creatorId, {ARGUMENTS}) {every_field("CreatorAnalytics", SCOPED)}
}}"""
DASHBOARD = f"""query($creatorId: ID!, {VARIABLES}) {{
    myDashboard(creatorId: $creatorId, {ARGUMENTS}) {every_field("MyDashboard", SCOPED)}
}}"""
PLATFORM = f"""query($creatorId: ID, {VARIABLES}) {{
    platformAnalytics(creatorId: $creatorId, {ARGUMENTS}) {every_field("PlatformAnalytics", SCOPED)}
}}"""
SERIES = f"""query($of: OfInput!, $by: Interval!, $compare: Boolean!, {VARIABLES}) {{
    series(of: $of, by: $by, compare: $compare, {ARGUMENTS}) {every_field("SeriesAnalytics")}
}}"""
CREATOR_SERIES = f"""query($creatorId: ID!, {VARIABLES}) {{
    creatorAnalytics(creatorId: $creatorId, {ARGUMENTS}) {only("CreatorAnalytics", BY_WEEK)}
}}"""
PLATFORM_SERIES = f"""query({VARIABLES}) {{
    platformAnalytics({ARGUMENTS}) {only("PlatformAnalytics", BY_WEEK)}
}}"""
STATS = f"""query($definition: String!, $include: TrafficInput) {{
    platformStats(definition: $definition, include: $include) {every_field("PlatformStats")}
}}"""
SESSION = f"""query($sessionId: ID!, $number: Int, $definition: String!) {{
    sessionAnalytics(sessionId: $sessionId, number: $number, definition: $definition) {every_field("SessionAnalytics")}
}}"""
TRENDING = f"""query($window: String!, $definition: String!, $include: TrafficInput) {{
    trending(first: 20, window: $window, definition: $definition, include: $include) {every_field("Trending")}
}}"""
TOP = f"""query($by: TopBy!, {VARIABLES}) {{
    topContent(by: $by, first: 30, {ARGUMENTS}) {every_field("TopContents")}
}}"""
PAGE_VARIABLES = "$first: Int, $after: String, $last: Int, $before: String"
PAGE = "first: $first, after: $after, last: $last, before: $before"
CREATOR_CONTENTS = f"""query(
    {PAGE_VARIABLES}, $creatorId: ID!, $sort: ContentSort!, $definition: String!, $include: TrafficInput
) {{
    creatorContents({PAGE}, creatorId: $creatorId, sort: $sort, definition: $definition, include: $include)
    {every_field("CreatorContentConnection")}
}}"""
CREATORS = f"""query({PAGE_VARIABLES}, $search: String, $by: CreatorsBy!, {VARIABLES}) {{
    creators({PAGE}, search: $search, by: $by, {ARGUMENTS}) {every_field("ListedCreatorConnection")}
}}"""
CONTENTS = f"""query(
    {PAGE_VARIABLES}, $search: String, $types: [ContentType!], $creatorId: ID, $sort: CatalogueSort!
) {{
    contents({PAGE}, search: $search, types: $types, creatorId: $creatorId, sort: $sort)
    {every_field("ContentConnection", {"Content.analytics": []})}
}}"""
CONTENTS_ANALYTICS = f"""query({VARIABLES}) {{
    contents(first: 5) {{ nodes {{ contentId analytics({ARGUMENTS}) {{ views {{ total }} }} }} }}
}}"""
HISTORY = f"""query({PAGE_VARIABLES}, $userId: ID!, $definition: String!) {{
    watchHistory({PAGE}, userId: $userId, definition: $definition) {every_field("WatchHistoryConnection")}
}}"""
SAVED = f"""query({PAGE_VARIABLES}, $userId: ID!) {{
    savedContents({PAGE}, userId: $userId) {every_field("SavedContentConnection")}
}}"""
LIKES = f"""query($contentIds: [ID!]!, $userId: ID, $sessionId: ID) {{
    likeState(contentIds: $contentIds, userId: $userId, sessionId: $sessionId) {every_field("LikeStates")}
}}"""
SAVES = f"""query($contentIds: [ID!]!, $userId: ID, $sessionId: ID) {{
    saveState(contentIds: $contentIds, userId: $userId, sessionId: $sessionId) {every_field("SaveStates")}
}}"""
INTERACTIONS = f"""query({PAGE_VARIABLES}, $userId: ID, $sessionId: ID, $types: [EventType!]) {{
    interactionHistory({PAGE}, userId: $userId, sessionId: $sessionId, types: $types)
    {every_field("InteractionConnection")}
}}"""
AREAS = f"""query($resolution: Int!, $box: BoxInput, {VARIABLES}) {{
    areaCounts(resolution: $resolution, box: $box, first: 100, {ARGUMENTS}) {every_field("AreaCounts")}
}}"""
_PLACED = f"{PAGE_VARIABLES}, $types: [EventType!], $range: RangeInput, $timezone: String!, $include: TrafficInput"
_WHICH = f"{PAGE}, types: $types, range: $range, timezone: $timezone, include: $include"
NEAR = f"""query($point: PointInput!, $radius: Float!, {_PLACED}) {{
    eventsNear(point: $point, radius: $radius, {_WHICH}) {every_field("AreaEventConnection")}
}}"""
BOX = f"""query($box: BoxInput!, {_PLACED}) {{
    eventsInBox(box: $box, {_WHICH}) {every_field("AreaEventConnection")}
}}"""

RECOMPUTED = (
    CONTENT,
    CONTENT_MADE_OF,
    CONTENT_PARTS,
    CONTENT_RETENTION,
    CREATOR,
    DASHBOARD,
    PLATFORM,
    SERIES,
    CREATOR_SERIES,
    PLATFORM_SERIES,
    STATS,
    SESSION,
    TRENDING,
    TOP,
    CREATOR_CONTENTS,
    CREATORS,
    CONTENTS,
    CONTENTS_ANALYTICS,
    HISTORY,
    SAVED,
    LIKES,
    SAVES,
    INTERACTIONS,
    AREAS,
    NEAR,
    BOX,
)
"""Each of them is asked by a test that compares the whole answer with what the raw events say."""
