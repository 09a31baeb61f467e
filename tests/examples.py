"""The examples of a documentation page: fenced blocks, whose first line may be a comment that names their file."""

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[1] / "docs"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_NAME = re.compile(r"(?:#|//) (\S+)\n")
_VARIES = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)")
"""Ids that are new in each run, and times."""


@dataclass(frozen=True)
class Example:
    """A block of code that names its file.

    Attributes:
        language: As the fence says.
        name: Of its file.
        text: The whole block.
        output: The JSON block right after it; None when something else comes next.
    """

    language: str
    name: str
    text: str
    output: str | None


def blocks_of(page: str) -> list[tuple[str, str]]:
    """Language and text of each fenced block of a page in ``docs/``."""
    return [(found[1], found[2]) for found in _BLOCK.finditer((DOCS / page).read_text())]


def examples_of(page: str) -> list[Example]:
    """The blocks of a page that name their file, in their order."""
    blocks = [*blocks_of(page), ("", "")]
    return [
        Example(language, named[1], text, after if follows == "json" else None)
        for (language, text), (follows, after) in pairwise(blocks)
        if (named := _NAME.match(text))
    ]


def agree(shown: str, printed: str) -> bool:
    """Whether a program printed what the page shows; ids, times and revisions may differ."""
    try:
        found = json.loads(printed)
    except ValueError:
        return False
    return bool(_settled(json.loads(shown)) == _settled(found))


def _settled(value: Any) -> Any:
    match value:
        case dict():
            return {name: "any" if name == "revision" and inner else _settled(inner) for name, inner in value.items()}
        case list():
            return [_settled(inner) for inner in value]
        case str() if _VARIES.fullmatch(value):
            return "any"
    return value
