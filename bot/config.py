"""The settings: every variable's name, and secrets that may come from a file."""

import os
import re
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from bot.errors import SecretFileError, SettingsError

PREFIX = "LOTSE_"
_SECRETS = ("TELEGRAM_TOKEN", "WEBHOOK_SECRET", "KEY", "DATABASE_URL", "OIDC_CLIENT_SECRET")
_ORIGIN = r"https?://[a-z0-9.-]+(:[0-9]+)?"
_NO_SETTINGS = (f"{PREFIX}USER",)  # who acts on the command line


class Settings(BaseSettings):
    """What the deployment decides; each field is the variable `LOTSE_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    state_dir: Path = Path("var")
    database_url: SecretStr | None = None
    key: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    log_level: str = "INFO"
    knowledge: Path | None = None
    encoder: bool = True
    telegram_token: SecretStr | None = None
    telegram_api: str = "https://api.telegram.org"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    poll_seconds: int = Field(default=25, ge=0, le=50)
    chat_messages_per_second: float = Field(default=1.0, gt=0)
    messages_per_second: float = Field(default=30.0, gt=0)
    public_url: str | None = None
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()
    own_accounts: bool = True
    totp: Literal["off", "optional", "required"] = "optional"
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_claim: str = "preferred_username"
    task_days: int = Field(default=3, ge=1, le=30)
    four_eyes: bool = True
    widget_origins: Annotated[tuple[str, ...], NoDecode] = ()
    telegram_carries: Annotated[dict[str, str], NoDecode] = Field(default_factory=dict)
    retention: Annotated[dict[str, dict[str, int]], NoDecode] = Field(default_factory=dict)
    forum: Annotated[dict[str, str], NoDecode] = Field(default_factory=dict)
    hours: str = ""
    limits: str = ""
    still_days: int = Field(default=7, ge=1)

    @field_validator("telegram_token")
    @classmethod
    def _telegram_token(cls, value: SecretStr | None) -> SecretStr | None:
        """The number of the bot, a colon, the secret; the number alone may be shown."""
        if value and not re.fullmatch(r"[0-9]+:[\w-]+", value.get_secret_value()):
            raise ValueError("is no token as @BotFather gives it (numbers, a colon, letters)")
        return value

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _trusted_proxies(cls, value: Any) -> Any:
        """Addresses or networks, separated by commas."""
        return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value

    @field_validator("oidc_issuer")
    @classmethod
    def _oidc_issuer(cls, value: str | None) -> str | None:
        """Who says who people are must be who it is: https, or this machine."""
        if value and not re.match(r"https://|http://(localhost|127\.0\.0\.1)[:/]", value):
            raise ValueError("must begin with https://")
        return value

    @model_validator(mode="after")
    def _ways_in(self) -> "Settings":
        if bool(self.oidc_issuer) != bool(self.oidc_client_id):
            raise ValueError("LOTSE_OIDC_ISSUER and LOTSE_OIDC_CLIENT_ID belong together")
        if not (self.own_accounts or self.oidc_issuer):
            raise ValueError("without LOTSE_OWN_ACCOUNTS and LOTSE_OIDC_ISSUER nobody could sign in")
        return self

    @field_validator("public_url")
    @classmethod
    def _public_url(cls, value: str | None) -> str | None:
        """The page stands at the root of its host."""
        plain = value and value.rstrip("/")
        if plain and not re.fullmatch(_ORIGIN, plain):
            raise ValueError(f"«{value}» is no address as https://lotse.example.org, without a path")
        return plain or None

    @field_validator("widget_origins", mode="before")
    @classmethod
    def _widget_origins(cls, value: Any) -> Any:
        """Addresses of sites, separated by commas."""
        if not isinstance(value, str):
            return value
        origins = tuple(filter(None, (part.strip().rstrip("/") for part in value.split(","))))
        for origin in origins:
            if not re.fullmatch(_ORIGIN, origin):
                raise ValueError(f"«{origin}» is no address of a site as https://www.example.org")
        return origins

    @field_validator("telegram_carries", mode="before")
    @classmethod
    def _telegram_carries(cls, value: Any) -> Any:
        """`city=bell` or `city=full`, separated by commas."""
        if not isinstance(value, str):
            return value
        pairs = [part.strip().partition("=") for part in value.split(",") if part.strip()]
        for city, _, carries in pairs:
            if not city or carries not in ("full", "bell"):
                raise ValueError(f"«{city}={carries}» is not city=full or city=bell")
        return {city: carries for city, _, carries in pairs}

    @field_validator("retention", mode="before")
    @classmethod
    def _retention(cls, value: Any) -> Any:
        """`city:kind=days` pairs, separated by commas."""
        if not isinstance(value, str):
            return value
        table: dict[str, dict[str, int]] = {}
        for pair in filter(None, (part.strip() for part in value.split(","))):
            place, _, days = pair.partition("=")
            city, _, kind = place.partition(":")
            if not (city and kind and days.isdigit()):
                raise ValueError(f"«{pair}» is not city:kind=days")
            table.setdefault(city, {})[kind] = int(days)
        return table

    @field_validator("forum", mode="before")
    @classmethod
    def _forum(cls, value: Any) -> Any:
        """`city=group` pairs, separated by commas; a group has a negative number."""
        if not isinstance(value, str):
            return value
        table: dict[str, str] = {}
        for pair in filter(None, (part.strip() for part in value.split(","))):
            city, _, group = pair.partition("=")
            if not city or not re.fullmatch(r"-[0-9]+", group):
                raise ValueError(f"«{pair}» is not city=-100…")
            table[city] = group
        return table

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the library's shape
        init_settings: PydanticBaseSettingsSource,
        *_: Any,
        **__: Any,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `settings_from` gives: it has read the environment already, with the secrets' files."""
        return (init_settings,)

    @property
    def url(self) -> str:
        """The address of the database: the one given, or SQLite in the state folder."""
        if self.database_url is None:
            return f"sqlite+aiosqlite:///{self.state_dir / 'lotse.db'}"
        url = self.database_url.get_secret_value()
        for plain in ("postgresql://", "postgres://"):
            url = url.replace(plain, "postgresql+psycopg://", 1) if url.startswith(plain) else url
        return url


def settings_from(environment: dict[str, str]) -> Settings:
    """The settings in an environment. Raises SettingsError with the variable to mend."""
    values = dict(environment)
    for name in _SECRETS:
        file = values.pop(f"{PREFIX}{name}_FILE", None)
        if file is not None:
            values[f"{PREFIX}{name}"] = _read_secret(f"{PREFIX}{name}_FILE", file)
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in values.items()
        if name.startswith(PREFIX) and name not in _NO_SETTINGS and value != ""
    }
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = f"{PREFIX}{'_'.join(str(part) for part in first['loc'][:1])}".upper()
        where = f"{name}: " if first["loc"] else ""
        raise SettingsError(why=where + first["msg"]) from None


def _read_secret(name: str, file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SecretFileError(name=name, file=file, why=type(error).__name__) from None


def settings() -> Settings:
    """The settings of this process."""
    return settings_from(dict(os.environ))
