"""Whose folders a run of the tests may remove."""

from pathlib import Path

from tests.folders import PREFIX, held, remove_leftovers


def folder_of(memory: Path, name: str, *contents: str) -> Path:
    """A folder of servers."""
    folder = memory / f"{PREFIX}{name}"
    folder.mkdir()
    for content in contents:
        (folder / content).touch()
    return folder


def test_used_folders_stay_and_those_of_killed_runs_are_deleted(tmp_path: Path) -> None:
    used = folder_of(tmp_path, "used", "data")
    new = folder_of(tmp_path, "new")
    left = folder_of(tmp_path, "left", "data")

    with held(used):
        remove_leftovers(tmp_path)
        assert (used.exists(), new.exists(), left.exists()) == (True, True, False)

    remove_leftovers(tmp_path)
    assert not used.exists()
