"""The viewers behind a number of a funnel."""

from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.admin import viewers as _kinds  # noqa: F401  # registers ViewerKind
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata
from resolvers.pages import (
    PAGE_SIZE,
    AfterArgument,
    BeforeArgument,
    LastArgument,
    PageFirstArgument,
    PageInfo,
    resolve_page,
)
from resolvers.parts import part
from resolvers.scalars import Long
from resolvers.worker_questions import ask_worker
from server.analytics.funnels.funnel import ViewersFound
from server.analytics.funnels.question import FunnelQuestion, ViewerPage, ViewersOf
from server.analytics.worker_answers import FUNNEL_VIEWERS
from server.errors import ErrorCode, ViewpulseError
from server.storage.pages import Page, decode_cursor, encode_cursor
from server.viewer_keys import ViewerKind

COST_OF_VIEWERS = 500
register_enum(
    ViewersOf,
    "Which viewers of a step are listed.",
    {
        ViewersOf.REACHED: "Those that did it: `viewers`.",
        ViewersOf.DROPPED: "Those that did the step before, and neither did it nor can any more: `dropped`.",
        ViewersOf.INCOMPLETE: "Those that did the step before, and may still do it: `incomplete`.",
    },
    name="FunnelViewersOf",
)

StepArgument: TypeAlias = Annotated[int, strawberry.argument(description="Number of the step, from 1.")]
KindArgument: TypeAlias = Annotated[ViewersOf, strawberry.argument(description="Which of its viewers.")]


@strawberry.type(description="A viewer behind a number of a funnel.")
class FunnelViewer:
    """A node of ``FunnelViewerConnection``."""

    kind: ViewerKind = strawberry.field(description="What the id identifies.")
    id: strawberry.ID = strawberry.field(description="The user's id, or a guest's session id.")
    is_suspect: bool = strawberry.field(
        description="Whether the events looked like a bot's: they may not be of the viewer that they name."
    )

    @classmethod
    def from_key(cls, key: str) -> Self:
        """The API type of a viewer, by its key."""
        is_suspect, own = key.startswith("b"), key.removeprefix("b")
        kind = ViewerKind.USER if own.startswith("u:") else ViewerKind.GUEST
        return cls(kind=kind, id=strawberry.ID(own[2:]), is_suspect=is_suspect)


@strawberry.type(description="A viewer and its cursor.")
class FunnelViewerEdge:
    """Edge of ``FunnelViewerConnection``."""

    node: FunnelViewer = strawberry.field(description="The viewer.")
    cursor: str = strawberry.field(description="Opaque cursor of this viewer; pass it as `after` or `before`.")


@strawberry.type(description="A page of the viewers behind a number of a funnel, in an order that stays.")
class FunnelViewerConnection:
    """Connection of ``FunnelAnalytics.viewers``."""

    edges: list[FunnelViewerEdge] = strawberry.field(description="The viewers of the page, with their cursors.")
    nodes: list[FunnelViewer] = strawberry.field(description="The viewers of the page.")
    page_info: PageInfo = strawberry.field(description="Information about the page.")
    total_count: Long = strawberry.field(description="Viewers on all pages: the number that they are behind.")

    @classmethod
    def from_found(cls, found: ViewersFound) -> Self:
        """The API type of a page."""
        nodes = [FunnelViewer.from_key(key) for key in found.viewers]
        cursors = [encode_cursor(number) for number in found.numbers]
        return cls(
            edges=[FunnelViewerEdge(node=node, cursor=cursor) for node, cursor in zip(nodes, cursors, strict=True)],
            nodes=nodes,
            page_info=PageInfo.from_page(Page(nodes, cursors, found.has_next, found.has_previous)),
            total_count=found.total,
        )


@strawberry.type
class FunnelViewers:
    """The ``viewers`` field of ``FunnelAnalytics``."""

    question: strawberry.Private[FunnelQuestion]
    shown_revision: strawberry.Private[int]

    @part(
        description="The viewers behind a number: exactly as many as it says. For an export, or to look at what one of "
        "them did.",
        metadata=FieldMetadata(cost=COST_OF_VIEWERS),
    )
    async def viewers(
        self,
        info: Info,
        step: StepArgument,
        *,
        kind: KindArgument = ViewersOf.REACHED,
        first: PageFirstArgument = PAGE_SIZE,
        after: AfterArgument = None,
        last: LastArgument = None,
        before: BeforeArgument = None,
    ) -> FunnelViewerConnection:
        """A page of the viewers behind a number."""
        if not 1 <= step <= len(self.question.steps):
            message = f"`step` is 1-{len(self.question.steps)}."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["step"])
        request = resolve_page(info, first=first, after=after, last=last, before=before)
        place = decode_cursor(request.cursor, int, argument="before" if request.is_backwards else "after")
        page = ViewerPage(
            funnel=self.question,
            step=step,
            kind=kind,
            size=request.size,
            place=None if place is None else place[0],
            is_backwards=request.is_backwards,
            revision=self.shown_revision,
        )
        found = await ask_worker(info, FUNNEL_VIEWERS, self.question.project_id, page, ViewersFound)
        return FunnelViewerConnection.from_found(found)
