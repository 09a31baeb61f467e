"""Callers: who sends a request, and what they may see."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from server.consent import ConsentPolicy
from server.errors import ErrorCode, ViewpulseError
from server.quotas import NO_QUOTAS, Quotas
from server.share_links import ShareLink

DEFAULT_PROJECT = 1
NO_PROJECT = 0
"""Project of an operator: no project has this number, and nothing belongs to it."""

_NOT_SHARED = "A share link opens nothing else than what it was made for."
_OF_NO_PROJECT = "An operator manages projects, and sees nothing of what is in them."


class Role(StrEnum):
    """The ``role`` claim of a token."""

    USER = "user"
    CREATOR = "creator"
    ADMIN = "admin"
    OPERATOR = "operator"
    """Manages the projects of the server; its token is of no project."""


class UnsignedIds(StrEnum):
    """Which ids (``userId`` and ``creatorId``) a project accepts from requests with a write key and no token."""

    ANY = "any"
    STATELESS = "stateless"
    """All ids, except in events that change a state, such as a like."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Caller:
    """The authenticated sender of one request or socket.

    Attributes:
        project_id: The project of the write key or token; ``NO_PROJECT`` of an operator.
        may_track: Whether a valid write key was sent.
        user_id: The token's ``sub``; None without a token.
        role: The token's ``role``; None without a token.
        link: The share link whose token was sent, instead of a user's.
        expires_at: When the token expires; a socket, or an event stream, ends then.
        bot_reason: Why the request or socket looks like a bot's; stored with its events. None for an admin.
        network: Distinguishes the networks of requests, and does not reveal the address; None: unknown.
        key_id: Distinguishes the write keys of a project, and does not reveal them; None without one.
        unsigned_ids: Which ids the project accepts without a token.
        is_archived: Whether the project takes no events.
        quotas: How much the project may hold.
        consent: What becomes of its events without consent.
    """

    project_id: int = DEFAULT_PROJECT
    may_track: bool = False
    user_id: str | None = None
    role: Role | None = None
    link: ShareLink | None = None
    expires_at: datetime | None = None
    bot_reason: str | None = None
    network: int | None = None
    key_id: str | None = None
    unsigned_ids: UnsignedIds = UnsignedIds.ANY
    is_archived: bool = False
    quotas: Quotas = NO_QUOTAS
    consent: ConsentPolicy = ConsentPolicy.OFF

    def require_tracking(self) -> None:
        """Raises UNAUTHENTICATED unless a valid write key was sent; PROJECT_ARCHIVED if its project takes no events."""
        if not self.may_track:
            raise ViewpulseError(ErrorCode.UNAUTHENTICATED, "Send the project's write key in X-Viewpulse-Key.")
        if self.is_archived:
            message = f"Project {self.project_id} is archived: it takes no events."
            raise ViewpulseError(ErrorCode.PROJECT_ARCHIVED, message)

    def require_tracking_or_admin(self) -> None:
        """Raises unless the caller is an admin, or a valid write key was sent, as ``require_tracking`` does."""
        if not self.is_admin:
            self.require_tracking()

    def require_public(self) -> None:
        """Raises unless a valid write key or a token of the project was sent: access to its public data."""
        self._refuse_operator()
        if not self.may_track and self.user_id is None:
            raise ViewpulseError(
                ErrorCode.UNAUTHENTICATED,
                "Send the project's write key in X-Viewpulse-Key, or a token in Authorization: Bearer ….",
            )

    def require_user(self) -> str:
        """The id of the signed-in user; raises UNAUTHENTICATED without a token, FORBIDDEN for an operator."""
        self._refuse_operator()
        return self._require_token()

    def require_operator(self) -> str:
        """The id of the operator; raises UNAUTHENTICATED without a token, FORBIDDEN for users of projects."""
        operator = self._require_token()
        if not self.is_operator:
            raise ViewpulseError(ErrorCode.FORBIDDEN, "This requires the operator role.")
        return operator

    @property
    def user(self) -> tuple[int, str] | None:
        """Project and id of the signed-in user; None without a token."""
        return (self.project_id, self.user_id) if self.user_id is not None else None

    @property
    def token_project(self) -> int | None:
        """The project that the token is of; None without a token, and of an operator."""
        has_one = self.link is not None or (self.user_id is not None and not self.is_operator)
        return self.project_id if has_one else None

    @property
    def is_operator(self) -> bool:
        """Whether the token's role is operator."""
        return self.role is Role.OPERATOR

    def _require_token(self) -> str:
        if self.user_id is None:
            raise ViewpulseError(ErrorCode.UNAUTHENTICATED, "Send a token in Authorization: Bearer ….")
        return self.user_id

    def _refuse_operator(self) -> None:
        if self.is_operator:
            raise ViewpulseError(ErrorCode.FORBIDDEN, _OF_NO_PROJECT)

    @property
    def is_admin(self) -> bool:
        """Whether the token's role is admin."""
        return self.role is Role.ADMIN

    def require_admin(self, refusal: str = "This requires the admin role.", *field: str) -> None:
        """Raises unless the token's role is admin.

        Args:
            refusal: The message for other viewers.
            field: Path of the argument that asks for what only admins may see, if there is one.
        """
        self.require_user()
        if not self.is_admin:
            raise ViewpulseError(ErrorCode.FORBIDDEN, refusal, field=field)

    def refuse_link(self) -> None:
        """Raises FORBIDDEN if the token is that of a share link."""
        if self.link is not None:
            raise ViewpulseError(ErrorCode.FORBIDDEN, _NOT_SHARED)

    def require_creator_role(self) -> str:
        """The user's id; raises unless the token's role is creator or admin."""
        user = self.require_user()
        if self.role not in (Role.CREATOR, Role.ADMIN):
            raise ViewpulseError(ErrorCode.FORBIDDEN, "This requires a token with the role creator or admin.")
        return user

    def require_creator(self, creator_id: str | None, refusal: str, *field: str) -> None:
        """Raises unless the caller is an admin, or the creator.

        Args:
            creator_id: The owner; None if there is none.
            refusal: The message for other creators.
            field: Path of the argument that names what is owned.
        """
        user = self.require_creator_role()
        if not self.is_admin and creator_id != user:
            raise ViewpulseError(ErrorCode.FORBIDDEN, refusal, field=field)
