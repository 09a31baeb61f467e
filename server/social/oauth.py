"""Tokens of OAuth 2.0 (RFC 6749), as most networks give them to an application."""

import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from hashlib import sha256
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from pydantic import SecretStr

from server.errors import ErrorCode, ViewpulseError
from server.social.answers import Answer
from server.social.failures import AuthExpired, ContractChanged, Transient
from server.social.model import Code, Token

NOT_OURS = {"invalid_client", "unauthorized_client"}
"""Errors about the application, and not about what it has sent."""
ABOUT_US = re.compile(
    r"client[ _]?(secret|key|id)\b|\bapp(lication)?[ _](id|secret)\b|validating application|platform app", re.IGNORECASE
)
"""The same in words, where a network has no error of its own for it."""
_SAYS = ("error", "error_description", "error_message", "message", "data")


def end_of(seconds: Any, now: datetime) -> datetime | None:
    """When a token ends that lasts for some seconds, as a network says; None if it does not say."""
    return None if seconds is None else now + timedelta(seconds=int(seconds))


class Renewal(Protocol):
    """Sends a request that gets a token: with no token of the account, and never kept."""

    async def __call__(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The answer, whatever its status."""


class Identifies(Enum):
    """Where a request for a token says which application asks."""

    IN_FORM = auto()
    IN_HEADER = auto()
    """By HTTP Basic."""


class Proof(Enum):
    """What the page of a network receives about the proof in the request for a token (PKCE, RFC 7636)."""

    NONE = auto()
    BASE64 = auto()
    """As the RFC says: S256."""
    HEX = auto()
    """The same hash in hexadecimal: TikTok."""

    def challenge(self, verifier: str) -> Mapping[str, str]:
        """The parameters of the page."""
        if self is Proof.NONE:
            return {}
        hashed = sha256(verifier.encode())
        text = hashed.hexdigest() if self is Proof.HEX else urlsafe_b64encode(hashed.digest()).decode().rstrip("=")
        return {"code_challenge": text, "code_challenge_method": "S256"}


@dataclass(frozen=True, slots=True)
class Application:
    """Our application at a network.

    Attributes:
        title: Name of the network in sentences.
        authorize_url: The page where its users allow the application to read.
        token_url: Where it gets tokens.
        client_id: Its id; None: there is none, and no account is connected, no token renewed.
        secret: Its secret; None of an application that has none.
        scopes: What it asks to read, separated as the network wants it.
        identifies: Where requests name it; without a secret, in the form.
        id_name: What the network calls its id in a form.
        proof: What its page receives about the verifier.
        page: Further parameters of its page.
        refusals: Numbers of errors about the application, where the network has some.
    """

    title: str
    authorize_url: str
    token_url: str
    client_id: str | None
    secret: SecretStr | None
    scopes: str
    identifies: Identifies = Identifies.IN_FORM
    id_name: str = "client_id"
    proof: Proof = Proof.NONE
    page: Mapping[str, str] = field(default_factory=dict)
    refusals: frozenset[int] = frozenset()

    def page_for(self, state: str, verifier: str, callback_url: str) -> str:
        """The address of the page for one user.

        Args:
            state: Comes back with the code.
            verifier: What the request for the token proves.
            callback_url: Where the page sends the browser.

        Raises:
            ViewpulseError: BAD_INPUT if the settings name no application.
        """
        if self.client_id is None:
            message = f"The settings name no application at {self.title}: see docs/social.md."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["network"])
        params = {
            "response_type": "code",
            self.id_name: self.client_id,
            "redirect_uri": callback_url,
            "scope": self.scopes,
            "state": state,
            **self.proof.challenge(verifier),
            **self.page,
        }
        return f"{self.authorize_url}?{urlencode(params, quote_via=quote)}"

    async def exchange(self, send: Renewal, code: Code, now: datetime) -> Token:
        """The first token, for a code that the page gave.

        Raises:
            AuthExpired: The network does not accept the code.
            ContractChanged: It does not accept the application.
            Transient: It does not answer now.
        """
        form = {"grant_type": "authorization_code", "code": code.code, "redirect_uri": code.callback_url}
        if self.proof is not Proof.NONE:
            form["code_verifier"] = code.verifier
        return self.token_in(await self.ask(send, form), now)

    async def renew(self, send: Renewal, token: Token, now: datetime) -> Token:
        """The token that follows another; its refresh token stays, if none comes with it.

        Raises:
            AuthExpired: There is none: the owner has to connect the account again.
            ContractChanged: The network does not accept the application.
            Transient: It does not answer now.
        """
        if token.refresh is None:
            raise AuthExpired("The token has ended, and there is none to renew it with: connect the account again.")
        if self.client_id is None:
            raise ContractChanged(f"The settings name no application at {self.title} that could renew the token.")
        answer = await self.ask(send, {"grant_type": "refresh_token", "refresh_token": token.refresh})
        return self.token_in(answer, now, follows=token)

    def token_in(self, answer: Answer, now: datetime, *, follows: Token | None = None) -> Token:
        """The token in the answer to a code, or to the refresh token of the one before it; raises as ``renew``."""
        content = answer.content
        found: Any = content.get("data") or content
        found = found[0] if isinstance(found, list) else found
        if "access_token" not in found:
            self.require_accepted(answer)
            refused = "accept the code" if follows is None else "renew the token"
            raise AuthExpired(f"{self.title} does not {refused}: connect the account again.")
        refresh = found.get("refresh_token") or (None if follows is None else follows.refresh)
        return Token(found["access_token"], refresh, end_of(found.get("expires_in"), now))

    def require_accepted(self, answer: Answer) -> None:
        """Raises ContractChanged if an answer says that our id or our secret is wrong: no fault of the account."""
        content: dict[str, Any] = answer.content if isinstance(answer.content, dict) else {}
        nested = content.get("error")
        places = [content, nested] if isinstance(nested, dict) else [content]
        said = [text for one in places for name in _SAYS if isinstance(text := one.get(name), str)]
        by_number = any(one.get("code") in self.refusals for one in places)
        by_text = NOT_OURS.intersection(said) or any(ABOUT_US.search(text) for text in said)
        if "invalid_grant" not in said and (by_number or by_text):
            raise ContractChanged(f"{self.title} does not accept our application: its id or its secret is wrong.")

    async def ask(self, send: Renewal, form: Mapping[str, str]) -> Answer:
        """The answer to a request for a token: a JSON object, whatever its status.

        Raises:
            Transient: The network does not answer now.
        """
        assert self.client_id is not None
        sent = {**form, **self._in_form(self.client_id)}
        answer = await send("POST", self.token_url, form=sent, headers=self._in_header(self.client_id))
        if answer.status >= 500 or answer.status == 429 or not isinstance(answer.content, dict):
            raise Transient(f"{self.title} answered {answer.status} when it should give a token.")
        return answer

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
