"""A GraphQL request, whatever carries it."""

import msgspec

from server import deep_json

ABSENT = msgspec.Raw(b"null")


class Request(msgspec.Struct, rename="camel"):
    """The parameters of a request; variables and extensions are decoded where they are read.

    Attributes:
        query: The document; None, or empty, in a request that names it.
        document_id: The id of a document of the manifest.
    """

    query: str | None = None
    operation_name: str | None = None
    variables: msgspec.Raw = ABSENT
    extensions: msgspec.Raw = ABSENT
    document_id: str | None = None

    @property
    def document_hash(self) -> str | None:
        """The hash of the document in its extensions, as Apollo's automatic persisted queries send it."""
        if self.extensions is ABSENT or b"persistedQuery" not in bytes(self.extensions):
            return None
        try:
            persisted = deep_json.decode(self.extensions, _EXTENSIONS).persisted_query
        except (msgspec.DecodeError, UnicodeError):
            return None
        return persisted.sha256_hash if persisted else None

    @property
    def has_document(self) -> bool:
        """Whether it contains or names a document."""
        return bool(self.query or self.document_id or self.document_hash)


class _Persisted(msgspec.Struct, rename={"sha256_hash": "sha256Hash"}):
    sha256_hash: str


class _Extensions(msgspec.Struct, rename="camel"):
    persisted_query: _Persisted | None = None


_EXTENSIONS = msgspec.json.Decoder(_Extensions)
