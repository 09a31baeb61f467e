"""The data folder: one user at a time, private secrets, facts that are never half-written."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from pydantic import SecretStr

from server.cli_errors import CommandError
from server.dev.folder import DataFolder, Facts, fill_from_dev, secret_from_dev, write_private
from server.processes import describe
from server.settings import Settings

FACTS = Facts(
    url="http://127.0.0.1:8000/graphql",
    ws_url="ws://127.0.0.1:8000/graphql",
    write_key="vp_write_1",
    creator_token="c",
    admin_token="a",
    database_url="postgresql://viewpulse@127.0.0.1:1/postgres",
    redis_url="redis://127.0.0.1:2/0",
    metrics_urls={"api": "http://127.0.0.1:9/metrics"},
    pids={"api": 1, "aggregator": 2, "postgres": 3, "redis": 4},
)


def test_the_facts_have_exactly_the_promised_names(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.write_facts(FACTS)

    told = json.loads(folder.facts_file.read_text())
    assert list(told) == [
        *("url", "wsUrl", "writeKey", "creatorToken", "adminToken", "databaseUrl", "redisUrl"),
        *("metricsUrls", "pids", "socialUrls"),
    ]
    assert list(told["pids"]) == ["api", "aggregator", "postgres", "redis"]


def test_a_private_file_is_private_even_where_an_open_one_was(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    file.write_text("old")
    file.chmod(0o644)

    write_private(file, b"new")

    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"new", 0o600)
    assert list(tmp_path.iterdir()) == [file]


def test_the_secrets_are_made_once(tmp_path: Path) -> None:
    first, second = DataFolder(tmp_path).secrets(), DataFolder(tmp_path).secrets()

    assert first == second
    assert len(first.jwt_secret) >= 32
    assert first.write_key.startswith("vp_write_")


def test_damaged_secrets_are_made_again(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text('{"jwtSec')

    assert DataFolder(tmp_path).secrets().jwt_secret


def test_a_folder_has_one_user_at_a_time(tmp_path: Path) -> None:
    first, second = DataFolder(tmp_path / "new"), DataFolder(tmp_path / "new")
    in_use = f"in use by process {os.getpid()}"

    with first.locked(), pytest.raises(CommandError, match=in_use), second.locked():
        pass
    with second.locked():
        pass


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with (
        pytest.raises(CommandError, match="cannot be used: Not a directory"),
        DataFolder(tmp_path / "file" / "x").locked(),
    ):
        pass


def test_commands_take_unset_settings_from_a_running_dev(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    kept = folder.secrets()
    folder.write_facts(FACTS)
    said: list[str] = []

    with folder.locked():
        filled = fill_from_dev(Settings(data_dir=tmp_path, redis_url="redis://mine:1/0"), said.append)

    assert filled.database_url == FACTS.database_url
    assert filled.redis_url == "redis://mine:1/0"
    assert filled.jwt_secret == SecretStr(kept.jwt_secret)
    assert filled.privacy_secret == SecretStr(kept.privacy_secret)
    assert filled.social_keys == SecretStr(kept.social_key)
    names = "VIEWPULSE_JWT_SECRET, VIEWPULSE_DATABASE_URL, VIEWPULSE_PRIVACY_SECRET, VIEWPULSE_SOCIAL_KEYS"
    assert said == [f"Using the servers of `viewpulse dev` in {tmp_path}: {names}."]


def test_commands_next_to_a_demo_ask_its_social_networks(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.secrets()
    local = {"social_instagram_url": "http://127.0.0.1:7"}
    folder.write_facts(msgspec.structs.replace(FACTS, social_urls=local))

    with folder.locked():
        filled = fill_from_dev(Settings(data_dir=tmp_path), lambda _line: None)

    assert filled.social_instagram_url == "http://127.0.0.1:7"
    assert filled.social_facebook_url == Settings().social_facebook_url


def test_leftovers_of_a_killed_run_do_not_count_as_running(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    kept = folder.secrets()
    folder.write_facts(FACTS)
    said: list[str] = []
    killed = subprocess.Popen([sys.executable, "-c", "pass"])
    folder.lock_file.write_bytes(describe(killed.pid))
    killed.wait()
    line = f"Nothing runs in {tmp_path} any more; start it with `make run`, or set VIEWPULSE_DATABASE_URL."

    with pytest.raises(CommandError) as refused:
        fill_from_dev(Settings(data_dir=tmp_path), pytest.fail)

    assert str(refused.value) == line
    assert secret_from_dev(Settings(data_dir=tmp_path), said.append).jwt_secret == SecretStr(kept.jwt_secret)
    elsewhere = fill_from_dev(Settings(data_dir=tmp_path, database_url="postgresql://mine/x"), said.append)
    assert (elsewhere.database_url, elsewhere.redis_url) == ("postgresql://mine/x", Settings().redis_url)


def test_commands_say_that_the_server_is_still_starting(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.secrets()

    with folder.locked(), pytest.raises(CommandError, match="is not ready yet"):
        fill_from_dev(Settings(data_dir=tmp_path), pytest.fail)


def test_checking_whether_it_runs_does_not_prevent_a_start(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    assert folder.holder() is None

    with folder.locked():
        assert folder.holder() == os.getpid()

    assert folder.holder() is None


def test_without_it_nothing_is_filled(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)

    assert fill_from_dev(settings, pytest.fail) == settings
