"""What the answers of all batch mutations share: a result for each item, the problems among them, and tallies."""

from collections.abc import Sequence
from typing import Any

import strawberry

from resolvers.enums import register_enum
from server.events.ingest import Status
from server.events.model import Rejection

register_enum(
    Status,
    "What became of one item.",
    {
        Status.ACCEPTED: "Stored durably; an event is counted exactly once.",
        Status.DUPLICATE: "An event with this id and content was stored before.",
        Status.REJECTED: "Not stored, for the reason given in `code` and `message`.",
    },
    name="ItemStatus",
)


@strawberry.interface(name="ItemResult", description="Result of one item of a batch.")
class Answered:
    """What every result has."""

    index: int = strawberry.field(description="Place of the item in the request, from 0.")
    status: Status = strawberry.field(description="ACCEPTED, DUPLICATE or REJECTED.")
    code: str | None = strawberry.field(
        description="Why the item was not accepted: DUPLICATE, or the code of the rejection. Null if it was accepted."
    )
    message: str | None = strawberry.field(description="Message for the developer; null if it was accepted.")
    path: list[str] | None = strawberry.field(
        description='Path of the invalid field, from the arguments: `["events", "3", "viewData", "watchTime"]`.'
    )


@strawberry.interface(name="BatchPayload", description="What every batch mutation answers.")
class Batch:
    """What every payload has."""

    results: Sequence[Answered] = strawberry.field(description="One result per item, in their order.")
    problems: Sequence[Answered] = strawberry.field(
        description="The results of the items that were not accepted; empty for a good batch. An app that selects "
        "these instead of `results` receives no more than it has to act on."
    )
    accepted: int = strawberry.field(description="Number of items accepted.")
    rejected: int = strawberry.field(description="Number of items rejected.")


def answer_fields(argument: str, index: int, item: object) -> dict[str, Any]:
    """The shared fields of a result.

    Args:
        argument: Name of the argument with the items.
        index: Place of the item.
        item: What was stored; or a rejection.
    """
    if not isinstance(item, Rejection):
        return {"index": index, "status": Status.ACCEPTED, "code": None, "message": None, "path": None}
    path = [argument, str(index), *map(str, item.path)]
    return {"index": index, "status": Status.REJECTED, "code": str(item.code), "message": item.message, "path": path}


def batch_fields(results: Sequence[Any]) -> dict[str, Any]:
    """The shared fields of a payload.

    Args:
        results: The results of the items, or what they are read off.
    """
    statuses = [result.status for result in results]
    accepted = statuses.count(Status.ACCEPTED)
    is_good = accepted == len(results)
    return {
        "results": results,
        "problems": [] if is_good else [result for result in results if result.status is not Status.ACCEPTED],
        "accepted": accepted,
        "rejected": 0 if is_good else statuses.count(Status.REJECTED),
    }
