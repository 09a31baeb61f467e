"""What the pages of the documentation point at exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import GraphQLSchema, parse, validate

from resolvers.schema import build_schema
from tests.unit.test_repository import TOP_LEVEL

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "tests" / "README.md"])
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def anchors_of(page: Path) -> set[str]:
    """What a link may name after ``#``, as GitHub makes it from a heading."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(page: Path) -> Iterator[str]:
    for link in _LINK.findall(page.read_text()):
        if re.match(r"\w+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            yield link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert list(broken_links(page)) == []


def test_a_link_to_a_decision_has_its_number() -> None:
    named = [
        (page.name, *found)
        for page in PAGES
        for found in re.findall(r"\[(?:ADR\s)?(\d+)\]\((?:adr/)?(\d{4})-[^)]*\)", page.read_text())
    ]
    assert len(named) > 60
    assert [link for link in named if int(link[1]) != int(link[2])] == []


def test_every_page_is_linked_from_the_readme_or_a_page_that_is() -> None:
    linked, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in linked or page.suffix != ".md":
            continue
        linked.add(page)
        paths = (link.partition("#")[0] for link in _LINK.findall(page.read_text()) if not re.match(r"\w+:", link))
        waiting += [target for path in paths if path and (target := (page.parent / path).resolve()).is_file()]
    indexed = [page for page in PAGES if page.name != "CHANGELOG.md"]

    assert [str(page.relative_to(ROOT)) for page in indexed if page not in linked] == []


def test_the_folders_of_the_architecture_are_those_of_the_tree() -> None:
    _, _, table = (ROOT / "docs" / "architecture.md").read_text().partition("\n## Code map\n")
    first_cells = re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE)
    listed = set[str]()
    for cell in first_cells:
        names = re.findall(r"`([\w./]+)`", cell)
        parent = names[0].rstrip("/").rpartition("/")[0]
        listed.add(names[0])
        listed |= {name if "/" in name.rstrip("/") else f"{parent}/{name}" for name in names[1:]}
    packages = {file.parent for top in ("server", "resolvers") for file in (ROOT / top).rglob("__init__.py")}
    shown = {f"{package.relative_to(ROOT)}/" for package in packages} - {"server/"}
    top = {f"{name.removesuffix('/')}/" for name in TOP_LEVEL if (ROOT / name).is_dir()}

    assert listed - {"server/app.py", "server/open_cells.py", "server/rollup/sql/"} == shown | (top - {"server/"})


def test_a_question_has_the_same_folder_in_analytics_and_resolvers() -> None:
    def questions(folder: str) -> set[str]:
        return {file.parent.name for file in (ROOT / folder).glob("*/__init__.py")}

    assert questions("resolvers") == questions("server/analytics") | {"admin", "social", "tracking"}


def test_the_index_of_decisions_is_complete_and_in_order() -> None:
    folder = ROOT / "docs" / "adr"
    rows = re.findall(r"^\| \[(\d+)\]\((\S+)\) \| (.+) \| (.+) \|$", (folder / "README.md").read_text(), re.MULTILINE)
    pages = sorted(path.name for path in folder.glob("[0-9]*.md"))

    assert [name for _, name, *_ in rows] == pages
    for number, name, title, _ in rows:
        heading = (folder / name).read_text().partition("\n")[0]
        assert heading.startswith(f"# {int(name[:4])}. ")
        assert int(number) == int(name[:4])
        assert title.split(",")[0].split(";")[0][:12] in heading, name


def documents_of(page: Path) -> list[str]:
    """The GraphQL documents that a page shows."""
    return re.findall(r"^ *```graphql\n(.*?)^ *```$", page.read_text(), re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema()._schema


@pytest.mark.parametrize("page", [page for page in PAGES if documents_of(page)], ids=lambda page: page.name)
def test_every_document_on_a_page_is_valid(page: Path, schema: GraphQLSchema) -> None:
    for document in documents_of(page):
        assert validate(schema, parse(document)) == [], document


def test_no_message_of_a_sequence_diagram_holds_a_semicolon() -> None:
    """Mermaid ends a message there, and draws nothing of the diagram."""
    diagrams = [
        diagram
        for page in PAGES
        for diagram in re.findall(
            r"^```mermaid\nsequenceDiagram\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL
        )
    ]

    assert len(diagrams) == 3
    assert [line for diagram in diagrams for line in diagram.splitlines() if ";" in line] == []
