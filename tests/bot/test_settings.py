"""The settings: every variable, secrets from files, and what is wrong with them."""

from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.config import _SECRETS, Settings, settings, settings_from
from bot.errors import SecretFileError, SettingsError

VALUES: dict[str, tuple[str, Any]] = {
    "state_dir": ("/srv/lotse", Path("/srv/lotse")),
    "database_url": ("postgresql://h/d", "postgresql://h/d"),
    "key": ("abc", "abc"),
    "host": ("0.0.0.0", "0.0.0.0"),  # noqa: S104 - a value to read, nothing listens
    "port": ("9000", 9000),
    "log_level": ("DEBUG", "DEBUG"),
    "knowledge": ("/srv/content", Path("/srv/content")),
    "encoder": ("false", False),
    "telegram_token": ("1:abc", "1:abc"),
    "telegram_api": ("http://localhost", "http://localhost"),
    "webhook_url": ("https://example.org/telegram", "https://example.org/telegram"),
    "webhook_secret": ("s", "s"),
    "poll_seconds": ("5", 5),
    "chat_messages_per_second": ("2.5", 2.5),
    "messages_per_second": ("10", 10.0),
    "forum": ("marl=-1001, herten=-1002", {"marl": "-1001", "herten": "-1002"}),
    "trusted_proxies": ("127.0.0.1, 10.0.0.0/8", (ip_network("127.0.0.1"), ip_network("10.0.0.0/8"))),
    "own_accounts": ("true", True),
    "totp": ("required", "required"),
    "oidc_issuer": ("https://id.example.org", "https://id.example.org"),
    "oidc_client_id": ("lotse", "lotse"),
    "oidc_client_secret": ("s", "s"),
    "oidc_claim": ("email", "email"),
    "task_days": ("5", 5),
    "public_url": ("https://lotse.example.org/", "https://lotse.example.org"),
    "widget_origins": ("https://www.marl.example, http://localhost:8080/", ("https://www.marl.example", "http://localhost:8080")),
    "telegram_carries": ("marl=bell, herten=full", {"marl": "bell", "herten": "full"}),
    "retention": ("marl:session=30, marl:case_text=7,herten:session=1", {"marl": {"session": 30, "case_text": 7}, "herten": {"session": 1}}),
    "hours": ("mo-fr 08:00-12:00", "mo-fr 08:00-12:00"),
    "limits": ("asked=24", "asked=24"),
    "still_days": ("3", 3),
    "four_eyes": ("false", False),
}  # fmt: skip


TOGETHER = {
    "oidc_issuer": {"LOTSE_OIDC_CLIENT_ID": "lotse"},
    "oidc_client_id": {"LOTSE_OIDC_ISSUER": "https://id.example.org"},
}


def test_every_field_is_tested() -> None:
    assert set(VALUES) == set(Settings.model_fields)


@pytest.mark.parametrize("name", VALUES)
def test_a_variable_is_the_field_in_capitals(name: str) -> None:
    given, wanted = VALUES[name]
    value = getattr(settings_from(TOGETHER.get(name, {}) | {f"LOTSE_{name.upper()}": given}), name)
    assert (value.get_secret_value() if isinstance(value, SecretStr) else value) == wanted


def test_without_variables_there_are_defaults_and_no_secrets() -> None:
    chosen = settings_from({})
    assert chosen.url == "sqlite+aiosqlite:///var/lotse.db"
    assert (chosen.host, chosen.telegram_token, chosen.retention) == ("127.0.0.1", None, {})


def test_an_empty_variable_is_none() -> None:
    assert settings_from({"LOTSE_PORT": "", "LOTSE_TELEGRAM_TOKEN": ""}) == settings_from({})


def test_only_what_is_given_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_PORT", "1234")
    assert settings_from({}).port == 8000
    assert settings().port == 1234


def test_other_variables_and_the_user_do_not_disturb() -> None:
    assert settings_from({"HOME": "/root", "LOTSE_USER": "lena"}) == settings_from({})


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("postgresql://h/d", "postgresql+psycopg://h/d"),
        ("postgres://h/postgres://", "postgresql+psycopg://h/postgres://"),
        ("sqlite+aiosqlite:///x.db", "sqlite+aiosqlite:///x.db"),
    ],
)
def test_the_address_of_the_database_names_its_driver(given: str, url: str) -> None:
    assert settings_from({"LOTSE_DATABASE_URL": given}).url == url


@pytest.mark.parametrize("name", _SECRETS)
def test_a_secret_may_come_from_a_file(name: str, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("  7:from-a-file\n")
    chosen = settings_from({f"LOTSE_{name}_FILE": str(file), f"LOTSE_{name}": "7:from-the-variable"})
    assert getattr(chosen, name.lower()).get_secret_value() == "7:from-a-file"


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_secret_file_that_cannot_be_read_is_named(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    if content:
        file.write_bytes(content)
    with pytest.raises(SecretFileError) as caught:
        settings_from({"LOTSE_KEY_FILE": str(file)})
    assert "LOTSE_KEY_FILE" in str(caught.value)
    assert str(file) in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "no"),
        ("PORT", "70000"),
        ("POLL_SECONDS", "51"),
        ("MESSAGES_PER_SECOND", "0"),
        ("NO_SUCH", "x"),
        *(("PUBLIC_URL", wrong) for wrong in ("lotse.example.org", "https://x.org/lotse", "ftp://x.org")),
        *(("WIDGET_ORIGINS", wrong) for wrong in ("*", "https://x.org/a", "https://x.org; script-src *")),
        *(("TELEGRAM_CARRIES", wrong) for wrong in ("marl", "marl=all", "=bell")),
        *(("RETENTION", wrong) for wrong in ("marl", "marl:session", "marl:session=x", "marl:session=-1", ":session=1", "marl:=1", "session=5")),
        *(("FORUM", wrong) for wrong in ("marl", "marl=", "=-1", "marl=1001", "marl=@lotsen")),
    ],
)  # fmt: skip
def test_a_wrong_variable_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"LOTSE_{name}"):
        settings_from({f"LOTSE_{name}": value})


def test_a_table_may_be_given_as_one() -> None:
    assert Settings(retention={"marl": {"session": 1}}).retention == {"marl": {"session": 1}}
    assert Settings(forum={"marl": "-1"}).forum == {"marl": "-1"}


def test_no_secret_is_printed(tmp_path: Path) -> None:
    chosen = settings_from({f"LOTSE_{name}": "7:s3cret" for name in _SECRETS})
    assert "s3cret" not in repr(chosen)
    with pytest.raises(SettingsError) as caught:
        settings_from({"LOTSE_KEY": "s3cret", "LOTSE_PORT": "s3cret"})
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("token", ["s3cret", ":s3cret", "7:", "7:s3 cret", "bot7:s3cret", "7:s3cret\n/x"])
def test_what_does_not_look_like_a_token_is_refused_without_telling_it(token: str) -> None:
    with pytest.raises(SettingsError, match="LOTSE_TELEGRAM_TOKEN") as caught:
        settings_from({"LOTSE_TELEGRAM_TOKEN": token})
    assert "s3" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"LOTSE_OIDC_ISSUER": "https://id.example.org"}, "LOTSE_OIDC_CLIENT_ID"),
        ({"LOTSE_OIDC_CLIENT_ID": "lotse"}, "LOTSE_OIDC_ISSUER"),
        ({"LOTSE_OWN_ACCOUNTS": "false"}, "nobody could sign in"),
        ({"LOTSE_OIDC_ISSUER": "http://id.example.org", "LOTSE_OIDC_CLIENT_ID": "lotse"}, "https://"),
        ({"LOTSE_TRUSTED_PROXIES": "proxy"}, "LOTSE_TRUSTED_PROXIES"),
        ({"LOTSE_TOTP": "sometimes"}, "LOTSE_TOTP"),
    ],
)
def test_ways_in_that_lead_nowhere_are_named(given: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        settings_from(given)
