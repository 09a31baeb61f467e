"""The systemd unit starts commands that exist, with settings that exist, and is closed as far as it can be."""

import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

from server.cli import app
from server.settings import Settings

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "systemd"
PAGE = (ROOT / "docs" / "operations.md").read_text()
COMMANDS = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
CLOSED = {
    *("DynamicUser", "NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "PrivateUsers", "ProtectClock"),
    *("ProtectControlGroups", "ProtectHostname", "ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables"),
    *("RemoveIPC", "RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID", "LockPersonality"),
}


def unit() -> dict[str, list[str]]:
    """What is set, in all sections; a name may be set several times."""
    found = defaultdict(list)
    for line in (FOLDER / "viewpulse@.service").read_text().splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found[name].append(value)
    return found


def test_the_steps_enable_commands_that_exist() -> None:
    (line,) = re.findall(r"systemctl enable --now (.+)", PAGE)
    enabled = {unit.removeprefix("viewpulse@") for unit in line.split()}
    assert enabled == {"serve", "aggregate", "worker"}
    assert enabled <= COMMANDS
    assert unit()["ExecStart"] == ["/opt/viewpulse/.venv/bin/viewpulse %i"]


def test_the_environment_names_settings_that_exist() -> None:
    names = re.findall(r"^VIEWPULSE_(\w+)=", (FOLDER / "viewpulse.env").read_text(), re.MULTILINE)
    assert len(names) >= 5
    assert {name.lower() for name in names} <= set(Settings.model_fields)


def test_the_service_may_do_little() -> None:
    found = unit()
    assert {name for name in CLOSED if found[name] != ["yes"]} == set()
    assert found["CapabilityBoundingSet"] == [""]
    assert found["ProtectSystem"] == ["strict"]
    assert found["SystemCallFilter"] == ["@system-service", "~@privileged"]


def test_systemd_finds_little_exposure() -> None:
    assert shutil.which("systemd-analyze"), "install Debian's package systemd"
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(FOLDER / "viewpulse@.service")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    (exposure,) = re.findall(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    (told,) = re.findall(r"its exposure is\n([\d.]+) by `systemd-analyze security`", PAGE)
    assert float(exposure) == float(told) <= 2.5


def test_it_is_stopped_patiently_and_may_have_all_connections() -> None:
    found = unit()
    assert float(found["TimeoutStopSec"][0]) > 10 + Settings().ingest_timeout
    assert int(found["LimitNOFILE"][0]) > Settings().max_connections
