"""Validates the bearer tokens of signed-in users."""

from typing import Any

import jwt

from server.settings import Settings
from server.transport.claims import Bearer, ClaimReader, refused
from server.transport.jwks import KeySet

MAX_TOKEN_LENGTH = 8192


class TokenReader:
    """Checks tokens against the secret or the JWKS of the settings; the token never chooses the algorithm."""

    def __init__(self, settings: Settings) -> None:
        self._secret = settings.jwt_secret.get_secret_value() if settings.jwt_secret else None
        self._keys = KeySet(settings.jwks_url, outage=settings.jwks_outage) if settings.jwks_url else None
        self._algorithms = settings.jwt_algorithms if self._keys else ["HS256"]
        self._audience = settings.jwt_audience
        self._issuer = settings.jwt_issuer
        self._leeway = settings.jwt_leeway
        self._reader = ClaimReader(settings)

    async def read(self, authorization: str) -> Bearer:
        """The claims of the token in an ``Authorization`` header.

        Raises:
            ViewpulseError: TOKEN_INVALID or TOKEN_EXPIRED, unless the token is valid; UNAVAILABLE while the keys of
                the identity provider are not known.
        """
        token = token_in(authorization)
        try:
            claims = await self._claims(token)
        except jwt.MissingRequiredClaimError as error:
            raise refused(f"The token has no `{error.claim}` claim.") from error
        except (jwt.InvalidAudienceError, jwt.InvalidIssuerError) as error:
            raise refused("The token is for another audience or from another issuer.") from error
        except jwt.ImmatureSignatureError as error:
            raise refused("The token is not valid yet.") from error
        except jwt.InvalidSignatureError as error:
            raise refused("The token's signature is not valid: it was signed with another secret or key.") from error
        except (jwt.PyJWTError, ValueError, TypeError, ArithmeticError, RecursionError) as error:
            raise refused("The token is not valid.") from error  # its parts may hold any JSON, however deep or large
        return self._reader.read(claims)

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
            raise refused("This server accepts no tokens: neither a secret nor a JWKS URL is configured.")
        return jwt.decode(
            token,
            key,
            algorithms=self._algorithms,
            audience=self._audience,
            issuer=self._issuer,
            leeway=self._leeway,
            options={
                "require": ["exp", "sub"],
                "verify_aud": self._audience is not None,
                "verify_exp": False,  # `ClaimReader` does, and says more
            },
        )


def token_in(authorization: str) -> str:
    """The token of an ``Authorization`` header; raises TOKEN_INVALID if there is none."""
    scheme, _, token = authorization.strip().partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > MAX_TOKEN_LENGTH:
        raise refused("The Authorization header must be `Bearer`, a space, and the token.")
    return token
