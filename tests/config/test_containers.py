"""What the container files promise: nobody is root, one clock, nothing secret, one door."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "docker" / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker" / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}

every_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)


@every_service
def test_nobody_is_root_or_can_become_it(service: dict[str, Any]) -> None:
    assert int(service["user"].split(":")[0]) > 0
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True


@every_service
def test_nobody_takes_the_machine_from_the_others(service: dict[str, Any]) -> None:
    assert service["mem_limit"]
    assert service["pids_limit"]


def test_whatever_stays_is_asked_for_its_health_and_started_again() -> None:
    for name, service in SERVICES.items():
        stays = name != "migrate"
        assert service["restart"] == ("unless-stopped" if stays else "no")
        assert ("test" in service["healthcheck"]) == stays


def test_there_is_one_beat_and_there_cannot_be_two() -> None:
    with_beat = [name for name, each in OURS.items() if "beat" in each.get("command", "").split()]

    assert with_beat == ["beat"]
    assert SERVICES["beat"]["container_name"]
    assert "--beat" not in SERVICES["worker"]["command"]


def test_the_proxy_is_the_only_door() -> None:
    assert [name for name, service in SERVICES.items() if service.get("ports")] == ["proxy"]
    assert SERVICES["proxy"]["networks"] == ["front"]
    assert COMPOSE["networks"]["back"]["internal"] is True


def test_nothing_runs_on_a_database_that_is_older_than_its_code() -> None:
    for name in ("web", "worker", "beat"):
        waits = SERVICES[name]["depends_on"]
        assert waits["migrate"] == {"condition": "service_completed_successfully"}
        assert waits["db"] == waits["redis"] == {"condition": "service_healthy"}


def test_what_is_secret_comes_from_a_file() -> None:
    for service in SERVICES.values():
        for name, value in (service.get("environment") or {}).items():
            if re.search("KEY|PASSWORD", name):
                assert name.endswith("_FILE")
                assert value.removeprefix("/run/secrets/") in service["secrets"]
            assert not re.search(r"://[^/@]*:[^/@]*@", str(value))  # a password in an address


def test_every_secret_is_a_file_that_git_and_the_image_never_hold() -> None:
    assert all(each["file"].startswith("./secrets/") for each in COMPOSE["secrets"].values())
    assert "/docker/secrets/" in (ROOT / ".gitignore").read_text().split()
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in ignored
    assert {"!docker", "!var", "!.git"}.isdisjoint(ignored)


def test_the_image_runs_as_the_user_whom_compose_names() -> None:
    (user,) = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)

    assert {service["user"] for service in OURS.values()} == {user}


def test_the_image_holds_every_package_that_printing_needs() -> None:
    script = (ROOT / "scripts" / "missing_packages").read_text().partition('[ "$1" = test ]')[0]
    needed = set(re.findall(r"\|\| echo (\S+)$", script, re.MULTILINE))
    _about, build, final = DOCKERFILE.split("\nFROM ")

    assert needed - set(final.split()) == {"python3-venv"}
    assert "python3-venv" in build.split()


def test_the_image_holds_every_app_and_only_locked_packages() -> None:
    taken = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if "!" in line}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())

    assert set(project["tool"]["importlinter"]["root_packages"]) <= taken
    assert "--require-hashes" in DOCKERFILE
    assert not re.search(r"^(ARG|ENV).*(KEY|PASSWORD|SECRET)", DOCKERFILE, re.MULTILINE)
