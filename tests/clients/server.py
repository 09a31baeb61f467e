"""The started product, used by one client after another."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import httpx
from pydantic import SecretStr

from server.access import Role
from server.tokens import make_token

CREATOR = "creator-1"
WRONG_TOKEN = make_token(
    SecretStr("a secret that no server has, 32 bytes long"),
    sub=CREATOR,
    role=Role.ADMIN,
    lifetime=timedelta(hours=1),
)
"""Well-formed, with the role admin; the signature is invalid."""
WHY_WRONG = "TOKEN_INVALID: The token's signature is not valid: it was signed with another secret or key."
UPSERT = "mutation ($contents: [ContentInput!]!) { upsertContents(contents: $contents) { accepted } }"
_numbers = count(1)


@dataclass(frozen=True)
class Server:
    """Where the product listens, and what lets a client in.

    Attributes:
        url: The GraphQL endpoint.
        ws_url: The same for subscriptions.
        write_key: The project's write key.
        token: A token of the creator ``CREATOR``.
        secret: What signs tokens.
        foreign_content: A content of another creator.
    """

    url: str
    ws_url: str
    write_key: str
    token: str
    secret: str
    foreign_content: str = "clients-foreign"

    def new_content(self) -> str:
        """Id of a content of ``CREATOR`` without views."""
        content_id = f"clients-{next(_numbers)}"
        answer = httpx.post(
            self.url,
            json={"query": UPSERT, "variables": {"contents": [{"id": content_id, "creatorId": CREATOR}]}},
            headers={"authorization": f"Bearer {self.token}"},
        )
        assert answer.json()["data"] == {"upsertContents": {"accepted": 1}}, answer.text
        return content_id

    def as_json(self, content_id: str) -> dict[str, str]:
        """What the scripts read as ``given``."""
        return {
            "url": self.url,
            "wsUrl": self.ws_url,
            "writeKey": self.write_key,
            "token": self.token,
            "wrongToken": WRONG_TOKEN,
            "contentId": content_id,
            "foreignContentId": self.foreign_content,
            "creatorId": CREATOR,
        }
