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
MEDIA = WORKSPACE / "packages" / "media"
SCOPE = "@viewpulse"
EXAMPLE = WORKSPACE.parents[1] / "examples" / "player" / "libraries"
STORAGE = ("--no-warnings", "--experimental-webstorage")


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time builds."""
    with (Path(tempfile.gettempdir()) / "viewpulse-typescript.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@functools.cache
def installed() -> Path:
    """An empty project with the packed libraries for tracking, and nothing else."""
    project = Path(tempfile.mkdtemp(prefix="viewpulse-app-"))
    node_modules(WORKSPACE)
    with alone():
        for package in (CORE, MEDIA):  # in this order: the one needs the types of the other
            # its own script builds it; those of other packages never run
            run_npm(package, "pack", "--ignore-scripts=false", "--pack-destination", str(project))
    tarballs = sorted(path.name for path in project.glob("*.tgz"))
    (project / "package.json").write_text(json.dumps({"name": "app", "private": True, "type": "module"}))
    run_npm(project, "install", "--offline", "--ignore-scripts", *tarballs)
    return project


def library(package: str = "core") -> Path:
    """The file that an app of that project imports."""
    return installed() / "node_modules" / SCOPE / package / "dist" / "index.js"


def bundled(text: str, *options: str) -> str:
    """A module of that project with all that it imports, as bundlers put it into one file."""
    entry = installed() / "entry.js"
    entry.write_text(text)
    esbuild = WORKSPACE / "node_modules" / "esbuild" / "bin" / "esbuild"
    done = node(esbuild, entry, "--bundle", "--format=esm", "--target=es2022", *options, folder=installed())
    assert done.returncode == 0, done.stderr
    return done.stdout


def write_example(folder: Path = EXAMPLE) -> None:
    """Writes the libraries of the example page, which needs no build."""
    folder.mkdir(exist_ok=True)
    for package in ("core", "media"):
        options = (f"--external:{SCOPE}/core",) if package != "core" else ()
        text = bundled(f'export * from "./node_modules/{SCOPE}/{package}/dist/index.js";', *options)
        folder.joinpath(f"{package}.js").write_text(
            f"// Built from clients/typescript/packages/{package}; do not edit.\n\n{text}"
        )


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
    write_example()
    sys.exit(max(done.returncode for done in written))
