"""The catalogue of metrics, the columns of the database and the statements that fill them are one list."""

import re

from server.metrics.columns import LISTED_COLUMNS, PLAYED_VIEWS, STORED
from server.rollup.fold import ROLL_UP, Fold
from server.rollup.leader import connect
from server.settings import Settings
from server.storage.database import Pool
from server.storage.metric_columns import read_columns

PLAYS = """
SELECT watch_ms, completion, duration_ms, repeats
FROM unnest(ARRAY[0, 2000, 3000, 9000, 10000]) AS watched (watch_ms), unnest(ARRAY[0, 0.5]) AS got (completion),
    unnest(ARRAY[NULL, 9000, 60000]) AS lasts (duration_ms), unnest(ARRAY[false, true]) AS again (repeats)
"""


async def test_the_catalogue_has_the_columns_of_the_database(pool: Pool) -> None:
    async with pool.acquire() as connection:
        columns = (await read_columns(connection))["metrics"]
    assert sorted(STORED) == sorted(columns)


async def test_days_have_a_column_for_what_lists_show(pool: Pool) -> None:
    columns = await pool.fetch(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'content_days'::regclass AND attnum > 0 AND NOT attisdropped"
    )
    assert {name for (name,) in columns} == {"project_id", "content_id", "day", "traffic", *LISTED_COLUMNS}


async def test_every_column_is_filled_by_one_statement(pool: Pool, settings: Settings) -> None:
    folding = await connect(settings, "test")
    fold = await Fold.prepare(folding, settings)
    await folding.close()
    lists = [re.search(r"INSERT INTO deltas \(([^)]*)\)", fold.statements[name].text) for name in ROLL_UP]
    filled = [column.strip() for found in lists if found for column in found[1].split(",")]
    about = {"project_id", "content_id", "creator_id", "bucket", "minute", "traffic", "sessions", "session_ms"}
    counted = [column for column in filled if column not in about and not column.startswith("watch_h")]
    assert sorted(counted) == sorted(STORED)


async def test_summaries_and_curves_take_the_same_plays_for_views_as_counters(pool: Pool) -> None:
    """They ask bits, which are in the order of the definitions."""
    arrays = {
        "counted": PLAYED_VIEWS.values(),
        "in_bits": [f"({2 << place} & bits > 0)" for place in range(len(PLAYED_VIEWS))],
        "asked": [f"is_view('{key}', bits)" for key in PLAYED_VIEWS],
    }
    columns = ", ".join(f"ARRAY[{', '.join(array)}] AS {name}" for name, array in arrays.items())
    found = await pool.fetch(
        f"SELECT {columns} FROM ({PLAYS}) AS plays,"
        " LATERAL (SELECT view_bits(1, watch_ms, completion, duration_ms, repeats) AS bits) AS b"
    )
    for row in found:
        assert row["counted"] == row["in_bits"] == row["asked"]
    assert len({tuple(row["counted"]) for row in found}) > len(PLAYED_VIEWS), "the plays are of many kinds"
