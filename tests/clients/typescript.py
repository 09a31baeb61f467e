"""The TypeScript libraries, as an app has them: packed, and installed into an empty project."""

import fcntl
import functools
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.clients.node import node_environment, node_executable, node_modules, run_npm

WORKSPACE = Path(__file__).parents[2] / "clients" / "typescript"
CORE = WORKSPACE / "packages" / "core"
PACKAGE = "@viewpulse/core"
STORAGE = ("--no-warnings", "--experimental-webstorage")


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time builds."""
    with (Path(tempfile.gettempdir()) / "viewpulse-typescript.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@functools.cache
def installed() -> Path:
    """An empty project with the packed core library, and nothing else."""
    project = Path(tempfile.mkdtemp(prefix="viewpulse-app-"))
    node_modules(WORKSPACE)
    with alone():
        # its own script builds it; those of other packages never run
        run_npm(CORE, "pack", "--ignore-scripts=false", "--pack-destination", str(project))
    [tarball] = project.glob("*.tgz")
    (project / "package.json").write_text(json.dumps({"name": "app", "private": True, "type": "module"}))
    run_npm(project, "install", "--offline", "--ignore-scripts", tarball.name)
    return project


def library() -> Path:
    """The file that an app of that project imports."""
    return installed() / "node_modules" / PACKAGE / "dist" / "index.js"


def node(*arguments: str | Path, folder: Path = WORKSPACE, seconds: float = 120) -> subprocess.CompletedProcess[str]:
    """Runs Node to its end, in the workspace or in another folder."""
    node_modules(WORKSPACE)
    return subprocess.run(
        [node_executable(), *arguments],
        cwd=folder,
        env=node_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


if __name__ == "__main__":
    written = [node(script) for script in ("types.mjs", "documents.mjs")]
    sys.stderr.write("".join(done.stderr for done in written))
    sys.exit(max(done.returncode for done in written))
