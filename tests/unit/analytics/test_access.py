"""A refusal names what the viewer could see instead, not what applies to other viewers."""

from collections.abc import Callable

import pytest

from server.access import Caller, Role
from server.analytics.access import require_creator, require_platform
from server.errors import ErrorCode, ViewpulseError

KATE = Caller(user_id="kate", role=Role.CREATOR)
FAN = Caller(user_id="fan", role=Role.USER)
ROLE = "This requires a token with the role creator or admin."


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: require_creator(KATE, "zoe"), "Creators can see only their own analytics; admins can see all."),
        (lambda: require_platform(KATE, "zoe"), "Creators can see only their own analytics; admins can see all."),
        (lambda: require_platform(KATE, None),
         "Only admins can see the whole platform; creators must pass their own `creatorId`."),
        (lambda: require_creator(FAN, None), ROLE),
        (lambda: require_creator(FAN, "fan"), ROLE),
        (lambda: require_platform(FAN, "fan"), ROLE),
    ],
)  # fmt: skip
def test_refusals_name_what_the_caller_may_see(ask: Callable[[], object], message: str) -> None:
    with pytest.raises(ViewpulseError) as refused:
        ask()
    assert (refused.value.code, refused.value.message) == (ErrorCode.FORBIDDEN, message)


def test_a_creator_sees_its_own() -> None:
    assert require_creator(KATE, None) == require_creator(KATE, "kate") == "kate"
    require_platform(KATE, "kate")
