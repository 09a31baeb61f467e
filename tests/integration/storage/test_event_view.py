"""The view of raw events, and what migrations do to it."""

from migrations.plain_sql import event_column_sql, event_words_sql
from server.storage.database import Pool
from server.storage.event_columns import CLAIMED_COLUMNS, EVENT_COLUMNS
from server.storage.event_words import EVENT_WORDS

TYPES = """
SELECT attname AS name, format_type(atttypid, atttypmod) AS type
FROM pg_attribute WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped
"""
LONG_NAMES = {"timestamptz": "timestamp with time zone"}


async def types(pool: Pool, relation: str) -> dict[str, str]:
    return {row["name"]: row["type"] for row in await pool.fetch(TYPES, relation)}


async def test_words_have_the_same_numbers_in_python_and_in_the_database(pool: Pool) -> None:
    assert tuple(await pool.fetchval("SELECT event_words()")) == EVENT_WORDS
    codes = [await pool.fetchval("SELECT event_word_code($1)", word) for word in EVENT_WORDS]
    assert codes == list(range(1, len(EVENT_WORDS) + 1))
    assert await pool.fetchval("SELECT array_agg(event_word($1) ORDER BY n) FROM generate_series(1, 1) AS n", 3) == [
        EVENT_WORDS[2]
    ]


async def test_columns_have_the_types_that_are_declared(pool: Pool) -> None:
    raw, shown = await types(pool, "raw_events"), await types(pool, "events")
    kept = {
        column.name: LONG_NAMES.get(column.kept or column.type, column.kept or column.type) for column in EVENT_COLUMNS
    }
    assert raw == {**kept, "batch_id": "bigint"}
    claimed = {column.name: LONG_NAMES.get(column.type, column.type) for column in CLAIMED_COLUMNS}
    assert {name: shown[name] for name in claimed} == claimed


async def test_a_migration_adds_a_column_and_words(pool: Pool) -> None:
    async with pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        before = await types(pool, "events")
        await connection.execute(event_column_sql("volume", "real"))
        await connection.execute(event_words_sql("hologram", "smell"))
        await connection.execute(event_column_sql("sense", "smallint", "event_word(sense)"))
        await connection.execute(
            """
            INSERT INTO raw_events (project_id, id, batch_id, received_at, occurred_at, type, schema_version, body_hash,
                volume, sense)
            VALUES (1, gen_random_uuid(), 1, now(), now(), 3, 1, 0, 0.5, event_word_code('smell'))
            """
        )
        row = await connection.fetchrow("SELECT * FROM events")
        await transaction.rollback()
    assert row is not None
    assert list(row.keys()) == [*before, "volume", "sense"]
    assert (row["type"], row["volume"], row["sense"]) == (EVENT_WORDS[2], 0.5, "smell")
