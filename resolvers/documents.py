"""The GraphQL documents of the three kinds of client, in the folder ``graphql/``, and their manifest.

Those of ``live/`` are written from the queries: a query of one live field has a subscription of the same selection.
"""

import json
import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from graphql import FieldNode, Node, OperationDefinitionNode, parse

from resolvers import dashboard_documents
from resolvers.schema import ROOT_FIELDS

FOLDER = Path(__file__).parent.parent / "graphql"
MANIFEST = "manifest.json"
LINE = 66
"""Characters of variables or arguments that stay on one line when those of the delivery join them."""
DELIVERY_TYPES = {"afterRevision": "Long", "every": "Duration"}


def load_documents(folder: Path = FOLDER) -> dict[str, str]:
    """The text of every document by its path in the folder, such as ``mobile/TrackEvents.graphql``."""
    return {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(folder.glob("*/*.graphql"))
    }


def document_id(document: str) -> str:
    """The ``documentId`` of a document: the SHA-256 of its text in hexadecimal."""
    return sha256(document.encode()).hexdigest()


def print_manifest(documents: dict[str, str]) -> str:
    """The text of ``graphql/manifest.json``: the ``documentId`` of every document by its path."""
    return json.dumps({path: document_id(text) for path, text in documents.items()}, indent=2) + "\n"


def live_documents(documents: dict[str, str]) -> dict[str, str]:
    """The documents of ``live/``, made from the queries; an existing one keeps its comment."""
    found = {}
    for path, text in documents.items():
        [operation, *_] = parse(text).definitions
        assert isinstance(operation, OperationDefinitionNode)
        [root, *others] = operation.selection_set.selections
        assert isinstance(root, FieldNode)
        if operation.operation.value == "query" and not others and ROOT_FIELDS[root.name.value].is_live:
            live = f"live/{Path(path).stem}Live.graphql"
            found[live] = _subscription(text, operation, root, documents.get(live, ""))
    return found


def _subscription(query: str, operation: OperationDefinitionNode, root: FieldNode, before: str) -> str:
    assert operation.name
    name = operation.name.value
    taken = [f"${argument}: {type_}" for argument, type_ in DELIVERY_TYPES.items()]
    variables = _with(taken, query, operation.variable_definitions or (), "")
    arguments = _with([f"{argument}: ${argument}" for argument in DELIVERY_TYPES], query, root.arguments or (), "  ")
    field = f"{root.alias.value}: {root.name.value}" if root.alias else root.name.value
    assert root.selection_set
    assert root.selection_set.loc
    selection = query[root.selection_set.loc.start :]
    comment = "".join(re.findall(r"\A(?:#.*\n)+", before)) or (
        "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\n"
    )
    selection = re.sub(rf"(\.\.\.|fragment ){name}", rf"\1{name}Live", selection)
    return f"{comment}subscription {name}Live{variables} {{\n  {field}{arguments} {selection}"


def _with(added: Sequence[str], document: str, nodes: Sequence[Node], indent: str) -> str:
    """Variables or arguments and more of them: on one line or on several, as before, unless a line becomes too long."""
    places = [(node.loc.start, node.loc.end) for node in nodes if node.loc]
    items = [document[start:end] for start, end in places]
    before, after = f"({', '.join(items)})", f"({', '.join([*items, *added])})"
    if (places and document[places[0][0] - 1] != "(") or len(before) <= LINE < len(after):
        return "(" + "".join(f"\n{indent}  {item}" for item in [*items, *added]) + f"\n{indent})"
    return after


def write_documents(folder: Path = FOLDER) -> None:
    """Writes the documents of ``live/``, the manifest, and the modules of those that the dashboard sends."""
    for path, text in live_documents(load_documents(folder)).items():
        (folder / path).write_text(text, encoding="utf-8")
    documents = load_documents(folder)
    (folder / MANIFEST).write_text(print_manifest(documents), encoding="utf-8")
    dashboard_documents.write_modules(documents)


if __name__ == "__main__":
    write_documents()
