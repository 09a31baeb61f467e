"""ETags of queries over GET: an answer that the client has is not sent again, and mostly not even computed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

import msgspec
from graphql import FragmentDefinitionNode, OperationType

from resolvers.root_fields import RootField
from server.access import Caller
from server.analytics.project_state import ProjectState
from server.transport.documents import Operation
from server.transport.moments import blank_moments, find_moments

MAX_TAGS = 20
"""Maximum number of tags of a request that are compared."""
_TAG = re.compile(r'"([0-9a-f]{0,32})\.([0-9a-f]{1,32})')  # proxies that compress append to what follows


@dataclass(frozen=True, slots=True)
class EntityTag:
    """A weak ETag.

    Attributes:
        state: What decides the answer: when this is equal, so is the answer. Empty if that is not known.
        content: The answer, except for its ``asOf``.
    """

    state: str
    content: str

    @property
    def header(self) -> bytes:
        """The value of the header."""
        return f'W/"{self.state}.{self.content}"'.encode()


@dataclass(frozen=True, slots=True)
class Condition:
    """A request that wants an answer only if the client does not have it.

    Attributes:
        query_string: The request.
        tags: The answers that the client has.
    """

    query_string: bytes
    tags: Sequence[EntityTag]

    def of_state(self, state: str) -> EntityTag | None:
        """The answer of a state, if the client has it."""
        return next((tag for tag in self.tags if tag.state == state), None)

    def has(self, answer: EntityTag) -> bool:
        """Whether the client has an answer that shows the same."""
        return any(tag.content == answer.content for tag in self.tags)


def tags_of(if_none_match: str | None) -> list[EntityTag]:
    """The tags of ours in a request's ``If-None-Match``."""
    if if_none_match is None:
        return []
    return [EntityTag(*found.groups()) for found, _ in zip(_TAG.finditer(if_none_match), range(MAX_TAGS), strict=False)]


def depends_on_revision(operation: Operation, root_fields: Mapping[str, RootField]) -> bool:
    """Whether the answer is decided by the project's revision and the time, as that of its subscription is.

    Public lists are not: they may come from a cache that is older. Computed once per operation.
    """
    if "revised" not in operation.compiled:
        names = {root.node.name.value for root in operation.roots} - {"__typename"}
        fields = [root_fields.get(name) for name in names]
        live = bool(fields) and all(field is not None and field.is_live and not field.is_public for field in fields)
        operation.compiled["revised"] = live and operation.type is OperationType.QUERY
    found: bool = operation.compiled["revised"]
    return found


def state_digest(state: ProjectState, now: datetime, caller: Caller, query_string: bytes) -> str:
    """A digest of the revision, the time, the caller and the query: as long as it is equal, so is the answer.

    Args:
        state: The project's state; read before the answer is, so that the answer is never older.
        now: The clock of ranges. Like ``asOf``, it counts by the minute: no part of an answer depends on less.
        caller: The sender.
        query_string: The request.
    """
    minutes = [moment and int(moment.timestamp()) // 60 for moment in (now, state.as_of)]
    link = caller.link.link_id if caller.link else None
    sees = caller.project_id, caller.may_track, caller.role, caller.user_id, link
    facts = msgspec.json.encode((state.revision, minutes, sees))
    return blake2b(facts + query_string, digest_size=8).hexdigest()


def content_digest(operation: Operation, data: dict[str, object] | None, payload: bytes) -> str:
    """What an answer shows; like a subscription, it counts as unchanged when only ``asOf`` has changed.

    Args:
        operation: The query.
        data: Its result; the moments are removed from it.
        payload: The same, encoded.
    """
    if "moments" not in operation.compiled:
        fragments = {
            node.name.value: node for node in operation.document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        operation.compiled["moments"] = find_moments([root.node for root in operation.roots], fragments)
    if moments := operation.compiled["moments"]:
        blank_moments(data, moments)
        payload = msgspec.json.encode(data)
    return blake2b(payload, digest_size=8).hexdigest()
