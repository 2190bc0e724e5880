"""What is deployed is held true without Docker: files that exist, settings that exist, nobody is root."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.config import _SECRETS, PREFIX, Settings

ROOT = Path(__file__).parent.parent
VARIABLES = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
FILES = {f"{PREFIX}{name}_FILE" for name in _SECRETS}
Instruction = tuple[str, str]


def _instructions() -> tuple[Instruction, ...]:
    """The Dockerfile's instructions with their arguments, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    plain = "\n".join(line for line in text.splitlines() if not line.startswith("#")).replace("\\\n", " ")
    pairs = (line.strip().partition(" ") for line in plain.splitlines() if line.strip())
    return tuple((word, rest.strip()) for word, _, rest in pairs)


def _arguments(word: str) -> list[str]:
    return [rest for name, rest in _instructions() if name == word]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def test_the_image_does_not_run_as_root() -> None:
    last_stage = max(number for number, (word, _) in enumerate(_instructions()) if word == "FROM")
    users = [rest for word, rest in _instructions()[last_stage:] if word == "USER"]
    assert users
    assert users[-1].partition(":")[0] not in ("root", "0")


def test_the_image_says_whether_it_is_well() -> None:
    (check,) = _arguments("HEALTHCHECK")
    assert "/healthz" in check
    code = re.search(r'"-c", "([^"]+)"', check)
    assert code
    compile(code.group(1), "HEALTHCHECK", "exec")


def test_the_image_starts_the_guide_for_its_network() -> None:
    (command,) = _arguments("CMD")
    assert command == '["python", "-m", "bot", "run", "--host", "0.0.0.0"]'


def test_what_is_copied_exists_and_reaches_the_builder() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = {
        source
        for rest in _arguments("COPY")
        if not rest.startswith("--from=")
        for source in shlex.split(rest)[:-1]
    }
    python = {"bot", "knowledge", "locales", "pyproject.toml", "constraints.txt"}
    assert copied == python | {"package.json", "package-lock.json", ".npmrc"}
    assert copied == {line[1:] for line in ignored if line.startswith("!")}
    assert all((ROOT / source).exists() for source in copied)


def test_the_state_is_a_volume_and_every_variable_of_the_image_is_a_setting() -> None:
    variables = dict(re.findall(rf"({PREFIX}\w+)=(\S+)", " ".join(_arguments("ENV"))))
    assert variables.keys() <= VARIABLES
    assert any(variables[f"{PREFIX}STATE_DIR"] in volume for volume in _arguments("VOLUME"))


def test_every_image_has_a_pinned_tag(compose: dict[str, Any]) -> None:
    images = [rest.split()[0] for rest in _arguments("FROM")]
    images += [service["image"] for service in compose["services"].values() if "image" in service]
    for image in images:
        name, _, tag = image.rpartition(":")
        assert name, image
        assert re.match(r"\d+\.\d+", tag), image


def test_every_variable_of_compose_is_a_setting(compose: dict[str, Any]) -> None:
    found = {
        name
        for service in compose["services"].values()
        for name in service.get("environment", {})
        if name.startswith(PREFIX)
    }
    assert found
    assert found <= VARIABLES | FILES


def test_no_secret_stands_in_compose(compose: dict[str, Any]) -> None:
    secrets = {f"{PREFIX}{name}" for name in _SECRETS} | {"POSTGRES_PASSWORD"}
    for service in compose["services"].values():
        assert not secrets & service.get("environment", {}).keys()
        given = {value for key, value in service.get("environment", {}).items() if key.endswith("_FILE")}
        assert given == {f"/run/secrets/{name}" for name in service.get("secrets", ())}


def test_what_services_name_exists(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for service in services.values():
        for name, wanted in service.get("depends_on", {}).items():
            assert name in services
            assert wanted["condition"] != "service_healthy" or "healthcheck" in services[name]
        assert set(service.get("secrets", ())) <= compose["secrets"].keys()
        named = {volume.partition(":")[0] for volume in service.get("volumes", ())}
        assert named <= compose["volumes"].keys()


def test_only_this_machine_reaches_a_port(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", ())]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


@pytest.mark.parametrize("file", ["Dockerfile", "compose.yaml"])
def test_nothing_is_fetched_from_an_address(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not re.findall(r"https?://(?!127\.0\.0\.1)\S+", text)
