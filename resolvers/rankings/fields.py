"""The fields of rankings, lists and dashboards, and their subscriptions."""

import strawberry

from resolvers.creators.contents import CreatorContentConnection, creator_contents
from resolvers.creators.dashboard import MyDashboard, my_dashboard
from resolvers.creators.platform_stats import PlatformStats, platform_stats
from resolvers.live import subscription_of
from resolvers.rankings.top import TopContents, top_content
from resolvers.rankings.trending import Trending, trending

PUBLIC_FIELDS = frozenset({"trending", "topContent", "definitions"})
"""Fields whose answer is the same for everyone in a project, so HTTP caches may store answers that hold no others."""

TRENDING = "Contents with many views per hour, and a rising number of them. Public: requires the write key or a token."
TOP = "The best contents of the project. Public: requires the write key or a token."
CONTENTS = "Contents of a creator, paginated. For that creator, or an admin."
DASHBOARD = (
    "Overview of a creator's period: totals, days, best contents, reactions, change. For that creator, or an admin."
)
STATS = "Totals of the project, and what is waiting to be counted. For admins."


@strawberry.type
class RankingQuery:
    """Queries of rankings, lists and dashboards."""

    trending: Trending = strawberry.field(resolver=trending, description=TRENDING)
    top_content: TopContents = strawberry.field(resolver=top_content, description=TOP)
    creator_contents: CreatorContentConnection = strawberry.field(resolver=creator_contents, description=CONTENTS)
    my_dashboard: MyDashboard = strawberry.field(resolver=my_dashboard, description=DASHBOARD)
    platform_stats: PlatformStats = strawberry.field(resolver=platform_stats, description=STATS)


@strawberry.type
class RankingSubscription:
    """Subscriptions to rankings, lists and dashboards."""

    trending = subscription_of(trending, TRENDING)
    top_content = subscription_of(top_content, TOP)
    creator_contents = subscription_of(creator_contents, CONTENTS)
    my_dashboard = subscription_of(my_dashboard, DASHBOARD)
    platform_stats = subscription_of(platform_stats, STATS)
