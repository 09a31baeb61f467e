"""Write keys: made, listed by fingerprint, revoked; only hashes are stored."""

import pytest
from typer.testing import CliRunner

from server.cli import app
from server.errors import ErrorCode, ViewpulseError
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import (
    fingerprint_of,
    hash_write_key,
    list_write_keys,
    new_write_key,
    register_write_key,
    revoke_write_key,
)
from server.transport.auth import KEY_SECONDS
from tests.conftest import JWT_SECRET


async def test_a_key_is_kept_as_its_hash_only(pool: Pool) -> None:
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "app")
        rows = await connection.fetch("SELECT write_keys::text AS stored, key_hash FROM write_keys")

    assert [row["key_hash"] for row in rows] == [hash_write_key(key)]
    assert key not in rows[0]["stored"]


async def test_registering_twice_changes_nothing_and_a_new_project_is_made(pool: Pool) -> None:
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 7, key, "first")
        await register_write_key(connection, 7, key, "second")

        assert [(item.fingerprint, item.label) for item in await list_write_keys(connection, 7)] == [
            (fingerprint_of(hash_write_key(key)), "first")
        ]
        assert await list_write_keys(connection, 1) == []
        assert await connection.fetchval("SELECT revision FROM rollup_state WHERE project_id = 7") == 0


@pytest.mark.parametrize("by_fingerprint", [True, False])
async def test_a_key_is_revoked_once_by_itself_or_by_its_fingerprint(pool: Pool, by_fingerprint: bool) -> None:
    key = new_write_key()
    name = fingerprint_of(hash_write_key(key)) if by_fingerprint else key
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "app")

        revoked = await revoke_write_key(connection, 1, name)

        assert revoked.revoked_at is not None
        with pytest.raises(ViewpulseError) as refused:
            await revoke_write_key(connection, 1, name)
        assert refused.value.code is ErrorCode.NOT_FOUND


async def test_another_project_s_key_is_not_found(pool: Pool) -> None:
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "app")

        with pytest.raises(ViewpulseError):
            await revoke_write_key(connection, 2, key)


def test_a_revocation_prints_how_long_apis_may_still_accept_the_key(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIEWPULSE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("VIEWPULSE_DATA_DIR", "/nonexistent")
    run = CliRunner().invoke
    key = run(app, ["key", "create"]).stdout.strip()

    revoked = run(app, ["key", "revoke", key])

    fingerprint = fingerprint_of(hash_write_key(key))
    assert (
        revoked.stdout
        == f"{fingerprint} is revoked; API processes that cached it may accept it for {KEY_SECONDS:g} s more.\n"
    )
    assert f"within {KEY_SECONDS:g} s" in run(app, ["key", "revoke", "--help"]).stdout


def test_a_token_is_made_for_a_project_that_there_is(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIEWPULSE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("VIEWPULSE_DATA_DIR", "/nonexistent")
    monkeypatch.setenv("VIEWPULSE_JWT_SECRET", JWT_SECRET)
    run = CliRunner().invoke
    asked = ["token", "--sub", "ada", "--project", "99"]

    refused = run(app, asked)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "There is no project 99; create its first write key to create it." in refused.stderr
    run(app, ["key", "create", "--project", "99"])
    assert (run(app, asked).exit_code, run(app, asked).stdout.count(".")) == (0, 2)


def test_two_keys_differ() -> None:
    assert new_write_key() != new_write_key()
