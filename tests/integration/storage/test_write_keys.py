"""Write keys: made, listed by fingerprint, revoked; only hashes are stored."""

import asyncio
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from server.cli import app
from server.errors import ErrorCode, ViewpulseError
from server.settings import Settings
from server.storage.database import Pool
from server.storage.projects import find_grants
from server.storage.write_keys import (
    fingerprint_of,
    hash_write_key,
    is_mistyped,
    list_write_keys,
    new_write_key,
    register_write_key,
    revoke_write_key,
    rotate_write_key,
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


async def test_a_rotated_key_is_good_for_the_overlap_and_then_ends_by_itself(pool: Pool) -> None:
    old, new = new_write_key(), new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, old, "app")
        made, replaced = await rotate_write_key(connection, 1, old, new, timedelta(seconds=0.5))
        assert (made.label, made.expires_at) == ("app", None)
        assert replaced.expires_at is not None

        both = {hash_write_key(old), hash_write_key(new)}
        assert (await find_grants(pool, both)).keys() == both
        async with asyncio.timeout(20):
            while (await find_grants(pool, both)).keys() == both:  # noqa: ASYNC110 - the clock of the database ends it
                await asyncio.sleep(0.05)
        assert (await find_grants(pool, both)).keys() == {hash_write_key(new)}
        for again in (revoke_write_key(connection, 1, old), rotate_write_key(connection, 1, old, new, timedelta(1))):
            with pytest.raises(ViewpulseError) as refused:
                await again
            assert refused.value.code is ErrorCode.NOT_FOUND


async def test_a_second_rotation_never_makes_a_key_live_longer(pool: Pool) -> None:
    old = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, old, "app")
        _, first = await rotate_write_key(connection, 1, old, new_write_key(), timedelta(hours=1))
        _, second = await rotate_write_key(connection, 1, old, new_write_key(), timedelta(hours=5))
    assert second.expires_at == first.expires_at


def test_an_operator_rotates_a_key_and_sees_when_the_old_one_ends(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIEWPULSE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("VIEWPULSE_DATA_DIR", "/nonexistent")
    run = CliRunner().invoke
    old = run(app, ["key", "create", "--label", "the app"]).stdout.strip()

    done = run(app, ["key", "rotate", old, "--overlap", "2"])

    new = done.stdout.strip()
    fingerprints = [fingerprint_of(hash_write_key(key)) for key in (old, new)]
    assert done.stderr.startswith(f"{fingerprints[0]} ends 20")
    listed = run(app, ["key", "list"]).stdout.splitlines()
    assert [line.split()[0] for line in listed] == fingerprints
    assert [line.split()[3] for line in listed] == ["ends", "good"]
    assert all(line.endswith("  the app") for line in listed)
    assert run(app, ["key", "rotate", old, "--overlap", "-1"]).exit_code == 2
    run(app, ["key", "rotate", new, "--overlap", "0"])
    assert "  ended 20" in run(app, ["key", "list"]).stdout


def test_a_key_tells_a_slip_from_another_key() -> None:
    key = new_write_key()
    assert not is_mistyped(key)
    assert all(is_mistyped(key[:place] + "~" + key[place + 1 :]) for place in range(9, len(key)))
    assert not is_mistyped(key[:-6]), "as older versions made them"
    assert not is_mistyped("a key of your own")
