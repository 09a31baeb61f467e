"""The results of the records: counts, a few examples of each rejection, and a file of all rejections."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

import msgspec

from server.events.context import TrackWarning
from server.events.ingest import ItemResult, Status
from server.events.model import Event, as_sent
from server.importing.items import Batch


class RejectedRecord(msgspec.Struct, rename="camel", kw_only=True):
    """One line of the ``--rejects`` file."""

    file: str
    line: int
    record: int
    code: str
    message: str
    path: list[str]
    payload: object = None


@dataclass
class Report:
    """Tally of one run over its inputs.

    Attributes:
        show: Maximum number of examples of each rejection code.
        records: Number of records with an answer.
        accepted: Number of accepted records.
        duplicates: Number of records that were stored before.
        rejected: Number of rejected records, by code.
        examples: The first rejected records, by code.
        undated: Number of accepted records without ``occurredAt``.
        warned: Number of fields of accepted records and duplicates that were not stored as sent, by code.
        warnings: The first warnings, by code, as lines.
    """

    show: int = 10
    rejects: BinaryIO | None = None
    records: int = 0
    accepted: int = 0
    duplicates: int = 0
    undated: int = 0
    warned: Counter[str] = field(default_factory=Counter)
    warnings: dict[str, list[str]] = field(default_factory=dict)
    rejected: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[RejectedRecord]] = field(default_factory=dict)

    @property
    def rejected_total(self) -> int:
        """Number of records rejected for any reason."""
        return self.rejected.total()

    def add(self, file: str, batch: Batch, results: Sequence[ItemResult]) -> None:
        """Adds the answers to a batch; called in the order of the file."""
        self.records += len(results)
        for offset, result in enumerate(results):
            for warning in result.warnings:
                self._warn(f"{file}:{batch.lines[offset]}", warning)
            if result.status is Status.ACCEPTED:
                item = batch.items[offset]
                self.accepted += 1
                self.undated += isinstance(item, Event) and item.occurred_at is None
            elif result.status is Status.DUPLICATE:
                self.duplicates += 1
            else:
                self._reject(file, batch, offset, result)

    def _warn(self, place: str, warning: TrackWarning) -> None:
        code = warning.code.value
        self.warned[code] += 1
        shown = self.warnings.setdefault(code, [])
        if len(shown) < self.show:
            shown.append(f"{place}: {warning.message}")

    def _reject(self, file: str, batch: Batch, offset: int, result: ItemResult) -> None:
        code = result.code or "BAD_INPUT"
        self.rejected[code] += 1
        examples = self.examples.setdefault(code, [])
        if self.rejects is None and len(examples) >= self.show:
            return
        item = batch.items[offset]
        record = RejectedRecord(
            file=file,
            line=batch.lines[offset],
            record=batch.first + offset + 1,
            code=code,
            message=result.message or "",
            path=list(islice(result.path or (), 2, None)),  # without "events" and the index in the batch
            payload=as_sent(getattr(item, "payload", item)),
        )
        if len(examples) < self.show:
            examples.append(record)
        if self.rejects is not None:
            self.rejects.write(msgspec.json.encode(record) + b"\n")

    def warning_lines(self) -> Iterator[str]:
        """The warnings as text: each code with its count, then the lines of the first ones."""
        for code, number in self.warned.most_common():
            shown = self.warnings[code]
            yield f"  {code}: {number:,}"
            yield from (f"    {line}" for line in shown)
            if number > len(shown):
                yield f"    … and {number - len(shown):,} more"

    def rejection_lines(self) -> Iterator[str]:
        """The rejections as text: each code with its count, then the lines of the first ones."""
        for code, number in self.rejected.most_common():
            yield f"  {code}: {number:,}"
            for one in self.examples.get(code, []):
                path = ".".join(one.path)
                yield f"    {one.file}:{one.line}: {path + ': ' if path else ''}{one.message}"
            if number > len(self.examples.get(code, [])):
                yield f"    … and {number - len(self.examples.get(code, [])):,} more"
