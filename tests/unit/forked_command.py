"""Runs a command of ``viewpulse`` in a process forked from one that has imported the application already."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from multiprocessing import get_context
from pathlib import Path

from server.cli import main

SECONDS = 60
PRELOADED = [
    "tests.unit.forked_command",
    "server.cli",
    "server.app",
    "server.doctor",
    "server.dev",
    "server.importing.run",
]
_forked = get_context("forkserver")
_forked.set_forkserver_preload(PRELOADED)


def run_forked(arguments: tuple[str, ...], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """What a command printed, and its exit code.

    Args:
        arguments: The command line, without the name of the program.
        environment: All of its environment variables.
    """
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = _forked.Process(target=_run, args=(arguments, dict(environment), str(out), str(err)))
        process.start()
        process.join(SECONDS)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(arguments, SECONDS)
        return subprocess.CompletedProcess(arguments, process.exitcode, out.read_text(), err.read_text())


def _run(arguments: tuple[str, ...], environment: Mapping[str, str], out: str, err: str) -> None:
    for path, descriptor in ((out, 1), (err, 2)):
        opened = os.open(path, os.O_WRONLY | os.O_CREAT)
        os.dup2(opened, descriptor)
        os.close(opened)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["viewpulse", *arguments]
    main()
