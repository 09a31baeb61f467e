"""Where users of a local network allow an application to read, and the codes that it gives (RFC 6749 and 7636)."""

import base64
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from server.demo.networks.local import LocalNetwork, Seen

SECRET = "our-secret"  # noqa: S105 - of a local network
CODE_ENDS = timedelta(minutes=10)
_TEMPLATE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Allow?</title></head><body>
<p>An application wants to read: {scopes}</p><form method="post">{buttons}
<button name="account" value="">Do not allow</button></form></body></html>
"""


def as_base64(hashed: bytes) -> str:
    """A challenge as RFC 7636 has it."""
    return base64.urlsafe_b64encode(hashed).decode().rstrip("=")


@dataclass(frozen=True)
class _Granted:
    """What a code stands for."""

    account: str
    callback: str
    challenge: str
    ends: datetime
    page: Mapping[str, str]


@dataclass
class AskingPage:
    """The page of a network.

    Attributes:
        network: The network.
        people: Its users by what a code stands for, with their names.
        scopes: What an application has to ask for.
        client_id: The application.
        id_name: What the network calls its id.
        hashes: How the hash of a verifier is written in a challenge; None: the network has no challenges.
        separator: What stands between scopes.
        code_name: What the network calls the code when it sends a browser back.
        more: Further parameters that it knows.
        callbacks: The addresses that the application has registered.
        codes: Codes that were not used yet.
    """

    network: LocalNetwork
    people: Callable[[], Mapping[str, str]]
    scopes: set[str]
    client_id: str = "our-client"
    id_name: str = "client_id"
    hashes: Callable[[bytes], str] | None = None
    separator: str = " "
    code_name: str = "code"
    more: tuple[str, ...] = ()
    callbacks: set[str] = field(default_factory=set)
    codes: dict[str, _Granted] = field(default_factory=dict)

    def route(self, path: str) -> Route:
        """Where it is."""

        async def endpoint(request: Request) -> Response:
            return await self.network.answer(request, self._answer)

        return Route(path, endpoint, methods=["GET", "POST"])

    def redeem(self, seen: Seen) -> tuple[str, Mapping[str, str]] | None:
        """Whom a code stands for that is exchanged now, and how the page was asked; None if it is refused.

        A code is good for one attempt.
        """
        form = seen.form
        granted = self.codes.pop(form.get("code", ""), None)
        known = {"grant_type", "code", "redirect_uri", self.id_name, "client_secret"}
        known |= {"code_verifier"} if self.hashes is not None else set()
        self.network.require_only(seen, *known)
        if granted is None or granted.ends < self.network.now() or form.get("redirect_uri") != granted.callback:
            return None
        if not self.is_ours(seen):
            return None
        if self.hashes is not None:
            found = self.hashes(sha256(form.get("code_verifier", "").encode()).digest())
            if not hmac.compare_digest(found, granted.challenge):
                return None
        return granted.account, granted.page

    def is_ours(self, seen: Seen) -> bool:
        """Whether a request for a token comes from the application."""
        basic = base64.b64encode(f"{self.client_id}:{SECRET}".encode()).decode()
        in_form = seen.form.get(self.id_name) == self.client_id and seen.form.get("client_secret") == SECRET
        return in_form or seen.headers.get("authorization") == f"Basic {basic}"

    async def _answer(self, request: Request, seen: Seen) -> Response:
        asked = seen.params
        wrong = self._wrong_in(asked)
        if wrong:
            self.network.refused.append(f"{seen.path}: {wrong}")
            return HTMLResponse(f"<p>{escape(wrong)}</p>", 400)
        people = self.people()
        if request.method == "GET":
            buttons = "".join(
                f'<button name="account" value="{escape(key)}">Allow as {escape(name)}</button>'
                for key, name in people.items()
            )
            return HTMLResponse(_TEMPLATE.format(scopes=escape(asked["scope"]), buttons=buttons))
        account = seen.form.get("account", "")
        if account not in people:
            return self._back(asked, error="access_denied", error_description="The user did not allow it.")
        code = secrets.token_urlsafe(24)
        ends = self.network.now() + CODE_ENDS
        challenge = asked.get("code_challenge", "")
        self.codes[code] = _Granted(account, asked["redirect_uri"], challenge, ends, asked)
        return self._back(asked, **{self.code_name: code})

    def _back(self, asked: Mapping[str, str], **params: str) -> Response:
        address = f"{asked['redirect_uri']}?{urlencode({**params, 'state': asked['state']})}"
        return RedirectResponse(address, 302)

    def _wrong_in(self, asked: Mapping[str, str]) -> str | None:
        needed = {"response_type", self.id_name, "redirect_uri", "scope", "state", *self.more}
        needed |= {"code_challenge", "code_challenge_method"} if self.hashes is not None else set()
        wrong = {
            f"parameters {sorted(needed ^ asked.keys())}": needed == asked.keys(),
            "response_type": asked.get("response_type") == "code",
            self.id_name: asked.get(self.id_name) == self.client_id,
            "redirect_uri": asked.get("redirect_uri") in self.callbacks,
            "scope": set(asked.get("scope", "").split(self.separator)) == self.scopes,
            "code_challenge_method": self.hashes is None or asked.get("code_challenge_method") == "S256",
        }
        return next((name for name, is_right in wrong.items() if not is_right), None)
