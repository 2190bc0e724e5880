"""PostgreSQL in a hurry, and a deployment for the command line."""

import base64
import logging
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.channels.telegram import Telegram
from bot.desk import Office
from bot.tables import metadata
from tests import botapi
from tests.bot.scene import lives_in
from tests.cast import Person, jonas
from tests.conftest import SEAL
from tests.conftest import _postgres_copy as postgres_copy
from tests.conftest import _sqlite_copy as sqlite_copy
from tests.knowledge import small

Cli = Callable[..., Result]


@pytest.fixture(scope="session")
def postgres(postgres: str) -> str:
    """The server without waiting for the disk: nothing here has to outlive a power cut."""
    engine = sa.create_engine(postgres, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(sa.text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(sa.text("SELECT pg_reload_conf()"))
    engine.dispose()
    return postgres


@pytest.fixture(scope="session")
def shared(postgres: str) -> Iterator[tuple[str, sa.Engine]]:
    """One database for all tests, and a door to empty it."""
    address = postgres_copy(postgres, "lotse_shared")
    engine = sa.create_engine(address)
    yield address, engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty, migrated database: the test runs once on each kind."""
    if request.param == "sqlite":
        return sqlite_copy(request.getfixturevalue("sqlite_template"), tmp_path)
    address, engine = request.getfixturevalue("shared")
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(sa.delete(table))
    return str(address)


@pytest.fixture
async def telegram(double: botapi.Telegram) -> AsyncIterator[Telegram]:
    """Our client at the double that the test made."""
    client = Telegram(double.token, double.url)
    await client.open()
    yield client
    await client.close()


@pytest.fixture
def environment(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A deployment with little knowledge; whatever the shell has set is gone."""
    for name in [name for name in os.environ if name.startswith("LOTSE_")]:
        monkeypatch.delenv(name)
    state = tmp_path / "state"
    state.mkdir()
    shutil.copy(sqlite_template, state / "lotse.db")
    given = {
        "LOTSE_STATE_DIR": str(state),
        "LOTSE_KEY": base64.b64encode(SEAL.key).decode(),
        "LOTSE_KNOWLEDGE": str(small.write(tmp_path / "content", small.documents())),
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return given


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def cli(environment: dict[str, str]) -> Cli:
    def invoke(*words: str, stdin: str | None = None, code: int = 0) -> Result:
        result = CliRunner().invoke(app, list(words), input=stdin)
        assert result.exit_code == code, result.output
        assert code == 0 or len(result.stderr.strip().splitlines()) == 1, result.stderr
        return result

    return invoke


@pytest.fixture
async def person(office: Office) -> Person:
    """Jonas, who lives in Marl."""
    return await lives_in(jonas(office), "marl")
