"""The fields of rankings, lists and dashboards, and their live twins."""

import strawberry

from resolvers.creators.contents import CreatorContentConnection, creator_contents
from resolvers.creators.dashboard import MyDashboard, my_dashboard
from resolvers.creators.platform_stats import PlatformStats, platform_stats
from resolvers.live import subscription_of
from resolvers.rankings.top import TopContents, top_content
from resolvers.rankings.trending import Trending, trending

PUBLIC_FIELDS = frozenset({"trending", "topContent", "definitions"})
"""Fields that are the same for everybody of a project, so that answers with nothing else may be kept by others."""

TRENDING = "What many view now, and more and more. Public: needs the write key or a token."
TOP = "The best contents. Public: needs the write key or a token."
CONTENTS = "A creator's contents, page by page. For that creator, or an admin."
DASHBOARD = (
    "A creator's period at a glance: overview, days, best contents, reactions, change. For that creator, or an admin."
)
STATS = "What the project holds, and what waits to be counted. For an admin."


@strawberry.type
class RankingQuery:
    """What can be asked."""

    trending: Trending = strawberry.field(resolver=trending, description=TRENDING)
    top_content: TopContents = strawberry.field(resolver=top_content, description=TOP)
    creator_contents: CreatorContentConnection = strawberry.field(resolver=creator_contents, description=CONTENTS)
    my_dashboard: MyDashboard = strawberry.field(resolver=my_dashboard, description=DASHBOARD)
    platform_stats: PlatformStats = strawberry.field(resolver=platform_stats, description=STATS)


@strawberry.type
class RankingSubscription:
    """What can be watched."""

    trending = subscription_of(trending, TRENDING)
    top_content = subscription_of(top_content, TOP)
    creator_contents = subscription_of(creator_contents, CONTENTS)
    my_dashboard = subscription_of(my_dashboard, DASHBOARD)
    platform_stats = subscription_of(platform_stats, STATS)
