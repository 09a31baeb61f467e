# ruff: noqa: S608  # conditions of our own, never input
"""Write keys, which apps send events with. Only their SHA-256 is stored."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from server.errors import ErrorCode, ViewpulseError, limit_exceeded
from server.storage.cell_directory import DEFAULT_CELL
from server.storage.database import Connection

PREFIX = "vp_write_"
RANDOM_BYTES = 24
CHECK_LENGTH = 6
"""Characters at the end of a key that follow from the others."""
MAX_KEYS = 100
"""Most valid keys of a project, and most keys that are listed."""
MAX_LABEL_LENGTH = 200
OVERLAP = timedelta(hours=24)
"""How long a key stays valid after another has replaced it, unless something else is said."""

_CHECKED_LENGTH = len(PREFIX) + RANDOM_BYTES * 4 // 3 + CHECK_LENGTH
_VALID = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())"
_NAMED = "project_id = $1 AND (key_hash = $2 OR left(encode(key_hash, 'hex'), 12) = $3)"
_SHOWN = "key_hash, label, created_at, expires_at, revoked_at"


@dataclass(frozen=True)
class WriteKeyRecord:
    """A stored key, of which only the hash is known.

    Attributes:
        fingerprint: The first 12 hex digits of the hash; names the key in ``revoke`` and ``rotate``.
        label: Note on its purpose.
        created_at: When it was created.
        expires_at: From when on it is not valid, because another key replaces it; None: it stays valid.
        revoked_at: When it was revoked; None if it was not.
    """

    fingerprint: str
    label: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


def new_write_key() -> str:
    """A key that cannot be guessed: 192 random bits, and characters that tell a slip from a key."""
    random = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    return random + _check_of(random)


def is_mistyped(key: str) -> bool:
    """Whether a key cannot exist, by its last characters; keys of older versions have none such, and can."""
    if len(key) != _CHECKED_LENGTH or not key.startswith(PREFIX):
        return False
    return _check_of(key[:-CHECK_LENGTH]) != key[-CHECK_LENGTH:]


def hash_write_key(key: str) -> bytes:
    """The value of ``write_keys.key_hash``; a random key needs no salt."""
    return hashlib.sha256(key.encode(errors="surrogatepass")).digest()


def fingerprint_of(key_hash: bytes) -> str:
    """The short name of a key."""
    return key_hash.hex()[:12]


async def register_write_key(connection: Connection, project_id: int, key: str, label: str) -> None:
    """Registers a key, and creates its project if it is new. Registering a known key changes nothing.

    Raises:
        ViewpulseError: NOT_FOUND if the project is being deleted.
    """
    async with connection.transaction():
        await connection.execute(
            "INSERT INTO projects (project_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            project_id,
            f"project {project_id}",
        )
        await connection.execute(
            "INSERT INTO rollup_state (project_id) SELECT project_id FROM projects WHERE project_id = $1 AND cell = $2"
            " ON CONFLICT DO NOTHING",
            project_id,
            DEFAULT_CELL,
        )
        if await connection.fetchval("SELECT deleted_at FROM projects WHERE project_id = $1", project_id):
            raise ViewpulseError(ErrorCode.NOT_FOUND, f"Project {project_id} is being deleted.")
        await _add(connection, project_id, key, label)


async def add_write_key(connection: Connection, project_id: int, key: str, label: str) -> WriteKeyRecord:
    """Adds a new key to a project that exists.

    Raises:
        ViewpulseError: LIMIT_EXCEEDED if the project has ``MAX_KEYS`` valid keys.
    """
    async with connection.transaction():
        await _require_room(connection, project_id)
        return await _add(connection, project_id, key, label)


async def list_write_keys(connection: Connection, project_id: int) -> Sequence[WriteKeyRecord]:
    """The newest keys of a project, at most ``MAX_KEYS``, oldest first."""
    rows = await connection.fetch(
        f"SELECT {_SHOWN} FROM write_keys WHERE project_id = $1 ORDER BY created_at DESC, key_hash LIMIT $2",
        project_id,
        MAX_KEYS,
    )
    return [_record(row) for row in reversed(rows)]


async def revoke_write_key(connection: Connection, project_id: int, key_or_fingerprint: str) -> WriteKeyRecord:
    """Revokes a key. API processes follow within the lifetime of their caches.

    Args:
        connection: The directory.
        project_id: The project of the key.
        key_or_fingerprint: The key itself, or its fingerprint as ``list_write_keys`` shows it.

    Raises:
        ViewpulseError: NOT_FOUND if no valid key of the project matches.
    """
    row = await connection.fetchrow(
        f"UPDATE write_keys SET revoked_at = now() WHERE {_NAMED} AND {_VALID} RETURNING {_SHOWN}",
        project_id,
        hash_write_key(key_or_fingerprint),
        key_or_fingerprint,
    )
    return _found(row, project_id, key_or_fingerprint)


async def rotate_write_key(
    connection: Connection, project_id: int, key_or_fingerprint: str, new_key: str, overlap: timedelta
) -> tuple[WriteKeyRecord, WriteKeyRecord]:
    """Adds a new key with the label of an old one, which stays valid for a while.

    Args:
        connection: The directory.
        project_id: The project of the key.
        key_or_fingerprint: The old key itself, or its fingerprint.
        new_key: The new key.
        overlap: How long the old key stays valid, unless it ends before.

    Returns:
        The new key, and the old one.

    Raises:
        ViewpulseError: NOT_FOUND if no valid key of the project matches; LIMIT_EXCEEDED if the project has
            ``MAX_KEYS`` valid keys.
    """
    async with connection.transaction():
        await _require_room(connection, project_id)
        row = await connection.fetchrow(
            "UPDATE write_keys SET expires_at = least(expires_at, now() + $4::interval)"
            f" WHERE {_NAMED} AND {_VALID} RETURNING {_SHOWN}",
            project_id,
            hash_write_key(key_or_fingerprint),
            key_or_fingerprint,
            overlap,
        )
        old = _found(row, project_id, key_or_fingerprint)
        return await _add(connection, project_id, new_key, old.label), old


async def _require_room(connection: Connection, project_id: int) -> None:
    await connection.execute("SELECT 1 FROM projects WHERE project_id = $1 FOR UPDATE", project_id)
    held = await connection.fetchval(f"SELECT count(*) FROM write_keys WHERE project_id = $1 AND {_VALID}", project_id)
    if held >= MAX_KEYS:
        message = f"A project has at most {MAX_KEYS} valid write keys; revoke one first."
        raise limit_exceeded(message, "writeKeys", MAX_KEYS, held + 1)


async def _add(connection: Connection, project_id: int, key: str, label: str) -> WriteKeyRecord:
    key_hash = hash_write_key(key)
    await connection.execute(
        "INSERT INTO write_keys (project_id, key_hash, label) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        project_id,
        key_hash,
        label,
    )
    row = await connection.fetchrow(
        f"SELECT {_SHOWN} FROM write_keys WHERE project_id = $1 AND key_hash = $2", project_id, key_hash
    )
    return _found(row, project_id, fingerprint_of(key_hash))


def _check_of(random: str) -> str:
    return urlsafe_b64encode(hash_write_key(random)).decode()[:CHECK_LENGTH]


def _found(row: asyncpg.Record | None, project_id: int, key_or_fingerprint: str) -> WriteKeyRecord:
    if row is None:
        message = f"Project {project_id} has no valid write key {key_or_fingerprint}."
        raise ViewpulseError(ErrorCode.NOT_FOUND, message, field=["fingerprint"])
    return _record(row)


def _record(row: asyncpg.Record) -> WriteKeyRecord:
    return WriteKeyRecord(
        fingerprint_of(row["key_hash"]), row["label"], row["created_at"], row["expires_at"], row["revoked_at"]
    )
