"""The JavaScript packages come from a lock that any registry mirror can serve."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.clients.node import FOLDER, node_executable, node_modules

ROOT = FOLDER.parents[1]
LOCKS = {
    "clients": FOLDER,
    "dashboard": ROOT / "examples" / "dashboard",
    "typescript": ROOT / "clients" / "typescript",
}
each_lock = pytest.mark.parametrize("folder", LOCKS.values(), ids=LOCKS)


def packages_of(folder: Path) -> dict[str, Any]:
    """The locked packages, by their path; not those of the workspace itself."""
    lock = json.loads((folder / "package-lock.json").read_text())
    found = {path: package for path, package in lock["packages"].items() if "node_modules/" in path}
    return {path: package for path, package in found.items() if not package.get("link")}


@each_lock
def test_the_lock_names_no_registry(folder: Path) -> None:
    assert not [path for path, package in packages_of(folder).items() if "resolved" in package]
    assert "://registry" not in (folder / "package-lock.json").read_text()


@each_lock
def test_every_locked_package_has_a_hash(folder: Path) -> None:
    assert packages_of(folder)
    assert all(package["integrity"].startswith("sha512-") for package in packages_of(folder).values())


@each_lock
def test_every_dependency_is_pinned_to_one_version(folder: Path) -> None:
    package = json.loads((folder / "package.json").read_text())
    wanted = package.get("dependencies", {}) | package.get("devDependencies", {})
    locked = packages_of(folder)
    assert all(version[0].isdigit() for version in wanted.values())
    assert wanted == {name: locked[f"node_modules/{name}"]["version"] for name in wanted}


def test_the_installed_packages_are_the_locked_ones() -> None:
    installed = node_modules()
    for path, package in packages_of(FOLDER).items():
        if "os" not in package:  # else it is for one kind of machine
            found = json.loads((installed.parent / path / "package.json").read_text())
            assert found["version"] == package["version"]


def test_node_comes_from_the_python_environment() -> None:
    assert node_executable().is_relative_to(node_executable().parents[3])
    assert "site-packages" in str(node_executable())
