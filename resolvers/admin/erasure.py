"""``eraseViewer``: an admin erases a viewer; ``erasure``: how far that is."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, TypeAlias
from uuid import UUID

import strawberry

from resolvers.access import ADMIN
from resolvers.arguments import check_id
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.project_state import project_fields
from resolvers.root_fields import mutation_field, query_field
from resolvers.scalars import Long
from server.analytics.project_state import read_project_state
from server.errors import ErrorCode, ViewpulseError
from server.rollup import erasures
from server.rollup.erasures import PERIOD, ErasureState
from server.viewer_keys import ViewerKind, key_of

register_enum(
    ErasureState,
    "How far an erasure is.",
    {
        ErasureState.WAITING: "It was requested; nothing about the viewer is accepted any more.",
        ErasureState.RUNNING: "It has begun.",
        ErasureState.FINISHED: "Nothing is held about the viewer any more, and all metrics are corrected.",
    },
)

ViewerIdArgument: TypeAlias = Annotated[
    strawberry.ID, strawberry.argument(name="id", description="Id of the user, or session id of the guest.")
]
KindArgument: TypeAlias = Annotated[ViewerKind, strawberry.argument(description="What the id identifies.")]
ErasureIdArgument: TypeAlias = Annotated[
    strawberry.ID, strawberry.argument(name="id", description="Id of the erasure, as `eraseViewer` answered.")
]


@strawberry.type(description="Rows of one table that named the viewer.")
class ErasedRows:
    """One count of a receipt."""

    table: str = strawberry.field(description="Name of the table; docs/privacy.md describes what each holds.")
    rows: Long = strawberry.field(description="Number of rows when the erasure began.")


@strawberry.type
class ErasureReceipt:
    """The fields of a receipt. They name nobody."""

    erasure_id: strawberry.ID = strawberry.field(
        description="Id of the erasure; the same whenever the same viewer is erased."
    )
    state: ErasureState = strawberry.field(description="How far it is.")
    requested_at: datetime = strawberry.field(description="When it was requested.")
    deadline: datetime = strawberry.field(
        description=f"Until when it must have finished: {PERIOD.days} days after the request. It takes seconds."
    )
    finished_at: datetime | None = strawberry.field(description="When it was finished; null before.")
    tables: list[ErasedRows] = strawberry.field(
        description="What named the viewer, by table; empty until the erasure begins."
    )


@strawberry.type(description="The receipt of an erasure that was requested.")
class EraseViewerPayload(ErasureReceipt):
    """The payload of ``eraseViewer``."""


@strawberry.type(description="How far the erasure of a viewer is. It does not tell whom it is about.")
class Erasure(ErasureReceipt, Analytics):
    """The type of ``erasure``."""


def _viewer(arguments: Mapping[str, Any]) -> Iterator[str]:
    yield key_of(arguments.get("kind") or ViewerKind.USER, arguments["viewer_id"])


@mutation_field(
    ADMIN,
    "Erases all that is held about a viewer, and corrects every metric as if the viewer had never come; subscribers "
    "receive the corrected values. From this answer on, nothing about the viewer is accepted: it is refused with "
    "SUBJECT_ERASED, for good. `erasure` tells when the rest is done. A user's visits before signing in are erased "
    "with it if nobody else has used their session. For admins; each call is logged, without the viewer.",
    viewers=_viewer,
)
async def erase_viewer(
    info: Info, viewer_id: ViewerIdArgument, *, kind: KindArgument = ViewerKind.USER
) -> EraseViewerPayload:
    """Requests an erasure, for an admin."""
    check_id(viewer_id, "id")
    services = info.context.services
    async with services.pool.acquire() as connection:
        found = await erasures.request_erasure(
            connection,
            services.settings,
            info.context.caller.project_id,
            key_of(kind, viewer_id),
            services.now(),
            by=info.context.shown_caller,
        )
    return EraseViewerPayload(**_receipt_fields(found))


@query_field(ADMIN, f"How far an erasure is: the receipt of `eraseViewer`. For admins. {NO_VIEWS}")
async def erasure(info: Info, erasure_id: ErasureIdArgument) -> Erasure:
    """The receipt of an erasure, for an admin."""
    check_id(erasure_id, "id")
    project_id = info.context.caller.project_id
    async with info.context.read() as connection:
        found = await erasures.find_erasure(connection, project_id, _uuid(erasure_id))
        state = await read_project_state(connection, project_id)
    if found is None:
        raise _unknown()
    return Erasure(**_receipt_fields(found), **project_fields(info, state))


def _receipt_fields(found: erasures.Erasure) -> dict[str, Any]:
    return {
        "erasure_id": strawberry.ID(str(found.erasure_id)),
        "state": found.state,
        "requested_at": found.requested_at,
        "deadline": found.deadline,
        "finished_at": found.finished_at,
        "tables": [ErasedRows(table=table, rows=rows) for table, rows in sorted(found.counts.items())],
    }


def _uuid(erasure_id: str) -> UUID:
    try:
        return UUID(erasure_id)
    except ValueError:
        raise _unknown() from None


def _unknown() -> ViewpulseError:
    return ViewpulseError(ErrorCode.NOT_FOUND, "The project has no erasure of that id.", field=["id"])
