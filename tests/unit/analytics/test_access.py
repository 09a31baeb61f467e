"""A refusal names what the viewer could see instead, not what applies to other viewers."""

from collections.abc import Callable

import pytest

from server.access import Caller, Role
from server.analytics.access import require_creator, require_platform
from server.errors import ErrorCode, ViewpulseError

KATE = Caller(user_id="kate", role=Role.CREATOR)
FAN = Caller(user_id="fan", role=Role.USER)
ROLE = "This requires a token with the role creator or admin."
OWN = "Creators can see only their own analytics; admins can see all."
PLATFORM = "Only admins can see the whole platform; creators must pass their own `creatorId`."


@pytest.mark.parametrize(
    ("ask", "message", "field"),
    [
        (lambda: require_creator(KATE, "zoe"), OWN, ["creatorId"]),
        (lambda: require_platform(KATE, "zoe", "of", "creatorId"), OWN, ["of", "creatorId"]),
        (lambda: require_platform(KATE, None, "creatorId"), PLATFORM, ["creatorId"]),
        (lambda: require_platform(KATE, None, "of", "platform"), PLATFORM, ["of", "platform"]),
        (lambda: require_creator(FAN, None), ROLE, []),
        (lambda: require_creator(FAN, "fan"), ROLE, []),
        (lambda: require_platform(FAN, "fan", "creatorId"), ROLE, []),
        (lambda: require_platform(FAN, None, "creatorId"), ROLE, []),
    ],
)
def test_refusals_name_what_the_caller_may_see(ask: Callable[[], object], message: str, field: list[str]) -> None:
    with pytest.raises(ViewpulseError) as refused:
        ask()
    assert (refused.value.code, refused.value.message) == (ErrorCode.FORBIDDEN, message)
    assert [*refused.value.field] == field


def test_a_creator_sees_its_own() -> None:
    assert require_creator(KATE, None) == require_creator(KATE, "kate") == "kate"
    require_platform(KATE, "kate")
