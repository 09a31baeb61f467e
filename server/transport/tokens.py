"""Validates the bearer tokens of signed-in users."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import jwt

from server.access import Role
from server.errors import ErrorCode, ViewpulseError
from server.events.checking import is_storable
from server.settings import Settings
from server.transport.jwks import KeySet

LEEWAY = 10  # seconds that clocks may differ
MAX_TOKEN_LENGTH = 8192
MAX_ID_LENGTH = 128
LATEST_EXPIRY = datetime(3000, 1, 1, tzinfo=UTC).timestamp()
EXPIRED = "The token has expired."


@dataclass(frozen=True, slots=True)
class Bearer:
    """The claims of a valid token.

    Attributes:
        user_id: Claim ``sub``.
        role: Claim ``role``.
        project_id: Claim ``project``; without it, the default project of the settings.
        expires_at: Claim ``exp``.
    """

    user_id: str
    role: Role
    project_id: int
    expires_at: datetime


class TokenReader:
    """Checks tokens against the secret or the JWKS of the settings; the token never chooses the algorithm."""

    def __init__(self, settings: Settings) -> None:
        self._secret = settings.jwt_secret.get_secret_value() if settings.jwt_secret else None
        self._keys = KeySet(settings.jwks_url) if settings.jwks_url else None
        self._algorithms = settings.jwt_algorithms if self._keys else ["HS256"]
        self._audience = settings.jwt_audience
        self._issuer = settings.jwt_issuer
        self._default_project = settings.jwt_default_project

    async def read(self, authorization: str) -> Bearer:
        """The claims of the token in an ``Authorization`` header.

        Raises:
            ViewpulseError: TOKEN_INVALID or TOKEN_EXPIRED, unless the token is valid.
        """
        scheme, _, token = authorization.strip().partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token or len(token) > MAX_TOKEN_LENGTH:
            raise _refused("The Authorization header must be `Bearer`, a space, and the token.")
        try:
            claims = await self._claims(token)
        except jwt.MissingRequiredClaimError as error:
            raise _refused(f"The token has no `{error.claim}` claim.") from error
        except (jwt.InvalidAudienceError, jwt.InvalidIssuerError) as error:
            raise _refused("The token is for another audience or from another issuer.") from error
        except jwt.ImmatureSignatureError as error:
            raise _refused("The token is not valid yet.") from error
        except jwt.InvalidSignatureError as error:
            raise _refused("The token's signature is not valid: it was signed with another secret or key.") from error
        except (jwt.PyJWTError, ValueError, TypeError, ArithmeticError, RecursionError) as error:
            raise _refused("The token is not valid.") from error  # its parts may hold any JSON, however deep or large
        return _bearer(claims, self._default_project)

    async def _claims(self, token: str) -> dict[str, Any]:
        key: jwt.PyJWK | str
        if self._keys is not None:
            found = await self._keys.find(jwt.get_unverified_header(token).get("kid"))
            if found is None:
                raise jwt.InvalidKeyError("unknown key")
            key = found
        elif self._secret is not None:
            key = self._secret
        else:
            raise _refused("This server accepts no tokens: neither a secret nor a JWKS URL is configured.")
        return jwt.decode(
            token,
            key,
            algorithms=self._algorithms,
            audience=self._audience,
            issuer=self._issuer,
            leeway=LEEWAY,
            options={
                "require": ["exp", "sub", "role"],
                "verify_aud": self._audience is not None,
                "verify_exp": False,  # `_expiry` does, and says more
            },
        )


def _bearer(claims: dict[str, Any], default_project: int | None) -> Bearer:
    user_id, role, project = claims["sub"], claims["role"], claims.get("project", default_project)
    if not isinstance(user_id, str) or not 1 <= len(user_id) <= MAX_ID_LENGTH or not is_storable(user_id):
        raise _refused(f"The token's `sub` claim must be a string of 1 to {MAX_ID_LENGTH} characters.")
    if not isinstance(role, str) or role not in list(Role):
        raise _refused("The token's `role` claim must be user, creator or admin.")
    if project is None:
        raise _refused(
            "The token has no `project` claim: add the project's number, or set VIEWPULSE_JWT_DEFAULT_PROJECT."
        )
    if isinstance(project, bool) or not isinstance(project, int) or not 0 < project < 2**31:
        raise _refused("The token's `project` claim must be the number of a project.")
    return Bearer(user_id, Role(role), project, _expiry(claims["exp"]))


def _expiry(claim: object) -> datetime:
    if isinstance(claim, bool) or not isinstance(claim, int | float) or not claim < LATEST_EXPIRY:
        raise _refused("The token's `exp` claim must be a number of seconds since 1970, before the year 3000.")
    if claim + LEEWAY <= time.time():
        raise ViewpulseError(ErrorCode.TOKEN_EXPIRED, EXPIRED)
    return datetime.fromtimestamp(claim + LEEWAY, UTC)


def _refused(message: str) -> ViewpulseError:
    return ViewpulseError(ErrorCode.TOKEN_INVALID, message)
