"""docker-compose.yml and the Dockerfile hold what we rely on, checked without Docker."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from server.cli import app
from server.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE_FILES = ROOT / "examples" / "monitoring" / "compose"
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("migrate", "api", "aggregator", "worker")
COMMANDS = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
OBSERVING = ("prometheus", "grafana", "jaeger")
PINNED = re.compile(r"([a-z]+/)?[a-z]+:v?\d+\.\d+(\.\d+)?(-[a-z]+)*$")


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions in order, continued lines joined."""
    text = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text())
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


DOCKERFILE = instructions()


def of_kind(*kinds: str) -> list[str]:
    """Arguments of some kinds of instruction."""
    return [rest for word, rest in DOCKERFILE if word in kinds]


# --- docker-compose.yml


def test_the_services_are_the_separate_parts() -> None:
    assert set(SERVICES) == {"migrate", "api", "aggregator", "worker", "postgres", "redis", *OBSERVING}


@pytest.mark.parametrize("name", SERVICES)
def test_every_image_is_pinned(name: str) -> None:
    assert PINNED.match(SERVICES[name]["image"]), SERVICES[name]["image"]


def test_postgresql_is_18_and_its_data_are_kept() -> None:
    assert SERVICES["postgres"]["image"].startswith("postgres:18.")
    assert SERVICES["postgres"]["command"] == ["postgres", "-c", "log_error_verbosity=terse"]
    assert SERVICES["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]
    assert "postgres" in COMPOSE["volumes"]


def test_our_image_has_the_version_of_the_project() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    assert {SERVICES[name]["image"] for name in OURS} == {f"viewpulse:{version}"}


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_lasting_service_has_a_health_check_and_comes_back(name: str) -> None:
    check = SERVICES[name]["healthcheck"]

    assert check["test"][0] == "CMD"
    assert {"interval", "timeout", "retries", "start_period"} <= set(check)
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_runs_as_root_or_may_become_it(name: str) -> None:
    service = SERVICES[name]

    assert str(service["user"]).split(":")[0] not in ("0", "root", "")
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True


def test_services_wait_for_their_dependencies() -> None:
    conditions = {"service_started", "service_healthy", "service_completed_successfully"}
    for service in SERVICES.values():
        for needed, how in service.get("depends_on", {}).items():
            assert needed in SERVICES
            assert how["condition"] in conditions
    assert SERVICES["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    for name in ("api", "aggregator", "worker"):
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
        assert SERVICES[name]["depends_on"]["redis"]["condition"] == "service_healthy"


def test_every_variable_is_a_setting() -> None:
    named = set(re.findall(r"VIEWPULSE_(\w+)", (ROOT / "docker-compose.yml").read_text()))
    named |= set(re.findall(r"VIEWPULSE_(\w+)", (ROOT / "Dockerfile").read_text()))

    assert {"DATABASE_URL", "REDIS_URL", "JWT_SECRET"} <= named
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_secrets_come_from_the_environment_and_are_required() -> None:
    for name in OURS:
        environment = SERVICES[name]["environment"]
        assert environment["VIEWPULSE_JWT_SECRET"].startswith("${VIEWPULSE_JWT_SECRET:?")
        assert environment["VIEWPULSE_PRIVACY_SECRET"].startswith("${VIEWPULSE_PRIVACY_SECRET:?")
        assert "${POSTGRES_PASSWORD:?" in environment["VIEWPULSE_DATABASE_URL"]
        assert environment["VIEWPULSE_SOCIAL_KEYS"] == "${VIEWPULSE_SOCIAL_KEYS:-}", "no social network is required"
    assert SERVICES["postgres"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")


def test_the_addresses_name_services() -> None:
    environment = SERVICES["api"]["environment"]

    assert "@postgres:5432/viewpulse" in environment["VIEWPULSE_DATABASE_URL"]
    assert environment["VIEWPULSE_REDIS_URL"] == "redis://redis:6379/0"


def test_only_the_api_is_reachable_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["api", "grafana", "jaeger"]
    assert SERVICES["grafana"]["ports"] == ["127.0.0.1:3000:3000"]
    assert SERVICES["jaeger"]["ports"] == ["127.0.0.1:16686:16686"]


def test_what_observes_is_started_on_request_only() -> None:
    assert [name for name, service in SERVICES.items() if "profiles" in service] == list(OBSERVING)
    assert {tuple(SERVICES[name]["profiles"]) for name in OBSERVING} == {("observability",)}


def test_prometheus_scrapes_each_of_our_lasting_services_on_the_port_that_they_have() -> None:
    scraped = yaml.safe_load((COMPOSE_FILES / "prometheus.yml").read_text())["scrape_configs"]
    port = int(SERVICES["api"]["environment"]["VIEWPULSE_METRICS_PORT"])
    targets = {
        (name, looked_up["port"])
        for job in scraped
        for looked_up in job["dns_sd_configs"]
        for name in looked_up["names"]
    }
    assert targets == {(name, port) for name in OURS if name != "migrate"}
    jobs = yaml.safe_load((COMPOSE_FILES.parent / "prometheus.yml").read_text())["scrape_configs"]
    assert [job["job_name"] for job in scraped] == [job["job_name"] for job in jobs], "the alerts name jobs"


@pytest.mark.parametrize("name", ["prometheus", "grafana"])
def test_every_file_that_is_mounted_exists(name: str) -> None:
    mounted = [volume.split(":") for volume in SERVICES[name]["volumes"]]
    files = [parts for parts in mounted if parts[0].startswith(".")]
    assert len(files) >= 2
    assert all((ROOT / parts[0]).is_file() and parts[-1] == "ro" for parts in files)
    assert {parts[0] for parts in mounted if parts not in files} <= set(COMPOSE["volumes"])


def test_grafana_knows_where_the_board_and_the_numbers_are() -> None:
    (source,) = yaml.safe_load((COMPOSE_FILES / "datasource.yml").read_text())["datasources"]
    (provider,) = yaml.safe_load((COMPOSE_FILES / "boards.yml").read_text())["providers"]
    targets = [volume.split(":")[1] for volume in SERVICES["grafana"]["volumes"]]
    assert source["url"] == "http://prometheus:9090"
    assert SERVICES["grafana"]["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"] in targets
    assert f"{provider['options']['path']}/board.json" in targets


@pytest.mark.parametrize("name", OURS)
def test_each_of_our_services_runs_a_command_that_exists(name: str) -> None:
    assert SERVICES[name]["command"][0] in COMMANDS


@pytest.mark.parametrize("name", ["aggregator", "worker"])
def test_a_health_check_is_a_command_that_exists(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][:4] == ["CMD", "python", "-m", "server"]
    assert SERVICES[name]["healthcheck"]["test"][4] in COMMANDS


def test_every_key_is_one_that_compose_knows() -> None:
    known = {
        *("image", "build", "user", "read_only", "tmpfs", "cap_drop", "security_opt", "environment", "command"),
        *("restart", "healthcheck", "depends_on", "ports", "stop_grace_period", "shm_size", "volumes", "profiles"),
    }

    assert {key for service in SERVICES.values() for key in service} <= known
    assert set(COMPOSE) == {"name", "x-viewpulse", "services", "volumes"}


# --- Dockerfile


def test_the_base_image_is_pinned_and_python_is_new_enough() -> None:
    images = {rest.split()[0] for rest in of_kind("FROM")}

    assert len(images) == 1
    image = images.pop()
    assert PINNED.match(image)
    assert tuple(map(int, re.findall(r"\d+", image)[:2])) >= (3, 11)


def test_everything_copied_exists_and_passes_dockerignore() -> None:
    ignore = (ROOT / ".dockerignore").read_text().splitlines()
    copied = [path for rest in of_kind("COPY") if "--from" not in rest for path in rest.split()[:-1]]

    assert ignore[0] == "*"
    assert len(copied) > 4
    for path in copied:
        assert (ROOT / path).exists(), path
        assert f"!{path}" in ignore, path


def test_packages_are_installed_by_hash_from_the_lock_of_the_server() -> None:
    installs = [rest for rest in of_kind("RUN") if "pip install" in rest]

    assert len(installs) == 1
    assert "--require-hashes -r requirements.lock" in installs[0]


def test_the_last_user_is_not_root() -> None:
    assert of_kind("USER")[-1] == "10001:10001"
    assert {SERVICES[name]["user"] for name in OURS} == {"10001:10001"}


def test_the_image_serves_by_default() -> None:
    assert json.loads(of_kind("ENTRYPOINT")[0]) == ["python", "-m", "server"]
    assert json.loads(of_kind("CMD")[0])[0] in COMMANDS


def test_the_image_has_a_health_check_of_a_real_route() -> None:
    assert len(of_kind("HEALTHCHECK")) == 1
    assert "http://127.0.0.1:8000/health/ready" in of_kind("HEALTHCHECK")[0]
    assert Settings().port == 8000
    assert of_kind("EXPOSE") == ["8000"]


def test_every_instruction_is_one_that_docker_knows() -> None:
    known = {
        "FROM",
        "WORKDIR",
        "RUN",
        "COPY",
        "ENV",
        "USER",
        "EXPOSE",
        "STOPSIGNAL",
        "HEALTHCHECK",
        "ENTRYPOINT",
        "CMD",
    }

    assert {word for word, _ in DOCKERFILE} == known
    assert DOCKERFILE[0][0] == "FROM"
