"""The audit trail: who did what to whom when. A chain of keyed hashes shows whether it is whole.

The hash of an entry is an HMAC-SHA-256 over the entry and the hash of the entry before, under a key that is not in the
database. So a person who can write to the database, and does not have the key, cannot change, insert or move an entry
unnoticed, nor remove one from the middle. To put back an older state of the trail needs no key: only a checkpoint
outside the database shows that, or that a person with the key wrote another trail.
"""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from server.settings import Settings
from server.storage.database import Connection
from server.storage.tombstones import PrivacySecret
from server.viewer_keys import viewer_key

COMMAND = "command"
"""The role of an entry that a command wrote: a person who can run commands may do everything."""
BY_ITSELF = "viewpulse"
"""The role of an entry about what the settings say is to be done, without anyone asking."""
BEGIN = "audit begin"
"""The action of the first entry of a project that was there before its trail."""
HASH_SHOWN = 12
"""Hexadecimal digits of a hash that a person is shown."""
PAGE = 5_000
"""Entries that are read at once."""

_NEXT = """
INSERT INTO audit_heads AS t (project_id, number, hash, mark) VALUES ($1, 1, '', '')
ON CONFLICT (project_id) DO UPDATE SET number = t.number + 1
RETURNING number, hash
"""
_ADD = """
INSERT INTO audit_entries (project_id, number, at, role, actor, action, subjects, items, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_SET_HEAD = "UPDATE audit_heads SET hash = $2, mark = $3 WHERE project_id = $1"
_READ = """
SELECT project_id, number, at, role, actor, action, subjects, items, hash FROM audit_entries
WHERE project_id = $1 AND number > $2 ORDER BY number LIMIT $3
"""
_OPEN = "SELECT project_id FROM rollup_state WHERE accepts_since < 'infinity' ORDER BY project_id"
"""The projects that a cell holds, but not one that moves or is being deleted."""
_WITHOUT = """
SELECT project_id FROM rollup_state LEFT JOIN audit_heads USING (project_id)
WHERE accepts_since < 'infinity' AND audit_heads.number IS NULL ORDER BY project_id
"""
_HEADS = """
SELECT project_id, number, hash, mark FROM audit_heads WHERE project_id = $1 OR $1::integer IS NULL ORDER BY project_id
"""


class Entry(NamedTuple):
    """One entry.

    Attributes:
        project_id: The project.
        number: Its place in the trail of the project, from 1.
        at: When it was written, just before it was done.
        role: Role of the user; ``command``, or ``viewpulse`` for what it does by itself.
        actor: Hash of the user.
        action: Name of the mutation or command.
        subjects: Hashes of the viewers that it was about.
        items: How many items it had.
    """

    project_id: int
    number: int
    at: datetime
    role: str
    actor: bytes | None
    action: str
    subjects: Sequence[bytes]
    items: int | None


class Checkpoint(msgspec.Struct, frozen=True):
    """How far a trail had come; kept outside the database.

    Attributes:
        project: The project.
        number: Entries that it had.
        hash: Hash of the last one, as hexadecimal digits.
    """

    project: int
    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of checking a trail.

    Attributes:
        entries: How many entries are whole, from the first one.
        number: The first entry that is not.
        problem: What is wrong with it; empty: the trail is whole, as far as that was checked.
        checked: The newest entry that a checkpoint has. Whether later ones were removed, nothing tells.
        since: When the first entry was written; None without entries.
    """

    entries: int
    number: int | None = None
    problem: str = ""
    checked: int = 0
    since: datetime | None = field(default=None, compare=False)


class AuditKey:
    """Signs entries. Derived from ``VIEWPULSE_PRIVACY_SECRET``; without that, no trail is kept.

    Args:
        secret: The secret.
    """

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.digest(secret, b"audit trail", "sha256")

    @classmethod
    def of_settings(cls, settings: Settings) -> "AuditKey | None":
        """The key of the settings; None without a secret."""
        secret = settings.privacy_secret
        return None if secret is None else cls(secret.get_secret_value().encode())

    def sign_entry(self, entry: Entry, previous: bytes) -> bytes:
        """The hash of an entry after one with the hash ``previous``, which is empty for the first one."""
        said = (
            *(entry.project_id, entry.number, round(entry.at.timestamp() * 1_000_000), entry.role),
            *(entry.actor and entry.actor.hex(), entry.action, [one.hex() for one in entry.subjects], entry.items),
        )
        return hmac.digest(self._key, previous + msgspec.json.encode(said), "sha256")

    def sign_head(self, project_id: int, number: int, last: bytes) -> bytes:
        """The mark of a trail that has so many entries, of which the last has this hash."""
        return hmac.digest(self._key, f"head {project_id} {number} ".encode() + last, "sha256")


async def note(
    connection: Connection,
    settings: Settings,
    project_id: int,
    action: str,
    *,
    role: str = COMMAND,
    user_id: str | None = None,
    viewers: Iterable[str] = (),
    subjects: Iterable[bytes] = (),
    items: int | None = None,
) -> None:
    """Adds an entry, if a trail is kept. To be awaited before what it tells of is done, so that nothing is left out.

    Args:
        connection: To the database of the project; in a transaction if the entry is to be undone with what it tells of.
        settings: The secret.
        project_id: The project.
        action: Name of the mutation or command.
        role: Role of the user.
        user_id: The user.
        viewers: Keys of the viewers that it is about.
        subjects: Hashes of others, whose keys are not known.
        items: How many items it has.
    """
    if (key := AuditKey.of_settings(settings)) is None:
        return
    secret = PrivacySecret.of_settings(settings)
    actor = None if (named := viewer_key(user_id, None)) is None else secret.hash_viewer(project_id, named)
    about = [*(secret.hash_viewer(project_id, viewer) for viewer in viewers), *subjects]
    async with connection.transaction():  # entries of a project are added one after another
        last = await connection.fetchrow(_NEXT, project_id)
        assert last is not None
        entry = Entry(project_id, last["number"], datetime.now(UTC), role, actor, action, about, items)
        signed = key.sign_entry(entry, last["hash"])
        await connection.execute(_ADD, *entry, signed)
        await connection.execute(_SET_HEAD, project_id, signed, key.sign_head(project_id, entry.number, signed))


async def note_in_all(connection: Connection, settings: Settings, action: str) -> None:
    """Adds an entry to the trail of each project of a cell; see ``note``."""
    for (project_id,) in await connection.fetch(_OPEN):
        await note(connection, settings, project_id, action)


async def begin_trails(connection: Connection, settings: Settings) -> list[int]:
    """Begins the trail of each project of a cell that has none, if trails are kept; returns these projects."""
    if settings.privacy_secret is None:
        return []
    without = [project_id for (project_id,) in await connection.fetch(_WITHOUT)]
    for project_id in without:
        await note(connection, settings, project_id, BEGIN)
    return without


def shown_actor(settings: Settings, project_id: int, user_id: str | None) -> str | None:
    """How logs name a user, as ``viewpulse audit list`` does: the beginning of the hash.

    Args:
        settings: The secret.
        project_id: The project.
        user_id: The user.

    Returns:
        None without a user or a secret.
    """
    if settings.privacy_secret is None or (named := viewer_key(user_id, None)) is None:
        return None
    return PrivacySecret.of_settings(settings).hash_viewer(project_id, named).hex()[:HASH_SHOWN]


async def read_entries(connection: Connection, project_id: int, after: int, most: int) -> list[tuple[Entry, bytes]]:
    """Entries with their hashes, in their order.

    Args:
        connection: To the database of the project.
        project_id: The project.
        after: Number of the entry before the first one.
        most: Maximum number of entries.
    """
    rows = await connection.fetch(_READ, project_id, after, most)
    return [(Entry(*values), signed) for *values, signed in (tuple(row) for row in rows)]


async def read_checkpoints(connection: Connection, project_id: int | None = None) -> list[Checkpoint]:
    """How far the trails of all projects have come, or of one."""
    rows = await connection.fetch(_HEADS, project_id)
    return [Checkpoint(row["project_id"], row["number"], row["hash"].hex()) for row in rows]


async def verify(
    connection: Connection, key: AuditKey, project_id: int, checkpoints: Mapping[int, str] | None = None
) -> Verdict:
    """Checks the trail of a project from its first entry.

    Without checkpoints, that an older state of the trail was put back is not found: ``Verdict.checked`` is 0.

    Args:
        connection: In a transaction that sees one state of the database.
        key: The key that signed it.
        project_id: The project.
        checkpoints: Hashes of entries by their numbers, as checkpoints had them.

    Returns:
        The first entry that was changed, removed, inserted, or put elsewhere.
    """
    known = checkpoints or {}
    number, previous = 0, b""
    since: datetime | None = None
    while found := await read_entries(connection, project_id, number, PAGE):
        for entry, signed in found:
            if entry.number != number + 1:
                return Verdict(number, number + 1, "is missing")
            if not hmac.compare_digest(key.sign_entry(entry, previous), signed):
                return Verdict(number, entry.number, "was changed, or does not belong there, or has another secret")
            if known.get(entry.number, signed.hex()) != signed.hex():
                return Verdict(number, entry.number, "is not the one of the checkpoint")
            number, previous, since = entry.number, signed, since or entry.at
    if missing := [one for one in known if one > number]:
        return Verdict(number, number + 1, f"is missing: a checkpoint has entry {max(missing)}")
    if problem := await _verify_head(connection, key, project_id, number, previous):
        return problem
    return Verdict(number, checked=max(known, default=0), since=since)


async def _verify_head(
    connection: Connection, key: AuditKey, project_id: int, number: int, last: bytes
) -> Verdict | None:
    heads = await connection.fetch(_HEADS, project_id)
    if not heads and not number:
        return Verdict(0, 1, "is missing: the project has no trail. It never began, or was removed")
    if not heads or not hmac.compare_digest(
        key.sign_head(project_id, heads[0]["number"], heads[0]["hash"]), heads[0]["mark"]
    ):
        return Verdict(number, number, "is the last one, but what tells so was changed or removed")
    if (heads[0]["number"], heads[0]["hash"]) != (number, last):
        return Verdict(number, number + 1, f"is missing: there were {heads[0]['number']}")
    return None
