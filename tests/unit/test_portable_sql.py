"""The rules that keep tables and statements fit for a database that is spread over nodes (docs/scaling.md)."""

import ast
import re
from collections.abc import Callable, Iterator
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


def statements() -> Iterator[tuple[str, str]]:
    """Every statement of the server by its file, without comments and texts; those in Python, too."""
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
        depth = 0
        for place, letter in enumerate(sql[found.end() :]):
            depth += {"(": 1, ")": -1}.get(letter, 0)
            if depth < 0 or letter == ";":
                yield sql[found.end() : found.end() + place]
                break
        else:
            yield sql[found.end() :]


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
    "date_bin, whose result is always the same, not date_trunc": lambda sql: re.search(r"\bdate_trunc\(", sql),
    "no SQL function that reads tables": _calls_one,
}
FENCED = """
all_time_sketches area_counts area_events bucket_viewers claimed_events content_durations content_states content_viewers
creator_viewed curve day_retention differing_days drop_sketches find_fingerprints hot_hours known_classes
known_sketches known_spans new_owners pending_changes platform_viewed plays reclassified_events
reclassified_plays reclassified_sessions reclassified_viewer_buckets reclassified_viewers repeated_views retention
sessions stale_days store_events touched_owners transferred_self_viewers transfers viewers watchers
"""
EXCEPTIONS = {
    "no LIMIT or OFFSET in a LATERAL": set(FENCED.split()),
    "no ctid": {"drop_sketches", "hot_hours", "unmerged_sketches"},
    "no SQL function that reads tables": {
        *("breakdown_days", "breakdown_facts", "breakdown_viewers", "retention", "retention_base"),
        *("curve", "gone_curve", "day_breakdowns", "day_retention"),
    },
}
"""What breaks a rule: only with tables that are spread by rows, while cells keep all rows of a project on one node.

The limits are fences that make PostgreSQL look up each row by its key; without them it reads whole tables. The ctid is
of a row that the same statement has found. The functions are inlined by PostgreSQL.
"""


@pytest.mark.parametrize("rule", RULES)
def test_statements_keep_to_the_rule(rule: str) -> None:
    breaks = RULES[rule]
    found = {name for name, sql in statements() if breaks(sql)}

    assert found == EXCEPTIONS.get(rule, set()), "mend it, or the list of exceptions is out of date"


BREAKING = {
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
)


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_is_broken_by_what_it_forbids_and_kept_by_the_rest(rule: str) -> None:
    assert RULES[rule](BREAKING[rule])
    assert not any(RULES[rule](sql) for sql in KEEPING)


KEYED = {"subject", "content_id", "creator_id", "session_id", "viewer_id"}
KEYED_BY_ID = {"raw_events"}
"""Tables without such a column in their key: an event is known by its id alone."""
WHOLE = {
    *("cells", "projects", "write_keys", "rollup_state", "imports"),  # a few rows a project
    *("ingest_batches", "changed_subjects", "owner_changes", "rejected_events", "rejected_counts"),  # queues and logs
    *("platform_buckets", "platform_totals", "area_buckets", "area_days"),  # of the whole project
}
"""Tables that a spread database keeps whole, on every node or on one."""


def test_every_key_begins_with_the_project_and_has_a_column_to_spread_by() -> None:
    page = (ROOT / "docs" / "sql.md").read_text()
    keys = {table: re.findall(r"^ {8}\w+ (\w+) PK$", body, re.MULTILINE) for table, body in _TABLE.findall(page)}

    assert len(keys) > 40
    assert {table for table, key in keys.items() if key[0] != "project_id"} == {"cells"}
    assert {table for table, key in keys.items() if not KEYED & set(key)} == WHOLE | KEYED_BY_ID


def test_no_table_refers_to_another() -> None:
    assert [file.name for file in MIGRATIONS if re.search(r"\bREFERENCES\b", _bare(file.read_text()))] == []
