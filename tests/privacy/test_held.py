"""Every column that may hold what names a person is in the one list that an erasure goes by, or is known to hold none."""

from server.rollup.held import HELD, REMOVED, Subject, naming
from server.storage.database import Connection

TEXTS = """
SELECT table_name, column_name
FROM information_schema.columns JOIN pg_class ON relname = table_name AND relnamespace = current_schema()::regnamespace
WHERE table_schema = current_schema() AND relkind IN ('r', 'p') AND NOT relispartition
    AND (data_type IN ('text', 'uuid', 'json', 'jsonb', 'bytea', 'name', 'character varying', 'ARRAY'))
"""
NAMES_NOBODY: dict[str, str] = {}
"""What other columns hold, by ``TABLE.COLUMN`` or ``*.COLUMN``."""


async def test_every_column_is_in_the_list_or_names_nobody(database: Connection) -> None:
    columns = [(row["table_name"], row["column_name"]) for row in await database.fetch(TEXTS)]
    assert {("raw_events", "user_id"), ("plays", "play_key"), ("rejected_events", "payload")} <= set(columns)
    unknown = [
        f"{table}.{column}"
        for table, column in columns
        if column not in HELD.get(table, {})
        and f"{table}.{column}" not in NAMES_NOBODY
        and f"*.{column}" not in NAMES_NOBODY
    ]
    assert unknown == [], "name it in HELD (server/rollup/held.py), or say here what it holds"


async def test_the_list_names_columns_that_exist(database: Connection) -> None:
    columns = {(row["table_name"], row["column_name"]) for row in await database.fetch(TEXTS)}
    assert {(table, column) for table, named in HELD.items() for column in named} - columns == set()
    known = {f"{table}.{column}" for table, column in columns} | {f"*.{column}" for _, column in columns}
    assert NAMES_NOBODY.keys() - known == set()


async def test_what_names_a_viewer_can_be_asked_of_each_table(database: Connection) -> None:
    for table in HELD.keys() - set(REMOVED):
        condition, values = naming(table, Subject("ann", ["s1"], ["s1"]))
        assert values, table
        sql = f"SELECT count(*) FROM {table} WHERE project_id = $1 AND ({condition})"
        assert await database.fetchval(sql, 1, *values) == 0
