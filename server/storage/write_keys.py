"""Write keys, which apps send events with. Only their SHA-256 is stored."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from server.errors import ErrorCode, ViewpulseError
from server.storage.cell_directory import DEFAULT_CELL
from server.storage.database import Connection

PREFIX = "vp_write_"


@dataclass(frozen=True)
class WriteKeyRecord:
    """A stored key, of which only the hash is known.

    Attributes:
        fingerprint: The first 12 hex digits of the hash; names the key in ``revoke``.
        label: Note on its purpose.
        created_at: When it was created.
        revoked_at: When it was revoked; None while it is valid.
    """

    fingerprint: str
    label: str
    created_at: datetime
    revoked_at: datetime | None


def new_write_key() -> str:
    """A key that cannot be guessed: 192 random bits."""
    return PREFIX + secrets.token_urlsafe(24)


def hash_write_key(key: str) -> bytes:
    """The value of ``write_keys.key_hash``; a random key needs no salt."""
    return hashlib.sha256(key.encode(errors="surrogatepass")).digest()


def fingerprint_of(key_hash: bytes) -> str:
    """The short name of a key."""
    return key_hash.hex()[:12]


async def register_write_key(connection: Connection, project_id: int, key: str, label: str) -> None:
    """Registers a key, and creates its project if it is new. Registering a known key changes nothing."""
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
        await connection.execute(
            "INSERT INTO write_keys (project_id, key_hash, label) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            project_id,
            hash_write_key(key),
            label,
        )


async def list_write_keys(connection: Connection, project_id: int) -> Sequence[WriteKeyRecord]:
    """All keys of a project, oldest first."""
    rows = await connection.fetch(
        "SELECT key_hash, label, created_at, revoked_at FROM write_keys WHERE project_id = $1 ORDER BY created_at",
        project_id,
    )
    return [
        WriteKeyRecord(fingerprint_of(row["key_hash"]), row["label"], row["created_at"], row["revoked_at"])
        for row in rows
    ]


async def revoke_write_key(connection: Connection, project_id: int, key_or_fingerprint: str) -> WriteKeyRecord:
    """Revokes a key. API processes follow within the lifetime of their caches.

    Args:
        connection: The database.
        project_id: The project of the key.
        key_or_fingerprint: The key itself, or its fingerprint as ``list_write_keys`` shows it.

    Raises:
        ViewpulseError: NOT_FOUND if no valid key of the project matches.
    """
    row = await connection.fetchrow(
        """
        UPDATE write_keys SET revoked_at = now()
        WHERE project_id = $1 AND revoked_at IS NULL
          AND (key_hash = $2 OR left(encode(key_hash, 'hex'), 12) = $3)
        RETURNING key_hash, label, created_at, revoked_at
        """,
        project_id,
        hash_write_key(key_or_fingerprint),
        key_or_fingerprint,
    )
    if row is None:
        raise ViewpulseError(ErrorCode.NOT_FOUND, f"Project {project_id} has no valid write key {key_or_fingerprint}.")
    return WriteKeyRecord(fingerprint_of(row["key_hash"]), row["label"], row["created_at"], row["revoked_at"])
