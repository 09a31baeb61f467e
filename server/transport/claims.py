"""What the claims of a token say about a user, however an identity provider shapes them."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from server.access import NO_PROJECT, Role
from server.errors import ErrorCode, ViewpulseError
from server.events.checking import is_storable
from server.settings import Settings

MAX_ID_LENGTH = 128
MAX_PROJECT = 2**31 - 1
LATEST_EXPIRY = datetime(3000, 1, 1, tzinfo=UTC).timestamp()
EXPIRED = "The token has expired."
_RANKS = {role.value: rank for rank, role in enumerate((Role.USER, Role.CREATOR, Role.ADMIN))}


@dataclass(frozen=True, slots=True)
class Bearer:
    """The claims of a valid token.

    Attributes:
        user_id: Claim ``sub``.
        role: The claim with the role; of several roles, the one that may do most.
        project_id: The claim with the project; without it, the default project of the settings. ``NO_PROJECT`` of an
            operator.
        expires_at: Claim ``exp``, with the time that clocks may differ.
    """

    user_id: str
    role: Role
    project_id: int
    expires_at: datetime


class ClaimReader:
    """Reads claims by the names of the settings.

    Args:
        settings: The names, the default project, and how far clocks may differ.
    """

    def __init__(self, settings: Settings) -> None:
        self._role_claim = settings.jwt_role_claim
        self._project_claim = settings.jwt_project_claim
        self._default_project = settings.jwt_default_project
        self._leeway = settings.jwt_leeway
        self._has_operators = settings.jwt_operators

    def read(self, claims: Mapping[str, Any]) -> Bearer:
        """The user of a token whose signature is good.

        Raises:
            ViewpulseError: TOKEN_INVALID or TOKEN_EXPIRED.
        """
        user_id = claims["sub"]
        if not isinstance(user_id, str) or not 1 <= len(user_id) <= MAX_ID_LENGTH or not is_storable(user_id):
            raise refused(f"The token's `sub` claim must be a string of 1 to {MAX_ID_LENGTH} characters.")
        sent = claim_of(claims, self._role_claim)
        if sent is None:
            raise refused(f"The token has no `{self._role_claim}` claim.")
        roles = [one for one in (sent if isinstance(sent, list) else [sent]) if isinstance(one, str)]
        if self._has_operators and Role.OPERATOR in roles and claim_of(claims, self._project_claim) is None:
            return Bearer(user_id, Role.OPERATOR, NO_PROJECT, self._expiry(claims["exp"]))
        return Bearer(user_id, self._role(roles), self._project(claims), self._expiry(claims["exp"]))

    def _role(self, roles: Sequence[str]) -> Role:
        """The role in a project."""
        named = [one for one in roles if one in _RANKS]
        if not named and Role.OPERATOR in roles:
            raise refused(
                f"An operator's token has no `{self._project_claim}` claim."
                if self._has_operators
                else "This server takes no tokens of operators; see VIEWPULSE_JWT_OPERATORS."
            )
        if not named:
            raise refused(
                f"The token's `{self._role_claim}` claim must be user, creator or admin, or a list with one of them."
            )
        return Role(max(named, key=lambda name: _RANKS[name]))

    def _project(self, claims: Mapping[str, Any]) -> int:
        sent = claim_of(claims, self._project_claim)
        project = self._default_project if sent is None else sent
        if project is None:
            raise refused(
                f"The token has no `{self._project_claim}` claim: add the project's number, or set "
                "VIEWPULSE_JWT_DEFAULT_PROJECT."
            )
        if isinstance(project, str) and project.isascii() and project.isdigit() and len(project) <= 10:
            project = int(project)  # attributes of users are texts to some providers
        if isinstance(project, bool) or not isinstance(project, int) or not 0 < project <= MAX_PROJECT:
            raise refused(f"The token's `{self._project_claim}` claim must be the number of a project.")
        return project

    def _expiry(self, claim: object) -> datetime:
        if isinstance(claim, bool) or not isinstance(claim, int | float) or not claim < LATEST_EXPIRY:
            raise refused("The token's `exp` claim must be a number of seconds since 1970, before the year 3000.")
        if claim + self._leeway <= time.time():
            raise ViewpulseError(ErrorCode.TOKEN_EXPIRED, EXPIRED)
        return datetime.fromtimestamp(claim + self._leeway, UTC)


def claim_of(claims: Mapping[str, Any], name: str) -> Any:
    """The claim of that name; else what the parts of the name between dots lead to. None if there is none."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def refused(message: str) -> ViewpulseError:
    """The error of a token that is not valid."""
    return ViewpulseError(ErrorCode.TOKEN_INVALID, message)
