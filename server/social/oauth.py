"""Tokens of OAuth 2.0 (RFC 6749), as most networks give them to an application."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from urllib.parse import quote

from pydantic import SecretStr

from server.social.failures import AuthExpired, Transient
from server.social.fetcher import Renewal
from server.social.model import Token


class Identifies(Enum):
    """Where a request for a token says which application asks."""

    IN_FORM = auto()
    IN_HEADER = auto()
    """By HTTP Basic."""


@dataclass(frozen=True, slots=True)
class Application:
    """Our application at a network.

    Attributes:
        title: Name of the network in sentences.
        token_url: Where it gets tokens.
        client_id: Its id; None: there is none, and no token is renewed.
        secret: Its secret; None of an application that has none.
        identifies: Where requests name it; without a secret, in the form.
        id_name: What the network calls its id in a form.
    """

    title: str
    token_url: str
    client_id: str | None
    secret: SecretStr | None
    identifies: Identifies = Identifies.IN_FORM
    id_name: str = "client_id"

    async def renew(self, send: Renewal, token: Token, now: datetime) -> Token:
        """The token that follows another; its refresh token stays, if none comes with it.

        Raises:
            AuthExpired: There is none: the owner has to connect the account again.
            Transient: The network does not answer now.
        """
        if token.refresh is None or self.client_id is None:
            raise AuthExpired("The token has ended, and there is none to renew it with: connect the account again.")
        form = {"grant_type": "refresh_token", "refresh_token": token.refresh, **self._in_form(self.client_id)}
        answer = await send("POST", self.token_url, form=form, headers=self._in_header(self.client_id))
        if answer.status >= 500 or answer.status == 429 or not isinstance(answer.content, dict):
            raise Transient(f"{self.title} answered {answer.status} when it should renew a token.")
        if "access_token" not in answer.content:
            raise AuthExpired(f"{self.title} does not renew the token: connect the account again.")
        found = answer.content
        ends = now + timedelta(seconds=int(found.get("expires_in", 0)))
        return Token(found["access_token"], found.get("refresh_token", token.refresh), ends)

    def _in_form(self, client_id: str) -> Mapping[str, str]:
        if self.secret is None:
            return {self.id_name: client_id}
        if self.identifies is Identifies.IN_HEADER:
            return {}
        return {self.id_name: client_id, "client_secret": self.secret.get_secret_value()}

    def _in_header(self, client_id: str) -> Mapping[str, str]:
        if self.secret is None or self.identifies is Identifies.IN_FORM:
            return {}
        pair = f"{quote(client_id, '')}:{quote(self.secret.get_secret_value(), '')}"
        return {"authorization": f"Basic {b64encode(pair.encode()).decode()}"}
