"""The command ``viewpulse cell``."""

from typing import Annotated

import typer

from server.arguments import PlainCommand
from server.cli_context import DatabaseUrl, RedisUrl, make_settings, settings_with_dev, some_text, with_connection

cell_app = typer.Typer(no_args_is_help=True, help="Create and list cells; move projects between them.")


@cell_app.command("create", cls=PlainCommand)
def create_cell(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Name of the cell and of its schema.", callback=some_text)
    ],
    database_url: Annotated[
        str | None, typer.Option(help="PostgreSQL of the cell; that of VIEWPULSE_DATABASE_URL when left out.")
    ] = None,
) -> None:
    """Create a cell: a schema with all tables.

    Create its projects with `viewpulse project create --cell`. A running `viewpulse aggregate` begins to work for it
    within seconds.
    """
    make_settings(database_url=database_url)  # refuses what is no address of PostgreSQL
    settings = settings_with_dev()
    from datetime import UTC, datetime

    from server.rollup.housekeeping import make_partitions
    from server.storage.cell_directory import Cell, in_schema, register_cell, require_new
    from server.storage.database import Connection, connected
    from server.storage.migrating import migrate

    with_connection(settings, lambda connection: require_new(connection, name))
    cell = Cell(name, in_schema(database_url or settings.database_url, name))
    migrate(cell.database_url)

    async def prepare(connection: Connection) -> None:
        async with connected(cell.settings(settings)) as theirs:
            await make_partitions(theirs, settings, datetime.now(UTC))
            await register_cell(connection, theirs, name, database_url)

    with_connection(settings, prepare)
    typer.echo(f"Cell {name} is ready.")


@cell_app.command("list")
def show_cells(database_url: DatabaseUrl = None) -> None:
    """List the cells: where each is, its projects, its size, and the events that wait to be counted."""
    settings = settings_with_dev(database_url=database_url)
    from server.storage.cell_directory import Cell, CellState, list_cells, measure, place_of
    from server.storage.database import Connection, connected
    from server.storage.outage import is_outage
    from server.storage.projects import list_projects
    from server.wording import pluralize

    async def state_of(cell: Cell) -> CellState | None:
        try:
            async with connected(cell.settings(settings)) as theirs:
                return await measure(theirs)
        except Exception as error:
            if not is_outage(error):
                raise
            return None

    async def collect(connection: Connection) -> list[str]:
        held = [project.cell for project in await list_projects(connection)]
        lines = []
        for cell in await list_cells(connection, settings):
            state = await state_of(cell)
            facts = "cannot be reached"
            if state is not None:
                waiting = pluralize(state.waiting, "event waits", "events wait")
                facts = f"{state.bytes / 2**20:,.0f} MB  {waiting}, the oldest for {state.seconds:.1f} s"
            projects = pluralize(held.count(cell.name), "project")
            lines.append(f"{cell.name}  {place_of(cell.database_url)}  {projects}  {facts}")
        return lines

    for line in with_connection(settings, collect):
        typer.echo(line)


@cell_app.command("move", cls=PlainCommand)
def move_project(
    project: Annotated[int, typer.Argument(metavar="PROJECT", min=1, max=2**31 - 1, help="Number of the project.")],
    cell: Annotated[str, typer.Argument(metavar="CELL", help="Name of the cell to move it to.", callback=some_text)],
    database_url: DatabaseUrl = None,
    redis_url: RedisUrl = None,
) -> None:
    """Move a project to another cell.

    While its rows are copied, its events are answered UNAVAILABLE, and clients send them again; reads continue. Run it
    again if it was interrupted.
    """
    settings = settings_with_dev(database_url=database_url, redis_url=redis_url)
    import asyncio

    from server.live.publish import Publisher
    from server.rollup.move import move_project as move

    async def run() -> None:
        publisher = Publisher(settings.redis_url, settings)
        try:
            await move(settings, project, cell, publisher.publish, say=typer.echo)
        finally:
            await publisher.close()

    asyncio.run(run())
