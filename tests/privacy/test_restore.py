"""A restored backup is not used before everyone who was erased since is erased again."""

import asyncio
import json
import subprocess
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from server.access import Role
from server.app import create_app
from server.doctor import examine
from server.embedded import postgres_binaries
from server.rollup.aggregator import Aggregator
from server.rollup.eraser import Eraser, erase_forever
from server.settings import Settings
from server.storage.database import Connection, Pool, connected
from server.storage.restored import STATE
from server.storage.tombstone_folder import TombstoneFolder
from server.storage.write_keys import new_write_key, register_write_key
from tests.databases import copy_database, drop, name_of, new_name, run_sql, with_database
from tests.integration.rollup.feed import Published, at, event, feed
from tests.integration.transport.api import Api, served
from tests.privacy.erased import erase_all, erased, requested, tables_with, tracked
from tests.unit.forked_command import run_forked

ANN = "ann-63d1"
SEEN = "query($id: ID!) { interactionHistory(userId: $id, first: 9) { nodes { contentId } } }"
PATIENCE = 60


async def ready(api: Api) -> tuple[int, dict[str, Any]]:
    answer = await api.client.get("/health/ready")
    return answer.status_code, answer.json()["erasures"]


async def seen(api: Api, viewer: str) -> int | str:
    """How many events of a viewer are shown, or the code of the refusal."""
    answer = (await api.post(SEEN, {"id": viewer}, authorization=api.token("root", Role.ADMIN))).json()
    if "errors" in answer:
        return str(answer["errors"][0]["extensions"]["code"])
    return len(answer["data"]["interactionHistory"]["nodes"])


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await holds():  # noqa: ASYNC110 - a state of the server
            await asyncio.sleep(0.05)


async def doctor(settings: Settings) -> tuple[str, str]:
    [one] = [finding for finding in await examine(settings) if finding.what == "Erasures"]
    return one.found, one.advice


class Restored:
    """Copies of a database, as a backup of it is restored.

    Args:
        server: The maintenance database.
        settings: Those of the database, without a folder of tombstones.
        folder: Where dumps are written.
    """

    def __init__(self, server: str, settings: Settings, folder: Path) -> None:
        self._server = server
        self._settings = settings
        self._dump = folder / "dump"
        self.names: list[str] = []

    def dump(self) -> None:
        self._run("pg_dump", "--format=custom", f"--file={self._dump}", f"--dbname={self._settings.database_url}")

    async def from_dump(self) -> Settings:
        settings = self._next()
        await run_sql(self._server, f"CREATE DATABASE {self.names[-1]}")
        self._run("pg_restore", "--exit-on-error", f"--dbname={settings.database_url}", str(self._dump))
        return settings

    async def from_files(self, name: str | None = None) -> Settings:
        """A copy of the files of a database, which nobody is connected to."""
        settings = self._next()
        await copy_database(self._server, self.names[-1], name or name_of(self._settings.database_url))
        return settings

    async def drop(self) -> None:
        await run_sql(self._server, *map(drop, self.names))

    def _next(self) -> Settings:
        self.names.append(new_name())
        return self._settings.model_copy(update={"database_url": with_database(self._server, self.names[-1])})

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run([str(postgres_binaries() / program), *arguments], check=True, capture_output=True)


async def test_a_restored_backup_is_refused_until_everyone_is_erased_again(
    postgres_url: str, settings: Settings, pool: Pool, database: Connection, aggregator: Aggregator, tmp_path: Path
) -> None:
    key = new_write_key()
    await register_write_key(database, 1, key, "test")
    people = [(ANN, 2), ("eve", 1)]
    await feed(
        database,
        [event("view_start", at(n), content_id="c1", user_id=name) for name, number in people for n in range(number)],
    )
    await aggregator.drain()
    restored = Restored(postgres_url, settings, tmp_path)
    restored.dump()
    before = await restored.from_dump()  # makes the copy of files possible: nobody is connected to this one
    async with connected(before) as connection:  # it is no restored one any more, as the one that was dumped
        await _forget_the_restore(connection)
    older = name_of(before.database_url)

    tombstones = tmp_path / "tombstones"
    tombstones.mkdir()
    kept = settings.model_copy(update={"tombstones": tombstones})
    await erased(database, settings, f"u:{ANN}")  # by a command that does not know the folder
    await erase_all(kept)
    text = (tombstones / "1.ndjson").read_text()
    assert len(text.splitlines()) == 1
    assert ANN not in text
    try:
        await _a_dump_is_replayed_from_the_folder(await restored.from_dump(), tombstones, key)
        await _copied_files_are_known_by_the_folder(await restored.from_files(older), tombstones, key)
        await _a_dump_is_replayed_by_hand(await restored.from_dump(), tombstones, key)
        await _a_dump_replaces_the_database_of_a_running_server(await restored.from_files(older), postgres_url, key)
    finally:
        await restored.drop()


async def _forget_the_restore(connection: Connection) -> None:
    """As if the database had always been there; the row survives what maintenance does to its table."""
    await connection.execute("DELETE FROM replay_mark")
    async with connection.transaction():
        await connection.execute("INSERT INTO replay_mark (written_in) VALUES (pg_current_xact_id()::xid)")
    for maintain in ("VACUUM (FREEZE) replay_mark", "VACUUM (FULL, FREEZE) replay_mark"):
        await connection.execute(maintain)
        state = await connection.fetchrow(STATE)
        assert state is not None
        assert state["is_marked"]


async def _a_dump_is_replayed_from_the_folder(settings: Settings, tombstones: Path, key: str) -> None:
    kept = settings.model_copy(update={"tombstones": tombstones})
    async with served(create_app(kept), kept) as api, served(create_app(settings), settings) as without:
        api.write_key = without.write_key = key
        for one in (api, without):
            status, erasures = await ready(one)
            assert (status, erasures["ok"]) == (503, False)
            assert "restored from a backup" in erasures["error"]
            assert await seen(one, ANN) == "UNAVAILABLE"
            assert (await one.post(TRACK_ONE)).status_code == 503
        assert (await ready(api))[1]["waiting"] == 1
        assert "aggregate" in (await doctor(kept))[1]
        assert "replay" in (await doctor(settings))[1]
        async with Eraser(kept, Published()) as eraser:
            assert await eraser.run_once() == 1
            assert (await ready(api))[0] == 503, "the eraser looks again before it says so"
            await eraser.run_once()
        for one in (api, without):
            assert await ready(one) == (200, {"ok": True})
            assert [await seen(one, name) for name in (ANN, "eve")] == [0, 1]
        [again] = await tracked(api, {"type": "LIKE", "contentId": "c1", "userId": ANN})
        assert again["code"] == "SUBJECT_ERASED"
    assert (await doctor(kept))[1] == ""
    async with connected(settings) as connection:
        assert await tables_with(connection, [ANN]) == set()
        assert await tables_with(connection, ["eve"]) != set()


TRACK_ONE = """mutation { trackEvent(event: {type: LIKE, contentId: "c1", userId: "eve"}) { accepted } }"""


async def _copied_files_are_known_by_the_folder(settings: Settings, tombstones: Path, key: str) -> None:
    """Nothing in the database shows that it is a copy."""
    kept = settings.model_copy(update={"tombstones": tombstones})
    async with served(create_app(kept), kept) as api:
        api.write_key = key
        assert (await ready(api))[1]["waiting"] == 1
        assert await seen(api, ANN) == "UNAVAILABLE"
        stop = asyncio.Event()
        erasing = asyncio.create_task(erase_forever(kept, Published(), stop))
        await until(lambda: _is_ready(api))
        stop.set()
        await erasing
        assert [await seen(api, name) for name in (ANN, "eve")] == [0, 1]


async def _is_ready(api: Api) -> bool:
    return (await ready(api))[0] == 200


async def _a_dump_is_replayed_by_hand(settings: Settings, tombstones: Path, key: str) -> None:
    assert settings.privacy_secret is not None
    environment = {
        "VIEWPULSE_DATABASE_URL": settings.database_url,
        "VIEWPULSE_REDIS_URL": settings.redis_url,
        "VIEWPULSE_DATA_DIR": str(settings.data_dir),
        "VIEWPULSE_PRIVACY_SECRET": settings.privacy_secret.get_secret_value(),
    }

    def replay(*arguments: str) -> Any:
        return run_forked(("privacy", "replay", *arguments), environment)

    async with served(create_app(settings), settings) as api:
        api.write_key = key
        assert (await ready(api))[1]["error"].endswith("run `viewpulse privacy replay`.")
        done = await asyncio.to_thread(replay, str(tombstones / "1.ndjson"))
        assert done.stdout == "1 erasure done again.\n", done.stderr
        assert await ready(api) == (200, {"ok": True})
        assert [await seen(api, name) for name in (ANN, "eve")] == [0, 1]
        async with connected(settings) as connection:
            await connection.execute("UPDATE replay_mark SET written_in = written_in")  # as another copy
        assert (await asyncio.to_thread(replay, "--nobody")).stdout == "0 erasures done again.\n"
        assert await ready(api) == (200, {"ok": True})


async def _a_dump_replaces_the_database_of_a_running_server(settings: Settings, server: str, key: str) -> None:
    """Even connections that outlive the restore, as those to a pooler do, show nothing any more."""
    settings = settings.model_copy(update={"live_poll_interval": 0.1})
    async with served(create_app(settings), settings) as api:
        api.write_key = key
        assert await seen(api, ANN) == 2
        async with connected(settings) as connection:
            await connection.execute("UPDATE replay_mark SET written_in = written_in")

        async def is_refused() -> bool:
            return await seen(api, ANN) == "UNAVAILABLE"

        await until(is_refused)
        assert (await ready(api))[0] == 503


async def test_without_a_secret_nobody_was_erased_and_a_restored_backup_is_used(
    settings: Settings, database: Connection
) -> None:
    await database.execute("UPDATE replay_mark SET written_in = written_in")
    open_settings = settings.model_copy(update={"privacy_secret": None})
    assert (await doctor(open_settings)) == ("none wait", "")
    assert "restored" in (await doctor(settings))[0]
    await erase_all(open_settings)  # notes it: with a secret, it is no question any more
    assert (await doctor(settings)) == ("none wait", "")


async def test_an_erasure_waits_for_its_folder(settings: Settings, database: Connection, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    kept = settings.model_copy(update={"tombstones": folder})
    await requested(database, kept, f"u:{ANN}")
    folder.rename(tmp_path / "away")
    with pytest.raises(OSError, match="kept"):
        await erase_all(kept)
    assert await database.fetchval("SELECT started_at FROM erasures") is None
    (tmp_path / "away").rename(folder)
    assert await erase_all(kept) == 1


def test_a_line_that_a_crash_cut_short_is_written_again(tmp_path: Path) -> None:
    folder = TombstoneFolder(tmp_path)
    assert folder.lines(7) == []
    lines = [json.dumps({"subjectHash": name}).encode() + b"\n" for name in "abc"]
    folder.append(7, lines[:1])
    assert folder.counts() == {7: 1}
    with (tmp_path / "7.ndjson").open("ab") as file:
        file.write(lines[1][:9])
    assert folder.lines(7) == lines[:1]
    assert folder.counts() == {7: 1}
    folder.append(7, lines[1:])
    assert folder.lines(7) == lines
    assert folder.counts() == {7: 3}
    folder.append(7, lines)  # by two writers at once
    assert folder.counts() == {7: 3}
    (tmp_path / "7.ndjson").write_text("no tombstone\n")
    with pytest.raises(OSError, match="no tombstone"):
        folder.counts()
    with pytest.raises(OSError, match="away"):
        TombstoneFolder(tmp_path / "away").lines(7)
