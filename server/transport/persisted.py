"""The documents of the manifest, which a request may name instead of sending them.

GraphQL over HTTP, "Persisted Documents"; Apollo's automatic persisted queries.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from resolvers.dashboard_documents import read_modules
from resolvers.documents import document_id, load_documents
from server.errors import ErrorCode, ViewpulseError
from server.settings import Settings

NOT_FOUND = "PersistedQueryNotFound"
"""urql and older Apollo clients look for this message, newer ones for the code; all then send the document."""
_SHA256 = "sha256:"
_HASH = re.compile(r"[0-9a-f]{64}")
_OPERATION = re.compile(r"^\s*(?:query|mutation|subscription)\s+(\w{1,100})", re.MULTILINE)


class ManifestDocuments:
    """The documents of the manifest, by id and by hash.

    Args:
        texts: The documents, by id.
        only: Whether clients may send no others.

    Attributes:
        allowed: The documents that clients may send; None: all.
        names: The names of their operations.
    """

    def __init__(self, texts: Mapping[str, str], *, only: bool = False) -> None:
        self._texts = {**{document_id(text): text for text in texts.values()}, **texts}
        self.allowed = frozenset(texts.values()) if only else None
        self.names = frozenset(name for text in texts.values() for name in _OPERATION.findall(text))

    @classmethod
    def from_settings(cls, settings: Settings) -> "ManifestDocuments":
        """The documents that the settings name, by default those of ``graphql/``; and those that the dashboard sends.

        Raises:
            ViewpulseError: The manifest cannot be read.
        """
        path = settings.documents_manifest
        texts = {document_id(text): text for text in load_documents().values()} if path is None else _read(path)
        if settings.dashboard:
            texts = {**{document_id(text): text for text in read_modules().values()}, **texts}
        return cls(texts, only=settings.documents == "manifest")

    def find(self, name: str) -> str | None:
        """The document of an id or a hash."""
        return self._texts.get(name.removeprefix(_SHA256))


def not_allowed() -> ViewpulseError:
    """The error for a document that clients may not send."""
    return ViewpulseError(
        ErrorCode.DOCUMENT_NOT_ALLOWED,
        "This server answers only documents of its manifest (VIEWPULSE_DOCUMENTS), and this is none of them.",
    )


def not_found(name: str | None) -> ViewpulseError:
    """The error for a document that is not known here.

    Args:
        name: Its ``documentId``; None if it was named by its hash, so that the client can send it.
    """
    if not name:
        return ViewpulseError(ErrorCode.PERSISTED_QUERY_NOT_FOUND, NOT_FOUND)
    return ViewpulseError(ErrorCode.DOCUMENT_NOT_FOUND, f"The manifest has no document with the id {name[:100]!r}.")


def _read(path: Path) -> dict[str, str]:
    try:
        return dict(_documents(msgspec.json.decode(path.read_bytes()), path.parent))
    except (OSError, msgspec.DecodeError, UnicodeError, AttributeError, KeyError, TypeError) as error:
        text = f"VIEWPULSE_DOCUMENTS_MANIFEST: {path} is no manifest that can be read: {error!r}."
        raise ViewpulseError(ErrorCode.BAD_INPUT, text) from error


def _documents(manifest: Any, folder: Path) -> Iterator[tuple[str, str]]:
    """Ids and documents of a manifest as Apollo's tools write it, as Relay and code generators do, or as ours is."""
    if operations := manifest.get("operations"):
        for operation in operations:
            yield operation["id"], operation["body"]
        return
    for name, value in manifest.items():
        if _HASH.fullmatch(value):
            yield value, (folder / name).read_text(encoding="utf-8")
        else:
            yield name, value
