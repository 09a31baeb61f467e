"""The catalogue of metrics, the columns of the database and the statements that fill them are one list."""

import re

from server.metrics.columns import PLAYED_VIEWS, STORED
from server.rollup.fold import ROLL_UP, Fold
from server.rollup.leader import connect
from server.settings import Settings
from server.storage.database import Pool
from server.storage.metric_columns import read_columns


async def test_the_catalogue_has_the_columns_of_the_database(pool: Pool) -> None:
    async with pool.acquire() as connection:
        columns = (await read_columns(connection))["metrics"]
    assert sorted(STORED) == sorted(columns)


async def test_every_column_is_filled_by_one_statement(pool: Pool, settings: Settings) -> None:
    folding = await connect(settings, "test")
    fold = await Fold.prepare(folding)
    await folding.close()
    lists = [re.search(r"INSERT INTO deltas \(([^)]*)\)", fold.statements[name]) for name in ROLL_UP]
    filled = [column.strip() for found in lists if found for column in found[1].split(",")]
    about = {"project_id", "content_id", "creator_id", "bucket", "traffic", "sessions", "session_ms"}
    counted = [column for column in filled if column not in about and not column.startswith("watch_h")]
    assert sorted(counted) == sorted(STORED)


async def test_the_database_knows_every_definition_that_takes_plays_for_views(pool: Pool) -> None:
    bits = [2 << number for number in range(len(PLAYED_VIEWS))]
    known = await pool.fetch(
        "SELECT name, is_view(name, bit) AS is_view FROM unnest($1::text[], $2::integer[]) AS definition (name, bit)",
        list(PLAYED_VIEWS),
        bits,
    )
    assert {row["name"]: row["is_view"] for row in known} == dict.fromkeys(PLAYED_VIEWS, True)
