"""The rules that keep tables and statements fit for a database that is spread over nodes (docs/scaling.md)."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MIGRATIONS = sorted((ROOT / "migrations" / "versions").glob("*.sql"))
_COMMENT = re.compile(r"--[^\n]*")
_TEXT = re.compile(r"'[^']*'")
_WORD = re.compile(r"\b(?:SELECT|INSERT INTO|DELETE FROM|UPDATE|CREATE|LOCK)\b")
_FUNCTION = re.compile(
    r"DROP FUNCTION (\w+)|CREATE (?:OR REPLACE )?FUNCTION (\w+)(.*?(?:\$\$.*?\$\$|BEGIN ATOMIC.*?\bEND|RETURN [^;]*));",
    re.DOTALL,
)
_READS = re.compile(
    r"\b(?:FROM|JOIN) (?:contents|content_\w+|events|raw_events|plays|rollup_state|summarized_days|clean_days)\b"
)
_TABLE = re.compile(r"^ {4}(\w+) \{\n(.*?)^ {4}\}", re.MULTILINE | re.DOTALL)
STORED = {table for table, _ in _TABLE.findall((ROOT / "docs" / "sql.md").read_text())} | {"events"}
"""The tables of a cell; others belong to a run, or to a statement."""
DATED = {
    (table, column)
    for file in MIGRATIONS
    for table, columns in re.findall(r"CREATE TABLE (\w+) \((.*?)\n\)", file.read_text(), re.DOTALL)
    for column in re.findall(r"(\w+)\s+timestamptz NOT NULL DEFAULT now\(\)", columns)
}
"""Columns that are the moment of the statement, unless it gives them a value."""
_INSERT = re.compile(r"\bINSERT INTO (?:[\w{}]+\.)?(\w+)(?: AS \w+)?\s*(?:\(([^()]*)\))?")
_READ = re.compile(r"\b(?<!DELETE )(?:FROM|JOIN) (?:[\w{}]+\.)?(\w+)")
_WRITTEN = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM) (?:[\w{}]+\.)?(\w+)")


@cache
def statements() -> tuple[tuple[str, str], ...]:
    """Every statement of the server by its file, without comments and texts; those in Python, too."""
    return tuple(_statements())


def _statements() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "server").rglob("*.sql")):
        yield re.sub(r"^\d+_", "", file.stem), _bare(file.read_text())
    for folder in ("server", "resolvers"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for sql in strings_in(ast.parse(file.read_text())):
                if _WORD.search(sql):
                    yield str(file.relative_to(ROOT)), _bare(sql)


def _bare(sql: str) -> str:
    return _TEXT.sub("''", _COMMENT.sub("", sql))


def strings_in(tree: ast.AST) -> Iterator[str]:
    """The texts of a module that are no docstrings; what is filled in is left out."""
    inside: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inside.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            inside |= set(node.values)
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "filled_in" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in inside:
            yield node.value


def laterals(sql: str) -> Iterator[str]:
    """What stands in the parentheses after each LATERAL, without parentheses inside it."""
    for found in re.finditer(r"\bLATERAL \(", sql):
        depth, own = 1, []
        for letter in sql[found.end() :]:
            depth += {"(": 1, ")": -1}.get(letter, 0)
            if not depth:
                break
            if depth == 1:
                own.append(letter)
        yield "".join(own)


def updates(sql: str) -> Iterator[str]:
    """What follows each DO UPDATE, to the end of its parenthesis or of the statement."""
    for found in re.finditer(r"\bDO UPDATE SET\b", sql):
        yield _rest(sql, found.end())


def inserts(sql: str) -> Iterator[tuple[str, set[str], str]]:
    """Each INSERT: its table, the columns that it names, and the query of its rows."""
    for found in _INSERT.finditer(sql):
        columns = {column.strip() for column in (found[2] or "").split(",")}
        yield found[1], columns, re.split(r"\bON CONFLICT\b|\bRETURNING\b", _rest(sql, found.end()))[0]


def _rest(sql: str, start: int) -> str:
    """What follows, to the end of the parenthesis or of the statement."""
    depth = 0
    for place, letter in enumerate(sql[start:], start):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth < 0 or letter == ";":
            return sql[start:place]
    return sql[start:]


def _outside_parentheses(sql: str) -> str:
    while (inner := re.sub(r"\([^()]*\)", "", sql)) != sql:
        sql = inner
    return sql


def _reads_stored(sql: str) -> bool:
    return not STORED.isdisjoint(_READ.findall(sql))


def _is_dated(table: str, columns: set[str], query: str) -> bool:
    names = re.search(r"\b(?:now|clock_timestamp)\(|\binterval\b", query)
    return bool(names) or any(dated == table and column not in columns for dated, column in DATED)


def _adds_stored_rows_last(sql: str) -> bool:
    places = [found.start() for found in _INSERT.finditer(sql)]
    outer = [place for place in places if sql.count("(", 0, place) == sql.count(")", 0, place)]
    return len(places) > len(outer) and any(_reads_stored(_rest(sql, place)) for place in outer)


def _reads_what_it_wrote(sql: str) -> bool:
    return any(
        found[1] in STORED and found[1] in _READ.findall(sql[found.end() + len(_rest(sql, found.end())) :])
        for found in _WRITTEN.finditer(sql)
    )


def functions_over_tables() -> set[str]:
    """The functions of the database whose bodies read tables."""
    found: dict[str, bool] = {}
    for file in MIGRATIONS:
        for dropped, name, body in _FUNCTION.findall(_COMMENT.sub("", file.read_text())):
            if dropped:
                found.pop(dropped, None)
            else:
                found[name] = bool(_READS.search(body))
    return {name for name, reads in found.items() if reads}


def _calls_one(sql: str) -> bool:
    return any(re.search(rf"\b{name}\(", sql) for name in functions_over_tables())


RULES: dict[str, Callable[[str], object]] = {
    "no LIMIT or OFFSET in a LATERAL": lambda sql: any(re.search(r"\b(LIMIT|OFFSET)\b", own) for own in laterals(sql)),
    "no ctid": lambda sql: re.search(r"\bctid\b", sql),
    "no MERGE": lambda sql: re.search(r"\bMERGE INTO\b", sql),
    "no SELECT without columns": lambda sql: re.search(r"\bSELECT FROM\b", sql),
    "no moment and no sub-select in DO UPDATE": lambda sql: any(
        re.search(r"\bnow\(|_timestamp\b|current_|\(\s*SELECT\b", one) for one in updates(sql)
    ),
    "no moment in an INSERT that reads a stored table": lambda sql: any(
        _reads_stored(query) and _is_dated(table, columns, query) for table, columns, query in inserts(sql)
    ),
    "no INSERT that reads a stored table after another INSERT": _adds_stored_rows_last,
    "no UNION or EXCEPT right in an INSERT into a stored table": lambda sql: any(
        table in STORED and re.search(r"\b(?:UNION|EXCEPT)\b", _outside_parentheses(query))
        for table, _, query in inserts(sql)
    ),
    "nothing is read after it was written": _reads_what_it_wrote,
    "no setting of the session": lambda sql: re.search(r"\bcurrent_setting\(", sql),
    "date_bin, whose result is always the same, not date_trunc": lambda sql: re.search(r"\bdate_trunc\(", sql),
    "no SQL function that reads tables": _calls_one,
}
"""What a database that is spread over nodes refuses, or does differently.

Citus sends an INSERT whose query reads stored tables to their node as one text. The text is wrong if a moment has to be
filled in, or if a column of a UNION, or of another INSERT inside it, gets its default. An INSERT that reads a
materialized part of its WITH is not sent that way. Each part of a WITH sees what an earlier part wrote. Settings of a
session stay behind.
"""
FENCED = """
all_time_parts all_time_sketches area_counts area_events bucket_viewers claimed_events content_durations content_states
content_viewers creator_minute_viewers creator_viewed curve day_retention described_days differing_days drop_sketches
events_by_consent find_fingerprints find_uncounted hot_hours known_classes known_sketches new_owners
pending_changes platform_viewed
plays reclassified_events reclassified_minute_viewers reclassified_plays reclassified_sessions
reclassified_streams reclassified_viewer_buckets reclassified_viewers refunds repeated_views retention
session_parts session_spans sessions settled_refunds store_events streams touched_owners
transferred_self_viewers transfers viewers watchers
"""
TWINS = {"declared_profiles"}
EXCEPTIONS = {
    "no LIMIT or OFFSET in a LATERAL": set(FENCED.split()),
    "no ctid": {
        *("drop_sketches", "hot_hours", "unmerged_sketches", "reclassified_sessions", "session_spans", "sessions")
    },
    "no moment in an INSERT that reads a stored table": TWINS,
    "no UNION or EXCEPT right in an INSERT into a stored table": TWINS,
    "nothing is read after it was written": {"watchers"},
    "no setting of the session": {"server/doctor.py", "server/transport/health.py"},
    "no SQL function that reads tables": {
        *("breakdown_days", "breakdown_distinct_viewers", "breakdown_viewers", "retention", "retention_base"),
        *("curve", "gone_curve", "day_breakdowns", "day_retention"),
    },
}
"""What breaks a rule without harm.

Limits, ctids and functions: only tables that are spread by rows forbid them, while cells keep all rows of a project on
one node. The limits are fences that make PostgreSQL look up each row by its key; without them it reads whole tables.
The ctid is of a row that the same statement has found. The functions are inlined by PostgreSQL.

A rebuild's twins are temporary tables. What ``watchers`` reads again leaves out what it wrote. The other settings are
asked for to be shown.
"""


@pytest.mark.parametrize("rule", RULES)
def test_statements_keep_to_the_rule(rule: str) -> None:
    breaks = RULES[rule]
    found = {name for name, sql in statements() if breaks(sql)}

    assert found == EXCEPTIONS.get(rule, set()), "mend it, or the list of exceptions is out of date"


BREAKING = {
    "no moment in an INSERT that reads a stored table": "INSERT INTO stale_days (day) SELECT day FROM summarized_days",
    "no INSERT that reads a stored table after another INSERT": (
        "WITH a AS (INSERT INTO plays SELECT b FROM c) INSERT INTO stale_days SELECT d FROM a JOIN contents USING (e)"
    ),
    "no UNION or EXCEPT right in an INSERT into a stored table": "INSERT INTO plays SELECT a FROM b UNION SELECT c",
    "nothing is read after it was written": "WITH a AS (DELETE FROM plays RETURNING b) SELECT c FROM a JOIN plays ON d",
    "no setting of the session": "SELECT current_setting('')",
    "no LIMIT or OFFSET in a LATERAL": "SELECT 1 FROM a, LATERAL (SELECT b FROM c WHERE (d) LIMIT 1) AS e",
    "no ctid": "DELETE FROM a WHERE ctid = $1",
    "no MERGE": "MERGE INTO a USING b",
    "no SELECT without columns": "SELECT 1 WHERE EXISTS (SELECT FROM a)",
    "no moment and no sub-select in DO UPDATE": "WITH a AS (INSERT INTO b ON CONFLICT (c) DO UPDATE SET d = now())",
    "date_bin, whose result is always the same, not date_trunc": "SELECT date_trunc('', a)",
    "no SQL function that reads tables": "SELECT duration_of(1, '')",
}
KEEPING = (
    "SELECT 1 FROM a, LATERAL (SELECT b FROM c WHERE EXISTS (SELECT 1 FROM d LIMIT 1)) AS e LIMIT 1",
    "WITH a AS (INSERT INTO b ON CONFLICT (c) DO UPDATE SET d = excluded.d) SELECT now() FROM a",
    "INSERT INTO stale_days (day, touched_at) SELECT day, a FROM (SELECT 1 UNION SELECT 2) AS a JOIN summarized_days",
    (
        "WITH a AS (SELECT b FROM plays UNION SELECT c), d AS (INSERT INTO plays SELECT b FROM a)"
        " INSERT INTO stale_days SELECT b, now() FROM a"
    ),
    "DELETE FROM plays WHERE a IN (SELECT a FROM plays)",
)


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_is_broken_by_what_it_forbids_and_kept_by_the_rest(rule: str) -> None:
    assert RULES[rule](BREAKING[rule])
    assert not any(RULES[rule](sql) for sql in KEEPING)


OF_NO_PROJECT = {"cells", "archive_state", "archive_queue"}
"""Of the directory, and about files: they have no rows of a project."""
KEYED = {"subject", "content_id", "creator_id", "session_id", "viewer_id", "account_id"}
KEYED_BY_ID = {"raw_events", "sales"}
"""Tables without such a column in their key: an event is known by its id alone."""
WHOLE = {
    *(
        "archive_queue",
        "archive_stale",
        "archive_state",
        "cells",
        "projects",
        "write_keys",
        "share_links",
        "quota_usage",
        "rollup_state",
        "imports",
    ),  # a few rows a project
    *("ingest_batches", "changed_subjects", "owner_changes", "rejected_events", "rejected_counts"),  # queues and logs
    *("campaign_spend", "schema_versions", "pinned_funnels"),  # declared by admins
    *("consent_salts",),  # a row a day
    *("social_workspaces", "social_members", "social_formulas"),  # declared by admins
    *("social_changes",),  # a queue
    *("erasures", "audit_entries", "audit_heads"),  # requested by admins, and what they did
    *(
        "platform_buckets",
        "platform_totals",
        "area_buckets",
        "area_days",
        "event_counts",
        "schema_usage",
    ),  # of the whole project
}
"""Tables that a spread database keeps whole, on every node or on one."""


def test_every_key_begins_with_the_project_and_has_a_column_to_spread_by() -> None:
    page = (ROOT / "docs" / "sql.md").read_text()
    keys = {table: re.findall(r"^ {8}\w+ (\w+) PK$", body, re.MULTILINE) for table, body in _TABLE.findall(page)}

    assert len(keys) > 40
    assert {table for table, key in keys.items() if key[0] != "project_id"} == OF_NO_PROJECT
    assert {table for table, key in keys.items() if not KEYED & set(key)} == WHOLE | KEYED_BY_ID


def test_no_table_refers_to_another() -> None:
    assert [file.name for file in MIGRATIONS if re.search(r"\bREFERENCES\b", _bare(file.read_text()))] == []
