"""``shareLinks``, and the mutations that make and revoke them."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Self
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import strawberry

from resolvers.access import CREATOR, SHARING
from resolvers.arguments import check_id
from resolvers.context import Context, Info
from resolvers.field_metadata import FieldMetadata
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
from resolvers.ranges import RangeInput, resolve_range
from resolvers.root_fields import mutation_field, query_field
from resolvers.scope import OfInput, resolve_of
from resolvers.shared import encode_range
from server.analytics.access import require_content, require_platform
from server.analytics.query import Scope
from server.errors import ErrorCode, ViewpulseError, limit_exceeded
from server.share_links import ShareLink
from server.storage import share_links as store
from server.storage.reader import read_only

MAX_ORIGINS = 20
MAX_ORIGIN_LENGTH = 300
MAX_LIFETIME = timedelta(days=366)
OWN_PORTS = {"http": 80, "https": 443}
"""Those that browsers leave out of an origin."""
PAGE = "embed"
"""The path of the page that a link opens."""


@strawberry.type(name="ShareLink", description="A link that opens numbers to anyone who has it.")
class SharedLink:
    """The API type of a stored link."""

    link_id: strawberry.ID = strawberry.field(description="Its id; it is no secret.")
    content_id: strawberry.ID | None = strawberry.field(description="The content that it opens.")
    creator_id: strawberry.ID | None = strawberry.field(
        description="The creator whose contents it opens together. Null, and no content either: the whole platform."
    )
    has_range: bool = strawberry.field(description="Whether it opens a range only.")
    origins: list[str] = strawberry.field(
        description="Whose pages may embed it.", metadata=FieldMetadata(length=MAX_ORIGINS)
    )
    created_at: datetime = strawberry.field(description="When it was made.")
    expires_at: datetime = strawberry.field(description="When it ends, or ended.")
    revoked_at: datetime | None = strawberry.field(description="When it was revoked; null if it was not.")

    @classmethod
    def from_link(cls, found: ShareLink) -> Self:
        """The API type of what is stored."""
        return cls(
            link_id=strawberry.ID(found.link_id.hex),
            content_id=None if found.content_id is None else strawberry.ID(found.content_id),
            creator_id=None if found.creator_id is None else strawberry.ID(found.creator_id),
            has_range=found.time_range is not None,
            origins=list(found.origins),
            created_at=found.created_at,
            expires_at=found.expires_at,
            revoked_at=found.revoked_at,
        )


@strawberry.type(description="A new share link.")
class CreatedShareLink:
    """The type of ``createShareLink``."""

    token: str = strawberry.field(
        description="Its token, for `Authorization: Bearer …`. It is shown once, and opens the link to anyone."
    )
    path: str = strawberry.field(
        description="The address of its page, after that of the server and a slash; the token is in the fragment."
    )
    share_link: SharedLink = strawberry.field(description="What is stored of it.")


@strawberry.type(description="A share link and its cursor.")
class ShareLinkEdge:
    """Edge of ``shareLinks``."""

    node: SharedLink = strawberry.field(description="The link.")
    cursor: str = strawberry.field(description="Opaque cursor of this link; pass it as `after` or `before`.")


@strawberry.type(description="A page of share links, newest first.")
class ShareLinkConnection(Paged):
    """Connection of ``shareLinks``."""

    edges: list[ShareLinkEdge] = strawberry.field(description="The links of the page, with their cursors.")
    nodes: list[SharedLink] = strawberry.field(description="The links of the page.")


@query_field(
    CREATOR,
    f"Share links of the project, newest first; those that ended or were revoked in the last {store.KEPT.days} days, "
    "too. For admins; for creators, those of themselves or of one of their contents.",
    is_live=False,
)
async def share_links(
    info: Info,
    *,
    of: Annotated[
        OfInput | None,
        strawberry.argument(description="Only those that open this; all when left out, which is for admins."),
    ] = None,
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
) -> ShareLinkConnection:
    """A page of links, for whom may make them."""
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    caller = info.context.caller
    if of is None:
        caller.require_admin("Only admins can see all share links; pass `of`.", "of")
        scope = None
    else:
        found = resolve_of(of)
        _check(found)
        await _require_scope(info.context, found, "of")
        scope = (found.content_id, found.creator_id)
    directory = info.context.services.directory
    listed = store.listed_share_links(caller.project_id, scope, directory)
    async with directory.acquire() as connection, connection.transaction(readonly=True):
        await connection.execute(read_only(caller.project_id))
        page = await listed.read(connection, request)
    return ShareLinkConnection(**page_fields(listed, page, ShareLinkEdge, SharedLink.from_link))


@mutation_field(
    SHARING,
    "Makes a link that opens `series`, `breakdown` and `realtime` of one content, creator or platform, as queries and "
    "subscriptions, to anyone who has it, until it ends or is revoked; of a content its scores and `retention` in "
    "`contentAnalytics`, too; of the platform over all time, `topContents` and `trending`. "
    f"Nothing else answers to it. LIMIT_EXCEEDED beyond {store.MAX_LINKS:,} that have not ended. "
    "For the content's creator, that creator, or an admin.",
)
async def create_share_link(
    info: Info,
    target: Scope,
    *,
    expires_at: Annotated[
        datetime, strawberry.argument(description=f"When it ends: at most {MAX_LIFETIME.days} days from now.")
    ],
    range: Annotated[  # noqa: A002 - the name of the argument
        RangeInput | None,
        strawberry.argument(description="What it opens at most, in the timezone of a question; all time by default."),
    ] = None,
    origins: Annotated[
        list[str] | None,
        strawberry.argument(
            description=f"Whose pages may embed it, such as `https://blog.example.org`; at most {MAX_ORIGINS}. None: "
            "it is a page of its own."
        ),
    ] = None,
) -> CreatedShareLink:
    """Makes a link, for whom may see what it opens."""
    _check(target)
    context, now = info.context, info.context.services.now()
    if not now < expires_at <= now + MAX_LIFETIME:
        message = f"`expiresAt` is in the future, and at most {MAX_LIFETIME.days} days from now."
        raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["expiresAt"])
    resolve_range(range, "UTC", now)
    async with context.services.directory.acquire() as connection:
        link = await store.add_share_link(
            connection,
            context.caller.project_id,
            (target.content_id, target.creator_id),
            time_range=None if range is None else encode_range(range),
            origins=_checked(origins or []),
            expires_at=expires_at.astimezone(UTC),
        )
    token = link.token()
    return CreatedShareLink(token=token, path=_path(link, token), share_link=SharedLink.from_link(link))


@mutation_field(
    CREATOR,
    "Revokes a share link: new requests are refused at once, open sockets are closed within 30 s. NOT_FOUND if "
    "there is none. For who may make it, or an admin.",
)
async def revoke_share_link(
    info: Info, link_id: Annotated[strawberry.ID, strawberry.argument(description="Id of the link.")]
) -> SharedLink:
    """Revokes a link, for whom could have made it."""
    check_id(link_id, "linkId")
    context, project_id = info.context, info.context.caller.project_id
    try:
        number = UUID(hex=link_id)
    except ValueError as error:
        raise ViewpulseError(ErrorCode.NOT_FOUND, "There is no such share link.", field=["linkId"]) from error
    directory = context.services.directory
    if not context.caller.is_admin:
        link = await store.find_share_link(directory, project_id, number)
        await _require_scope(context, Scope(*link.scope), "linkId")
    return SharedLink.from_link(await store.revoke_share_link(directory, project_id, number))


def _check(scope: Scope) -> None:
    for name, value in (("contentId", scope.content_id), ("creatorId", scope.creator_id)):
        if value is not None:
            check_id(value, "of", name)


async def _require_scope(context: Context, scope: Scope, *field: str) -> None:
    if scope.content_id is not None:
        await require_content(context.read, context.caller, scope.content_id, *field)
    else:
        require_platform(context.caller, scope.creator_id, *field)


def _checked(origins: list[str]) -> list[str]:
    if len(origins) > MAX_ORIGINS:
        raise limit_exceeded(f"A share link has at most {MAX_ORIGINS} origins.", "origins", MAX_ORIGINS, len(origins))
    for index, origin in enumerate(origins):
        if not _is_origin(origin):
            message = "An origin is a scheme, a host and maybe a port that is not the scheme's own, such as https://blog.example.org."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["origins", index])
    return list(dict.fromkeys(origins))


def _is_origin(text: str) -> bool:
    """Whether a browser may send it as ``Origin``: it becomes part of a header."""
    if len(text) > MAX_ORIGIN_LENGTH or not text.isascii() or any(sign in text for sign in " \t\r\n;,*'\"@\\%"):
        return False
    try:
        page = urlsplit(text)
        port = page.port
    except ValueError:
        return False
    is_plain = page.scheme in ("http", "https") and page.hostname is not None and text == text.lower()
    return (
        is_plain
        and text == f"{page.scheme}://{page.netloc}"
        and page.netloc != ""
        and port not in (0, OWN_PORTS[page.scheme])
    )


def _path(link: ShareLink, token: str) -> str:
    named = {"content": link.content_id, "creator": link.creator_id}
    said = {"link": link.link_id.hex, **{name: value for name, value in named.items() if value is not None}}
    return f"{PAGE}?{urlencode(said)}#token={token}"
