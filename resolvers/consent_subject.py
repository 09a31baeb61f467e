"""The ``subject`` argument: whose consent it is."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

import strawberry
from strawberry.types.unset import UNSET

from resolvers.arguments import check_id
from server.viewer_keys import ViewerKind

_KINDS = {"userId": ViewerKind.USER, "sessionId": ViewerKind.GUEST}


@strawberry.input(one_of=True, description="Whose consent it is. Exactly one of the fields must be given.")
class ConsentSubjectInput:
    """The ``subject`` argument."""

    user_id: strawberry.ID | None = strawberry.field(default=UNSET, description="A user.")
    session_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="A guest, by the session id that its app sends with its events."
    )


ConsentSubjectArgument: TypeAlias = Annotated[
    ConsentSubjectInput | None,
    strawberry.argument(description="Whose consent it is; the signed-in user's when left out."),
]


def resolve_subject(subject: ConsentSubjectInput | Mapping[str, Any]) -> tuple[ViewerKind, str]:
    """Kind and id of the viewer. Raises BAD_INPUT for an id that cannot be one."""
    sent = subject if isinstance(subject, Mapping) else {"userId": subject.user_id, "sessionId": subject.session_id}
    [(name, viewer_id)] = [(name, value) for name, value in sent.items() if value not in (None, UNSET)]
    check_id(viewer_id, "subject", name)
    return _KINDS[name], viewer_id
