"""Answers of networks, and what may be kept of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import msgspec

from server.social.failures import Transient

HIDDEN = "***"
_TOKENS = re.compile(
    r"((?:access_token|refresh_token|client_secret|appsecret_proof|fb_exchange_token)(?:=|%3D|\"\s*:\s*\"))[^&\"\\\s]+"
)


@dataclass(frozen=True)
class Answer:
    """What a network answered to one call.

    Attributes:
        status: HTTP status.
        headers: Headers, by their names in lower case.
        body: The body, decompressed.
        at: When it arrived.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    at: datetime

    @cached_property
    def content(self) -> Any:
        """The body as JSON; None if it is something else, such as a page of a proxy, or empty."""
        try:
            return msgspec.json.decode(self.body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None

    def require(self) -> dict[str, Any]:
        """The body as a JSON object; raises Transient for anything else."""
        if not isinstance(self.content, dict):
            raise Transient("The network answered something that is no JSON object.")
        return self.content


def redact(text: str, *secrets: str | None) -> str:
    """A text without tokens: links to the next page contain them."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, HIDDEN)
    return _TOKENS.sub(rf"\1{HIDDEN}", text)


def storable(text: str) -> str:
    """A text of a network without what PostgreSQL does not store: NUL, and unpaired surrogates."""
    return text.replace("\0", "").encode(errors="replace").decode()
