"""Documents that select every field of every analytics type, read from the schema."""

from collections.abc import Sequence

from server.analytics.breakdowns.dimensions import Dimension
from server.analytics.breakdowns.listing import RowOrder, row_cursor
from tests.integration.every_number.asking import ARGUMENTS, VARIABLES
from tests.integration.every_number.selection import every_field, only
from tests.recompute import content, creator
from tests.recompute.breakdown import BREAKDOWNS, EVERY_BREAKDOWN, Breakdown
from tests.recompute.compared import BASELINE_PROFILES
from tests.recompute.formulas import DEFAULT, PROFILES
from tests.recompute.retention import Curve


def after(question: Breakdown) -> str | None:
    """The cursor of the last row before those that are asked for."""
    if not question.skipped:
        return None
    order = None if question.order is None else RowOrder[question.order]
    return row_cursor([Dimension[name] for name in question.by], order, question.skipped)


def _written(question: Breakdown) -> str:
    said = {"by": f"[{' '.join(question.by)}]", "first": question.first, "minimumViews": question.minimum}
    if question.order:
        said["order"] = question.order
    if cursor := after(question):
        said["after"] = f'"{cursor}"'
    return ", ".join(f"{name}: {value}" for name, value in said.items())


def compared(to: str) -> str:
    """How a comparison is asked for: PREVIOUS_PERIOD with the default profile, others with one of their own."""
    profile = BASELINE_PROFILES[to]
    return f"{to}: compare(to: {to})" if profile == DEFAULT else f"{to}: compare(to: {to}, profile: {profile})"


def by_profile(name: str, alias: str = "") -> list[str]:
    """A field as it is by default, and by each profile."""
    return [name, *(f"{alias}{profile}: {name}(profile: {profile})" for profile in PROFILES)]


def made_of(numbers: Sequence[int]) -> dict[str, list[str]]:
    """The audience, and some of the breakdowns, by their numbers."""
    asked = [f"by{number}: breakdown({_written(BREAKDOWNS[number])})" for number in numbers]
    return {"audience": ["audience"], "breakdown": asked}


MADE_OF = made_of(EVERY_BREAKDOWN)
CONTENT_PART_WAYS = {
    "series": ["byDay: series(by: DAY, compare: true)"],
    "benchmarks": ["benchmarks"],
    "compare": [compared(to) for to in content.BASELINES],
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


def curves(numbers: Sequence[int]) -> dict[str, list[str]]:
    """Some of the curves, by their numbers."""
    return {"retention": [f"curve{number}: retention({CURVES[number].arguments})" for number in numbers]}


RETENTION = curves(range(len(CURVES)))
COUNTERS = every_field(
    "ContentAnalytics",
    {f"ContentAnalytics.{name}": [] for name in MADE_OF | CONTENT_PART_WAYS | RETENTION}
    | {"ContentAnalytics.engagementRate": by_profile("engagementRate")},
)
SCOPED = {
    f"{kind}.{name}": by_profile(name, f"{name}_")
    for kind in ("CreatorAnalytics", "PlatformAnalytics")
    for name in ("engagements", "engagementRate")
} | {
    "CreatorAnalytics.compare": [compared(to) for to in creator.BASELINES],
    "PlatformAnalytics.compare": [
        compared("PREVIOUS_PERIOD"),
        "LISTING: compare(to: PREVIOUS_PERIOD, profile: LISTING)",
    ],
    "MyDashboard.comparison": ["comparison", "LISTING: comparison(profile: LISTING)"],
    "CreatorAnalytics.breakdown": [],
    "PlatformAnalytics.breakdown": [],
    "CreatorAnalytics.series": [],
    "PlatformAnalytics.series": [],
}
POINTS = {"Point.engagementRate": ["engagementRate", "LISTING: engagementRate(profile: LISTING)"]}
BY_WEEK = {"series": ["byWeek: series(by: WEEK, compare: true)"]}


def content_document(fields: str) -> str:
    """A query of some fields of one content."""
    return f"query($contentId: ID!, {VARIABLES}) {{ contentAnalytics(contentId: $contentId, {ARGUMENTS}) {fields} }}"


CONTENT = content_document(COUNTERS)
CONTENT_PARTS = content_document(only("ContentAnalytics", CONTENT_PART_WAYS, POINTS))


def content_made_of(numbers: Sequence[int] = EVERY_BREAKDOWN) -> str:
    """A query of the audience and some of the breakdowns of one content."""
    return content_document(only("ContentAnalytics", made_of(numbers)))


def content_retention(numbers: Sequence[int] = range(len(CURVES))) -> str:
    """A query of some of the curves of one content."""
    return content_document(only("ContentAnalytics", curves(numbers)))


SEVERAL = f"""query($contentIds: [ID!]!, {VARIABLES}) {{
    contentsAnalytics(contentIds: $contentIds, {ARGUMENTS}) {every_field("ContentsAnalytics")}
}}"""
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
    series(of: $of, by: $by, compare: $compare, {ARGUMENTS}) {every_field("SeriesAnalytics", POINTS)}
}}"""
REALTIME = f"""query($of: OfInput!, $minutes: Int!, $definition: String!, $include: TrafficInput) {{
    realtime(
        of: $of, minutes: $minutes, definition: $definition, include: $include
    ) {every_field("RealtimeAnalytics", POINTS)}
}}"""
CREATOR_SERIES = f"""query($creatorId: ID!, {VARIABLES}) {{
    creatorAnalytics(creatorId: $creatorId, {ARGUMENTS}) {only("CreatorAnalytics", BY_WEEK, POINTS)}
}}"""
PLATFORM_SERIES = f"""query({VARIABLES}) {{
    platformAnalytics({ARGUMENTS}) {only("PlatformAnalytics", BY_WEEK, POINTS)}
}}"""
BREAKDOWN = f"""query(
    $of: OfInput!, $by: [Dimension!]!, $order: BreakdownOrder, $first: Int!, $after: String, $minimumViews: Int!,
    {VARIABLES}
) {{
    breakdown(
        of: $of, by: $by, order: $order, first: $first, after: $after, minimumViews: $minimumViews, {ARGUMENTS}
    ) {every_field("BreakdownAnalytics")}
}}"""


def creator_breakdowns(numbers: Sequence[int] = EVERY_BREAKDOWN) -> str:
    """A query of the audience and some of the breakdowns of a creator."""
    return f"""query($creatorId: ID!, {VARIABLES}) {{
        creatorAnalytics(creatorId: $creatorId, {ARGUMENTS}) {only("CreatorAnalytics", made_of(numbers))}
    }}"""


def platform_breakdowns(numbers: Sequence[int] = EVERY_BREAKDOWN) -> str:
    """The same of the platform."""
    return f"""query({VARIABLES}) {{
        platformAnalytics({ARGUMENTS}) {only("PlatformAnalytics", made_of(numbers))}
    }}"""


STATS = f"""query($definition: String!, $include: TrafficInput) {{
    platformStats(definition: $definition, include: $include) {every_field("PlatformStats")}
}}"""
EVENT_COUNTS = f"""query(
    $by: Interval!, $types: [EventType!], $names: [String!], $range: RangeInput, $timezone: String!,
    $include: TrafficInput
) {{
    eventCounts(
        by: $by, types: $types, names: $names, range: $range, timezone: $timezone, include: $include
    ) {every_field("EventCountsAnalytics")}
}}"""
STREAM = f"""query($contentId: ID!, $minutes: Int!, $include: TrafficInput) {{
    streamAnalytics(
        contentId: $contentId, minutes: $minutes, include: $include
    ) {every_field("StreamAnalytics")}
}}"""
SESSION = f"""query($sessionId: ID!, $number: Int, $definition: String!) {{
    sessionAnalytics(sessionId: $sessionId, number: $number, definition: $definition) {every_field("SessionAnalytics")}
}}"""
TRENDING = f"""query($window: String!, $definition: String!, $include: TrafficInput) {{
    trending(first: 20, window: $window, definition: $definition, include: $include) {every_field("Trending")}
}}"""
PAGE_VARIABLES = "$first: Int, $after: String, $last: Int, $before: String"
PAGE = "first: $first, after: $after, last: $last, before: $before"
EVENTS = f"""query(
    {PAGE_VARIABLES}, $filter: EventsFilterInput, $range: RangeInput, $timezone: String!, $include: TrafficInput
) {{
    events({PAGE}, filter: $filter, range: $range, timezone: $timezone, include: $include)
    {every_field("EventConnection")}
}}"""
SCHEMA_USAGE = f"""query(
    {PAGE_VARIABLES}, $types: [EventType!], $names: [String!], $days: Int!, $onlyDeprecated: Boolean
) {{
    schemaUsage({PAGE}, types: $types, names: $names, days: $days, onlyDeprecated: $onlyDeprecated)
    {every_field("SchemaUsageConnection")}
}}"""
SALES = "of: $of, currency: $currency"
SOLD = f"""query($of: SalesOfInput!, $currency: String, $by: Interval!, {VARIABLES}) {{
    revenue({SALES}, {ARGUMENTS}) {
    every_field("RevenueAnalytics", {"RevenueAnalytics.series": ["series(by: $by)"], "RevenueAnalytics.breakdown": []})
}
}}"""
BREAKDOWN_OF_SALES = {"breakdown": [f"breakdown({PAGE}, by: $by, order: $order)"]}
SOLD_BY = f"""query(
    {PAGE_VARIABLES}, $of: SalesOfInput!, $currency: String, $by: SoldBy!, $order: SoldOrder!, {VARIABLES}
) {{
    revenue({SALES}, {ARGUMENTS}) {only("RevenueAnalytics", BREAKDOWN_OF_SALES)}
}}"""
FUNNEL_PARTS = {
    "FunnelAnalytics.viewers": [f"viewers(step: $step, kind: $kind, {PAGE})"],
    "FunnelAnalytics.breakdown": ["breakdown(by: $by, of: $of, step: $valueStep, first: $values)"],
}
FUNNEL = f"""query(
    {PAGE_VARIABLES}, $steps: [FunnelStepInput!]!, $order: FunnelOrder!, $window: Duration!
    $exclusions: [FunnelExclusionInput!], $step: Int!, $kind: FunnelViewersOf!
    $by: Dimension!, $of: FunnelValueOf!, $valueStep: Int, $values: Int!
    $range: RangeInput, $timezone: String!, $include: TrafficInput
) {{
    funnel(
        steps: $steps, order: $order, window: $window, exclusions: $exclusions
        range: $range, timezone: $timezone, include: $include
    ) {every_field("FunnelAnalytics", FUNNEL_PARTS)}
}}"""
WITHOUT_PARTS = {f"FunnelAnalytics.{name}": () for name in ("viewers", "breakdown", "previous")} | {
    "RevenueAnalytics.series": (),
    "RevenueAnalytics.breakdown": (),
}
EVENT_DASHBOARD = f"""query(
    $timeframe: String!, $timezone: String!, $include: TrafficInput, $by: Interval!, $first: Int!
) {{
    eventDashboard(timeframe: $timeframe, timezone: $timezone, include: $include) {
    every_field(
        "EventDashboard",
        {
            "EventDashboard.series": ["series(by: $by)"],
            "EventDashboard.topEvents": ["topEvents(first: $first)"],
            **WITHOUT_PARTS,
        },
    )
}
}}"""
COHORT_VARIABLES = """$start: EventConditionInput, $returns: EventConditionInput, $cohort: CohortStart!
    $retained: RetentionRule!, $by: CohortPeriodLength!, $periods: Int!, $rolling: Boolean!, $weekStart: WeekStart!
    $range: RangeInput, $timezone: String!, $include: TrafficInput"""
COHORT_ARGUMENTS = """start: $start, returns: $returns, cohort: $cohort, retained: $retained, by: $by
        periods: $periods, rolling: $rolling, weekStart: $weekStart, range: $range, timezone: $timezone
        include: $include"""
COHORTS = f"""query({COHORT_VARIABLES}, $currency: String, $dimension: Dimension, $property: String, $first: Int!) {{
    cohorts(
        {COHORT_ARGUMENTS}, currency: $currency, dimension: $dimension, property: $property, first: $first
    ) {every_field("CohortsAnalytics")}
}}"""
RETURNING = f"""query({COHORT_VARIABLES.replace("$start: EventConditionInput,", "$start: EventConditionInput!,")}) {{
    retention({COHORT_ARGUMENTS}) {every_field("RetentionAnalytics")}
}}"""
TOP = f"""query({PAGE_VARIABLES}, $by: TopBy!, $minimumViews: Int, {VARIABLES}) {{
    topContents({PAGE}, by: $by, minimumViews: $minimumViews, {ARGUMENTS}) {every_field("RankedContentConnection")}
}}"""
CREATOR_CONTENTS = f"""query(
    {PAGE_VARIABLES}, $creatorId: ID!, $search: String, $types: [ContentType!], $sort: ContentSort!, {VARIABLES}
) {{
    creatorContents({PAGE}, creatorId: $creatorId, search: $search, types: $types, sort: $sort, {ARGUMENTS})
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
    content_made_of(),
    CONTENT_PARTS,
    content_retention(),
    SEVERAL,
    CREATOR,
    DASHBOARD,
    PLATFORM,
    SERIES,
    REALTIME,
    CREATOR_SERIES,
    PLATFORM_SERIES,
    BREAKDOWN,
    creator_breakdowns(),
    platform_breakdowns(),
    STATS,
    EVENTS,
    SCHEMA_USAGE,
    EVENT_COUNTS,
    SOLD,
    SOLD_BY,
    STREAM,
    FUNNEL,
    EVENT_DASHBOARD,
    COHORTS,
    RETURNING,
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
