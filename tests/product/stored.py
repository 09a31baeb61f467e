"""What the database of a product has."""

import asyncpg

from server.dev.folder import Facts

IDS = "SELECT coalesce(client_id, id::text) AS id FROM events WHERE project_id = 1 AND content_id = $1"


async def stored_ids(facts: Facts, content_id: str) -> list[str]:
    """Ids of a content's events as apps have sent them, sorted; an id that is there twice comes twice."""
    connection = await asyncpg.connect(facts.database_url)
    try:
        rows = await connection.fetch(IDS, content_id)
    finally:
        await connection.close()
    return sorted(row["id"] for row in rows)
