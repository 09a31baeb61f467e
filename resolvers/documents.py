"""The GraphQL documents of the three kinds of client in the folder ``graphql/``, and their manifest."""

import json
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "graphql"
MANIFEST = "manifest.json"


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


if __name__ == "__main__":
    (FOLDER / MANIFEST).write_text(print_manifest(load_documents()), encoding="utf-8")
