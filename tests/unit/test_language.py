"""Plain English: phrases of the private dialect that this repository once had do not come back."""

import ast
import re
import tokenize
from collections.abc import Iterator
from functools import cache
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
    r"(?:any|every|some)body": "anyone, everyone; a viewer, a client",
    r"work(?:s|ed)? off": "process, finish",
    r"digest(?:ed|er|ing)": "summarize, summarizer: the result is a daily summary",
    r"hal(?:f|ves) (?:of )?(?:a )?(?:surrogate )?pairs?": "an unpaired surrogate",
    r"mend(?:s|ed|ing)?": "repair, fix",
    r"hangs? on": "depends on",
    r"(?:is|are) away": "is unavailable",
    r"goes on": "continues, resumes",
}
"""Phrases that read like a translation, and what to write instead."""

NAMES = {
    r"\b_?(?:LONGEST|SHORTEST|MOST|LARGEST|FEWEST)(?:_[A-Z_]+)?\b": "MAX_…, MIN_…",
    r"def of\(": "from_row, from_counts, from_result: what it takes",
    r"\b(?:[Dd]igester|[Dd]igested\w*)\b": "Summarizer, summarized",
    r"\btime_range\.until\b": "end_bucket",
}
"""Names that need a key, as patterns, and what to write instead."""

HERE = Path(__file__)

REQUIREMENT_ID = re.compile(r"\b[Rr]equirements? [A-EX]\d|\(([A-EX]\d{1,2})([,;)]| )|\bdesign (section )?\d")
"""Ids of a list that is not part of the repository; name the origin in words."""

COMMENTS = {
    ".sql": re.compile(r"--(.*)$", re.MULTILINE),
    ".graphql": re.compile(r"^ *#(.*)$", re.MULTILINE),
    ".js": re.compile(r"(?:^|\s)(?://|/?\*+ )(.*)$", re.MULTILINE),
    ".mjs": re.compile(r"(?:^|\s)(?://|/?\*+ )(.*)$", re.MULTILINE),
}
"""By the ending of a file."""

TEST_NAME = re.compile(r"_?test_\w+")

Text = tuple[Path, int, str]


def pages() -> Iterator[Text]:
    """The lines of all pages, without the tables of metrics, which repeat descriptions that are checked themselves."""
    for path in FILES:
        if path.suffix == ".md":
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if not (path.name == "definitions.md" and line.startswith("| `")):
                    yield path, number, line


def texts_of_product() -> Iterator[Text]:
    """Docstrings, descriptions and messages: all texts of the code that we ship."""
    for path in in_folders("server", "resolvers", ending=".py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path, node.lineno, node.value


def docstrings_of_tests() -> Iterator[Text]:
    """Docstrings, and the names of tests as sentences; other texts are data."""
    for path in in_folders("tests", "benchmarks", ending=".py"):
        if path == HERE:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and TEST_NAME.fullmatch(node.name):
                yield path, node.lineno, node.name.replace("_", " ")
            if (
                isinstance(node, ast.Expr)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                yield path, node.lineno, node.value.value


def comments_of_code() -> Iterator[Text]:
    for path in in_folders("server", "resolvers", "tests", "benchmarks", ending=".py"):
        with path.open("rb") as file:
            for token in tokenize.tokenize(file.readline):
                if token.type == tokenize.COMMENT:
                    yield path, token.start[0], token.string


def other_comments() -> Iterator[Text]:
    """Comments of SQL, GraphQL and JavaScript; those of migrations stay as they were when these ran."""
    for ending, comment in COMMENTS.items():
        for path in in_folders("server", "graphql", "examples", "tests", "benchmarks", ending=ending):
            if "static" not in path.parts:
                text = path.read_text()
                for found in comment.finditer(text):
                    yield path, text.count("\n", 0, found.start()) + 1, found[1]


@cache
def texts() -> tuple[Text, ...]:
    """All of them, read when the first test asks: each process that collects the tests imports this module."""
    return (*pages(), *texts_of_product(), *docstrings_of_tests(), *comments_of_code(), *other_comments())


def places(pattern: re.Pattern[str]) -> list[str]:
    return sorted(f"{path.relative_to(ROOT)}:{number}" for path, number, text in texts() if pattern.search(text))


@pytest.mark.parametrize("phrase", REPLACEMENTS)
def test_a_phrase_of_the_dialect_does_not_come_back(phrase: str) -> None:
    found = places(re.compile(rf"\b(?:{phrase})\b", re.IGNORECASE))

    assert found == [], f"write instead: {REPLACEMENTS[phrase]}"


def test_no_text_cites_a_requirement_id() -> None:
    assert places(REQUIREMENT_ID) == []


@pytest.mark.parametrize(("name", "instead"), NAMES.items())
def test_a_name_of_the_dialect_does_not_come_back(name: str, instead: str) -> None:
    pattern = re.compile(name)
    found = [path for path in in_folders("server", "resolvers", "tests", "benchmarks", ending=".py") if path != HERE]

    assert [path for path in found if pattern.search(path.read_text())] == [], f"write instead: {instead}"


def test_all_kinds_of_text_are_read() -> None:
    endings = {path.suffix for path, _, _ in texts()}

    folders = {path.relative_to(ROOT).parts[0] for path, _, _ in texts()}

    assert endings == {".md", ".py", ".sql", ".graphql", ".js", ".mjs"}
    assert folders >= {"server", "resolvers", "docs", "tests", "benchmarks", "graphql", "examples"}
    assert sum(len(text) for _, _, text in texts()) > 600_000
