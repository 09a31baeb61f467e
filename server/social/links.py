"""Links from posts of social networks to the contents that they show: numbers of both stand side by side."""

from dataclasses import dataclass
from datetime import datetime

from server.social.accounts import find_account
from server.social.model import Network
from server.social.reading import StoredPost, latest_values, post_of
from server.storage.sql import load_sql
from server.storage.statement import Source

MAX_LINKED = 100
"""Posts of a content that are shown."""


@dataclass(frozen=True, slots=True)
class LinkedPost:
    """A post that shows a content.

    Attributes:
        account_id: The account that published it.
        network: The network of the account.
        handle: The name of the account there.
        post: The post, and its latest numbers.
    """

    account_id: str
    network: Network
    handle: str
    post: StoredPost


async def link_post(
    source: Source, project_id: int, account_id: str, post_id: str, *, content_id: str | None, now: datetime
) -> None:
    """Says which content a post shows; a post shows one at most.

    Args:
        source: The database.
        project_id: The project.
        account_id: The account that published the post.
        post_id: Its id at the network; it may be collected later.
        content_id: The content; None if it shows none any more.
        now: The current time.

    Raises:
        ViewpulseError: NOT_FOUND if there is no such account.
    """
    await find_account(source, project_id, account_id)
    await load_sql(__name__, "link_post").execute(
        source, project=project_id, account=account_id, post=post_id, content=content_id, now=now
    )


async def linked_posts(source: Source, project_id: int, content_id: str) -> list[LinkedPost]:
    """The posts that show a content and were collected, the newest first, at most 100."""
    rows = await load_sql(__name__, "linked_posts").fetch(
        source, project=project_id, content=content_id, limit=MAX_LINKED
    )
    values = await latest_values(source, project_id, [(row["account_id"], row["post_id"]) for row in rows])
    return [
        LinkedPost(
            row["account_id"],
            Network(row["network"]),
            row["handle"],
            post_of(row, values[row["account_id"], row["post_id"]]),
        )
        for row in rows
    ]
