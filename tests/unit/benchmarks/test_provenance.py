import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.provenance import FOLDERS, LOCK, code, fingerprint


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for folder in FOLDERS:
        (tmp_path / folder / "deep").mkdir(parents=True)
        (tmp_path / folder / "deep" / "fold.sql").write_text("SELECT 1")
    (tmp_path / LOCK).write_text("asyncpg==0.30")
    return tmp_path


@pytest.mark.parametrize(
    "change",
    [
        lambda tree: (tree / "server" / "deep" / "fold.sql").write_text("SELECT 2"),
        lambda tree: (tree / "server" / "deep" / "fold.sql").rename(tree / "server" / "fold.sql"),
        lambda tree: (tree / "benchmarks" / "new.py").touch(),
        lambda tree: (tree / LOCK).write_text("asyncpg==0.31"),
    ],
    ids=["statement", "name", "new file", "versions"],
)
def test_what_decides_the_speed_changes_the_fingerprint(tree: Path, change: Callable[[Path], object]) -> None:
    before = fingerprint(tree)
    change(tree)

    assert fingerprint(tree) != before


def test_other_files_do_not_change_the_fingerprint(tree: Path) -> None:
    before = fingerprint(tree)
    (tree / "README.md").write_text("changed")
    (tree / "server" / "fold.cpython-311.pyc").write_text("cached")

    assert fingerprint(tree) == before


def test_without_git_the_code_has_no_commit(tree: Path) -> None:
    found = code(tree)

    assert (found.commit, found.dirty, found.fingerprint) == (None, False, fingerprint(tree))


def test_with_git_the_code_has_a_commit_and_may_differ_from_it(tree: Path) -> None:
    def git(*arguments: str) -> str:
        author = ("-c", "user.name=a", "-c", "user.email=a@example.com")
        return subprocess.run(["git", *author, *arguments], cwd=tree, check=True, capture_output=True, text=True).stdout

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "first")
    clean = code(tree)
    (tree / LOCK).write_text("asyncpg==0.31")

    assert (clean.commit, clean.dirty) == (git("rev-parse", "HEAD").strip(), False)
    assert code(tree).dirty
