"""Revisions compared, brought back, and found again from an answer."""

from pathlib import Path

import pytest

from bot.desk import Office, lotse, proposals, publishing, revisions
from bot.errors import (
    EmptyProposalError,
    ForbiddenError,
    UnknownAnswerError,
    UnknownRevisionError,
    UnknownUserError,
)
from bot.staff import Role
from bot.store import knowledge, staff
from bot.tables import case_event, outbox
from knowledge.difference import Side
from tests.bot.proposing import ADA, EDDA, EMIL, KITA, MARL, MIA, PASS, holds, house, reworded
from tests.bot.scene import asks_for_a_lotse, lives_in, rows
from tests.cast import DEPARTMENT, LOTSE_CASTROP, LOTSE_MARL, hire, jonas
from tests.knowledge import small


@pytest.fixture
async def desk(office: Office, tmp_path: Path) -> Office:
    return await house(office, tmp_path)


async def _reworded(desk: Office, place: tuple[str, str], field: str, text: object) -> str:
    id_ = await proposals.begin(desk, EDDA, "better")
    await proposals.put(desk, EDDA, id_, place, await reworded(desk, place, field, text))
    return await _published(desk, id_)


async def _published(desk: Office, id_: int, by: str = EDDA) -> str:
    await proposals.submit(desk, by, id_)
    return await publishing.publish(desk, EMIL, id_)


async def test_two_revisions_are_compared(desk: Office) -> None:
    first = desk.guide.revision
    second = await _reworded(desk, KITA, "summary", "Was Kitaplatz kostet")
    (kita,) = await revisions.compare(desk, EMIL, first, second)
    (field,) = kita.fields
    assert (kita.source, kita.side, field.field) == ("services/kita.yaml", Side.BOTH, "summary")
    assert [part.text for part in field.parts if part.side is Side.BEFORE] == ["ist"]
    assert await revisions.compare(desk, EMIL, first, first) == ()
    with pytest.raises(UnknownRevisionError):
        await revisions.compare(desk, EMIL, first, "nowhere")
    assert [one.id for one in await revisions.history(desk, EMIL)] == [second, first]


async def test_a_whole_revision_is_brought_back(desk: Office) -> None:
    first = desk.guide.revision
    await _reworded(desk, KITA, "summary", "Anders")
    id_ = await proposals.begin(desk, EDDA, "one more, one less")
    await proposals.put(
        desk, EDDA, id_, ("papers", "foto"), small.document("papers", "foto", {"name": "Foto"}).data
    )
    await _published(desk, id_)
    back = await revisions.bring_back(desk, EDDA, first, "it was right before")
    assert [edit.place for edit in (await proposals.look(desk, EDDA, back)).edits] == [
        ("papers", "foto"),
        KITA,
    ]
    assert await _published(desk, back) == first
    async with desk.work() as work:
        holds_now = await knowledge.published(work)
    assert holds_now
    assert (holds_now.id, holds_now.author, holds_now.reason) == (first, EDDA, "it was right before")
    with pytest.raises(EmptyProposalError):
        await revisions.bring_back(desk, EDDA, first, "again")


async def test_one_document_is_brought_back(desk: Office) -> None:
    first = desk.guide.revision
    before = await holds(desk, KITA)
    await _reworded(desk, KITA, "summary", "Anders")
    await _reworded(desk, PASS, "name", "Pass")
    await _published(desk, await revisions.bring_back(desk, EDDA, first, "only this", KITA))
    assert await holds(desk, KITA) == before
    assert (await holds(desk, PASS))["name"] == "Pass"


async def test_an_editor_of_a_city_brings_back_that_city(desk: Office) -> None:
    first = desk.guide.revision
    await _reworded(desk, MARL, "aliases", ["X"])
    await _reworded(desk, KITA, "summary", "Anders")
    with pytest.raises(ForbiddenError):
        await revisions.bring_back(desk, MIA, first, "all of it")
    id_ = await revisions.bring_back(desk, MIA, first, "ours", MARL)
    assert [edit.place for edit in (await proposals.look(desk, MIA, id_)).edits] == [MARL]


async def test_an_answer_leads_to_its_revision_and_to_the_document(desk: Office) -> None:
    revision = await _reworded(desk, KITA, "summary", "Neu gesagt")
    person = await lives_in(jonas(desk), "marl")
    await person.says("Kitaplatz")
    answer = (await rows(desk, outbox))[-1]["id"]
    await _reworded(desk, KITA, "summary", "Noch neuer")
    found = await revisions.trace(desk, ADA, outbox=answer)
    assert found.revision
    assert (found.answer.revision, found.revision.id) == (revision, revision)
    assert (found.revision.author, found.revision.reason) == (EDDA, "better")
    assert found.proposal
    assert found.proposal.reviewer
    assert found.proposal.reviewer.name == EMIL
    source = await revisions.source_of(desk, ADA, *KITA, outbox=answer)
    assert source
    assert (source.document.data["summary"], source.holds) == ("Neu gesagt", False)
    same = await revisions.source_of(desk, ADA, *PASS, outbox=answer)
    assert same
    assert same.holds
    assert await revisions.source_of(desk, ADA, "papers", "none", outbox=answer) is None


async def test_who_may_not_see_a_city_traces_nothing_there(desk: Office) -> None:
    for name, role, cities, department in (
        (LOTSE_CASTROP, Role.LOTSE, ("castrop-rauxel",), None),
        (LOTSE_MARL, Role.LOTSE, ("marl",), None),
        (DEPARTMENT, Role.DEPARTMENT, ("marl",), "amt"),
    ):
        async with desk.work() as work:
            await staff.add(work, name, role, cities, department)
    person = await lives_in(jonas(desk), "marl")
    await person.says("Kitaplatz")
    answer = (await rows(desk, outbox))[-1]["id"]
    for name in (LOTSE_CASTROP, DEPARTMENT):
        with pytest.raises(UnknownAnswerError):
            await revisions.trace(desk, name, outbox=answer)
    assert (await revisions.trace(desk, LOTSE_MARL, outbox=answer)).answer.city == "marl"
    with pytest.raises(UnknownUserError):
        await revisions.trace(desk, "nobody", outbox=answer)
    with pytest.raises(UnknownAnswerError):
        await revisions.trace(desk, LOTSE_MARL, outbox=4711)


async def test_an_event_of_a_case_leads_to_its_revision(office: Office) -> None:
    await hire(office)
    number = await asks_for_a_lotse(await lives_in(jonas(office), "marl"))
    await lotse.claim(office, LOTSE_MARL, number)
    await lotse.reply(office, LOTSE_MARL, number, "Guten Tag")
    event = next(row for row in await rows(office, case_event) if row["outbox"] is not None)
    found = await revisions.trace(office, LOTSE_MARL, event=event["id"])
    assert (found.answer.outbox, found.answer.revision) == (event["outbox"], office.guide.revision)
    assert found.revision is None
    assert found.proposal is None
