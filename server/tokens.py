"""Tokens of signed-in users, for development, scripts and tests."""

from datetime import UTC, datetime, timedelta

import jwt
from pydantic import SecretStr

from server.access import DEFAULT_PROJECT, Role


def make_token(
    secret: SecretStr,
    *,
    sub: str,
    role: Role,
    lifetime: timedelta,
    project: int = DEFAULT_PROJECT,
    audience: str | None = None,
    issuer: str | None = None,
    now: datetime | None = None,
) -> str:
    """A JWT signed with HS256.

    Args:
        secret: ``VIEWPULSE_JWT_SECRET`` of the server.
        sub: Id of the user.
        role: Role of the user.
        lifetime: How long it is valid.
        project: The project; an operator's token has none.
        audience: The ``aud`` claim, if the server requires one.
        issuer: The ``iss`` claim, if the server requires one.
        now: Time of issue; the current time by default.
    """
    issued = now or datetime.now(UTC)
    claims = {
        "sub": sub,
        "role": role.value,
        **({} if role is Role.OPERATOR else {"project": project}),
        "iat": issued,
        "exp": issued + lifetime,
        **({"aud": audience} if audience else {}),
        **({"iss": issuer} if issuer else {}),
    }
    return jwt.encode(claims, secret.get_secret_value(), algorithm="HS256")
