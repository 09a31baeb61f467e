"""``viewpulse backup verify``: a backup that can be restored, one that is wrong, and what is none."""

import asyncio
import re
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from server.cli import app
from server.embedded import postgres_binaries
from server.settings import Settings
from server.storage.database import open_pool
from server.storage.revision import newest_revision
from tests.integration.rollup.feed import aggregating, at, event, feed
from tests.integration.storage.test_upgrade import FIRST, fill, of_older_version
from tests.products import product_folder


async def make_history(settings: Settings, *statements: str) -> None:
    """Three views, of which one is not counted yet; then something goes wrong."""
    pool = await open_pool(settings, application="test")
    async with pool.acquire() as connection, aggregating(settings) as aggregator:
        views = [
            event("view_start", at(), content_id="c1", creator_id="k1", session_id=f"s{number}") for number in range(3)
        ]
        await feed(connection, views[:2])
        await aggregator.drain()
        await feed(connection, views[2:])
        for statement in statements:
            await connection.execute(statement)
    await pool.close()


def dump(settings: Settings, file: Path, form: str = "custom") -> Path:
    program = str(postgres_binaries() / "pg_dump")
    subprocess.run([program, "--dbname", settings.database_url, "--format", form, "--file", file], check=True)
    return file


def verify(file: Path, *arguments: str) -> Result:
    with product_folder() as folder:
        return CliRunner().invoke(app, ["backup", "verify", str(file), "--folder", str(folder), *arguments])


@pytest.mark.parametrize("form", ["custom", "plain"])
def test_a_good_backup_has_what_it_should_and_no_differences(settings: Settings, tmp_path: Path, form: str) -> None:
    asyncio.run(make_history(settings))
    done = verify(dump(settings, tmp_path / "backup", form))

    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("1 project, 3 events, schema 0")
    assert "h would be lost now" in done.stdout
    assert done.stdout.endswith("no differences.\n")
    assert "counting 1 event that waited" in done.stderr


def test_a_backup_of_an_older_version_is_migrated_and_then_has_no_differences(
    postgres_url: str, settings: Settings, tmp_path: Path
) -> None:
    with of_older_version(postgres_url, FIRST, fill) as url:
        file = dump(settings.model_copy(update={"database_url": url}), tmp_path / "backup")
    done = verify(file)

    assert done.exit_code == 0, done.output
    assert f"migrating from revision {FIRST} to {newest_revision()}\n" in done.stderr
    assert re.match(rf"1 project, [1-9]\d+ events, schema {FIRST}\.\n", done.stdout)
    assert done.stdout.endswith("no differences.\n")


def test_numbers_that_the_events_do_not_give_are_named(settings: Settings, tmp_path: Path) -> None:
    asyncio.run(make_history(settings, "UPDATE content_totals SET views = 7"))
    done = verify(dump(settings, tmp_path / "backup"))

    assert done.exit_code == 1
    assert "content_totals (project_id=1, content_id=c1" in done.stdout
    assert "views: was 8, is 3" in done.stdout


@pytest.mark.parametrize("text", ["", "SELECT 1;", "no backup\n", "PGDMP and nothing"])
def test_what_is_no_backup_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "backup"
    file.write_text(text)
    done = verify(file)

    assert done.exit_code == 1
    assert done.exception is not None
    assert "backup" in str(done.exception)
