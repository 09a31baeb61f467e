"""The chart renders to objects that Kubernetes knows, with settings, commands and routes that exist."""

import re
import tomllib
from pathlib import Path
from typing import Any

import helm_python
import kubernetes_validate
import pytest
import yaml
from pydantic import SecretStr

from server.cli import app
from server.settings import Settings

ROOT = Path(__file__).parents[2]
CHART = ROOT / "examples" / "kubernetes" / "viewpulse"
VALUES = yaml.safe_load((CHART / "values.yaml").read_text())
ABOUT = yaml.safe_load((CHART / "Chart.yaml").read_text())
PAGE = (ROOT / "docs" / "operations.md").read_text()
COMMANDS = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
GIVEN = {f"VIEWPULSE_{name}": "given" for name in ("DATABASE_URL", "REDIS_URL", "JWT_SECRET", "PRIVACY_SECRET")}
KUBERNETES = ("1.29", "1.37")
"""The oldest version that the chart takes, and the newest whose schemas we have."""
Objects = dict[str, dict[str, Any]]


def rendered(**values: Any) -> Objects:
    """The objects of an installation named ``v``, by kind and name."""
    with helm_python.Chart.load(CHART) as chart:
        files = chart.render({"secrets": GIVEN, **values}, name="v", namespace="analytics", is_install=True)
    documents = [one for text in files.values() for one in yaml.safe_load_all(text) if one]
    found = {f"{one['kind']} {one['metadata']['name']}": one for one in documents}
    assert len(found) == len(documents)
    return found


@pytest.fixture(scope="module")
def objects() -> Objects:
    return rendered()


def pods(objects: Objects) -> dict[str, dict[str, Any]]:
    return {name: one["spec"]["template"]["spec"] for name, one in objects.items() if "template" in one.get("spec", {})}


@pytest.mark.parametrize("version", KUBERNETES)
@pytest.mark.parametrize("values", [{}, {"existingSecret": "theirs", "imagePullSecrets": [{"name": "registry"}]}])
def test_every_object_is_one_that_kubernetes_knows(version: str, values: dict[str, Any]) -> None:
    objects = rendered(**values)

    for one in objects.values():
        kubernetes_validate.validate(one, version, strict=True)
    kinds = sorted(one["kind"] for one in objects.values())
    secrets = [] if values else ["Secret", "Secret"]
    assert kinds == sorted(["ConfigMap", *["Deployment"] * 3, "Job", "PodDisruptionBudget", "Service", *secrets])
    assert ABOUT["kubeVersion"] == f">={KUBERNETES[0]}.0-0"


def test_a_slip_would_be_found(objects: Objects) -> None:
    container = pods(objects)["Deployment v-api"]["containers"][0]
    slipped = {
        **objects["Deployment v-api"],
        "spec": {"template": {"spec": {"containers": [{**container, "arg": []}]}}},
    }
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(slipped, KUBERNETES[1], strict=True)


def test_helm_has_no_complaint() -> None:
    report = helm_python.lint(CHART, {"secrets": GIVEN}, strict=True)

    assert report["errors"] == []
    assert [found["error"] for found in report["messages"]] == ["icon is recommended"]


def test_the_version_is_that_of_the_project(objects: Objects) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    assert ABOUT["version"] == ABOUT["appVersion"] == version
    assert {pod["containers"][0]["image"] for pod in pods(objects).values()} == {f"viewpulse:{version}"}
    other = rendered(image={"repository": "example.com/viewpulse", "tag": "1"})
    assert {pod["containers"][0]["image"] for pod in pods(other).values()} == {"example.com/viewpulse:1"}


def test_every_variable_is_a_setting_and_secrets_are_in_secrets() -> None:
    named = set(re.findall(r"VIEWPULSE_(\w+)", "".join(path.read_text() for path in CHART.rglob("*.*"))))
    assert {name.lower() for name in named} <= set(Settings.model_fields)

    def is_secret(name: str) -> bool:
        annotation = str(Settings.model_fields[name.removeprefix("VIEWPULSE_").lower()].annotation)
        return SecretStr.__name__ in annotation or name in {"VIEWPULSE_DATABASE_URL", "VIEWPULSE_REDIS_URL"}

    assert all(map(is_secret, VALUES["secrets"]))
    assert not any(map(is_secret, VALUES["settings"]))


def test_values_reach_the_processes_as_they_are(objects: Objects) -> None:
    assert objects["Secret v-secrets"]["stringData"] == GIVEN
    numbers = {"VIEWPULSE_INGEST_QUEUE_EVENTS": 20_000_000, "VIEWPULSE_LOG_JSON": True, "VIEWPULSE_INGEST_TIMEOUT": 2.5}
    data = rendered(settings=numbers)["ConfigMap v-settings"]["data"]
    assert {name: data[name] for name in numbers} == {
        "VIEWPULSE_INGEST_QUEUE_EVENTS": "20000000",
        "VIEWPULSE_LOG_JSON": "true",
        "VIEWPULSE_INGEST_TIMEOUT": "2.5",
    }
    parsed = {name.removeprefix("VIEWPULSE_").lower(): value for name, value in data.items()}
    assert Settings(**parsed).ingest_queue_events == 20_000_000
    before, after = rendered(), rendered(secrets={**GIVEN, "VIEWPULSE_JWT_SECRET": "another"})
    annotations = [one["Deployment v-api"]["spec"]["template"]["metadata"]["annotations"] for one in (before, after)]
    assert annotations[0]["checksum/secrets"] != annotations[1]["checksum/secrets"], "pods would keep the old one"


def test_workers_collect_social_networks_with_a_key() -> None:
    assert VALUES["secrets"]["VIEWPULSE_SOCIAL_KEYS"] == ""
    given = rendered(secrets={**GIVEN, "VIEWPULSE_SOCIAL_KEYS": "a key"})
    assert given["Secret v-secrets"]["stringData"]["VIEWPULSE_SOCIAL_KEYS"] == "a key"
    [container] = pods(given)["Deployment v-worker"]["containers"]
    assert {"secretRef": {"name": "v-secrets"}} in container["envFrom"]


@pytest.mark.parametrize("missing", ["DATABASE_URL", "REDIS_URL", "PRIVACY_SECRET"])
def test_a_missing_secret_is_named(missing: str) -> None:
    name = f"VIEWPULSE_{missing}"
    with pytest.raises(helm_python.HelmRenderError, match=f"set secrets.{name}"):
        rendered(secrets={**GIVEN, name: ""})


def test_each_pod_runs_a_command_that_exists_without_rights(objects: Objects) -> None:
    commands = {name: pod["containers"][0]["args"] for name, pod in pods(objects).items()}
    assert commands == {
        "Deployment v-api": ["serve"],
        "Deployment v-aggregator": ["aggregate"],
        "Deployment v-worker": ["worker"],
        "Job v-migrate": ["migrate"],
    }
    assert {command for (command,) in commands.values()} <= COMMANDS
    for pod in pods(objects).values():
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert str(pod["securityContext"]["runAsUser"]) in (ROOT / "Dockerfile").read_text()
        assert pod["automountServiceAccountToken"] is False
        (container,) = pod["containers"]
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }


def test_migrations_run_before_everything_else_with_a_secret_that_is_there(objects: Objects) -> None:
    job, secret = objects["Job v-migrate"], objects["Secret v-migrate"]
    for one in (job, secret):
        assert one["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade"
    assert int(secret["metadata"]["annotations"]["helm.sh/hook-weight"]) < 0
    (variable,) = pods(objects)["Job v-migrate"]["containers"][0]["env"]
    assert variable["valueFrom"]["secretKeyRef"] == {"name": "v-migrate", "key": "VIEWPULSE_DATABASE_URL"}
    theirs = rendered(existingSecret="theirs")
    (variable,) = pods(theirs)["Job v-migrate"]["containers"][0]["env"]
    assert variable["valueFrom"]["secretKeyRef"]["name"] == "theirs"
    for name, pod in pods(theirs).items():
        if name != "Job v-migrate":
            assert {"secretRef": {"name": "theirs"}} in pod["containers"][0]["envFrom"]


def test_probes_ask_routes_that_exist_and_updates_leave_no_gap(objects: Objects) -> None:
    (api,) = pods(objects)["Deployment v-api"]["containers"]
    assert {port["name"]: port["containerPort"] for port in api["ports"]} == {
        "http": Settings().port,
        "metrics": VALUES["settings"]["VIEWPULSE_METRICS_PORT"],
    }
    probes = {name: api[name]["httpGet"]["path"] for name in ("readinessProbe", "livenessProbe")}
    assert probes == {"readinessProbe": "/health/ready", "livenessProbe": "/health/live"}
    for part in ("aggregator", "worker"):
        (container,) = pods(objects)[f"Deployment v-{part}"]["containers"]
        assert container["livenessProbe"]["httpGet"] == {"path": "/metrics", "port": "metrics"}
    for part in ("api", "aggregator", "worker"):
        deployment = objects[f"Deployment v-{part}"]["spec"]
        assert deployment["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
        labels = deployment["template"]["metadata"]["labels"]
        assert deployment["selector"]["matchLabels"].items() <= labels.items()
        for service in ("Service v", "PodDisruptionBudget v-api"):
            selector = objects[service]["spec"]["selector"]
            assert (selector.get("matchLabels", selector).items() <= labels.items()) is (part == "api")


def test_the_page_has_the_steps() -> None:
    assert "helm upgrade --install viewpulse examples/kubernetes/viewpulse" in PAGE
