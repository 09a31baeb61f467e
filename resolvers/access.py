"""Access rules of queries and mutations; a query and its subscription share one rule."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

import strawberry
from strawberry.utils.str_converters import to_camel_case

from resolvers.arguments import ContentIdArgument, ContentIdsArgument, check_id, check_ids
from resolvers.consent_subject import ConsentSubjectArgument, resolve_subject
from resolvers.context import Context
from resolvers.scope import (
    OfArgument,
    SalesOfArgument,
    SocialOfArgument,
    resolve_of,
    resolve_sales_of,
    resolve_social_of,
)
from resolvers.shared import always_open, require_content_of, require_platform_of, require_scope_of
from server.access import Caller
from server.analytics import access
from server.analytics.people.viewer_identity import (
    ViewerIdentity,
    authorize_viewer,
    require_own,
    require_user_or_write_key,
)
from server.analytics.query import Scope, SeveralContents
from server.analytics.revenue.query import RevenueScope
from server.errors import ErrorCode, ViewpulseError
from server.live.subjects import (
    content_subject,
    creator_subject,
    platform_subject,
    session_subject,
    social_account_subject,
    social_workspace_subject,
)
from server.share_links import ShareLink
from server.social.members import is_member, is_member_of_account
from server.social.model import SocialScope
from server.viewer_keys import ViewerKind, key_of


@dataclass(frozen=True, slots=True)
class Access:
    """A rule: who may use a field, with which arguments, and what changes the answer.

    Attributes:
        gate: Raises for viewers who may not use the field, whatever the arguments. The transport asks it before
            it reads variables.
        authorize: Raises unless the caller may see what the arguments name; returns it, as the resolver's ``target``.
            Its parameters after the context are arguments of the field. None: the gate is sufficient.
        subject: Names, by project and target, the subject whose changes the answer follows; None: it never changes.
        opens: Raises unless a share link opens the field, whatever the arguments; ``authorize`` then compares what they
            name with the link. None: no link does.
        notes_users: Whether the audit trail has what users do, too: it is not about themselves.
    """

    gate: Callable[[Caller], object]
    authorize: Callable[..., Awaitable[Any]] | None = None
    subject: Callable[[int, Any], str] | None = None
    opens: Callable[[ShareLink], object] | None = None
    notes_users: bool = False

    @property
    def parameters(self) -> Mapping[str, inspect.Parameter]:
        """Those of ``authorize`` that are arguments of the field, by name."""
        return _parameters(self.authorize) if self.authorize else {}

    def require(self, caller: Caller) -> None:
        """Raises unless the caller may use the field, whatever the arguments: by ``gate``, or ``opens``."""
        if caller.link is None:
            self.gate(caller)
        elif self.opens is None:
            caller.refuse_link()
        else:
            self.opens(caller.link)

    async def admit(self, context: Context, arguments: Mapping[str, Any]) -> Any:
        """The target that the arguments name; raises unless the caller may see it."""
        self.require(context.caller)
        return await self.authorize(context, **arguments) if self.authorize else None


@cache
def _parameters(authorize: Callable[..., Awaitable[Any]]) -> Mapping[str, inspect.Parameter]:
    found = dict(inspect.signature(authorize).parameters)
    found.pop("context", None)
    return found


async def _content(context: Context, content_id: ContentIdArgument) -> str:
    check_id(content_id, "contentId")
    if (link := context.caller.link) is not None:
        require_scope_of(link, Scope(content_id, None), "contentId")
        return content_id
    await access.require_content(context.read, context.caller, content_id, "contentId")
    return content_id


async def _contents(context: Context, content_ids: ContentIdsArgument) -> SeveralContents:
    check_ids(content_ids, "contentIds")
    creator_id = await access.require_contents(context.read, context.caller, content_ids)
    return SeveralContents(content_ids, creator_id)


async def _creator(
    context: Context,
    creator_id: Annotated[
        strawberry.ID | None,
        strawberry.argument(
            description="Id of the creator; the signed-in user when left out. An admin who is not a creator must pass "
            "it."
        ),
    ] = None,
) -> str:
    found = await access.resolve_creator(context.read, context.caller, creator_id)
    check_id(found, "creatorId")
    return found


async def _session(
    context: Context, session_id: Annotated[strawberry.ID, strawberry.argument(description="Id of the session.")]
) -> str:
    check_id(session_id, "sessionId")
    await access.require_session(context.read, context.caller, session_id)
    return session_id


async def _platform(
    context: Context,
    creator_id: Annotated[
        strawberry.ID | None, strawberry.argument(description="Only the contents of this creator.")
    ] = None,
) -> strawberry.ID | None:
    access.require_platform(context.caller, creator_id, "creatorId")
    if creator_id is not None:
        check_id(creator_id, "creatorId")
    return creator_id


async def _scope(context: Context, of: OfArgument) -> Scope:
    scope = resolve_of(of)
    if (link := context.caller.link) is not None:
        require_scope_of(link, scope, "of")
    elif scope.content_id is not None:
        await access.require_content(context.read, context.caller, scope.content_id, "of", "contentId")
    else:
        named = "platform" if scope.creator_id is None else "creatorId"
        access.require_platform(context.caller, scope.creator_id, "of", named)
    return scope


async def _sales(context: Context, of: SalesOfArgument) -> RevenueScope:
    scope = resolve_sales_of(of)
    if scope.content_id is not None:
        await access.require_content(context.read, context.caller, scope.content_id, "of", "contentId")
    else:
        named = to_camel_case(next(iter(scope.which), "platform"))
        access.require_platform(context.caller, scope.creator_id, "of", named)
    return scope


async def _user(
    context: Context,
    user_id: Annotated[
        strawberry.ID | None, strawberry.argument(description="Id of the user; the signed-in user when left out.")
    ] = None,
) -> ViewerIdentity:
    identity = require_own(context.caller, user_id)
    check_id(identity.id, "userId")
    return identity


async def _user_or_session(
    context: Context,
    user_id: Annotated[
        strawberry.ID | None,
        strawberry.argument(
            description="Id of the user; the signed-in user when neither `userId` nor `sessionId` is given."
        ),
    ] = None,
    session_id: Annotated[
        strawberry.ID | None,
        strawberry.argument(
            description="Id of a session, instead of a user; for a guest's session the write key is sufficient."
        ),
    ] = None,
) -> ViewerIdentity:
    if user_id is not None:
        check_id(user_id, "userId")
    if session_id is not None:
        check_id(session_id, "sessionId")
    return await authorize_viewer(context.read, context.caller, user_id, session_id)


async def _require_member(
    context: Context, is_one: Callable[..., Awaitable[bool]], *field: str, **which: str | None
) -> None:
    """Raises FORBIDDEN, with the path of the argument, unless the caller is a member of a workspace or an admin."""
    caller = context.caller
    if caller.is_admin:
        return
    user_id = caller.require_user()
    async with context.read() as connection:
        may = await is_one(connection, caller.project_id, user_id, **which)
    if not may:
        message = "Only members of the workspace and admins may see this."
        raise ViewpulseError(ErrorCode.FORBIDDEN, message, field=[*field, *map(to_camel_case, which)])


async def _social_account(
    context: Context,
    account_id: Annotated[
        strawberry.ID, strawberry.argument(description="Id of the account, such as `instagram:17841400000000000`.")
    ],
) -> str:
    check_id(account_id, "accountId")
    await _require_member(context, is_member_of_account, account_id=account_id)
    return account_id


async def _social_workspace(
    context: Context, workspace_id: Annotated[strawberry.ID, strawberry.argument(description="Id of the workspace.")]
) -> str:
    check_id(workspace_id, "workspaceId")
    await _require_member(context, is_member, workspace_id=workspace_id)
    return workspace_id


async def _social(context: Context, of: SocialOfArgument) -> SocialScope:
    scope = resolve_social_of(of)
    if scope.account_id is not None:
        await _require_member(context, is_member_of_account, "of", account_id=scope.account_id)
    else:
        await _require_member(context, is_member, "of", workspace_id=scope.workspace_id)
    return scope


async def _consents(context: Context, subject: ConsentSubjectArgument = None) -> str | None:
    caller = context.caller
    if subject is None:
        return None if caller.is_admin else key_of(ViewerKind.USER, caller.require_user())
    kind, viewer_id = resolve_subject(subject)
    if not caller.is_admin and (kind, viewer_id) != (ViewerKind.USER, caller.user_id):
        raise ViewpulseError(ErrorCode.FORBIDDEN, "Users can see only their own consent.", field=["subject"])
    return key_of(kind, viewer_id)


def _no_gate(_viewer: Caller) -> None:
    return


def _platform_or_creator(project_id: int, creator_id: str | None) -> str:
    return platform_subject(project_id) if creator_id is None else creator_subject(project_id, creator_id)


def _of_scope(project_id: int, scope: Scope | RevenueScope) -> str:
    if scope.content_id is not None:
        return content_subject(project_id, scope.content_id)
    return _platform_or_creator(project_id, scope.creator_id)


def _of_social(project_id: int, scope: SocialScope) -> str:
    if scope.account_id is not None:
        return social_account_subject(project_id, scope.account_id)
    return social_workspace_subject(project_id, scope.workspace_id or "")


def _of_several(project_id: int, several: SeveralContents) -> str:
    return _platform_or_creator(project_id, several.creator_id)


def _user_or_guest(project_id: int, identity: ViewerIdentity) -> str:
    return identity.subject(project_id)


ANYONE = Access(_no_gate)
PUBLIC = Access(Caller.require_public, subject=_platform_or_creator)
PUBLIC_RANKING = Access(Caller.require_public, subject=_platform_or_creator, opens=require_platform_of)
TRACKING = Access(Caller.require_tracking)
USER = Access(Caller.require_user)
CONSENT = Access(Caller.require_tracking_or_admin)
CREATOR = Access(Caller.require_creator_role)
SHARING = Access(Caller.require_creator_role, _scope)
ADMIN = Access(Caller.require_admin, subject=_platform_or_creator)
OPERATOR = Access(Caller.require_operator)
OWN_CONTENT = Access(Caller.require_user, _content, content_subject)
SHARED_CONTENT = Access(Caller.require_user, _content, content_subject, opens=require_content_of)
OWN_CONTENTS = Access(Caller.require_user, _contents, _of_several)
OWN_CREATOR = Access(Caller.require_user, _creator, creator_subject)
OWN_SESSION = Access(Caller.require_user, _session, session_subject)
OWN_PLATFORM = Access(Caller.require_user, _platform, _platform_or_creator)
OWN_SCOPE = Access(Caller.require_user, _scope, _of_scope, opens=always_open)
OWN_SALES = Access(Caller.require_user, _sales, _of_scope)
SOCIAL = Access(Caller.require_user, subject=_platform_or_creator)
SOCIAL_ACCOUNT = Access(Caller.require_user, _social_account, social_account_subject, notes_users=True)
SOCIAL_WORKSPACE = Access(Caller.require_user, _social_workspace, social_workspace_subject, notes_users=True)
ADMINS_SOCIAL_ACCOUNT = Access(Caller.require_admin, _social_account, social_account_subject)
ADMINS_SOCIAL_WORKSPACE = Access(Caller.require_admin, _social_workspace, social_workspace_subject)
SOCIAL_SCOPE = Access(Caller.require_user, _social, _of_social, notes_users=True)
OWN_CONSENT = Access(Caller.require_user, _consents)
OWN_USER = Access(Caller.require_user, _user, _user_or_guest)
OWN_VIEWER = Access(require_user_or_write_key, _user_or_session, _user_or_guest)
WHOSE = (
    "For that user, or an admin; for a session, its user. Anyone with the write key and the id of a guest's session "
    "can read it, so keep session ids secret; for a user's session they learn only that it belongs to a user."
)
"""``OWN_VIEWER`` in words, for descriptions."""
