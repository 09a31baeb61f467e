"""Share links with ids that tests know before."""

from uuid import NAMESPACE_OID, UUID, uuid5

from server.storage.database import Connection


def link_of(word: str) -> UUID:
    """The id of the link of that word."""
    return uuid5(NAMESPACE_OID, word)


async def store_link(connection: Connection, project_id: int, word: str) -> None:
    """Stores it: a link of the platform, which ends in a day."""
    await connection.execute(
        "INSERT INTO share_links (project_id, link_id, origins, signed_by, expires_at)"
        " VALUES ($1, $2, '{}', $3, now() + interval '1 day')",
        project_id,
        link_of(word),
        word.encode(),
    )
