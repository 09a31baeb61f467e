"""The data folder of ``viewpulse dev``: who uses it, its secrets, and what it tells other programs."""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from pydantic import SecretStr

from server.problem import CommandError
from server.settings import Settings
from server.storage.write_keys import new_write_key


class Secrets(msgspec.Struct, rename="camel"):
    """What must stay the same from one start to the next."""

    jwt_secret: str
    write_key: str


class Facts(msgspec.Struct, rename="camel"):
    """``dev.json``: all that a program needs to use the running product.

    Attributes:
        url: The GraphQL endpoint.
        ws_url: The same for subscriptions.
        write_key: What an app sends to track.
        creator_token: A creator's token.
        admin_token: An administrator's token.
        database_url: The embedded PostgreSQL.
        redis_url: The embedded Redis.
        pids: Process ids of api, aggregator, postgres and redis, kept current.
    """

    url: str
    ws_url: str
    write_key: str
    creator_token: str
    admin_token: str
    database_url: str
    redis_url: str
    pids: dict[str, int]


def write_private(file: Path, content: bytes) -> None:
    """Replaces a file in one step; only its owner may read it."""
    partial = file.with_name(file.name + ".partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    partial.write_bytes(content)
    partial.replace(file)


class DataFolder:
    """One data folder; ``locked()`` first, then the rest.

    Args:
        path: Where it is; made when it is missing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.facts_file = self.path / "dev.json"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keeps the folder for this process; the kernel lets go of it however the process ends."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / "lock").open("a+")
        except OSError as error:
            raise CommandError(f"The data folder {self.path} cannot be used: {error.strerror}.") from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                lock.seek(0)
                holder = lock.read().strip() or "unknown"
                raise CommandError(
                    f"The data folder {self.path} is in use by process {holder}: "
                    "stop that one, or set VIEWPULSE_DATA_DIR to another folder."
                ) from error
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield

    def secrets(self) -> Secrets:
        """The kept secrets; made by the first start."""
        file = self.path / "secrets.json"
        with suppress(FileNotFoundError, msgspec.DecodeError):
            return msgspec.json.decode(file.read_bytes(), type=Secrets)
        made = Secrets(jwt_secret=secrets.token_urlsafe(48), write_key=new_write_key())
        write_private(file, msgspec.json.encode(made))
        return made

    def tell(self, facts: Facts) -> None:
        """Writes ``dev.json``; a reader sees the old file or the new one, never half of it."""
        write_private(self.facts_file, msgspec.json.format(msgspec.json.encode(facts), indent=2) + b"\n")

    def forget_facts(self) -> None:
        """Removes ``dev.json``, since nothing runs any more."""
        self.facts_file.unlink(missing_ok=True)


def fill_from_dev(settings: Settings, say: Callable[[str], None]) -> Settings:
    """Settings for a command beside a running ``viewpulse dev``: what nobody set comes from its folder."""
    folder = settings.data_dir
    found: dict[str, object] = {}
    with suppress(OSError, msgspec.DecodeError):
        kept = msgspec.json.decode((folder / "secrets.json").read_bytes(), type=Secrets)
        if settings.jwks_url is None:
            found["jwt_secret"] = SecretStr(kept.jwt_secret)
        facts = msgspec.json.decode((folder / "dev.json").read_bytes(), type=Facts)
        found |= {"database_url": facts.database_url, "redis_url": facts.redis_url}
    missing = {name: value for name, value in found.items() if name not in settings.model_fields_set}
    if missing:
        say(f"Using what runs in {folder}: {', '.join(missing)}.")
    return settings.model_copy(update=missing)
