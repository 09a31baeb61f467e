"""Tombstones on the guests that an erased user was before it signed in: what their phones send later is refused, too.

They are parts of the user's erasure, without receipts of their own. Until it is finished they hold the keys of the
guests, for when the rows that told whose sessions these were are gone.
"""

from collections.abc import Sequence
from datetime import datetime

from server.errors import unavailable
from server.rollup.erasures import erasure_id_of, lock_number, set_number
from server.settings import Settings
from server.storage.database import Connection
from server.storage.sql import load_sql
from server.storage.tombstones import RETRY_SECONDS, PrivacySecret
from server.viewer_keys import ViewerKind, key_of, named_by


async def known_guests(connection: Connection, project_id: int, number: int) -> list[str]:
    """Session ids of the guests that are parts of an erasure which is not finished."""
    rows = await load_sql(__name__, "erasure_guests").fetch(connection, project=project_id, number=number)
    return [named_by(row["viewer_id"])[1] for row in rows]


async def bury_guests(
    connection: Connection,
    settings: Settings,
    project_id: int,
    number: int,
    guests: Sequence[str],
    *,
    secret_mark: bytes,
    now: datetime,
) -> int:
    """Puts a tombstone on each guest that has none; from the commit on, nothing about it is stored any more.

    Args:
        connection: In a transaction; other erasures of the project wait for its end.
        settings: The secret.
        project_id: The project.
        number: The number of the user's erasure.
        guests: Their session ids.
        secret_mark: Tells the secret under which the user was erased.
        now: The current time.

    Returns:
        The number of new tombstones.

    Raises:
        ViewpulseError: UNAVAILABLE if the secret is not the one under which the user was erased.
    """
    if not guests:
        return 0
    secret = PrivacySecret.of_settings(settings)
    if secret.mark != secret_mark:
        message = "VIEWPULSE_PRIVACY_SECRET is not the one under which a viewer was erased."
        raise unavailable(message, retry_after=RETRY_SECONDS)
    viewers = [key_of(ViewerKind.GUEST, session) for session in guests]
    hashes = [secret.hash_viewer(project_id, viewer) for viewer in viewers]
    last = await lock_number(connection, project_id)
    status = await load_sql(__name__, "erasure_parts").execute(
        connection,
        project=project_id,
        number=number,
        last=last,
        guest_erasures=[erasure_id_of(one) for one in hashes],
        hashes=hashes,
        viewers=viewers,
        now=now,
    )
    added = int(status.rsplit(" ", 1)[1])
    if added:
        await set_number(connection, project_id, last + added)
    return added
