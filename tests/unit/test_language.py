"""Plain English: phrases of the private dialect that this repository once had do not come back."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.test_repository import FILES, ROOT, in_folders

REPLACEMENTS = {
    r"helpings?": "a batch, a chunk",
    r"as of asking": "at the time of the request",
    r"who(?:m)?ever": "anyone who, viewers who: name the person or the process",
    r"beside": "next to, with, in addition to, compared with",
    r"of theirs": "name the thing",
    r"is told": "is notified, is reported, receives",
    r"work(?:s|ed)? out": "compute",
    r"(?<!made-)anew": "again; recompute",
    r"somebody|everybody": "a viewer, a client, everyone",
    r"(?:is|are) away": "is unavailable",
    r"goes on": "continues, resumes",
}
"""Phrases that read like a translation, and what to write instead."""

REQUIREMENT_ID = re.compile(r"\b[Rr]equirements? [A-EX]\d|\(([A-EX]\d{1,2})([,;)]| )|\bdesign (section )?\d")
"""Ids of a list that is not part of the repository; name the origin in words."""

SQL_COMMENT = re.compile(r"--(.*)$", re.MULTILINE)


def pages() -> Iterator[tuple[Path, int, str]]:
    """The lines of the guides, without the tables of metrics, which repeat descriptions that are checked themselves."""
    for path in FILES:
        parts = path.relative_to(ROOT).parts
        if path.suffix == ".md" and (len(parts) == 1 or (parts[0] == "docs" and len(parts) == 2)):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if not (path.name == "definitions.md" and line.startswith("| `")):
                    yield path, number, line


def texts_of_code() -> Iterator[tuple[Path, int, str]]:
    """Docstrings, descriptions and messages."""
    for path in in_folders("server", "resolvers", ending=".py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path, node.lineno, node.value


def comments_of_sql() -> Iterator[tuple[Path, int, str]]:
    for path in in_folders("server", ending=".sql"):
        text = path.read_text()
        for found in SQL_COMMENT.finditer(text):
            yield path, text.count("\n", 0, found.start()) + 1, found[1]


TEXTS = (*pages(), *texts_of_code(), *comments_of_sql())


def places(pattern: re.Pattern[str]) -> list[str]:
    return sorted(f"{path.relative_to(ROOT)}:{number}" for path, number, text in TEXTS if pattern.search(text))


@pytest.mark.parametrize("phrase", REPLACEMENTS)
def test_a_phrase_of_the_dialect_does_not_come_back(phrase: str) -> None:
    found = places(re.compile(rf"\b(?:{phrase})\b", re.IGNORECASE))

    assert found == [], f"write instead: {REPLACEMENTS[phrase]}"


def test_no_text_cites_a_requirement_id() -> None:
    assert places(REQUIREMENT_ID) == []


def test_all_kinds_of_text_are_read() -> None:
    endings = {path.suffix for path, _, _ in TEXTS}

    assert endings == {".md", ".py", ".sql"}
    assert sum(len(text) for _, _, text in TEXTS) > 200_000
