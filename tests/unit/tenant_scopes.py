"""Which tables of tenants a statement reads or changes without saying of which project.

This is no parser. It looks at each parenthesis on its own, and in it at each arm of a UNION. There every table must be
compared by its ``project_id``, and something in the arm must come from outside: a parameter, a row of the statement
around, or a working table, which holds what a run has claimed.
"""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]

_COMMENT = re.compile(r"--[^\n]*")
_TEXT = re.compile(r"'[^']*'")
_CREATED = re.compile(r"CREATE (?:UNLOGGED )?TABLE (\w+) (?:PARTITION OF \w+|\(([^;]*?)\n\))", re.DOTALL)
_DRAWN = re.compile(r"^ {4}(\w+) \{\n(.*?)^ {4}\}", re.MULTILINE | re.DOTALL)
_PARENTHESIS = re.compile(r"([\w.]*\s*)\(([^()]*)\)")
_BEFORE_CONDITION = re.compile(r"(?:USING|WHERE|AND|OR|NOT|ON|IN|WHEN)?", re.IGNORECASE)
_LISTS_COLUMNS = re.compile(r"(?:INTO\s+[\w.{}]+(?:\s+AS\s+\w+)?|CONFLICT)\s*$")
_MENTION = re.compile(r"(?:\b\w+\.)?\bproject_id\b|\{claimed: #\}")
_ARM = re.compile(r"\b(?:UNION|EXCEPT|INTERSECT)\b(?:\s+ALL\b)?|;")
_RESTRICTS_NOTHING = (
    re.compile(r"\b(?:GROUP BY|ORDER BY|RETURNING|HAVING|WINDOW)\b.*?(?=\bWHERE\b|$)", re.DOTALL),
    re.compile(r"\bSET\b.*?(?=\bFROM\b|\bWHERE\b|$)", re.DOTALL),
    re.compile(r"\bSELECT\b.*?(?=\bFROM\b)", re.DOTALL),
)
_NO_ALIAS = (
    "FROM|ON|USING|WHERE|JOIN|LEFT|RIGHT|CROSS|FULL|INNER|SET|GROUP|ORDER|FOR|LIMIT|RETURNING|NATURAL|OFFSET|HAVING"
)
_RELATION = re.compile(
    r"\b(?:FROM|JOIN|UPDATE|USING|,)\s+(?:ONLY\s+)?(?:LATERAL\s+)?(?:\{schema\}\.)?(?P<table>\w+)\b(?!\s*\.)"
    rf"(?:\s+(?:AS\s+)?(?P<alias>(?!(?:{_NO_ALIAS})\b|SAME_)\w+))?(?P<rest>\s*(?:USING\s+SAME_project_id)?)",
    re.IGNORECASE,
)
_DERIVED = re.compile(r"\(?\)\s+AS\s+(\w+)(\s+USING\s+SAME_project_id)?")
_GIVEN = re.compile(r"\bproject_id\s*(?:=\s*(?:ANY\b|:|\$|\{|AND\b|$|(?!\w+\.)\w)|IN\b)")
_PAIR = re.compile(r"\b(\w+)\.project_id = (\w+)\.project_id")


class _Relation(NamedTuple):
    """A table, or a statement in a parenthesis, as an arm names it."""

    table: str
    alias: str
    same_project: bool


def tenants_tables() -> set[str]:
    """The tables whose rows belong to a project."""
    sql = "\n".join(file.read_text() for file in (ROOT / "migrations/versions").glob("*.sql"))
    created = _CREATED.findall(_COMMENT.sub("", sql))
    drawn = _DRAWN.findall((ROOT / "docs/sql.md").read_text())
    return {name for name, columns in (*created, *drawn) if "project_id" in columns} | {"events"}


def unrestricted(sql: str, tables: Collection[str]) -> Iterator[tuple[str, str]]:
    """The tables of tenants that a statement does not restrict to a project, each with the arm that names it."""
    for block in _blocks(_TEXT.sub("''", _COMMENT.sub("", sql))):
        for arm in _ARM.split(block):
            _, *zone = re.split(r"\b(?=FROM\b|UPDATE\b)", arm, maxsplit=1)
            for table in _unrestricted_in(zone[0] if zone else "", tables):
                yield table, " ".join(arm.split())


def _blocks(sql: str) -> Iterator[str]:
    """Each parenthesis on its own, without those inside it, of which conditions stay; then what is left outside."""
    while found := _PARENTHESIS.search(sql):
        before, inner = found[1].strip(), found[2]
        yield inner
        says = ""
        is_condition = _BEFORE_CONDITION.fullmatch(before) and not _LISTS_COLUMNS.search(sql[: found.start()])
        if is_condition and not re.search(r"\bSELECT\b|\bPARTITION BY\b", inner):
            says = " ".join(mention[0] for mention in _MENTION.finditer(inner))
            if before.upper() == "USING" and says:
                says = "SAME_project_id"
        sql = f"{sql[: found.start()]}{found[1]} {says} {sql[found.end() :]}"
    yield sql


def _unrestricted_in(zone: str, tables: Collection[str]) -> Iterator[str]:
    for useless in _RESTRICTS_NOTHING:
        zone = useless.sub(" ", zone)
    relations = [
        _Relation(found["table"], found["alias"] or found["table"], "SAME_" in found["rest"])
        for found in _RELATION.finditer(zone)
    ]
    named = [*relations, *(_Relation("", alias, bool(same)) for alias, same in _DERIVED.findall(zone))]
    own = [relation for relation in relations if relation.table in tables]
    if not own or "{claimed: #}" in zone:
        return
    joined = any(relation.same_project for relation in named)
    aliases = {relation.alias for relation in own}
    comes_from_outside = (
        _GIVEN.search(zone)
        or any(alias not in aliases for pair in _PAIR.findall(zone) for alias in pair)
        or any(
            relation.table not in tables and (relation.same_project or (joined and relation is named[0]))
            for relation in named
        )
    )
    bare = len(re.findall(r"(?<![\w.])project_id\b", zone))  # it is of one table, or of those that are joined by it
    for relation in own:
        if comes_from_outside:
            if relation.same_project or (joined and relation is named[0]):
                continue
            if re.search(rf"\b{relation.alias}\.project_id\b", zone):
                continue
            if bare:
                bare -= 1
                continue
        yield relation.table
