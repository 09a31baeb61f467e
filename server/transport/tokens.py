"""Reads the bearer tokens of signed-in people."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import jwt

from server.access import DEFAULT_PROJECT, Role
from server.errors import ErrorCode, ViewpulseError
from server.settings import Settings
from server.transport.jwks import KeySet

LEEWAY = 10  # seconds that clocks may differ
LONGEST_TOKEN = 8192
LONGEST_ID = 128


@dataclass(frozen=True, slots=True)
class Bearer:
    """What a good token says.

    Attributes:
        user_id: Claim ``sub``.
        role: Claim ``role``.
        project_id: Claim ``project``; the default project without it.
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

    async def read(self, authorization: str) -> Bearer:
        """What the token of an ``Authorization`` header says.

        Raises:
            ViewpulseError: UNAUTHENTICATED, unless the token is good.
        """
        scheme, _, token = authorization.strip().partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token or len(token) > LONGEST_TOKEN:
            raise _refused("Authorization must be: Bearer, a space, and the token.")
        try:
            claims = await self._claims(token)
        except jwt.ExpiredSignatureError as error:
            raise _refused("The token has expired.") from error
        except jwt.MissingRequiredClaimError as error:
            raise _refused(f"The token has no claim {error.claim}.") from error
        except (jwt.InvalidAudienceError, jwt.InvalidIssuerError) as error:
            raise _refused("The token is meant for another audience or comes from another issuer.") from error
        except jwt.ImmatureSignatureError as error:
            raise _refused("The token is not valid yet.") from error
        except (jwt.PyJWTError, ValueError) as error:
            raise _refused("The token is not valid.") from error
        return _bearer(claims)

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
            raise _refused("This server takes no tokens: neither a secret nor a JWKS address is configured.")
        return jwt.decode(
            token,
            key,
            algorithms=self._algorithms,
            audience=self._audience,
            issuer=self._issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "sub", "role"], "verify_aud": self._audience is not None},
        )


def _bearer(claims: dict[str, Any]) -> Bearer:
    user_id, role, project = claims["sub"], claims["role"], claims.get("project", DEFAULT_PROJECT)
    if not isinstance(user_id, str) or not 1 <= len(user_id) <= LONGEST_ID:
        raise _refused(f"The token's claim sub must be a string of 1 to {LONGEST_ID} characters.")
    if not isinstance(role, str) or role not in list(Role):
        raise _refused("The token's claim role must be user, creator or admin.")
    if isinstance(project, bool) or not isinstance(project, int) or not 0 < project < 2**31:
        raise _refused("The token's claim project must be a project's number.")
    try:
        expires_at = datetime.fromtimestamp(int(claims["exp"]) + LEEWAY, UTC)
    except (OverflowError, ValueError, OSError):
        expires_at = datetime.max.replace(tzinfo=UTC)
    return Bearer(user_id, Role(role), project, expires_at)


def _refused(message: str) -> ViewpulseError:
    return ViewpulseError(ErrorCode.UNAUTHENTICATED, message)
