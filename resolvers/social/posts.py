"""``socialPosts``: the posts of an account, paginated."""

from datetime import datetime
from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import SOCIAL_ACCOUNT
from resolvers.context import Info
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.node import Node, global_id
from resolvers.pages import (
    PAGE_SIZE,
    AfterArgument,
    BeforeArgument,
    LastArgument,
    Paged,
    PageFirstArgument,
    page_fields,
    resolve_page,
)
from resolvers.project_state import project_fields
from resolvers.root_fields import query_field
from resolvers.social.caching import CACHED_ACCOUNT
from resolvers.social.sorts import PostSort, PostSortArgument
from resolvers.social.values import SocialPostMetrics
from server.analytics.project_state import read_project_state
from server.social.accounts import find_account
from server.social.listing import ranked_posts
from server.social.model import Network, PostKind
from server.social.reading import StoredPost, posts_of

PostIdArgument: TypeAlias = Annotated[strawberry.ID, strawberry.argument(description="Id of the post at its network.")]


@strawberry.type(description="A post of a social account, and its latest numbers.")
class SocialPost(Node):
    """A post in ``socialPost``, and in lists."""

    post_id: strawberry.ID = strawberry.field(description="Its id at the network.")
    kind: PostKind = strawberry.field(description="What it is.")
    title: str = strawberry.field(description="Its title, or the beginning of its text; empty without any.")
    url: str | None = strawberry.field(description="Its address; null if the network does not tell it.")
    published_at: datetime = strawberry.field(description="When it was published.")
    collected_at: datetime | None = strawberry.field(
        description="When its numbers were last read; null if they were not read yet."
    )
    gone_at: datetime | None = strawberry.field(
        description="Since when the network no longer has it; null while it has it."
    )
    metrics: SocialPostMetrics = strawberry.field(description="Its latest numbers, each with its provenance.")

    @classmethod
    def from_post(cls, account_id: str, network: Network, post: StoredPost) -> Self:
        """The API type of a stored post of an account."""
        return cls(
            id=global_id("SocialPost", account_id, post.post_id),
            post_id=strawberry.ID(post.post_id),
            kind=post.kind,
            title=post.title,
            url=post.url or None,
            published_at=post.published_at,
            collected_at=post.collected_at,
            gone_at=post.gone_at,
            metrics=SocialPostMetrics.from_stored(network, post.values),
        )


@strawberry.type(description="A post and its cursor.")
class SocialPostEdge:
    """Edge of ``socialPosts``."""

    node: SocialPost = strawberry.field(description="The post.")
    cursor: str = strawberry.field(description="Opaque cursor of this post; pass it as `after` or `before`.")


@strawberry.type(description="A page of the posts of a social account.")
class SocialPostConnection(Analytics, Paged):
    """Connection of ``socialPosts``."""

    edges: list[SocialPostEdge] = strawberry.field(description="The posts of the page, with their cursors.")
    nodes: list[SocialPost] = strawberry.field(description="The posts of the page.")


@query_field(
    SOCIAL_ACCOUNT,
    "The posts of a social account with their latest numbers. NOT_FOUND if no account of that id is "
    f"connected. For members of its workspace, and admins. {NO_VIEWS}",
    cached=CACHED_ACCOUNT,
)
async def social_posts(
    info: Info,
    target: str,
    *,
    sort: PostSortArgument = PostSort.RECENT,
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
) -> SocialPostConnection:
    """A page of the posts of an account."""
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    project_id = info.context.caller.project_id
    recent = sort is PostSort.RECENT
    posts = posts_of(project_id, target) if recent else ranked_posts(project_id, target, sort.value)
    async with info.context.read() as connection:
        account = await find_account(connection, project_id, target)
        page = await posts.read(connection, request)
        state = await read_project_state(connection, project_id)
    return SocialPostConnection(
        **page_fields(posts, page, SocialPostEdge, lambda post: SocialPost.from_post(target, account.network, post)),
        **project_fields(info, state),
    )
