"""Share links: tokens that open the numbers of one content, creator or platform to anyone who has them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import jwt

TYPE = "viewpulse-share+jwt"
"""The ``typ`` header of their tokens, which no other token may have."""
AUDIENCE = "viewpulse:share"
CLOCKS_DIFFER = 600
"""Seconds by which the clocks of two servers may differ: a token of one is good at the other at once."""
_ALGORITHM = "HS256"


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A link, as it is stored.

    Attributes:
        link_id: Its id, which is no secret.
        project_id: Its project.
        content_id: The content that it opens; None: another scope.
        creator_id: The creator whose contents it opens together; None: another scope. Without both, the platform.
        time_range: The range that it opens, as JSON of what the API takes; None: all time.
        origins: Whose pages may embed it, as browsers name them.
        created_at: When it was made.
        expires_at: When it ends.
        revoked_at: When it was revoked; None if it was not.
        key: What its tokens are signed with.
    """

    link_id: UUID
    project_id: int
    content_id: str | None
    creator_id: str | None
    time_range: str | None
    origins: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    key: bytes

    @property
    def scope(self) -> tuple[str | None, str | None]:
        """Content and creator; of the platform, neither."""
        return self.content_id, self.creator_id

    def is_good(self, now: datetime) -> bool:
        """Whether it opens anything at a moment."""
        return self.revoked_at is None and now < self.expires_at

    def token(self) -> str:
        """Its token."""
        claims = {"aud": AUDIENCE, "iat": self.created_at, "nbf": self.created_at, "exp": self.expires_at}
        headers = {"typ": TYPE, "kid": self.link_id.hex}
        return jwt.encode(claims, self.key, algorithm=_ALGORITHM, headers=headers)

    def check(self, token: str) -> None:
        """Raises ``jwt.PyJWTError`` unless the token is one of this link. The stored end counts, not the token's."""
        jwt.decode(
            token,
            self.key,
            algorithms=[_ALGORITHM],
            audience=AUDIENCE,
            leeway=CLOCKS_DIFFER,
            options={"require": ["iat", "nbf", "exp"], "verify_exp": False},
        )


def link_of(token: str) -> UUID | None:
    """The id of the link that a token says it is of; None: it is another kind of token."""
    try:
        header = jwt.get_unverified_header(token)
        return UUID(hex=header["kid"]) if header.get("typ") == TYPE else None
    except (jwt.PyJWTError, KeyError, ValueError, TypeError, AttributeError, RecursionError):
        return None
