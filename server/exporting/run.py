"""`viewpulse privacy export`: the command, from its arguments to what it prints."""

import asyncio
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from server.cli_errors import CommandError
from server.exporting.files import ExportFormat, Target
from server.exporting.person import Export, Writer, export_person
from server.rollup.erasures import erasure_id_of, find_erasure
from server.settings import Settings
from server.storage.database import Connection, connected
from server.storage.tombstones import PrivacySecret
from server.viewer_keys import ViewerKind, named_by


def run_export(settings: Settings, project_id: int, viewer_id: str, path: Path, file_format: ExportFormat) -> Export:
    """Exports all that is held about a viewer. Blocking; shows progress on a terminal.

    Args:
        settings: Those of the cell that holds the project.
        project_id: The project.
        viewer_id: Key of the viewer, as ``viewer_keys`` makes it.
        path: A folder to make, or a file that ends in ``.zip``.
        file_format: How rows are written.

    Raises:
        CommandError: Nothing is held about the viewer, or the path exists.
    """
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False))
    with Target(path) as target, Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(f"Searching for {named_by(viewer_id)[1]}")

        def show(file: str, rows: int) -> None:
            progress.update(task, description=f"{file}: {rows:,}")

        return asyncio.run(_export(settings, project_id, viewer_id, Writer(target, file_format, show)))


async def _export(settings: Settings, project_id: int, viewer_id: str, writer: Writer) -> Export:
    async with connected(settings) as connection:
        export = await export_person(connection, settings, project_id, viewer_id, writer)
        if export.is_empty:
            raise CommandError(await _reason(connection, settings, project_id, viewer_id))
        return export


async def _reason(connection: Connection, settings: Settings, project_id: int, viewer_id: str) -> str:
    """Why there is nothing to export."""
    kind, name = named_by(viewer_id)
    if settings.privacy_secret is not None:
        erasure_id = erasure_id_of(PrivacySecret.of_settings(settings).hash_viewer(project_id, viewer_id))
        erasure = await find_erasure(connection, project_id, erasure_id)
        if erasure is not None and erasure.finished_at is not None:
            return f"Nothing is held about this {kind.lower()}: erased on {erasure.finished_at:%Y-%m-%d}."
    hint = " With --guest, the id is the session id of a guest." if kind is ViewerKind.USER else ""
    return f"Project {project_id} holds nothing about the {kind.lower()} {name!r}.{hint}"
