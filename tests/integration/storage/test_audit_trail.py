"""The audit trail: whatever is done to it in the database is found, and named."""

import asyncio
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs
from typer.testing import CliRunner, Result

from server.cli import app
from server.rollup.housekeeping import log_audit_checkpoints
from server.settings import Settings
from server.storage.audit_trail import AuditKey, Entry, Verdict, note, read_checkpoints, read_entries, verify
from server.storage.database import Connection, Pool
from tests.databases import name_of

SECRET = "a secret of the tests, which is long enough"
ENTRIES = 6


@pytest.fixture
def audited(settings: Settings) -> Settings:
    return settings.model_copy(update={"privacy_secret": SecretStr(SECRET)})


@pytest.fixture
def key(audited: Settings) -> AuditKey:
    key = AuditKey.of_settings(audited)
    assert key is not None
    return key


async def write(connection: Connection, settings: Settings, project: int = 1, entries: int = ENTRIES) -> None:
    for number in range(1, entries + 1):
        viewers = [f"u:viewer-{number}"] * (number % 3)
        await note(
            connection, settings, project, f"action{number}", role="admin", user_id="ada", viewers=viewers, items=number
        )


async def run(pool: Pool, *statements: str) -> None:
    async with pool.acquire() as connection:
        for statement in statements:
            await connection.execute(statement)


async def verdict_of(pool: Pool, key: AuditKey, checkpoints: dict[int, str] | None = None) -> Verdict:
    async with pool.acquire() as connection:
        return await verify(connection, key, 1, checkpoints)


async def test_a_trail_that_nobody_touched_is_whole(pool: Pool, audited: Settings, key: AuditKey) -> None:
    assert (await verdict_of(pool, key)).number == 1, "a project without a trail is no project with an empty one"
    async with pool.acquire() as connection:
        await write(connection, audited)
        await write(connection, audited, project=2, entries=2)
        assert [one.number for one in await read_checkpoints(connection)] == [ENTRIES, 2]
        newest = await read_entries(connection, 1, ENTRIES - 1, 10)
    assert await verdict_of(pool, key) == Verdict(ENTRIES)
    [(entry, _)] = newest
    assert (entry.role, entry.action, entry.items, len(entry.subjects)) == ("admin", f"action{ENTRIES}", ENTRIES, 0)


@pytest.mark.parametrize(
    ("statements", "number"),
    [
        (["UPDATE audit_entries SET action = 'nothing' WHERE number = 3 AND project_id = 1"], 3),
        (["UPDATE audit_entries SET at = at + interval '1 microsecond' WHERE number = 1 AND project_id = 1"], 1),
        (["UPDATE audit_entries SET actor = NULL WHERE number = 6 AND project_id = 1"], 6),
        (["UPDATE audit_entries SET subjects = '{}' WHERE number = 4 AND project_id = 1"], 4),
        (["UPDATE audit_entries SET items = NULL WHERE number = 2 AND project_id = 1"], 2),
        (["UPDATE audit_entries SET role = 'user' WHERE number = 2 AND project_id = 1"], 2),
        (["DELETE FROM audit_entries WHERE number = 3 AND project_id = 1"], 3),
        (["DELETE FROM audit_entries WHERE number = 1 AND project_id = 1"], 1),
        (
            [
                "DELETE FROM audit_entries WHERE number = 3 AND project_id = 1",
                "UPDATE audit_entries SET number = 3 WHERE number = 4 AND project_id = 1",
                "UPDATE audit_entries SET number = 4 WHERE number = 5 AND project_id = 1",
                "UPDATE audit_entries SET number = 5 WHERE number = 6 AND project_id = 1",
            ],
            3,
        ),
        (
            [
                "UPDATE audit_entries SET number = 99 WHERE number = 2 AND project_id = 1",
                "UPDATE audit_entries SET number = 2 WHERE number = 3 AND project_id = 1",
                "UPDATE audit_entries SET number = 3 WHERE number = 99 AND project_id = 1",
            ],
            2,
        ),
        (
            [
                (
                    "INSERT INTO audit_entries SELECT project_id, 7, at, role, actor, action, subjects, items, hash "
                    "FROM audit_entries WHERE number = 6 AND project_id = 1"
                )
            ],
            7,
        ),
        (["DELETE FROM audit_entries WHERE number > 4 AND project_id = 1"], 5),
        (
            [
                "DELETE FROM audit_entries WHERE number > 4 AND project_id = 1",
                (
                    "UPDATE audit_heads SET number = 4, hash = (SELECT hash FROM audit_entries WHERE number = 4 "
                    "AND project_id = 1) WHERE project_id = 1"
                ),
            ],
            4,
        ),
        (["DELETE FROM audit_heads WHERE project_id = 1"], 6),
        (["DELETE FROM audit_entries WHERE project_id = 1"], 1),
        (
            [
                "DELETE FROM audit_entries WHERE project_id = 1",
                "UPDATE audit_entries SET project_id = 1 WHERE project_id = 2",
            ],
            1,
        ),
    ],
)
async def test_whatever_is_changed_without_the_key_is_found(
    pool: Pool, audited: Settings, key: AuditKey, statements: Sequence[str], number: int
) -> None:
    async with pool.acquire() as connection:
        await write(connection, audited)
        await write(connection, audited, project=2)
    await run(pool, *statements)
    found = await verdict_of(pool, key)
    assert found.problem
    assert found.number == number


async def sign_again(connection: Connection, key: AuditKey, entries: Sequence[Entry]) -> None:
    """Writes a trail as an attacker with the key could."""
    previous = b""
    await connection.execute("DELETE FROM audit_entries WHERE project_id = 1")
    for entry in entries:
        previous = key.sign_entry(entry, previous)
        await connection.execute(
            "INSERT INTO audit_entries VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", *entry, previous
        )
    number = len(entries)
    await connection.execute(
        "UPDATE audit_heads SET number = $1, hash = $2, mark = $3 WHERE project_id = 1",
        number,
        previous,
        key.sign_head(1, number, previous),
    )


@pytest.mark.parametrize(("kept", "number"), [(6, 4), (3, 4), (0, 1)])
async def test_an_attacker_with_the_key_is_found_by_an_older_checkpoint(
    pool: Pool, audited: Settings, key: AuditKey, kept: int, number: int
) -> None:
    async with pool.acquire() as connection:
        await write(connection, audited, entries=4)
        [checkpoint] = await read_checkpoints(connection, 1)
        known = {checkpoint.number: checkpoint.hash}
        await write(connection, audited, entries=2)
        assert (await verify(connection, key, 1, known)) == Verdict(6, checked=4)
        entries = [entry for entry, _ in await read_entries(connection, 1, 0, 10)][:kept]
        await sign_again(connection, key, [entry._replace(action="nothing") for entry in entries])
    assert await verdict_of(pool, key) == Verdict(kept), "nothing in the database shows it"
    found = await verdict_of(pool, key, known)
    assert found.problem
    assert found.number == number


@pytest.mark.parametrize(
    ("older", "entries", "number"),
    [
        ("UPDATE audit_heads AS t SET number = o.number, hash = o.hash, mark = o.mark FROM older AS o", 4, 5),
        ("DELETE FROM audit_heads", 0, 1),
    ],
)
async def test_without_a_checkpoint_an_older_state_passes_and_verify_says_so(
    pool: Pool, audited: Settings, key: AuditKey, tmp_path: Path, older: str, entries: int, number: int
) -> None:
    """An attacker without the key removes the newest entries, or all, and puts back the head of that time, or none."""
    async with pool.acquire() as connection:
        await write(connection, audited, entries=4)
        await connection.execute("CREATE TABLE older AS SELECT * FROM audit_heads")
        await write(connection, audited, entries=2)
    checkpoints = tmp_path / "checkpoints.jsonl"
    checkpoints.write_text((await command(audited, "checkpoint")).stdout)
    other = tmp_path / "other.jsonl"
    other.write_text(checkpoints.read_text().replace('"project":1', '"project":2'))
    await run(pool, f"DELETE FROM audit_entries WHERE number > {entries}", older, "DROP TABLE older")

    found = await command(audited, "verify", "--checkpoint", str(checkpoints))
    assert found.exit_code == 1
    assert found.stderr.startswith(f"Entry {number} is missing: a checkpoint has entry 6.")
    for arguments in ((), ("--checkpoint", str(other))):
        unchecked = await command(audited, "verify", *arguments)
        if entries:
            assert (unchecked.exit_code, unchecked.stdout) == (3, "")
            assert unchecked.stderr.startswith(f"The trail of project 1 has {entries} entries since 20")
            assert "Truncation not checked" in unchecked.stderr
        else:
            assert unchecked.exit_code == 1
            assert unchecked.stderr.startswith("Entry 1 is missing: the project has no trail.")


async def test_another_secret_does_not_fit(pool: Pool, audited: Settings) -> None:
    async with pool.acquire() as connection:
        await write(connection, audited)
    assert (await verdict_of(pool, AuditKey(b"another secret"))).number == 1


async def test_entries_of_many_processes_stand_one_after_another(pool: Pool, audited: Settings, key: AuditKey) -> None:
    async def one(number: int) -> None:
        async with pool.acquire() as connection:
            await note(connection, audited, 1, f"action{number}")

    await asyncio.gather(*(one(number) for number in range(40)))
    assert await verdict_of(pool, key) == Verdict(40)


async def test_an_entry_that_is_rolled_back_leaves_no_gap(pool: Pool, audited: Settings, key: AuditKey) -> None:
    async with pool.acquire() as connection:
        await write(connection, audited)
        transaction = connection.transaction()
        await transaction.start()
        await note(connection, audited, 1, "undone")
        await transaction.rollback()
        await note(connection, audited, 1, "done")
    assert await verdict_of(pool, key) == Verdict(ENTRIES + 1)


async def test_no_entry_says_who_anyone_is(pool: Pool, audited: Settings) -> None:
    async with pool.acquire() as connection:
        await note(connection, audited, 1, "eraseViewer", role="admin", user_id="zoe", viewers=["u:grace", "s:grace"])
        await note(connection, audited, 2, "eraseViewer", role="admin", user_id="zoe", viewers=["u:grace"])
        stored = await connection.fetch(
            "SELECT t::text AS text, actor, subjects FROM audit_entries AS t ORDER BY project_id"
        )
    assert not [row["text"] for row in stored if "zoe" in row["text"] or "grace" in row["text"]]
    user, guest = stored[0]["subjects"]
    assert user != guest
    assert stored[1]["subjects"] != [user], "a viewer of two projects cannot be recognised"
    assert stored[1]["actor"] != stored[0]["actor"]


async def test_without_a_secret_nothing_is_kept(pool: Pool, settings: Settings) -> None:
    async with pool.acquire() as connection:
        await note(connection, settings.model_copy(update={"privacy_secret": None}), 1, "removeEvents")
        assert await connection.fetchval("SELECT count(*) FROM audit_entries") == 0


async def command(settings: Settings, *arguments: str, secret: bool = True) -> Result:
    environment = {"VIEWPULSE_DATABASE_URL": settings.database_url}
    if secret:
        environment["VIEWPULSE_PRIVACY_SECRET"] = SECRET
    return await asyncio.to_thread(CliRunner().invoke, app, ["audit", *arguments], env=environment)


async def test_the_command_compares_with_checkpoints_and_names_what_is_wrong(
    pool: Pool, audited: Settings, tmp_path: Path
) -> None:
    assert name_of(audited.database_url)
    async with pool.acquire() as connection:
        await write(connection, audited)
        with capture_logs() as logs:
            assert await log_audit_checkpoints(connection, audited, None) == 1  # type: ignore[arg-type]
    printed = await command(audited, "checkpoint")
    checkpoints = tmp_path / "checkpoints.jsonl"
    checkpoints.write_text(f"{printed.stdout}no JSON\n{json.dumps({**logs[0], 'level': 'info'})}\n")

    whole = await command(audited, "verify", "--checkpoint", str(checkpoints))
    assert whole.exit_code == 0
    assert re.fullmatch(
        r"The trail of project 1 is whole: 6 entries since 20\S+ \d\d:\d\d, which agree with 1 checkpoint\. "
        r"The newest checkpoint has entry 6\.\n",
        whole.stdout,
    )
    shown = (await command(audited, "list", "--last", "2")).stdout.splitlines()
    assert len(shown) == 2
    assert "action6" in shown[1]
    assert "admin " in shown[1]

    await run(pool, "UPDATE audit_entries SET action = 'x' WHERE number = 2")
    broken = await command(audited, "verify")
    assert broken.exit_code == 1
    assert broken.stderr.startswith("Entry 2 was changed")
    assert "VIEWPULSE_PRIVACY_SECRET" in (await command(audited, "verify", secret=False)).output


async def test_commands_that_change_a_project_are_there(pool: Pool, audited: Settings, tmp_path: Path) -> None:
    environment = {
        "VIEWPULSE_DATABASE_URL": audited.database_url,
        "VIEWPULSE_REDIS_URL": audited.redis_url,
        "VIEWPULSE_PRIVACY_SECRET": SECRET,
    }

    async def viewpulse(*arguments: str) -> str:
        done = await asyncio.to_thread(CliRunner().invoke, app, arguments, env=environment)
        assert done.exit_code == 0, done.output
        return done.stdout.strip()

    assert (await viewpulse("migrate")).endswith("The audit trail of project 1 begins.")
    assert "begins" not in await viewpulse("migrate")
    key = await viewpulse("key", "create")
    await viewpulse("key", "rotate", key)
    await viewpulse("key", "revoke", key)
    await viewpulse("project", "unsigned-ids", "none")
    await viewpulse("project", "quota", "1", "--contents", "10")
    await viewpulse("project", "archive", "1")
    await viewpulse("project", "restore", "1")
    await viewpulse("privacy", "erase", "ada", "--no-wait")
    await viewpulse("retention", "--dry-run")
    await viewpulse("retention")
    await viewpulse("privacy", "export-tombstones", str(tmp_path / "tombstones"))
    await viewpulse("privacy", "replay", str(tmp_path / "tombstones"))
    assert await viewpulse("project", "create") == "2"
    async with pool.acquire() as connection:
        entries = [entry for entry, _ in await read_entries(connection, 1, 0, 100)]
        others = [entry for entry, _ in await read_entries(connection, 2, 0, 100)]
    actions = ["audit begin", "key create", "key rotate", "key revoke", "project unsigned-ids", "project quota"]
    actions += ["project archive", "project restore", "privacy erase", "retention", "privacy replay"]
    assert [entry.action for entry in entries] == actions
    assert [entry.action for entry in others] == ["project create"]
    assert {(entry.role, entry.actor) for entry in entries} == {("command", None)}
    assert [len(entry.subjects) for entry in entries] == [0] * 8 + [1, 0, 1]
    assert entries[-1].subjects == entries[-3].subjects
