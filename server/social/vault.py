"""Tokens of accounts, and other secrets about them, as they are stored: encrypted under keys of the settings."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import msgspec
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from server.errors import ErrorCode, ViewpulseError
from server.social.model import Token
from server.social_settings import SocialSettings

MARK_LENGTH = 12


class _Sealed(msgspec.Struct, frozen=True):
    """What is encrypted. It names its account, so that a row that is copied to another account opens nothing there."""

    owner: str
    access: str
    refresh: str | None
    expires_at: datetime | None
    api: str = ""


_decode = msgspec.json.Decoder(_Sealed).decode


@dataclass(frozen=True, slots=True)
class SealedToken:
    """A token as it is stored.

    Attributes:
        token: The encrypted token.
        key_mark: Names the key that encrypted it.
    """

    token: bytes
    key_mark: str


class Vault:
    """Encrypts and decrypts tokens.

    Args:
        keys: Fernet keys; the first one encrypts, all decrypt.
    """

    def __init__(self, keys: list[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self.mark = sha256(keys[0].encode()).hexdigest()[:MARK_LENGTH]

    @classmethod
    def of_settings(cls, settings: SocialSettings) -> "Vault":
        """The vault of ``social_keys``.

        Raises:
            ViewpulseError: BAD_INPUT without keys, or if one is not a Fernet key.
        """
        given = settings.social_keys.get_secret_value() if settings.social_keys is not None else ""
        keys = [key.strip() for key in given.split(",") if key.strip()]
        if not keys:
            message = "Set VIEWPULSE_SOCIAL_KEYS: tokens are stored encrypted. `viewpulse social key` makes a key."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message)
        try:
            return cls(keys)
        except ValueError:
            message = "VIEWPULSE_SOCIAL_KEYS contains something that is no key; `viewpulse social key` makes one."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message) from None  # the cause may show the key

    def seal(self, project_id: int, account_id: str, token: Token) -> SealedToken:
        """A token for storage."""
        sealed = _Sealed(_owner(project_id, account_id), token.access, token.refresh, token.expires_at, token.api)
        return SealedToken(self.encrypt(msgspec.json.encode(sealed)), self.mark)

    def open(self, project_id: int, account_id: str, sealed: bytes) -> Token:
        """A token from storage.

        Raises:
            ViewpulseError: BAD_INPUT if none of the keys opens it, or it belongs to another account.
        """
        content = self.decrypt(sealed)
        if content is None:
            message = f"No key of VIEWPULSE_SOCIAL_KEYS opens the token of {account_id}."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message)
        found = _decode(content)
        if found.owner != _owner(project_id, account_id):
            raise ViewpulseError(ErrorCode.BAD_INPUT, f"The stored token of {account_id} is that of another account.")
        return Token(found.access, found.refresh, found.expires_at, found.api)

    def encrypt(self, content: bytes) -> bytes:
        """Anything that nobody may read."""
        return self._fernet.encrypt(content)

    def decrypt(self, sealed: bytes) -> bytes | None:
        """What was encrypted; None if none of the keys opens it."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            return None

    def rotate(self, sealed: bytes) -> SealedToken:
        """The same token under the first key; raises BAD_INPUT if none of the keys opens it."""
        try:
            return SealedToken(self._fernet.rotate(sealed), self.mark)
        except InvalidToken:
            message = "No key of VIEWPULSE_SOCIAL_KEYS opens a stored token; keep the old key until all are rotated."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message) from None


def new_key() -> str:
    """A new key for ``social_keys``."""
    return Fernet.generate_key().decode()


def _owner(project_id: int, account_id: str) -> str:
    return f"{project_id} {account_id}"
