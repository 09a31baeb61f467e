"""The viewer whose data is requested: a user, or a session, which identifies a guest."""

from dataclasses import dataclass

from server.access import Caller
from server.analytics.snapshot import Read
from server.errors import ErrorCode, ViewpulseError
from server.live.subjects import session_subject, viewer_subject
from server.storage.sql import load_sql
from server.viewer_keys import ViewerKind, key_of

_NOT_YOU = "Users can see only their own history; admins can see all."
_NAME_VIEWER = "Send a token in Authorization: Bearer …, or, for a guest, `sessionId` and the write key."
_NOT_YOUR_SESSION = (
    "Only the session's user, an admin, or, for a guest's session, the app with the write key may see this."
)


@dataclass(frozen=True, slots=True)
class ViewerIdentity:
    """A user or a session; exactly one of the two.

    Attributes:
        user_id: The user.
        session_id: The session.
    """

    user_id: str | None = None
    session_id: str | None = None

    @property
    def id(self) -> str:
        """The id of the user or of the session."""
        return self.user_id or self.session_id or ""

    @property
    def viewer_key(self) -> str:
        """The viewer's id in the roll-up tables: the user id, or a guest's session id, which may equal a user id."""
        return key_of(ViewerKind.GUEST if self.user_id is None else ViewerKind.USER, self.id)

    def subject(self, project_id: int) -> str:
        """The subject that a subscription to its data follows."""
        if self.session_id is not None:
            return session_subject(project_id, self.session_id)
        return viewer_subject(project_id, self.id)


def require_own(caller: Caller, user_id: str | None) -> ViewerIdentity:
    """The requested user, by default the signed-in one. Raises unless it is the viewer itself, or an admin asks."""
    signed_in = caller.require_user()
    if not caller.is_admin and user_id not in (None, signed_in):
        raise ViewpulseError(ErrorCode.FORBIDDEN, _NOT_YOU, field=["userId"])
    return ViewerIdentity(user_id=signed_in if user_id is None else user_id)


def require_user_or_write_key(caller: Caller) -> None:
    """Raises UNAUTHENTICATED without a token and without the write key, which is sufficient for a guest's session."""
    if not caller.may_track and caller.user_id is None:
        raise ViewpulseError(ErrorCode.UNAUTHENTICATED, _NAME_VIEWER)


async def authorize_viewer(read: Read, caller: Caller, user_id: str | None, session_id: str | None) -> ViewerIdentity:
    """The requested user or session, by default the signed-in user.

    A session without users belongs to a guest: its id is a secret of the device, so anyone with the id and the write
    key can read it.

    Raises:
        ViewpulseError: BAD_INPUT if both are given; UNAUTHENTICATED or FORBIDDEN if the viewer may not see it.
    """
    if session_id is None:
        if user_id is None and caller.user_id is None:
            raise ViewpulseError(ErrorCode.UNAUTHENTICATED, _NAME_VIEWER)
        return require_own(caller, user_id)
    if user_id is not None:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "Pass either `userId` or `sessionId`, not both.", field=["sessionId"])
    require_user_or_write_key(caller)
    if not caller.is_admin:
        sql = load_sql("server.analytics.access", "session_user")
        async with read() as connection:
            row = await sql.fetchrow(connection, project=caller.project_id, session=session_id)
        if row is None or row["is_guests"]:
            own = caller.may_track
        else:
            own = caller.user_id is not None and row["user_id"] == caller.user_id
        if not own:
            raise ViewpulseError(ErrorCode.FORBIDDEN, _NOT_YOUR_SESSION, field=["sessionId"])
    return ViewerIdentity(session_id=session_id)
