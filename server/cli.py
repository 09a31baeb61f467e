"""The command ``viewpulse``. Each command imports what it needs when it runs, so that ``--help`` stays fast."""

import asyncio
import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from server.arguments import PlainCommand
from server.cli_context import (
    CellName,
    DatabaseUrl,
    DataDir,
    Host,
    Past,
    Port,
    Project,
    RedisUrl,
    make_settings,
    require_project,
    settings_of_cell,
    settings_with_dev,
    some_text,
    with_connection,
)
from server.cli_groups import GROUPS

BEGAN_AT = time.monotonic()
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
MAX_HOURS = 8_000_000
"""Maximum lifetime of a token; the server rejects tokens that are valid until the year 3000."""

app = typer.Typer(
    name="viewpulse",
    help="Engagement analytics: every query is also a live subscription.",
    epilog="Every setting is an environment variable, VIEWPULSE_…; see docs/operations.md. Options override them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for name, group in GROUPS.items():
    app.add_typer(group, name=name)


def main() -> None:
    """Runs a command; a failure is one line on stderr and exit code 1 (with ``--log-level DEBUG`` the traceback)."""
    try:
        app()
    except Exception as error:  # noqa: BLE001 - whatever it is, the caller sees it
        from server.cli_errors import explain
        from server.error_texts import traceback_text

        is_debug = os.environ.get("VIEWPULSE_LOG_LEVEL") == "DEBUG"
        typer.echo(traceback_text(error) if is_debug else f"viewpulse: {explain(error)}", err=True)
        sys.exit(1)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - called by Typer
    if wanted:
        from importlib.metadata import version

        typer.echo(f"viewpulse {version('viewpulse')}")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Show the version and exit.")
    ] = False,
    log_level: Annotated[str | None, typer.Option(help="DEBUG, INFO, WARNING or ERROR [VIEWPULSE_LOG_LEVEL].")] = None,
) -> None:
    """Engagement analytics: every query is also a live subscription."""
    if log_level is not None:
        if log_level.upper() not in LOG_LEVELS:
            raise typer.BadParameter(f"The log level must be one of {', '.join(LOG_LEVELS)}.")
        os.environ["VIEWPULSE_LOG_LEVEL"] = log_level.upper()


@app.command()
def dev(host: Host = None, port: Port = None, data_dir: DataDir = None) -> None:
    """Start everything on this machine, until Ctrl-C.

    PostgreSQL and Redis are included; the data stays in VIEWPULSE_DATA_DIR.
    """
    settings = make_settings(host=host, port=port, data_dir=data_dir)
    from server.dev.command import run_dev

    run_dev(settings, began_at=BEGAN_AT)


@app.command()
def demo(
    rate: Annotated[float, typer.Option(min=0.1, max=10_000, help="Events per second.")] = 20.0,
    seed: Annotated[int, typer.Option(help="Seed of the random generator; the same seed sends the same traffic.")] = 1,
    attach: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Only send traffic, to the server described by this dev.json.")
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(
            help="Only send traffic, to this API; requires --write-key and --admin-token.", callback=some_text
        ),
    ] = None,
    write_key: Annotated[
        str | None, typer.Option(help="With --url: write key to send events with.", callback=some_text)
    ] = None,
    admin_token: Annotated[
        str | None, typer.Option(help="With --url: admin token to fill the content catalogue with.", callback=some_text)
    ] = None,
    seconds: Annotated[float | None, typer.Option(min=0.1, max=1e9, help="When only sending: how long.")] = None,
    speed: Annotated[
        float, typer.Option(min=0.1, max=1000, help="When only sending: speed relative to real time.")
    ] = 1.0,
    past: Past = None,
    social: Annotated[bool, typer.Option("--social", help="With local social networks, which are collected.")] = False,
    host: Host = None,
    port: Port = None,
    data_dir: DataDir = None,
) -> None:
    """Like dev, with a past and simulated traffic.

    Every subscription moves. With --attach or --url it only sends the traffic.
    """
    settings = make_settings(host=host, port=port, data_dir=data_dir)
    if social and (attach or url):
        raise typer.BadParameter("--social needs servers of its own: leave --attach and --url out.")
    if attach or url:
        from server.demo.run import run_demo

        raise typer.Exit(
            run_demo(
                url=url,
                write_key=write_key,
                admin_token=admin_token,
                facts=attach,
                rate=rate,
                seconds=seconds,
                seed=seed,
                speed=speed,
                past_days=past or 0,
            )
        )
    from server.dev.command import DEMO_DAYS, Demo, run_dev

    run_dev(settings, began_at=BEGAN_AT, demo=Demo(rate, seed, DEMO_DAYS if past is None else past, social))


@app.command()
def serve(
    host: Host = None,
    port: Port = None,
    workers: Annotated[int | None, typer.Option(help="Processes that serve the port [VIEWPULSE_WORKERS].")] = None,
    database_url: DatabaseUrl = None,
    redis_url: RedisUrl = None,
) -> None:
    """Serve the API: GraphQL over HTTP and WebSocket."""
    settings = make_settings(host=host, port=port, workers=workers, database_url=database_url, redis_url=redis_url)
    from server.serving import serve as run

    run(settings)


@app.command()
def aggregate(
    cell: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only this cell; may be repeated.")] = None,
    database_url: DatabaseUrl = None,
    redis_url: RedisUrl = None,
) -> None:
    """Fold new events into the metrics continuously.

    Counts an event within VIEWPULSE_AGGREGATION_INTERVAL seconds. If several run, one leads in each cell.
    """
    settings = make_settings(database_url=database_url, redis_url=redis_url)
    from server.serving import aggregate as run

    run(settings, cell or ())


@app.command()
def worker(database_url: DatabaseUrl = None, redis_url: RedisUrl = None) -> None:
    """Answer questions that read many events, such as funnels.

    Any number may run; each answers VIEWPULSE_WORKER_QUESTIONS at a time.
    """
    settings = make_settings(database_url=database_url, redis_url=redis_url)
    from server.serving import work

    work(settings)


@app.command()
def migrate(database_url: DatabaseUrl = None) -> None:
    """Migrate the database to the schema of this version.

    All cells are migrated, one after the other. Does nothing where the schema is current. With
    VIEWPULSE_PRIVACY_SECRET, the audit trail of each project that has none begins.
    """
    settings = settings_with_dev(database_url=database_url)
    from server.cli_audit import begin_trails
    from server.storage.cell_directory import list_cells
    from server.storage.migrating import migrate as run
    from server.storage.revision import schema_revision

    run(settings.database_url)
    typer.echo(f"The schema is at revision {with_connection(settings, schema_revision)}.")
    begin_trails(settings)
    for cell in with_connection(settings, lambda connection: list_cells(connection, settings))[1:]:
        run(cell.database_url)
        theirs = cell.settings(settings)
        typer.echo(f"The schema of cell {cell.name} is at revision {with_connection(theirs, schema_revision)}.")
        begin_trails(theirs)


@app.command()
def rebuild(
    content: Annotated[str | None, typer.Option(help="Only this content.", callback=some_text)] = None,
    cell: CellName = "default",
    database_url: DatabaseUrl = None,
) -> None:
    """Recompute the metrics from the raw events.

    Reports and repairs differences. Exit code 1: there were differences, or the content is unknown.
    """
    settings = settings_of_cell(settings_with_dev(database_url=database_url), cell)
    from rich.console import Console

    from server.rollup.display import RebuildDisplay
    from server.rollup.expiry_report import expired_lines
    from server.rollup.rebuild import rebuild as run
    from server.wording import pluralize

    for line in with_connection(settings, expired_lines):
        typer.echo(line, err=True)
    with RebuildDisplay(Console(stderr=True)) as display:
        differences = asyncio.run(run(settings, content, display))
    for difference in differences:
        typer.echo(str(difference))
    if differences:
        typer.echo(f"{pluralize(len(differences), 'difference')} found and repaired.")
    elif content is not None and not display.events:
        typer.echo(f"Content {content} is unknown: no counted event names it.", err=True)
    else:
        typer.echo("No differences.")
        return
    raise typer.Exit(1)


@app.command()
def expire(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be removed; change nothing.")] = False,
    cell: CellName = "default",
    database_url: DatabaseUrl = None,
) -> None:
    """Expire old raw events.

    Removes those past VIEWPULSE_RAW_RETENTION_DAYS. The aggregator does this every hour; a day is kept until its events
    are counted and its contents summarized.
    """
    settings = settings_of_cell(settings_with_dev(database_url=database_url), cell)
    from server.rollup.expiry_report import expire_and_report, expiring_lines

    tell = expiring_lines if dry_run else expire_and_report
    for line in with_connection(settings, lambda connection: tell(connection, settings)):
        typer.echo(line)


@app.command("import", cls=PlainCommand)
def import_(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="NDJSON or CSV, also .gz and .zst; - reads from stdin.")
    ],
    file_format: Annotated[
        str | None, typer.Option("--format", help="ndjson or csv, if the file name does not say so.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only validate the file.")] = False,
    restart: Annotated[bool, typer.Option("--restart", help="Start at the first line instead of resuming.")] = False,
    rejects: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write the rejected records to this file.")
    ] = None,
    allow_rejected: Annotated[bool, typer.Option(help="Exit with 0 even if records were rejected.")] = False,
    show: Annotated[int, typer.Option(min=0, help="Number of rejected records to show per code.")] = 10,
    oldest: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="Day before which no event can have occurred [VIEWPULSE_OLDEST_EVENT]."
        ),
    ] = None,
    project: Project = 1,
    database_url: DatabaseUrl = None,
) -> None:
    """Import events from logs, exactly once.

    An interrupted import resumes where it stopped.

    Exit codes: 0 all imported, 1 some records rejected, 2 an input that cannot be read, 75 the database stayed
    unavailable, 130 interrupted. After 75 and 130, run the same command again.
    """
    settings = settings_with_dev(database_url=database_url, oldest_event=oldest and oldest.date())
    from server.importing.run import run_import

    raise typer.Exit(
        run_import(
            settings,
            files,
            project_id=project,
            file_format=file_format,
            restart=restart,
            dry_run=dry_run,
            rejects=rejects,
            allow_rejected=allow_rejected,
            show=show,
        )
    )


@app.command("export-schema", cls=PlainCommand)
def export_schema(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", dir_okay=False, help="File to write; stdout when left out.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if the file differs.")] = False,
) -> None:
    """Print the GraphQL schema."""
    from resolvers.schema import print_schema

    text = print_schema()
    if file is None:
        typer.echo(text, nl=False)
    elif not check:
        file.write_text(text)
    elif not file.exists() or file.read_text() != text:
        typer.echo(f"{file} does not match the code: run `viewpulse export-schema {file}`.", err=True)
        raise typer.Exit(1)


@app.command()
def token(
    sub: Annotated[str, typer.Option(help="User id of the token.", callback=some_text)],
    role: Annotated[str, typer.Option(help="user, creator, admin or operator.")] = "user",
    hours: Annotated[float, typer.Option(min=0.001, max=MAX_HOURS, help="Lifetime of the token.")] = 24.0,
    project: Project = 1,
) -> None:
    """Print a token signed with VIEWPULSE_JWT_SECRET."""
    given = make_settings()
    from datetime import timedelta

    from server.access import Role
    from server.dev.folder import database_of_tokens, secret_from_dev
    from server.errors import ViewpulseError
    from server.tokens import make_token
    from server.transport.tokens import TokenReader

    settings = secret_from_dev(given, lambda line: typer.echo(line, err=True))
    if settings.jwt_secret is None:
        raise typer.BadParameter(
            "VIEWPULSE_JWT_SECRET is not set; a server with a JWKS accepts only tokens of its issuer."
        )
    if role not in list(Role):
        raise typer.BadParameter(f"The role must be one of {', '.join(Role)}.")
    made = make_token(
        settings.jwt_secret,
        sub=sub,
        role=Role(role),
        lifetime=timedelta(hours=hours),
        project=project,
        audience=settings.jwt_audience,
        issuer=settings.jwt_issuer,
    )
    try:
        asyncio.run(TokenReader(settings).read(f"Bearer {made}"))
    except ViewpulseError as error:
        raise typer.BadParameter(error.message) from error
    if role != Role.OPERATOR and (url := database_of_tokens(given)) is not None:
        require_project(settings.model_copy(update={"database_url": url}), project)
    typer.echo(made)


@app.command()
def doctor(database_url: DatabaseUrl = None, redis_url: RedisUrl = None) -> None:
    """Check the installation, and say what to fix.

    Exit code 1: there are problems.
    """
    from server.cli_errors import CommandError
    from server.doctor import run_doctor

    given = {"database_url": database_url, "redis_url": redis_url}
    try:
        settings = settings_with_dev(**given)
    except CommandError as error:  # continue: the doctor reports invalid settings too
        typer.echo(str(error), err=True)
        settings = make_settings(**given)
    raise typer.Exit(run_doctor(settings))
