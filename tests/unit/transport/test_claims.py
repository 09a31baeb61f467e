"""What the claims of a token say, however an identity provider shapes them."""

import re
import time
from typing import Any

import pytest

from server.access import NO_PROJECT, Role
from server.errors import ErrorCode, ViewpulseError
from server.settings import Settings
from server.transport.claims import ClaimReader, claim_of

GOOD = {"sub": "u1", "role": "user", "project": 3, "exp": time.time() + 3600}


def read(claims: dict[str, Any], **settings: Any) -> tuple[Role, int]:
    bearer = ClaimReader(Settings(**settings)).read(GOOD | claims)
    return bearer.role, bearer.project_id


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        ("creator", Role.CREATOR),
        (["user", "admin", "creator"], Role.ADMIN),
        (["offline_access", "creator", 7, None], Role.CREATOR),
    ],
)
def test_of_several_roles_the_one_that_may_do_most_counts(roles: Any, role: Role) -> None:
    assert read({"role": roles}) == (role, 3)


def test_an_operator_is_one_whose_token_names_no_project_where_operators_are_accepted() -> None:
    nowhere = {"project": None}
    with_operators = {"jwt_operators": True, "jwt_default_project": 1}
    assert read({"role": "operator", **nowhere}, **with_operators) == (Role.OPERATOR, NO_PROJECT)
    assert read({"role": ["admin", "operator"], **nowhere}, **with_operators) == (Role.OPERATOR, NO_PROJECT)
    assert read({"role": ["admin", "operator"]}, **with_operators) == (Role.ADMIN, 3)
    assert read({"role": ["admin", "operator"], **nowhere}, jwt_default_project=1) == (Role.ADMIN, 1)
    with pytest.raises(ViewpulseError, match="An operator's token has no `project` claim"):
        read({"role": "operator"}, **with_operators)
    with pytest.raises(ViewpulseError, match="VIEWPULSE_JWT_OPERATORS"):
        read({"role": "operator", **nowhere}, jwt_default_project=1)


@pytest.mark.parametrize("roles", ["root", [], ["root"], {"admin": True}, 7, True])
def test_a_claim_without_a_role_of_ours_is_refused(roles: Any) -> None:
    with pytest.raises(ViewpulseError, match="`role` claim must be") as caught:
        read({"role": roles})
    assert caught.value.code is ErrorCode.TOKEN_INVALID


def test_a_project_may_be_a_text() -> None:
    assert read({"project": "12"}) == (Role.USER, 12)


@pytest.mark.parametrize("project", ["", "x", "1.0", "-1", "0", "99999999999", "٣", 2**31, 1.0, True, [1]])
def test_another_text_is_no_project(project: Any) -> None:
    with pytest.raises(ViewpulseError, match="`project` claim must be the number"):
        read({"project": project})


def test_claims_may_have_other_names() -> None:
    sent = {"role": "user", "https://viewpulse.example/role": "admin", "custom:project": "7"}
    named = {"jwt_role_claim": "https://viewpulse.example/role", "jwt_project_claim": "custom:project"}
    assert read(sent, **named) == (Role.ADMIN, 7)
    with pytest.raises(ViewpulseError, match=re.escape("no `https://viewpulse.example/role` claim")):
        read({}, **named)


def test_dots_lead_into_an_object_unless_a_claim_has_the_whole_name() -> None:
    assert claim_of({"realm_access": {"roles": ["admin"]}}, "realm_access.roles") == ["admin"]
    assert claim_of({"a.b": 1, "a": {"b": 2}}, "a.b") == 1
    assert claim_of({"a": "text"}, "a.b") is None
    assert claim_of({}, "a.b") is None


def test_a_token_is_good_for_as_long_as_clocks_may_differ() -> None:
    read({"exp": time.time() - 25})
    with pytest.raises(ViewpulseError) as caught:
        read({"exp": time.time() - 25}, jwt_leeway=20)
    assert caught.value.code is ErrorCode.TOKEN_EXPIRED
