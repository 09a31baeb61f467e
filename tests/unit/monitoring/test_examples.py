"""The alert rules and the Grafana board ask for nothing that /metrics does not show, and every alert has a test."""

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from server.monitoring.instruments import INSTRUMENTS, Kind
from server.monitoring.monitoring_page import with_instruments
from server.transport.health import Health

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples" / "monitoring"
PAGE = (ROOT / "docs" / "monitoring.md").read_text()
RULES = [rule for group in yaml.safe_load((EXAMPLES / "alerts.yml").read_text())["groups"] for rule in group["rules"]]
ALERTS = [rule for rule in RULES if "alert" in rule]
TESTS = yaml.safe_load((EXAMPLES / "alerts_test.yml").read_text())["tests"]
PANELS = json.loads((EXAMPLES / "board.json").read_text())["panels"]
SHOWN = set(re.findall(r"^\| `((?:viewpulse|process)_\w+)[` ]", PAGE, re.MULTILINE))
ENDINGS = ("_bucket", "_sum", "_count")

_NAME = re.compile(r"\b(?:viewpulse|process)_\w+")
_LABELS = re.compile(r"\b((?:viewpulse|process)_\w+)\{([^}]*)\}")


def unknown_names(expression: str) -> Iterator[str]:
    """Names in an expression that the page does not have, or labels that they do not have."""
    for name in _NAME.findall(expression):
        base = next((name.removesuffix(ending) for ending in ENDINGS if name.endswith(ending)), name)
        is_part = base != name and base in SHOWN and INSTRUMENTS[base].kind is Kind.HISTOGRAM
        is_whole = name in SHOWN and INSTRUMENTS[name].kind is not Kind.HISTOGRAM
        if not (is_part or is_whole):
            yield name
    for name, labels in _LABELS.findall(expression):
        known = INSTRUMENTS[name].labels if name in INSTRUMENTS else ()
        yield from (f"{name} {label}" for label in re.findall(r"(\w+)[=!]", labels) if label not in known)


def test_the_page_shows_every_name_as_it_is_declared() -> None:
    assert with_instruments(PAGE) == PAGE, "make format prints the tables"
    assert set(INSTRUMENTS) == SHOWN


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.get("alert") or rule["record"])
def test_a_rule_uses_names_of_the_page(rule: dict[str, Any]) -> None:
    recorded = {rule["record"] for rule in RULES if "record" in rule}

    assert list(unknown_names(rule["expr"])) == []
    assert set(re.findall(r"\bviewpulse:[\w:]+", rule["expr"])) <= recorded
    assert _NAME.search(rule["expr"]) or "viewpulse:" in rule["expr"] or 'up{job=~"viewpulse' in rule["expr"]


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel["title"])
def test_a_panel_uses_names_of_the_page(panel: dict[str, Any]) -> None:
    for target in panel["targets"]:
        assert _NAME.search(target["expr"])
        assert list(unknown_names(target["expr"])) == []


def test_a_wrong_name_or_label_would_be_found() -> None:
    assert list(unknown_names("rate(viewpulse_operations[5m]) > viewpulse_operation_seconds")) == [
        "viewpulse_operations",
        "viewpulse_operation_seconds",
    ]
    assert list(unknown_names('viewpulse_operations_total{status="x"}')) == ["viewpulse_operations_total status"]
    assert list(unknown_names("rate(viewpulse_operation_seconds_bucket[5m])")) == []


def findings() -> set[str]:
    """What the doctor looks at."""
    source = "".join((ROOT / "server" / name).read_text() for name in ("doctor.py", "rollup/overdue.py"))
    return set(re.findall(r'(?:Finding\(|KeptTier\(|what = |what, \w+ = )"([^"]+)"', source))


def test_every_red_light_has_a_remedy_and_what_the_doctor_sees_it_explains() -> None:
    _, _, alerts = PAGE.partition("\n## Alerts\n")
    rows = {line.split("|")[1]: line.split("|")[3] for line in alerts.splitlines() if line.startswith("| `Viewpulse")}
    unseen = {"ViewpulseErrors", "ViewpulseBurnsFast", "ViewpulseDown", "ViewpulseCheckpointOld"}
    for names, remedy in rows.items():
        assert remedy.strip()
        named = set(re.findall(r"\*\*([^*]+)\*\*", remedy))
        assert named <= findings()
        assert named or not unseen.isdisjoint(re.findall(r"\w+", names)), names

    _, _, health = (ROOT / "docs" / "operations.md").read_text().partition("\n## Health\n")
    parts = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", health.partition("\n## ")[0], re.MULTILINE))
    assert parts.keys() == set(
        re.findall(r'^                "(\w+)": ', inspect.getsource(Health.ready), re.MULTILINE)
    ) - {"status"}
    for remedy in parts.values():
        named = set(re.findall(r"\*\*([^*]+)\*\*", remedy))
        assert named
        assert named <= findings()


def test_every_alert_has_a_row_in_the_page_and_a_test_that_fires_it() -> None:
    names = [alert["alert"] for alert in ALERTS]
    fired = [case["alertname"] for test in TESTS for case in test["alert_rule_test"] if case["exp_alerts"]]
    _, _, table = PAGE.partition("\n## Alerts\n")

    assert sorted(set(fired)) == sorted(names)
    assert [name for line in table.splitlines() for name in re.findall(r"`(Viewpulse\w+)`", line)] == names
    for alert in ALERTS:
        assert alert["labels"]["severity"] in {"page", "ticket"}
        assert alert["annotations"]["summary"].endswith(".")
