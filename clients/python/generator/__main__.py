"""Writes all that is generated: into the package, or into another folder that its argument names."""

import sys
from pathlib import Path

from graphql import GraphQLEnumType, OperationDefinitionNode, OperationType, build_schema, parse

from generator.documents import document_modules, input_kinds, write
from generator.inputs import inputs_module
from generator.tracking import tracking_module

ROOT = Path(__file__).parents[3]
PACKAGE = Path(__file__).parents[1] / "viewpulse_client"
DOCUMENTS = '"""The questions that can be asked, a module for each."""\n'


def documents() -> list[str]:
    """Texts: those of dashboards, their subscriptions, and the questions of apps. What apps send is tracked."""
    files = sorted(ROOT.glob("graphql/*/*.graphql"), key=lambda file: (file.parent.name == "live", file.name))
    texts = [(file.parent.name, file.read_text(encoding="utf-8")) for file in files]
    return [text for folder, text in texts if folder != "mobile" or _is_query(text)]


def _is_query(text: str) -> bool:
    first = parse(text).definitions[0]
    return isinstance(first, OperationDefinitionNode) and first.operation is OperationType.QUERY


def main(package: Path) -> None:
    """Writes the modules."""
    schema = build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))
    texts = documents()
    enums = [kind for name, kind in schema.type_map.items() if isinstance(kind, GraphQLEnumType) and name[0] != "_"]
    tracked = [schema.type_map["EventInput"], schema.type_map["ContextInput"]]
    (package / "inputs.py").write_text(inputs_module([*enums, *tracked, *input_kinds(schema, texts)]), encoding="utf-8")
    (package / "tracking.py").write_text(tracking_module(schema), encoding="utf-8")
    write(package / "documents", {"__init__": DOCUMENTS, **document_modules(schema, texts)})


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else PACKAGE)
