"""The alerts of `examples/monitoring` over real scrapes: what was seen of a fault becomes series that last.

Two looks before the fault and two during it give the speed of each counter, and promtool evaluates the rules over an
hour of it. Gauges stay as they were seen, but for those that a fault is said to let grow by a second each second.
"""

import asyncio
import json
import re
import shutil
import subprocess
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml
from prometheus_client.parser import text_string_to_metric_families

RULES = Path(__file__).parents[2] / "examples" / "monitoring" / "alerts.yml"
ALERTS = frozenset(
    rule["alert"] for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"] if "alert" in rule
)
NAMES = frozenset(re.findall(r"\bviewpulse_\w+", RULES.read_text()))
"""What the rules look at."""
BEFORE = 10
"""Steps before the fault."""
MISSING = (
    "promtool is missing: install Debian's package prometheus (apt-get install --no-install-recommends prometheus), "
    "or put promtool of another Prometheus on the PATH"
)


@dataclass(frozen=True)
class Look:
    """What Prometheus would have found at one moment.

    Attributes:
        at: The time.
        values: The values by series, with ``up``; of a name that the rules look at.
    """

    at: float
    values: Mapping[str, float]

    def __getitem__(self, name: str) -> float:
        """The largest value of a name, whatever its labels; -1 if no target shows it."""
        return max((value for series, value in self.values.items() if series.partition("{")[0] == name), default=-1.0)


@dataclass(frozen=True)
class Fault:
    """One fault as it was seen.

    Attributes:
        what: What was broken.
        before: Two looks while everything was well, with requests in between.
        during: Two looks at the fault, with requests in between.
        fires: Exactly the alerts that it must fire, if it lasts.
        steps: For how many steps it lasts.
        minutes: Minutes of a step.
        grows: Gauges that grow by a second each second, as long as it lasts.
        possible: Alerts that may fire, too, before the fault as well.
    """

    what: str
    before: tuple[Look, Look]
    during: tuple[Look, Look]
    fires: frozenset[str]
    steps: int
    minutes: int = 1
    grows: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()

    def as_test(self) -> dict[str, Any]:
        """A test for promtool: before the fault no alert is even pending, during it exactly the right ones fire."""
        others = f',alertname!~"{"|".join(sorted(self.possible))}"' if self.possible else ""
        return {
            "name": self.what,
            "interval": f"{self.minutes}m",
            "input_series": [{"series": series, "values": values} for series, values in self._series()],
            "promql_expr_test": [
                {
                    "expr": f'group by (alertname) (ALERTS{{alertstate!=""{others}}})',
                    "eval_time": f"{(BEFORE - 1) * self.minutes}m",
                    "exp_samples": [],
                },
                {
                    "expr": f'group by (alertname) (ALERTS{{alertstate="firing"{others}}})',
                    "eval_time": f"{(BEFORE + self.steps) * self.minutes}m",
                    "exp_samples": [{"labels": f'{{alertname="{alert}"}}', "value": 1} for alert in sorted(self.fires)],
                },
            ],
        }

    def _series(self) -> Iterator[tuple[str, str]]:
        """The values of each series, as promtool writes them."""
        for series in sorted(set().union(*(look.values for look in (*self.before, *self.during)))):
            name = series.partition("{")[0]
            if name.endswith("_total"):
                yield series, self._counter(series)
                continue
            earlier, later = self.before[1].values.get(series), self.during[1].values.get(series)
            if name.endswith("_timestamp_seconds"):  # promtool begins in 1970
                earlier, later = (None if value is None else value - self.before[1].at for value in (earlier, later))
            speed = 60 * self.minutes if name in self.grows else 0
            yield series, f"{_part(earlier, 0, BEFORE)} {_part(later, speed, self.steps + 1)}"

    def _counter(self, series: str) -> str:
        slow, fast = self._speed(self.before, series), self._speed(self.during, series)
        begins = None if slow is None else 0.0
        continues = None if fast is None else (slow or 0.0) * BEFORE
        return f"{_part(begins, slow or 0.0, BEFORE)} {_part(continues, fast or 0.0, self.steps + 1)}"

    def _speed(self, looks: tuple[Look, Look], series: str) -> float | None:
        """What a counter grows by in a step; None if there is no such counter."""
        first, second = looks
        if series not in second.values:
            return None
        grown = second.values[series] - first.values.get(series, 0.0)
        return grown / (second.at - first.at) * 60 * self.minutes


def _part(value: float | None, speed: float, steps: int) -> str:
    """So many values from one on; without one, the series ends."""
    return f"stale _x{steps - 1}" if value is None else f"{value:.3f}+{speed:.3f}x{steps - 1}"


async def look(targets: Mapping[str, str], at: float | None = None) -> Look:
    """Scrapes every target.

    Args:
        targets: Host and port of each, by its job.
        at: The time; by default that of this machine.
    """
    async with httpx.AsyncClient(timeout=15, verify=False) as http:
        pages = await asyncio.gather(*(_scrape(http, address) for address in targets.values()))
    values: dict[str, float] = {}
    for job, page in zip(targets, pages, strict=True):
        target = {"job": job, "instance": job}
        values[_series("up", target)] = float(page is not None)
        for family in text_string_to_metric_families(page or ""):
            values |= {
                _series(sample.name, {**sample.labels, **target}): sample.value
                for sample in family.samples
                if sample.name in NAMES
            }
    return Look(time.time() if at is None else at, values)


async def _scrape(http: httpx.AsyncClient, address: str) -> str | None:
    try:
        return (await http.get(f"http://{address}/metrics")).raise_for_status().text
    except httpx.HTTPError:
        return None


def _series(name: str, labels: Mapping[str, str]) -> str:
    return f"{name}{{{','.join(f'{label}={json.dumps(value)}' for label, value in sorted(labels.items()))}}}"


def not_as_expected(faults: Iterable[Fault], folder: Path) -> str:
    """What promtool says of faults that did not fire exactly their alerts; nothing if all did.

    Args:
        faults: Faults as they were seen.
        folder: Where files for promtool are written.
    """
    promtool = shutil.which("promtool")
    assert promtool is not None, MISSING
    by_minutes: dict[int, list[Fault]] = {}
    for fault in faults:
        by_minutes.setdefault(fault.minutes, []).append(fault)
    files = [_written(minutes, some, folder) for minutes, some in by_minutes.items()]
    done = subprocess.run([promtool, "test", "rules", *files], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def _written(minutes: int, faults: Collection[Fault], folder: Path) -> Path:
    path = folder / f"every_{minutes}_minutes.yml"
    tests = [fault.as_test() for fault in faults]
    path.write_text(yaml.safe_dump({"rule_files": [str(RULES)], "evaluation_interval": f"{minutes}m", "tests": tests}))
    return path
