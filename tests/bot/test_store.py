"""The schema, leases, and guide revisions on both databases."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot import migrations
from bot.desk import Office, upkeep
from bot.desk.office import open_guide, refresh
from bot.errors import LotseError, StoreError
from bot.store import Store, knowledge
from bot.tables import Instant, document, guide_revision, lease, metadata, proposal, proposal_document
from knowledge.errors import InvalidKnowledgeError
from knowledge.load import load, read_folder
from tests.bot.scene import START, rows, stop_clock
from tests.conftest import SEAL
from tests.knowledge import small


def _difference(connection: sa.Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


async def test_the_migrations_make_the_schema_that_the_code_means(office: Office) -> None:
    async with office.store.engine.begin() as connection:
        assert await connection.run_sync(_difference) == []


async def test_migrating_again_changes_nothing(office: Office) -> None:
    for _ in range(2):
        async with office.store.engine.begin() as connection:
            await connection.run_sync(migrations.upgrade)
    async with office.store.engine.begin() as connection:
        assert await connection.run_sync(_difference) == []


def _down_and_up(connection: sa.Connection) -> None:
    command.downgrade(migrations.configuration(connection), "base")
    migrations.upgrade(connection)


async def test_the_schema_can_be_taken_down_and_made_again(office: Office) -> None:
    async with office.store.engine.begin() as connection:
        await connection.run_sync(_down_and_up)
        assert await connection.run_sync(_difference) == []


async def test_texts_of_people_stand_only_in_sealed_columns() -> None:
    plain = {
        column.name
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.Text) and table not in (document, proposal, proposal_document)
    }
    assert plain == set()


def test_an_instant_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        Instant().process_bind_param(START.replace(tzinfo=None), None)


async def test_an_undone_transaction_leaves_nothing(office: Office) -> None:
    async def undone() -> None:
        async with office.work() as work:
            await knowledge.publish(work, "r1", (), "edda", "x")
            raise LotseError

    with pytest.raises(LotseError):
        await undone()
    assert await rows(office, guide_revision) == []


@pytest.mark.parametrize(
    "statement", ["SELECT * FROM nowhere", "no SQL at all", "INSERT INTO lease VALUES ('n', NULL, NULL)"]
)
async def test_whatever_the_database_says_is_one_error_of_ours(statement: str, office: Office) -> None:
    with pytest.raises(StoreError) as caught:
        async with office.work() as work:
            await work.run(sa.text(statement))
    assert "nowhere" not in str(caught.value)


async def test_a_database_that_is_not_there_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "lotse.db").write_bytes(b"no database" * 100)
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'lotse.db'}", SEAL)
    with pytest.raises(StoreError):
        async with store.work(START):
            pass
    await store.close()


async def test_a_new_sqlite_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'new' / 'lotse.db'}", SEAL)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "new" / "lotse.db").stat().st_mode & 0o777 == 0o600
    await store.close()
    await Store("sqlite+aiosqlite://", SEAL).close()


# leases


async def test_one_holder_at_a_time(office: Office) -> None:
    clock = stop_clock(office)
    for holder in ("h1", "h2"):
        await upkeep.live(office, holder, 600)
    assert await upkeep.hold(office, "purge", "h1", 60)
    assert await upkeep.hold(office, "purge", "h1", 60)
    # on SQLite there is one process: whoever asks is the one, and what another held is of a dead one
    assert await upkeep.hold(office, "purge", "h2", 60) is office.store.is_sqlite
    clock.goes(seconds=61)
    assert await upkeep.hold(office, "purge", "h2", 60)


async def test_of_many_who_want_a_lease_one_gets_it(office: Office) -> None:
    stop_clock(office)
    for number in range(5):
        await upkeep.live(office, f"h{number}", 600)
    got = await asyncio.gather(*(upkeep.hold(office, "poll", f"h{number}", 60) for number in range(5)))
    assert sum(got) == (5 if office.store.is_sqlite else 1)
    assert len(await rows(office, lease, lease.c.name == "poll")) == 1


async def test_what_a_dead_process_held_is_free(office: Office) -> None:
    clock = stop_clock(office)
    await upkeep.live(office, "dead", 6)
    assert await upkeep.hold(office, "poll", "dead", 3600)
    await upkeep.live(office, "alive", 600)
    clock.goes(seconds=7)
    assert await upkeep.hold(office, "poll", "alive", 3600)


# revisions


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small.write(tmp_path / "content", small.documents())


def _changed(folder: Path) -> Path:
    return small.write(folder, small.spoilt("cities", "marl", ("aliases",), ["Marl-Hüls"]))


def _broken(folder: Path) -> Path:
    return small.write(folder, small.without("cities", "marl", ("name",)))


async def test_a_new_database_gets_the_folder_and_keeps_it(office: Office, folder: Path) -> None:
    guide = await open_guide(office.store, folder, START)
    assert (await open_guide(office.store, folder, START)).revision == guide.revision
    (row,) = await rows(office, guide_revision)
    assert (row["id"], row["author"]) == (guide.revision, "seed")


async def test_a_changed_folder_is_published_and_taken_over(office: Office, folder: Path) -> None:
    clock = stop_clock(office)
    office.guide = await open_guide(office.store, folder, clock.now)
    assert not await refresh(office)
    clock.goes(days=1)
    changed = await open_guide(office.store, _changed(folder), clock.now)
    assert changed.revision != office.guide.revision
    assert await refresh(office)
    assert office.guide.cities["marl"].aliases == ("Marl-Hüls",)
    assert not await refresh(office)


async def test_a_broken_seed_does_not_replace_a_good_one(office: Office, folder: Path) -> None:
    good = await open_guide(office.store, folder, START)
    assert (await open_guide(office.store, _broken(folder), START)).revision == good.revision


async def test_a_broken_seed_alone_is_refused(office: Office, folder: Path) -> None:
    with pytest.raises(InvalidKnowledgeError):
        await open_guide(office.store, _broken(folder), START)


async def test_what_people_published_is_not_replaced_by_a_seed(office: Office, folder: Path) -> None:
    documents = read_folder(folder)
    async with office.work() as work:
        await knowledge.publish(work, "edited", documents, "edda", "better words")
    opened = await open_guide(office.store, _changed(folder), START)
    assert opened.revision == "edited"
    assert opened.cities["marl"].aliases == load(documents).cities["marl"].aliases


async def test_a_revision_published_again_is_the_newest(office: Office) -> None:
    clock = stop_clock(office)
    for revision in ("r1", "r2", "r1"):
        async with office.work() as work:
            await knowledge.publish(work, revision, (), "edda", "x")
        clock.goes(minutes=1)
    async with office.work() as work:
        published = await knowledge.published(work)
    assert published
    assert published.id == "r1"


async def test_a_document_that_did_not_change_is_kept_once(office: Office, folder: Path) -> None:
    await open_guide(office.store, folder, START)
    before = len(await rows(office, document))
    changed = await open_guide(office.store, _changed(folder), START + timedelta(days=1))
    assert len(await rows(office, document)) == before + 1
    async with office.work() as work:
        found = await knowledge.documents(work, changed.revision)
        (new, old) = await knowledge.versions(work, "cities", "marl")
        (only,) = await knowledge.versions(work, "departments", "amt")
    assert load(found).revision == changed.revision
    assert new.hash != old.hash
    assert only.revision.author == "seed"


async def test_without_a_revision_nothing_is_taken_over(office: Office) -> None:
    assert not await refresh(office)
