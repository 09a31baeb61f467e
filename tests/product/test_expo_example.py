"""The Expo example: a compiler accepts it with the types of React Native, expo-video and our own packages."""

import json
import shutil
import tarfile
from pathlib import Path

from tests.clients.node import run_npm
from tests.clients.tarballs import app
from tests.clients.typescript import SCOPE, WORKSPACE, node

EXAMPLE = Path(__file__).parents[2] / "examples" / "expo"
TYPED = (
    "@react-native-async-storage/async-storage",
    "@react-native/virtualized-lists",
    "@types/react",
    "csstype",
    "expo",
    "expo-asset",
    "expo-modules-core",
    "expo-video",
    "react-native",
)
"""Packages whose types the example needs: an app installs 450 MB more, for builds and devices."""
READ = (".ts", ".tsx", ".json")


def install_types(modules: Path, archives: Path) -> None:
    """Fills a folder with our packages, and with the types of others in the versions of the lock."""
    locked = json.loads((EXAMPLE / "package-lock.json").read_text())["packages"]
    archives.mkdir()
    versions = {name: locked[f"node_modules/{name}"]["version"] for name in TYPED}
    run_npm(archives, "pack", *(f"{name}@{version}" for name, version in versions.items()))
    for name, version in versions.items():
        folder = modules / name
        folder.mkdir(parents=True)
        with tarfile.open(archives / f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz") as archive:
            for member in archive.getmembers():
                member.name = member.name.partition("/")[2]
                if member.isfile() and member.name.endswith(READ):
                    archive.extract(member, folder, filter="data")
    (modules / SCOPE).symlink_to(app() / "node_modules" / SCOPE)


def test_a_compiler_accepts_it(tmp_path: Path) -> None:
    project = tmp_path / "expo"
    project.mkdir()
    for name in ("App.tsx", "package.json", "tsconfig.json"):
        shutil.copy(EXAMPLE / name, project)
    install_types(project / "node_modules", tmp_path / "archives")
    done = node(WORKSPACE / "node_modules" / "typescript" / "bin" / "tsc", "--listFiles", folder=project)
    assert done.returncode == 0, done.stdout
    read = done.stdout.splitlines()
    for package in (*TYPED, "@viewpulse/core", "@viewpulse/live", "@viewpulse/media", "@viewpulse/react"):
        assert any(f"node_modules/{package}/" in file for file in read), package


def test_its_lock_is_that_of_its_packages() -> None:
    """What an app installs follows from the lock."""
    asked = json.loads((EXAMPLE / "package.json").read_text())
    lock = json.loads((EXAMPLE / "package-lock.json").read_text())["packages"]
    for kind in ("dependencies", "devDependencies"):
        assert lock[""][kind] == asked[kind]
    exact = {name: said for name, said in asked["dependencies"].items() if not said.startswith("file:")}
    assert {name: lock[f"node_modules/{name}"]["version"] for name in exact} == exact
