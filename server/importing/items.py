"""From an input to batches of events, each with its number, line and id."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from server.events.model import Event, Rejection, RejectionCode, decode_event
from server.importing.columns import misread_number
from server.importing.identity import ContentIdentity
from server.importing.lines import read_lines
from server.importing.records import Format, Malformed, Record, read_records
from server.importing.source import Opened

BATCH_RECORDS = 100
_PAYLOAD_CHARACTERS = 2_000


@dataclass(slots=True)
class Batch:
    """Consecutive records of one input, sent as one call of ``Ingest.track``.

    Attributes:
        first: Number of its first record, counted from 0.
        items: What to track.
        lines: The line each item begins on.
    """

    first: int
    items: list[Event | Rejection] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    @property
    def end(self) -> int:
        """Number of the record after its last one."""
        return self.first + len(self.items)

    @property
    def ids(self) -> set[str]:
        """The items' ids; two batches that share one must not be in flight together."""
        return {item.id.lower() for item in self.items if isinstance(item, Event) and item.id is not None}


def read_batches(
    name: str, opened: Opened, file_format: Format | None, *, skip: int, size: int = BATCH_RECORDS
) -> Iterator[Batch]:
    """Yields the records of an input in batches, beginning after those that are done.

    Args:
        name: The file's name, which may tell the format.
        opened: The input, at its beginning.
        file_format: The format, when the user said it.
        skip: Records that are done; they are read past, for they are part of what ids are made from.
        size: Records in a batch.
    """
    identity = ContentIdentity()
    numbers = count()
    batch = Batch(skip)
    for record in read_records(name, read_lines(opened.content), file_format, skip=skip):
        identity.feed(record.raw)
        if next(numbers) < skip:
            continue
        item = to_item(record, identity)
        batch.items.append(item)
        batch.lines.append(record.line)
        if len(batch.items) == size:
            yield batch
            batch = Batch(batch.end)
    if batch.items:
        yield batch


def to_item(record: Record, identity: ContentIdentity) -> Event | Rejection:
    """The event of a record, with an id; or the reason why it is none."""
    if isinstance(record.value, Malformed):
        text = record.raw[: 4 * _PAYLOAD_CHARACTERS].decode(errors="replace")
        return Rejection(code=RejectionCode.BAD_INPUT, message=record.value.message, payload=text[:_PAYLOAD_CHARACTERS])
    item = decode_event(record.value)
    if record.is_row and isinstance(item, Rejection):
        return misread_number(item, record.value)
    if isinstance(item, Event) and item.id is None:
        item.id = identity.current_id()
    return item
