"""Where figures come from: the code, the machine, the versions."""

import asyncio
import hashlib
import os
import platform
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import psutil
from redis.asyncio import Redis

from server.settings import Settings

ROOT = Path(__file__).parents[1]
FOLDERS = ("server", "resolvers", "migrations", "benchmarks")
LOCK = "requirements-run.lock"


@dataclass
class Code:
    """The code that was measured.

    Attributes:
        commit: The commit that was checked out; None without git.
        dirty: Whether files differed from it.
        fingerprint: Hash of what was run, also without git.
    """

    commit: str | None
    dirty: bool
    fingerprint: str


@dataclass
class Machine:
    """The machine and the versions."""

    architecture: str
    cores: int
    memory_gib: float
    python: str
    postgresql: str
    redis: str


def code(root: Path = ROOT) -> Code:
    """The code as it is now."""
    commit = _git(root, "rev-parse", "HEAD")
    return Code(commit and commit.strip(), bool(_git(root, "status", "--porcelain")), fingerprint(root))


def fingerprint(root: Path = ROOT) -> str:
    """A hash of all that decides how fast it is: Python, SQL, and the locked versions."""
    hashed = hashlib.sha256()
    for file in (*_files(root), root / LOCK):
        content = file.read_bytes()
        hashed.update(f"{file.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return hashed.hexdigest()[:16]


def machine(settings: Settings) -> Machine:
    """This machine, and the servers that the settings name."""
    postgresql, redis = asyncio.run(_server_versions(settings))
    return Machine(
        architecture=platform.machine(),
        cores=os.cpu_count() or 1,
        memory_gib=round(psutil.virtual_memory().total / 2**30, 1),
        python=platform.python_version(),
        postgresql=postgresql,
        redis=redis,
    )


def _files(root: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        yield from sorted(path for path in (root / folder).rglob("*") if path.suffix in (".py", ".sql"))


def _git(root: Path, *arguments: str) -> str | None:
    try:
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None


async def _server_versions(settings: Settings) -> tuple[str, str]:
    connection = await asyncpg.connect(settings.database_url)
    try:
        postgresql = str(await connection.fetchval("SHOW server_version"))
    finally:
        await connection.close()
    async with Redis.from_url(settings.redis_url) as redis:
        return postgresql, str((await redis.info("server"))["redis_version"])
