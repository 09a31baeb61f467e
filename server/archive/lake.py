"""The table of files: a Delta table in a folder, with a row for each event.

Everything here blocks: callers run it in a thread. What is committed is on disk before its version is published.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import duckdb
from deltalake import CommitProperties, DeltaTable, Transaction, WriterProperties, write_deltalake
from deltalake.exceptions import TableNotFoundError

from server.archive.columns import PARTITIONS, TYPES
from server.archive.files import ROW_GROUP, read_rows

ARCHIVER = "archiver"
"""Name of the marker in which the table keeps the number of the last run that appended to it."""
GRACE_HOURS = 1
"""Hours for which files that a later version replaced stay, for those who read the earlier one."""

_CONFIGURATION: Mapping[str, str | None] = {
    "delta.dataSkippingStatsColumns": "occurred_at",  # statistics of other columns would keep ids of erased viewers
}
_WRITER = WriterProperties(compression="ZSTD", max_row_group_size=ROW_GROUP)


class LakeError(Exception):
    """The folder holds no table, or another one than it should."""


@dataclass(frozen=True, slots=True)
class ArchivedDay:
    """A day of a project in a version of the table."""

    project_id: int
    day: date


class Lake:
    """The table in a folder.

    Args:
        folder: The folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self) -> DeltaTable:
        """Makes an empty table; one that was begun and has no rows yet is good, too.

        Raises:
            LakeError: There is one with rows.
        """
        if DeltaTable.is_deltatable(str(self.folder)):
            table = DeltaTable(str(self.folder))
            if table.file_uris():
                raise LakeError(f"{self.folder} holds an archive that this database does not know.")
            return table
        self.folder.mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as connection:
            nothing = ", ".join(f"NULL::{type_} AS {name}" for name, type_ in TYPES.items())
            write_deltalake(
                str(self.folder),
                connection.sql(f"SELECT {nothing} LIMIT 0"),
                mode="error",
                partition_by=list(PARTITIONS),
                configuration=_CONFIGURATION,
            )
        return self._published(DeltaTable(str(self.folder)))

    def open(self, table_id: str, version: int | None = None) -> DeltaTable:
        """The table, or an earlier version of it.

        Raises:
            LakeError: The folder has none, or another one.
        """
        try:
            table = DeltaTable(str(self.folder), version=version)
        except TableNotFoundError as error:
            raise LakeError(f"{self.folder} holds no archive.") from error
        if str(table.metadata().id) != table_id:
            raise LakeError(f"{self.folder} holds the archive of another database.")
        return table

    def append(self, table: DeltaTable, rows: Path, run: int) -> DeltaTable:
        """Appends the rows of a CSV file, and notes the run.

        Args:
            table: The newest version.
            rows: The file, with a heading.
            run: The number of the run, which the table keeps.
        """
        marker = CommitProperties(app_transactions=[Transaction(ARCHIVER, run)])
        with duckdb.connect() as connection:
            write_deltalake(
                table, read_rows(connection, rows), mode="append", writer_properties=_WRITER, commit_properties=marker
            )
        return self._published(DeltaTable(str(self.folder)))

    def replace(self, table: DeltaTable, of: ArchivedDay, rows: Path) -> DeltaTable:
        """Puts the rows of a CSV file, all of one day, in place of those that the day has."""
        with duckdb.connect() as connection:
            write_deltalake(
                table,
                read_rows(connection, rows),
                mode="overwrite",
                predicate=f"project_id = {of.project_id} AND day = '{of.day}'",
                writer_properties=_WRITER,
            )
        return self._published(DeltaTable(str(self.folder)))

    def drop_before(self, table: DeltaTable, project_id: int, day: date) -> DeltaTable:
        """Takes all days before one from the table."""
        table.delete(f"project_id = {project_id} AND day < '{day}'")
        return self._published(DeltaTable(str(self.folder)))

    def clean(self, table: DeltaTable) -> int:
        """Deletes files that were replaced more than an hour ago, or that no version has; returns how many.

        Only the writer may: what another one has not committed yet belongs to no version.
        """
        return len(
            table.vacuum(retention_hours=GRACE_HOURS, dry_run=False, enforce_retention_duration=False, full=True)
        )

    def _published(self, table: DeltaTable) -> DeltaTable:
        """The same table, once everything of its newest version is on disk: nobody else calls fsync."""
        log = self.folder / "_delta_log"
        name = f"{table.version():020d}"
        commit = (log / f"{name}.json").read_text()
        paths = [action["add"]["path"] for line in commit.splitlines() if "add" in (action := json.loads(line))]
        files = [self.folder / unquote(path) for path in paths]
        folders = {parent for file in files for parent in file.parents if parent.is_relative_to(self.folder)}
        for file in (
            *files,
            *log.glob(f"{name}*"),
            *log.glob("_last_checkpoint"),
            *sorted(folders | {log, self.folder}),
        ):
            _sync(file)
        return table


def files_of(table: DeltaTable) -> dict[ArchivedDay, list[str]]:
    """The files of each day that a version of the table has."""
    found: dict[ArchivedDay, list[str]] = {}
    for file in table.file_uris():
        project, day = (part.partition("=")[2] for part in file.split("/")[-3:-1])
        found.setdefault(ArchivedDay(int(project), date.fromisoformat(day)), []).append(file)
    return found


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
