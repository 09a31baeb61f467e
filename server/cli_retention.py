"""The command ``viewpulse retention``."""

from typing import TYPE_CHECKING, Annotated

import typer

from server.cli_context import CellName, DatabaseUrl, RedisUrl, settings_of_cell, settings_with_dev, with_connection

if TYPE_CHECKING:
    from server.storage.database import Connection

retention_app = typer.Typer(invoke_without_command=True, help="Let go what is past its retention.")


@retention_app.callback()
def retain(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would go; change nothing.")] = False,
    cell: CellName = "default",
    database_url: DatabaseUrl = None,
    redis_url: RedisUrl = None,
) -> None:
    """Let go what is past its retention.

    Raw events expire, quarter-hours are added up to days, and viewers who have not come for long are anonymized. The
    aggregator does this every hour.
    """
    settings = settings_of_cell(settings_with_dev(database_url=database_url, redis_url=redis_url), cell)
    from server.live.publish import Publisher
    from server.rollup.retention_report import retain_and_report, retention_lines

    async def run(connection: "Connection") -> list[str]:
        if dry_run:
            return await retention_lines(connection, settings)
        publisher = Publisher(settings.redis_url, settings)
        try:
            return await retain_and_report(connection, settings, publisher.publish)
        finally:
            await publisher.close()

    for line in with_connection(settings, run):
        typer.echo(line)
