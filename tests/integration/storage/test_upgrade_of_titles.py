"""Titles and names that were stored as they were typed are found after an upgrade, however they are typed now."""

import asyncio
from typing import Any

import asyncpg

from tests.integration.storage.test_upgrade import upgrading

BEFORE_TITLES = "0031_owners_of_sessions"
COMPOSED, DECOMPOSED = "Caf\u00e9", "Cafe\u0301"
STORED = f"""
INSERT INTO contents (project_id, content_id, title, updated_at) VALUES
    (1, '{DECOMPOSED}', '{DECOMPOSED}', now()), (1, 'c2', '{COMPOSED}', now()), (1, 'c3', NULL, now());
INSERT INTO creator_profiles (project_id, creator_id, name) VALUES (1, 'k1', '{DECOMPOSED}'), (1, 'k2', NULL);
"""
TITLES = "SELECT content_id, title FROM contents UNION ALL SELECT creator_id, name FROM creator_profiles"


async def fill(url: str) -> None:
    connection: Any = await asyncpg.connect(url)
    try:
        await connection.execute(STORED)
    finally:
        await connection.close()


async def read_titles(url: str) -> dict[str, str | None]:
    connection: Any = await asyncpg.connect(url)
    try:
        return {row["content_id"]: row["title"] for row in await connection.fetch(TITLES)}
    finally:
        await connection.close()


def test_titles_and_names_are_composed_and_ids_stay(postgres_url: str) -> None:
    with upgrading(postgres_url, BEFORE_TITLES, fill) as url:
        found = asyncio.run(read_titles(url))
    assert found == {DECOMPOSED: COMPOSED, "c2": COMPOSED, "c3": None, "k1": COMPOSED, "k2": None}
