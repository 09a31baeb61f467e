"""docs/glossary.md is in order, and each term names a file that exists and knows it."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENTRIES = re.findall(
    r"^\*\*(.+?)\*\*: ((?:.+\n)*?.+)\\\n\[(.+)\]\((.+)\)$", (ROOT / "docs" / "glossary.md").read_text(), re.MULTILINE
)


def test_every_paragraph_is_an_entry() -> None:
    paragraphs = (ROOT / "docs" / "glossary.md").read_text().strip().split("\n\n")

    assert len(ENTRIES) == len(paragraphs) - 2 > 40


def test_the_terms_are_in_alphabetical_order() -> None:
    terms = [term.casefold() for term, *_ in ENTRIES]

    assert terms == sorted(terms)


def test_each_term_names_a_file_that_exists() -> None:
    for term, _, name, link in ENTRIES:
        assert (ROOT / "docs" / link).resolve() == ROOT / name, term
        assert (ROOT / name).is_file(), f"{term}: {name}"
