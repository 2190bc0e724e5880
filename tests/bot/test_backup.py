"""Backup and restore on both databases: everything comes back, but whoever was forgotten."""

import gzip
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.desk import Office, conversation, lotse, remind, sign_in, upkeep
from bot.errors import RestoreError, SignInError
from bot.store import Store, knowledge
from bot.tables import (
    address,
    case,
    case_event,
    citizen,
    guide_revision,
    inbox,
    lease,
    metadata,
    outbox,
    reminder,
    session,
    task,
    task_need,
)
from tests.bot.reminding import at, wants_reminders, with_days
from tests.bot.scene import (
    MARL,
    Clock,
    citizen_of,
    conversation_of,
    forgets,
    lives_in,
    readable,
    rows,
    stop_clock,
    with_case,
)
from tests.bot.tasking import agreed, held_case, open_offices
from tests.cast import CHANNEL, amira, emine, hire, jonas, olena
from tests.conftest import SEAL


@pytest.fixture
async def empty(office: Office, sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Office]:
    """The same office after a fire: a new database of the same kind, with the same key."""
    url = office.store.url
    if office.store.is_sqlite:
        shutil.copy(sqlite_template, tmp_path / "new.db")
        address_ = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    else:
        address_ = url.set(database=f"{url.database}_new").render_as_string(hide_password=False)
        admin = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{url.database}_new"'))
            connection.execute(sa.text(f'CREATE DATABASE "{url.database}_new" TEMPLATE lotse_template'))
        admin.dispose()
    store = Store(address_, SEAL)
    yield Office(store, office.texts, office.guide)
    await store.close()


async def _all_rows(office: Office) -> dict[str, list[dict[str, Any]]]:
    tables = [table for table in metadata.sorted_tables if table is not lease]
    found = {table.name: await rows(office, table) for table in tables}
    return {name: sorted(some, key=repr) for name, some in found.items()}


async def test_a_backup_brings_everything_back(office: Office, empty: Office, tmp_path: Path) -> None:
    await hire(office)
    people = [jonas(office), amira(office)]
    for person in people:
        await conversation_of(person, "zqmark")
    await (await lives_in(emine(office), "marl")).says("qwertz uiop asdf")  # counted by the day
    await conversation.keep(office, people[0].address, "n1", "{}")
    file = await upkeep.backup(office, tmp_path / "backup")
    count = await upkeep.restore(empty, file)
    whole = await _all_rows(office)
    for row in whole["inbox"]:  # whose texts are sealed with the deployment's key: they are not in a backup
        row |= {"sealed": None, "status": "done", "done_at": row["done_at"] or row["received_at"]}
    whole["inbox"].sort(key=repr)
    assert await _all_rows(empty) == whole
    assert (count["citizen"], count["tally"]) == (3, 1)
    for person in people:
        person.office = empty
        assert "zqmark" in await person.says("/mydata")


async def test_who_was_signed_in_is_not_so_after_a_restore(
    office: Office, empty: Office, tmp_path: Path
) -> None:
    await hire(office)
    await sign_in.set_password(office, MARL, "a long enough password")
    user = await sign_in.check_password(office, MARL, "a long enough password", "here")
    with pytest.raises(SignInError):
        await sign_in.check_password(office, MARL, "a wrong password", "here")
    token = await sign_in.enter(office, user)
    await upkeep.restore(empty, await upkeep.backup(office, tmp_path / "backup"))
    assert await sign_in.who(office, token) == user
    assert await sign_in.who(empty, token) is None
    assert await sign_in.check_password(empty, MARL, "a long enough password", "here") == user


async def test_a_backup_is_sealed_and_only_its_owner_reads_it(office: Office, tmp_path: Path) -> None:
    await with_case(jonas(office), words="strom abgestellt zqmark")
    file = await upkeep.backup(office, tmp_path / "backup")
    assert b"zqmark" not in gzip.decompress(file.read_bytes())
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in file.parent.iterdir()} == {0o600}
    assert sorted(path.name for path in file.parent.iterdir()) == ["keys.json", file.name]


async def test_the_keys_are_written_before_what_they_open(
    small_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    write = upkeep._write

    def noted(path: Path, content: bytes) -> None:
        written.append(path.name)
        write(path, content)

    monkeypatch.setattr(upkeep, "_write", noted)
    file = await upkeep.backup(small_office, tmp_path)
    assert written == ["keys.json", file.name]


async def test_no_update_stands_in_a_backup(office: Office, tmp_path: Path) -> None:
    await conversation.keep(office, jonas(office).address, "1", "zqmark")
    file = await upkeep.backup(office, tmp_path / "backup")
    lines = map(json.loads, gzip.decompress(file.read_bytes()).decode().splitlines())
    (kept,) = [row for table, row in lines if table == "inbox"]
    assert (kept["update_id"], kept["sealed"], kept["status"]) == ("1", None, "done")
    assert kept["done_at"]  # so that it goes after its term


async def test_an_existing_folder_keeps_its_mode(small_office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o755)
    await upkeep.backup(small_office, folder)
    assert folder.stat().st_mode & 0o777 == 0o755


async def test_whoever_was_forgotten_since_is_not_brought_back_by_an_old_backup(
    office: Office, empty: Office, tmp_path: Path
) -> None:
    await hire(office)
    jo, am = jonas(office), amira(office)
    number = await conversation_of(jo, "zqjonas")
    await conversation_of(am, "zqamira")
    await conversation.keep(office, jo.address, "p1", "zqjonas poison")
    await conversation.keep(office, am.address, "p1a", "zqamira poison")
    who, other = await citizen_of(jo), await citizen_of(am)
    others = await readable(office, other)
    old = await upkeep.backup(office, tmp_path / "backup")
    await forgets(jo)
    await upkeep.backup(office, tmp_path / "backup")

    await upkeep.restore(empty, old)

    assert await readable(empty, who) == []
    assert await rows(empty, session, session.c.citizen == who) == []
    assert await rows(empty, address, address.c.citizen == who) == []
    (left,) = await rows(empty, case, case.c.number == number)
    assert (left["status"], left["sealed"], left["waiting_since"]) == ("closed", None, None)
    assert left["closed_at"]
    history = await rows(empty, case_event, case_event.c.case_number == number)
    assert {row["sealed"] for row in history} == {None}
    assert {row["kind"] for row in history} == {"opened"}
    assert (left["reasons"], left["urgent"], left["lang"]) == ("asked", False, "de")
    sent = await rows(empty, outbox, outbox.c.citizen == who)
    assert {(row["sealed"], row["chat"], row["external_id"]) for row in sent} == {(None, "", None)}
    assert {row["status"] for row in sent} <= {"sent", "failed"}
    assert [row.address.external_id for row in await conversation.waiting(empty, CHANNEL, jo.name, 9)] == []
    assert await readable(empty, other) == others
    assert await conversation.waiting(empty, CHANNEL, am.name, 9) == ()
    received = await rows(empty, inbox)
    assert {(row["status"], row["sealed"]) for row in received} == {("done", None)}
    assert {row["chat"] for row in received} == {"", am.name}
    case_, events = await lotse.show(empty, MARL, number)
    assert (case_.content.words, [event.text for event in events if event.text]) == ((), [])
    am.office = empty
    assert "zqamira" in (await am.reads()) + str(others)


async def test_after_a_restore_the_numbers_go_on(office: Office, empty: Office, tmp_path: Path) -> None:
    await with_case(jonas(office))
    await upkeep.restore(empty, await upkeep.backup(office, tmp_path / "backup"))
    await hire(empty)
    number = await with_case(emine(empty))
    await lotse.show(empty, MARL, number)


async def test_a_restore_into_a_database_with_data_is_refused(office: Office, tmp_path: Path) -> None:
    await lives_in(jonas(office), "marl")
    file = await upkeep.backup(office, tmp_path / "backup")
    before = await _all_rows(office)
    with pytest.raises(RestoreError, match="not empty"):
        await upkeep.restore(office, file)
    assert await _all_rows(office) == before


async def test_staff_alone_make_a_database_not_empty(office: Office, empty: Office, tmp_path: Path) -> None:
    file = await upkeep.backup(office, tmp_path / "backup")
    await hire(empty)
    with pytest.raises(RestoreError, match="not empty"):
        await upkeep.restore(empty, file)


@pytest.mark.parametrize("broken", ["missing", "no gzip", "cut", "no json", "no pairs", "no keys"])
async def test_a_broken_backup_changes_nothing(broken: str, small_office: Office, tmp_path: Path) -> None:
    file = await upkeep.backup(small_office, tmp_path / "backup")
    whole = gzip.compress(b'["citizen", {}]\n' * 200)
    content = {
        "no gzip": b"plain",
        "cut": whole[: len(whole) // 2],
        "no json": gzip.compress(b"plain"),
        "no pairs": gzip.compress(b"7"),
    }
    if broken == "missing":
        file.unlink()
    elif broken == "no keys":
        (file.parent / "keys.json").write_text("plain")
    else:
        file.write_bytes(content[broken])
    with pytest.raises(RestoreError, match=r"cannot be restored"):
        await upkeep.restore(small_office, file)
    assert await rows(small_office, citizen) == []


async def test_a_backup_of_an_older_version_may_know_columns_that_are_gone(
    office: Office, empty: Office, tmp_path: Path
) -> None:
    await lives_in(olena(office), "marl")
    file = await upkeep.backup(office, tmp_path / "backup")
    lines = [json.loads(line) for line in gzip.decompress(file.read_bytes()).decode().splitlines()]
    old = [json.dumps([table, row | {"gone": 1}]) for table, row in lines]
    file.write_bytes(gzip.compress("\n".join(old).encode()))
    await upkeep.restore(empty, file)
    assert len(await rows(empty, session)) == 1


async def test_the_guide_of_the_backup_replaces_the_seed(
    office: Office, empty: Office, tmp_path: Path
) -> None:
    for one, revision in ((office, "old"), (empty, "seed")):
        async with one.work() as work:
            await knowledge.publish(work, revision, (), "seed", "x")
    await upkeep.restore(empty, await upkeep.backup(office, tmp_path / "backup"))
    assert [row["id"] for row in await rows(empty, guide_revision)] == ["old"]


async def test_reminders_come_back_but_those_of_the_forgotten(
    office: Office, empty: Office, tmp_path: Path
) -> None:
    office.guide = empty.guide = with_days()
    stop_clock(office)
    stop_clock(empty)
    jo, am = jonas(office), amira(office)
    for person in (jo, am):
        await wants_reminders(person, "wohngeld", letter_date="2026-11-02")
    who = await citizen_of(jo)
    file = await upkeep.backup(office, tmp_path / "backup")
    await forgets(am)
    await upkeep.backup(office, tmp_path / "backup")
    await upkeep.restore(empty, file)
    assert {row["citizen"] for row in await rows(empty, reminder)} == {who}
    empty.clock = Clock(at(2026, 11, 25))
    assert await remind.send_due(empty)
    assert not await remind.send_due(empty)


async def test_tasks_come_back_with_their_days_but_those_of_who_was_forgotten(
    office: Office, empty: Office, tmp_path: Path
) -> None:
    await open_offices(office)
    kept, gone = jonas(office), amira(office)
    for person in (kept, gone):
        number = await held_case(person)
        first = await agreed(person, number)
        await agreed(person, number, title="Ferienplatz", needs=(first,))
    file = await upkeep.backup(office, tmp_path / "backup")
    await forgets(gone)
    await upkeep.backup(office, tmp_path / "backup")
    await upkeep.restore(empty, file)
    theirs = await rows(office, task)
    assert await rows(empty, task) == theirs
    assert {row["citizen"] for row in theirs} == {await citizen_of(kept)}
    assert all(row["due_on"] for row in theirs)
    assert len(await rows(empty, task_need)) == 1
