"""The system user that PostgreSQL runs as where we are root."""

import os
import pwd
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.unprivileged import SYSTEM_USER, unprivileged_account

STARTERS = 4


def test_processes_that_start_at_once_make_one_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has a look first, and finds none."""
    made: list[int] = []
    looks = 0

    def look(name: str) -> pwd.struct_passwd:
        nonlocal looks
        looks += 1
        if name != SYSTEM_USER or not made or looks <= STARTERS:
            raise KeyError(name)
        return pwd.struct_passwd((name, "x", made[-1], made[-1], "", "", ""))

    def useradd(*_: object, **__: object) -> "subprocess.CompletedProcess[bytes]":
        time.sleep(0.05)  # another one is asked for meanwhile
        made.append(999 - len(made))
        return subprocess.CompletedProcess([], 0)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(pwd, "getpwnam", look)
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "run", useradd)

    with ThreadPoolExecutor(STARTERS) as starters:
        accounts = list(starters.map(lambda _: unprivileged_account(), range(STARTERS)))

    assert made == [999]
    assert {account.user for account in accounts} == {999}
