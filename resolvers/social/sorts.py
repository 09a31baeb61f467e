"""What lists of accounts and of posts are sorted by."""

from enum import StrEnum
from typing import Annotated, TypeAlias

import strawberry

from resolvers.enums import register_enum
from server.social.metrics import ACCOUNT_METRICS, POST_METRICS
from server.social.rates import ENGAGEMENT_RATE, RATE_IN_WORDS


class PostSort(StrEnum):
    """Order of posts; the value is the metric, of all but the first."""

    RECENT = "recent"
    LIKES = "likes"
    COMMENTS = "comments"
    SHARES = "shares"
    SAVES = "saves"
    IMPRESSIONS = "impressions"
    REACH = "reach"
    VIEWS = "views"
    WATCH_TIME = "watchTime"
    COMPLETION_RATE = "completionRate"
    ENGAGEMENT_RATE = ENGAGEMENT_RATE


class AccountSort(StrEnum):
    """Order of accounts; the value is the metric."""

    FOLLOWERS = "followers"
    FOLLOWING = "following"
    PROFILE_VIEWS = "profileViews"
    WEBSITE_CLICKS = "websiteClicks"
    EMAIL_CLICKS = "emailClicks"
    IMPRESSIONS = "impressions"
    REACH = "reach"


register_enum(
    PostSort,
    "Order of posts: the newest first, or the largest latest number first. Posts without one come last; ties by id.",
    {
        sort: "The latest publication first."
        if sort is PostSort.RECENT
        else RATE_IN_WORDS
        if sort is PostSort.ENGAGEMENT_RATE
        else POST_METRICS[sort].description
        for sort in PostSort
    },
    name="SocialPostSort",
)
register_enum(
    AccountSort,
    "Order of accounts: the largest latest number first. Accounts without one come last; ties by id.",
    {sort: ACCOUNT_METRICS[sort].description for sort in AccountSort},
    name="SocialAccountSort",
)

PostSortArgument: TypeAlias = Annotated[PostSort, strawberry.argument(description="Order of the posts.")]
AccountSortArgument: TypeAlias = Annotated[AccountSort, strawberry.argument(description="Order of the accounts.")]
