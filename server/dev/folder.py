"""The data folder of ``viewpulse dev``: its lock, its secrets, and the file that other programs read."""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from pydantic import SecretStr

from server.cli_errors import CommandError
from server.processes import describe, find_leftover
from server.settings import Settings
from server.storage.write_keys import new_write_key

NOTHING_RUNS = "Nothing runs in {} any more; start it with `make run`"


class Secrets(msgspec.Struct, rename="camel"):
    """Values that must not change between starts."""

    jwt_secret: str
    write_key: str
    privacy_secret: str = ""
    social_key: str = ""


class Facts(msgspec.Struct, rename="camel"):
    """``dev.json``: all that a program needs to use the running product.

    Attributes:
        url: The GraphQL endpoint.
        ws_url: The same for subscriptions.
        write_key: The key that apps send events with.
        creator_token: Token of a creator.
        admin_token: Token of an admin.
        database_url: The embedded PostgreSQL.
        redis_url: The embedded Redis.
        metrics_urls: What operators see of api, aggregator and worker, for Prometheus.
        social_urls: Settings with the addresses of local social networks; empty: those of the real ones.
        pids: Process ids of api, aggregator, worker, postgres and redis, kept current.
    """

    url: str
    ws_url: str
    write_key: str
    creator_token: str
    admin_token: str
    database_url: str
    redis_url: str
    metrics_urls: dict[str, str]
    pids: dict[str, int]
    social_urls: dict[str, str] = {}


def write_private(file: Path, content: bytes) -> None:
    """Replaces a file in one step; only its owner may read it."""
    partial = file.with_name(file.name + ".partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    partial.write_bytes(content)
    partial.replace(file)


class DataFolder:
    """One data folder; call ``locked()`` first.

    Args:
        path: The folder; created if it does not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.facts_file = self.path / "dev.json"
        self.lock_file = self.path / "lock"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Locks the folder for this process; the kernel releases the lock however the process ends."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = self.lock_file.open("a+b")
        except OSError as error:
            raise CommandError(f"The data folder {self.path} cannot be used: {error.strerror}.") from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                holder = self.holder()
                raise CommandError(
                    f"The data folder {self.path} is in use by {f'process {holder}' if holder else 'a process'}: "
                    "stop that one, or set VIEWPULSE_DATA_DIR to another folder."
                ) from error
            lock.truncate(0)
            lock.write(describe(os.getpid()))
            lock.flush()
            try:
                yield
            finally:
                lock.truncate(0)

    def holder(self) -> int | None:
        """Process id of the ``viewpulse dev`` that runs here. Only reads, so it never prevents a start."""
        process = find_leftover(self.lock_file)
        return process.pid if process else None

    def secrets(self) -> Secrets:
        """The stored secrets; created by the first start."""
        file = self.path / "secrets.json"
        with suppress(FileNotFoundError, msgspec.DecodeError):
            found = msgspec.json.decode(file.read_bytes(), type=Secrets)
            if found.privacy_secret and found.social_key:
                return found
            made = msgspec.structs.replace(  # of an older version
                found,
                privacy_secret=found.privacy_secret or secrets.token_urlsafe(48),
                social_key=found.social_key or _new_social_key(),
            )
            write_private(file, msgspec.json.encode(made))
            return made
        made = Secrets(secrets.token_urlsafe(48), new_write_key(), secrets.token_urlsafe(48), _new_social_key())
        write_private(file, msgspec.json.encode(made))
        return made

    def write_facts(self, facts: Facts) -> None:
        """Writes ``dev.json``; a reader sees the old file or the new one, never half of it."""
        write_private(self.facts_file, msgspec.json.format(msgspec.json.encode(facts), indent=2) + b"\n")

    def forget_facts(self) -> None:
        """Removes ``dev.json`` after everything has stopped."""
        self.facts_file.unlink(missing_ok=True)


def _new_social_key() -> str:
    from server.social.vault import new_key  # noqa: PLC0415 - slow to load, and needed once

    return new_key()


def fill_from_dev(settings: Settings, say: Callable[[str], None]) -> Settings:
    """Settings for a command next to a running ``viewpulse dev``: unset ones come from its folder.

    Raises:
        CommandError: It ran in that folder but no longer runs, and no other database is set.
    """
    path = settings.data_dir
    try:
        kept = msgspec.json.decode((path / "secrets.json").read_bytes(), type=Secrets)
    except (OSError, msgspec.DecodeError):
        return settings
    found: dict[str, object] = {}
    if settings.jwks_url is None:
        found["jwt_secret"] = SecretStr(kept.jwt_secret)
    runs = DataFolder(path).holder() is not None
    with suppress(OSError, msgspec.DecodeError):
        facts = msgspec.json.decode((path / "dev.json").read_bytes(), type=Facts)
        if runs:
            found |= {"database_url": facts.database_url, "redis_url": facts.redis_url}
            found |= facts.social_urls
            if "database_url" not in settings.model_fields_set:
                own = {"privacy_secret": kept.privacy_secret, "social_keys": kept.social_key}
                found |= {name: SecretStr(secret) for name, secret in own.items() if secret}
    if "database_url" not in settings.model_fields_set | found.keys():
        state = "The server in {} is not ready yet; wait for it" if runs else NOTHING_RUNS
        raise CommandError(f"{state.format(path)}, or set VIEWPULSE_DATABASE_URL.")
    return _filled(settings, found, say)


def secret_from_dev(settings: Settings, say: Callable[[str], None]) -> Settings:
    """Settings for a command that needs no server; a missing secret is taken from the folder."""
    with suppress(OSError, msgspec.DecodeError):
        kept = msgspec.json.decode((settings.data_dir / "secrets.json").read_bytes(), type=Secrets)
        if settings.jwks_url is None:
            return _filled(settings, {"jwt_secret": SecretStr(kept.jwt_secret)}, say)
    return settings


def database_of_tokens(settings: Settings) -> str | None:
    """The database of the server that accepts tokens of these settings; None if unknown.

    It is the database of the settings, if set, or of the running ``viewpulse dev`` with the same secret.
    """
    if "database_url" in settings.model_fields_set:
        return settings.database_url
    if settings.jwt_secret is None and DataFolder(settings.data_dir).holder() is not None:
        with suppress(OSError, msgspec.DecodeError):
            facts = msgspec.json.decode((settings.data_dir / "dev.json").read_bytes(), type=Facts)
            return facts.database_url
    return None


def _filled(settings: Settings, found: dict[str, object], say: Callable[[str], None]) -> Settings:
    missing = {name: value for name, value in found.items() if name not in settings.model_fields_set}
    if missing:
        names = ", ".join(f"VIEWPULSE_{name.upper()}" for name in missing)
        say(f"Using the servers of `viewpulse dev` in {settings.data_dir}: {names}.")
    return settings.model_copy(update=missing)
