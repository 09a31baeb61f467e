"""`make soak`: the scenarios of `tests/fault/scenarios` for many rounds, each on a deployment of its own."""

import argparse
import asyncio
import secrets
import sys
import time
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tests.fault.deployment import deployed
from tests.fault.scenarios.playing import SCENARIOS, Outcome, Scenario, play

MINUTES = 30.0
SEEDS = 2**32
SHOWN_PROBLEMS = 20
MIB = 2**20
AROUND_SECONDS = 12.0
"""What a deployment, the comparison and the rebuild take."""
COLUMNS = ("rounds", "sent", "acknowledged", "lost", "counted twice", "invented", "s to heal", "peak MiB")


def soak(names: Sequence[str], minutes: float, seed: int, console: Console) -> int:
    """Plays scenarios one after another, and prints what each came to.

    Args:
        names: Of the scenarios.
        minutes: For all of them, short ones first; each gets a share by what its rounds take, and is played at least
            once.
        seed: Of all random choices but the times that processes take.
        console: Where it is printed.

    Returns:
        The exit code: 0 if every promise was kept.
    """
    console.print(f"seed {seed}, {len(names)} scenarios, {minutes:g} minutes")
    ends = time.monotonic() + 60 * minutes
    left = sorted((SCENARIOS[name] for name in names), key=_seconds)
    outcomes: list[Outcome] = []
    try:
        while left:
            share = max(0.0, ends - time.monotonic()) * _seconds(left[0]) / sum(map(_seconds, left))
            outcome = _play(left[0], seed, share - AROUND_SECONDS)
            outcomes.append(outcome)
            left.pop(0)
            console.print(_line(outcome))
            for note in outcome.notes:
                console.print(f"  {note}", markup=False)
            for problem in outcome.problems[:SHOWN_PROBLEMS]:
                console.print(f"  {problem}", markup=False)
    except KeyboardInterrupt:
        console.print("interrupted")
    console.print(summary(outcomes))
    for scenario in left:
        console.print(f"not played: {scenario.name}")
    return 1 if left or any(outcome.problems or outcome.is_late for outcome in outcomes) else 0


def _seconds(scenario: Scenario) -> float:
    """What all rounds of a scenario take, about."""
    return AROUND_SECONDS + scenario.rounds * scenario.seconds


def _play(scenario: Scenario, seed: int, seconds: float) -> Outcome:
    """Plays a scenario on a new deployment; a rebuild must then find no difference."""
    with deployed(previous=scenario.previous) as deployment:
        outcome = asyncio.run(play(scenario, deployment, seed, scenario.rounds, seconds=seconds, is_long=True))
        if not outcome.failure and (difference := deployment.rebuild()):
            outcome.failure = f"a rebuild found differences:\n{difference}"
        return outcome


def _line(outcome: Outcome) -> str:
    state = "FAILED" if outcome.problems else "late" if outcome.is_late else "ok"
    return f"{outcome.scenario.name}: {state}, {outcome.rounds} rounds in {outcome.seconds:.0f} s"


def summary(outcomes: Sequence[Outcome]) -> Table:
    """One row for each scenario."""
    table = Table("scenario", *COLUMNS)
    for outcome in outcomes:
        found, rounds = outcome.verdict, str(outcome.rounds)
        heal = f"{max(outcome.healed):.1f}" + (" LATE" if outcome.is_late else "") if outcome.healed else ""
        numbers = ["?"] * 5
        if found is not None:
            numbers = [f"{found.sent:,}", f"{found.acknowledged:,}"]
            numbers += [str(len(lines)) for lines in (found.lost, found.doubled, found.invented)]
        table.add_row(outcome.scenario.what, rounds, *numbers, heal, f"{outcome.memory / MIB:.0f}")
    return table


def main() -> None:
    """The command."""
    described = "\n".join(f"  {found.name}: {found.what}, {found.rounds} rounds" for found in SCENARIOS.values())
    parser = argparse.ArgumentParser(
        prog="python -m tests.soak",
        description=__doc__,
        epilog=f"scenarios:\n{described}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="SCENARIO", help="which to play; all by default")
    parser.add_argument("--minutes", type=float, default=MINUTES, help=f"for all of them; {MINUTES:g} by default")
    parser.add_argument("--seed", type=int, help="of the random choices; printed, and drawn if there is none")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - SCENARIOS.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    seed = secrets.randbelow(SEEDS) if arguments.seed is None else arguments.seed
    console = Console(width=None if sys.stdout.isatty() else 170)
    raise SystemExit(soak(arguments.names or list(SCENARIOS), arguments.minutes, seed, console))


if __name__ == "__main__":
    main()
