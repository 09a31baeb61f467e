"""The response to a query or a mutation, and what HTTP says about it."""

from collections.abc import Sequence
from typing import NamedTuple

from server.errors import ErrorCode
from server.limits.limiter import Allowance
from server.transport.entity_tags import EntityTag
from server.transport.failures import FormattedError


class Answered(NamedTuple):
    """The response to a query or a mutation.

    Attributes:
        payload: The complete GraphQL response as JSON.
        errors: Its errors.
        max_age: Seconds for which HTTP caches may store it; 0: not at all.
        tag: Identifies it, if that was asked for and nothing failed.
        is_known: Whether the client has it already; then the payload may be left out.
        allowance: What the client is allowed, if that was looked at.
    """

    payload: bytes
    errors: Sequence[FormattedError] = ()
    max_age: int = 0
    tag: EntityTag | None = None
    is_known: bool = False
    allowance: Allowance | None = None

    @property
    def is_limited(self) -> bool:
        """Whether it is a mutation that was not executed, or not to its end, because its client sends too much."""
        return any(error["extensions"]["code"] == ErrorCode.RATE_LIMITED for error in self.errors)
