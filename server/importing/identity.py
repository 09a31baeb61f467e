"""Ids for records without one, made from the content, so that a second import makes the same ids."""

import hashlib
from uuid import UUID


class ContentIdentity:
    """Digest of the content read so far, one record after another.

    A record's id depends on everything up to and including the record. So equal records in one file have different ids,
    the same file always gives the same ids, and a log that has grown since its last import adds only its new records.
    """

    def __init__(self) -> None:
        self._digest = hashlib.sha256(b"viewpulse-import-1")

    def feed(self, raw: bytes) -> None:
        """Adds the next record as it is in the file."""
        self._digest.update(len(raw).to_bytes(8, "big"))
        self._digest.update(raw)

    def current_id(self) -> str:
        """Id of the last added record: a UUIDv8 (RFC 9562, section 5.8)."""
        number = int.from_bytes(self._digest.digest()[:16], "big")
        number = number & ~(0xF << 76) | (8 << 76)
        number = number & ~(0x3 << 62) | (2 << 62)
        return str(UUID(int=number))
