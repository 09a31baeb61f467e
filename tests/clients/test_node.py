"""The JavaScript packages come from a lock that any registry mirror can serve."""

import json

from tests.clients.node import FOLDER, node_executable, node_modules

LOCK = json.loads((FOLDER / "package-lock.json").read_text())
PACKAGES = {path: package for path, package in LOCK["packages"].items() if path}


def test_the_lock_names_no_registry() -> None:
    assert "resolved" not in json.dumps(LOCK)
    assert "://registry" not in json.dumps(LOCK)


def test_every_locked_package_has_a_hash() -> None:
    assert PACKAGES
    assert all(package["integrity"].startswith("sha512-") for package in PACKAGES.values())


def test_every_dependency_is_pinned_to_one_version() -> None:
    wanted = json.loads((FOLDER / "package.json").read_text())["dependencies"]
    assert all(version[0].isdigit() for version in wanted.values())
    assert wanted == {name: PACKAGES[f"node_modules/{name}"]["version"] for name in wanted}


def test_the_installed_packages_are_the_locked_ones() -> None:
    installed = node_modules()
    for path, package in PACKAGES.items():
        found = json.loads((installed.parent / path / "package.json").read_text())
        assert found["version"] == package["version"]


def test_node_comes_from_the_python_environment() -> None:
    assert node_executable().is_relative_to(node_executable().parents[3])
    assert "site-packages" in str(node_executable())
