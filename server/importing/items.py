"""Reads an input as batches of events, each with its number, line and id."""

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
        items: The events, or rejections.
        lines: The line on which each item begins.
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
        """The ids of the items; batches that share an id must not be in flight at the same time."""
        return {item.id.lower() for item in self.items if isinstance(item, Event) and item.id is not None}


def read_batches(
    name: str, opened: Opened, file_format: Format | None, *, skip: int, size: int = BATCH_RECORDS
) -> Iterator[Batch]:
    """Yields the records of an input in batches, starting after those that are done.

    Args:
        name: Name of the file; its ending may name the format.
        opened: The input, at its beginning.
        file_format: The format, if the user named it.
        skip: Number of records that are done; they are read all the same, because ids depend on them.
        size: Number of records per batch.
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
    """The event of a record, with an id; or a rejection."""
    if isinstance(record.value, Malformed):
        text = record.raw[: 4 * _PAYLOAD_CHARACTERS].decode(errors="replace")
        return Rejection(code=RejectionCode.BAD_INPUT, message=record.value.message, payload=text[:_PAYLOAD_CHARACTERS])
    item = decode_event(record.value)
    if record.is_row and isinstance(item, Rejection):
        return misread_number(item, record.value)
    if isinstance(item, Event) and item.age is not None:
        message = "`age` is measured when an event is sent; an event of a file has `occurredAt`."
        code = RejectionCode.FIELD_NOT_ALLOWED
        return Rejection(code=code, message=message, path=["age"], event_id=item.id, payload=item)
    if isinstance(item, Event) and item.id is None:
        item.id = identity.current_id()
    return item
