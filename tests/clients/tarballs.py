"""An app with all packages of the TypeScript workspace: packed, and installed from their tarballs without a network."""

import functools
import json
import tarfile
import tempfile
from pathlib import Path

from tests.clients.node import node_modules, run_npm
from tests.clients.typescript import SCOPE, WORKSPACE, alone

REACT = ("react", "react-dom", "@types/react", "@types/react-dom")
BUILT_BEFORE = {"media": 1, "react": 2}
"""Packages that need others to be built."""


def packages() -> list[str]:
    """Names of the packages, in an order in which they can be built."""
    names = [path.parent.name for path in (WORKSPACE / "packages").glob("*/package.json")]
    return sorted(names, key=lambda name: (BUILT_BEFORE.get(name, 0), name))


@functools.cache
def app() -> Path:
    """An empty project with each package from its tarball, and React as the workspace has it."""
    project = Path(tempfile.mkdtemp(prefix="viewpulse-app-"))
    modules = node_modules(WORKSPACE)
    with alone():
        for name in packages():
            run_npm(WORKSPACE / "packages" / name, "pack", "--ignore-scripts=false", "--pack-destination", str(project))
    dependencies = {f"{SCOPE}/{name}": f"file:{tarball(project, name).name}" for name in packages()}
    dependencies |= {name: f"file:{modules / name}" for name in REACT}
    about = {"name": "app", "private": True, "type": "module", "dependencies": dependencies}
    (project / "package.json").write_text(json.dumps(about))
    run_npm(project, "install", "--offline", "--ignore-scripts")
    return project


def tarball(project: Path, name: str) -> Path:
    """The tarball of a package."""
    [found] = project.glob(f"viewpulse-{name}-*.tgz")
    return found


def files_of(name: str) -> set[str]:
    """What the tarball of a package holds."""
    with tarfile.open(tarball(app(), name)) as packed:
        return {member.removeprefix("package/") for member in packed.getnames()}


def entry(name: str) -> Path:
    """The file that an app imports as a package."""
    return app() / "node_modules" / SCOPE / name / "dist" / "index.js"
