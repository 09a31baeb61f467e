"""`make fuzz`: the property tests again and again with random examples, until one fails or the run is stopped."""

import argparse
import secrets
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

from server.processes import die_with_parent

NOTHING_SELECTED = 5  # of pytest's exit codes; 2 is Ctrl-C, but also a failure in one of several workers
SEEDS = 2**32


def pytest_arguments(seed: int, more: Sequence[str]) -> list[str]:
    """Arguments of pytest for one round; the same seed draws the same examples.

    Args:
        seed: Of all examples of the round.
        more: What the caller adds, such as ``-k ranking``.
    """
    profile = ["--hypothesis-profile", "fuzz", "--hypothesis-seed", str(seed)]
    return ["-m", "hypothesis", *profile, "--quiet", "--exitfirst", "--timeout", "3600", *more]


def repeat_line(seed: int, more: Sequence[str]) -> str:
    """The command that runs one round again, for a shell."""
    arguments = shlex.join(pytest_arguments(seed, more))
    return f"{sys.executable} -m pytest {arguments}"


def fuzz(minutes: float | None, more: Sequence[str]) -> int:
    """Runs rounds until one fails, until it is interrupted, or until the time for new rounds is over.

    Args:
        minutes: No round begins later than that; None: only a failure or Ctrl-C ends it.
        more: Arguments of pytest.

    Returns:
        The exit code: 0 when no round failed.
    """
    began = time.monotonic()
    rounds = 0
    while minutes is None or time.monotonic() - began < 60 * minutes:
        rounds += 1
        seed = secrets.randbelow(SEEDS)
        print(f"\nRound {rounds} after {(time.monotonic() - began) / 60:.0f} min, seed {seed}", flush=True)
        command = [sys.executable, "-m", "pytest", *pytest_arguments(seed, more)]
        code, is_interrupted = _run(command)
        if is_interrupted:
            break
        if code:
            if code == NOTHING_SELECTED:
                return code
            print("\nFailed. .hypothesis/examples keeps the example; the same round again, the example first:\n")
            print(repeat_line(seed, more))
            print("\nPut the example into the test as an @example, so that every run tries it from now on.")
            return 1
    print(f"\n{rounds} rounds in {(time.monotonic() - began) / 60:.1f} min; no example failed.")
    return 0


def _run(command: Sequence[str]) -> tuple[int, bool]:
    """Runs pytest to its end: Ctrl-C reaches it directly, and it stops its servers.

    Returns:
        Its exit code, and whether Ctrl-C was pressed.
    """
    interrupts: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: interrupts.append(number))
    try:
        code = subprocess.run(command, check=False, preexec_fn=die_with_parent(signal.SIGTERM)).returncode
        return code, bool(interrupts)
    finally:
        signal.signal(signal.SIGINT, before)


def main() -> None:
    """The command: ``--minutes N`` and arguments of pytest."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, help="begin no round later than that")
    asked, more = parser.parse_known_args()
    raise SystemExit(fuzz(asked.minutes, more))


if __name__ == "__main__":
    main()
