"""Draft, review, publish: two people, no text overwritten unseen, one guide at a time."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk import Office, lotse, proposals, publishing
from bot.desk.office import open_guide, refresh
from bot.desk.proposed import changes, guide_of, problems
from bot.errors import (
    ConflictError,
    EmptyProposalError,
    ForbiddenError,
    NotAuthorError,
    ProposalMovedError,
    SecondPersonError,
    UnknownDocumentError,
    UnknownProposalError,
    UnknownUserError,
    WhyError,
)
from bot.proposals import EDITABLE, PROPOSAL_MAY_BECOME, ProposalStatus
from bot.staff import Role
from bot.store import knowledge
from bot.store import proposals as kept
from knowledge.errors import InvalidKnowledgeError
from tests.bot.proposing import ADA, EDDA, EMIL, KITA, MARL, MIA, PASS, holds, house, published, reworded
from tests.bot.scene import lives_in, stop_clock
from tests.cast import LOTSE_MARL, jonas
from tests.knowledge import small


@pytest.fixture
async def desk(office: Office, tmp_path: Path) -> Office:
    return await house(office, tmp_path)


async def _proposed(desk: Office, text: str, *, by: str = EDDA, field: str = "summary") -> int:
    id_ = await proposals.begin(desk, by, f"because of {text}")
    await proposals.put(desk, by, id_, KITA, await reworded(desk, KITA, field, text))
    return id_


async def _submitted(desk: Office, text: str, *, by: str = EDDA) -> int:
    id_ = await _proposed(desk, text, by=by)
    await proposals.submit(desk, by, id_)
    return id_


async def _status(desk: Office, id_: int) -> ProposalStatus:
    return (await proposals.look(desk, EDDA, id_)).proposal.status


def test_every_status_has_what_it_may_become() -> None:
    assert set(PROPOSAL_MAY_BECOME) == set(ProposalStatus)
    assert all(ProposalStatus.WITHDRAWN in PROPOSAL_MAY_BECOME[status] for status in EDITABLE)


async def test_what_one_proposes_another_publishes(desk: Office) -> None:
    before = desk.guide.revision
    id_ = await _submitted(desk, "Betreuung am Tag")
    revision = await publishing.publish(desk, EMIL, id_, note="well said")
    assert revision == desk.guide.revision != before
    assert desk.guide.services["kita"].summary.texts["de"].text == "Betreuung am Tag"
    done = (await proposals.look(desk, EDDA, id_)).proposal
    assert (done.status, done.revision, done.note) == (ProposalStatus.PUBLISHED, revision, "well said")
    assert done.reviewer
    assert done.reviewer.name == EMIL
    async with desk.work() as work:
        found = await knowledge.published(work)
    assert found
    assert (found.id, found.author, found.reason) == (revision, EDDA, "because of Betreuung am Tag")


async def test_nobody_publishes_their_own_unless_the_town_is_small(desk: Office) -> None:
    id_ = await _submitted(desk, "Allein gemacht")
    with pytest.raises(SecondPersonError):
        await publishing.publish(desk, EDDA, id_)
    with pytest.raises(SecondPersonError):
        await publishing.refuse(desk, EDDA, id_, "no")
    desk.four_eyes = False
    assert await publishing.publish(desk, EDDA, id_) == desk.guide.revision


async def test_what_was_not_submitted_is_not_published(desk: Office) -> None:
    id_ = await _proposed(desk, "Noch nicht fertig")
    with pytest.raises(ProposalMovedError):
        await publishing.publish(desk, EMIL, id_)


async def test_an_edit_after_the_review_began_asks_for_it_again(desk: Office) -> None:
    clock = stop_clock(desk)
    id_ = await _submitted(desk, "Erste Fassung")
    seen = (await proposals.look(desk, EMIL, id_)).proposal.changed_at
    clock.goes(minutes=1)
    await proposals.put(desk, EDDA, id_, KITA, await reworded(desk, KITA, "summary", "Zweite Fassung"))
    assert await _status(desk, id_) is ProposalStatus.OPEN
    await proposals.submit(desk, EDDA, id_)
    with pytest.raises(ProposalMovedError):
        await publishing.publish(desk, EMIL, id_, seen=seen)


async def test_a_refusal_has_a_reason_and_is_not_the_end(desk: Office) -> None:
    id_ = await _submitted(desk, "Zu lang")
    with pytest.raises(WhyError):
        await publishing.refuse(desk, EMIL, id_, "  ")
    await publishing.refuse(desk, EMIL, id_, "too long")
    draft = await proposals.look(desk, EDDA, id_)
    assert (draft.proposal.status, draft.proposal.note) == (ProposalStatus.REFUSED, "too long")
    await proposals.put(desk, EDDA, id_, KITA, await reworded(desk, KITA, "summary", "Kurz"))
    await proposals.submit(desk, EDDA, id_)
    await publishing.publish(desk, ADA, id_)
    assert (await holds(desk, KITA))["summary"] == "Kurz"


async def test_only_the_author_edits_and_an_administrator_may_end_it(desk: Office) -> None:
    id_ = await _proposed(desk, "Meins")
    data = await holds(desk, KITA)
    for use in (
        proposals.put(desk, EMIL, id_, KITA, data),
        proposals.take_back(desk, EMIL, id_, KITA),
        proposals.submit(desk, EMIL, id_),
        proposals.withdraw(desk, EMIL, id_),
    ):
        with pytest.raises(NotAuthorError):
            await use
    await proposals.withdraw(desk, ADA, id_)
    assert await _status(desk, id_) is ProposalStatus.WITHDRAWN
    with pytest.raises(ProposalMovedError):
        await proposals.put(desk, EDDA, id_, KITA, data)
    with pytest.raises(ProposalMovedError):
        await proposals.withdraw(desk, EDDA, id_)


async def test_who_does_not_change_the_knowledge_proposes_nothing(desk: Office) -> None:
    await lotse.add_user(desk, LOTSE_MARL, Role.LOTSE, ("marl",))
    with pytest.raises(ForbiddenError):
        await proposals.begin(desk, LOTSE_MARL, "x")
    with pytest.raises(UnknownUserError):
        await proposals.begin(desk, "nobody", "x")
    with pytest.raises(WhyError):
        await proposals.begin(desk, EDDA, "x" * 256)
    with pytest.raises(UnknownProposalError):
        await proposals.look(desk, EDDA, 4711)


async def test_an_editor_of_a_city_edits_that_city_and_nothing_else(desk: Office) -> None:
    id_ = await proposals.begin(desk, MIA, "our names")
    for place in (KITA, PASS, ("cities", "herten")):
        with pytest.raises(ForbiddenError):
            await proposals.put(desk, MIA, id_, place, {"id": place[1]})
    await proposals.put(desk, MIA, id_, MARL, await reworded(desk, MARL, "aliases", ["Marl-Hüls"]))
    await proposals.submit(desk, MIA, id_)
    assert (await proposals.look(desk, EDDA, id_)).proposal.city == "marl"
    await publishing.publish(desk, EMIL, id_)
    assert desk.guide.cities["marl"].aliases == ("Marl-Hüls",)


async def test_an_editor_of_a_city_decides_nothing_beyond_it(desk: Office) -> None:
    id_ = await _submitted(desk, "Für alle Städte")
    with pytest.raises(ForbiddenError):
        await publishing.publish(desk, MIA, id_)
    with pytest.raises(ForbiddenError):
        await publishing.refuse(desk, MIA, id_, "no")


async def test_documents_come_and_go(desk: Office) -> None:
    id_ = await proposals.begin(desk, EDDA, "papers")
    new = small.document("papers", "foto", {"name": "Foto"})
    await proposals.put(desk, EDDA, id_, ("papers", "foto"), new.data)
    await proposals.put(desk, EDDA, id_, ("papers", "mietvertrag"), None)
    assert {(one.source, one.field) for one in await problems(desk, EDDA, id_)} == {
        ("services/wohngeld.yaml", "papers")
    }
    wohngeld = await reworded(desk, ("services", "wohngeld"), "papers", ["pass", "foto"])
    await proposals.put(desk, EDDA, id_, ("services", "wohngeld"), wohngeld)
    assert await problems(desk, EDDA, id_) == ()
    assert [one.source for one in await changes(desk, EMIL, id_)] == [
        "services/wohngeld.yaml",
        "papers/foto.yaml",
        "papers/mietvertrag.yaml",
    ]
    await proposals.submit(desk, EDDA, id_)
    await publishing.publish(desk, EMIL, id_)
    assert desk.guide.papers.keys() == {"pass", "foto"}
    assert await published(desk, ("papers", "mietvertrag")) is None


async def test_a_draft_with_problems_goes_no_further_and_names_them_all(desk: Office) -> None:
    id_ = await _proposed(desk, "", field="summary")
    await proposals.put(desk, EDDA, id_, PASS, await reworded(desk, PASS, "name", ""))
    with pytest.raises(InvalidKnowledgeError) as caught:
        await proposals.submit(desk, EDDA, id_)
    found = {(one.source, one.field) for one in caught.value.problems}
    assert {("services/kita.yaml", "summary"), ("papers/pass.yaml", "name")} <= found
    assert await _status(desk, id_) is ProposalStatus.OPEN
    with pytest.raises(InvalidKnowledgeError):
        await guide_of(desk, EDDA, id_)


@pytest.mark.parametrize("place", [("recipes", "soup"), ("papers", ""), ("papers", "x" * 97)])
async def test_what_is_no_document_is_not_kept(desk: Office, place: tuple[str, str]) -> None:
    id_ = await proposals.begin(desk, EDDA, "x")
    with pytest.raises(UnknownDocumentError):
        await proposals.put(desk, EDDA, id_, place, {})


async def test_what_is_as_published_is_no_edit(desk: Office) -> None:
    id_ = await _proposed(desk, "Anders")
    await proposals.put(desk, EDDA, id_, KITA, await holds(desk, KITA))
    assert (await proposals.look(desk, EDDA, id_)).edits == ()
    with pytest.raises(EmptyProposalError):
        await proposals.submit(desk, EDDA, id_)
    with pytest.raises(UnknownDocumentError):
        await proposals.take_back(desk, EDDA, id_, KITA)


async def test_two_editors_on_one_document_both_texts_are_seen(desk: Office) -> None:
    original = await holds(desk, KITA)
    mine, theirs = await _submitted(desk, "Von Edda"), await _submitted(desk, "Von Emil", by=EMIL)
    await publishing.publish(desk, ADA, theirs)
    with pytest.raises(ConflictError, match="services/kita"):
        await publishing.publish(desk, ADA, mine)
    (conflict,) = await proposals.conflicts(desk, EDDA, mine)
    assert conflict.edit.data
    assert conflict.edit.data["summary"] == "Von Edda"
    assert conflict.now
    assert conflict.now.data["summary"] == "Von Emil"
    assert conflict.was
    assert conflict.was.data == original
    await proposals.put(desk, EDDA, mine, KITA, {**conflict.now.data, "summary": "Von beiden"})
    with pytest.raises(ConflictError):
        await proposals.submit(desk, EDDA, mine)
    with pytest.raises(ConflictError):
        await proposals.settle(desk, EDDA, mine, KITA, conflict.edit.was)
    hash_ = (await proposals.look(desk, EDDA, mine)).hashes[KITA]
    await proposals.settle(desk, EDDA, mine, KITA, hash_)
    await proposals.submit(desk, EDDA, mine)
    await publishing.publish(desk, ADA, mine)
    assert (await holds(desk, KITA))["summary"] == "Von beiden"


async def test_a_form_that_was_opened_before_a_publish_is_a_conflict(desk: Office) -> None:
    opened = (await proposals.look(desk, EDDA, await _proposed(desk, "x"))).hashes[KITA]
    await publishing.publish(desk, ADA, await _submitted(desk, "Von Emil", by=EMIL))
    id_ = await proposals.begin(desk, EDDA, "late")
    data = await reworded(desk, KITA, "summary", "Von Edda")
    await proposals.put(desk, EDDA, id_, KITA, data, was=opened)
    assert [one.edit.id for one in await proposals.conflicts(desk, EDDA, id_)] == ["kita"]


async def test_who_made_the_same_of_it_is_in_no_conflict(desk: Office) -> None:
    mine = await _submitted(desk, "Gleich")
    await publishing.publish(desk, ADA, await _submitted(desk, "Gleich", by=EMIL))
    assert await proposals.conflicts(desk, EDDA, mine) == ()
    with pytest.raises(EmptyProposalError):
        await publishing.publish(desk, ADA, mine)


async def test_a_document_that_went_meanwhile_is_a_conflict_too(desk: Office) -> None:
    mine = await proposals.begin(desk, EDDA, "note")
    place = ("papers", "mietvertrag")
    await proposals.put(desk, EDDA, mine, place, await reworded(desk, place, "name", "Vertrag"))
    other = await proposals.begin(desk, EMIL, "gone")
    await proposals.put(desk, EMIL, other, place, None)
    wohngeld = await reworded(desk, ("services", "wohngeld"), "papers", ["pass"])
    await proposals.put(desk, EMIL, other, ("services", "wohngeld"), wohngeld)
    await proposals.submit(desk, EMIL, other)
    await publishing.publish(desk, ADA, other)
    (conflict,) = await proposals.conflicts(desk, EDDA, mine)
    assert conflict.now is None
    await proposals.settle(desk, EDDA, mine, place, None)
    assert await proposals.conflicts(desk, EDDA, mine) == ()


async def test_two_approvers_at_once_publish_once(desk: Office) -> None:
    id_ = await _submitted(desk, "Nur einmal")
    found = await asyncio.gather(
        publishing.publish(desk, EMIL, id_), publishing.publish(desk, ADA, id_), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in found) == ["ProposalMovedError", "str"]


async def test_two_proposals_published_at_once_are_both_in_the_guide(desk: Office) -> None:
    one = await _submitted(desk, "Neue Worte")
    other = await proposals.begin(desk, EDDA, "paper")
    await proposals.put(desk, EDDA, other, PASS, await reworded(desk, PASS, "name", "Pass"))
    await proposals.submit(desk, EDDA, other)
    await asyncio.gather(publishing.publish(desk, EMIL, one), publishing.publish(desk, ADA, other))
    assert (await holds(desk, KITA))["summary"] == "Neue Worte"
    assert (await holds(desk, PASS))["name"] == "Pass"


async def test_the_seed_never_replaces_what_people_published(desk: Office, tmp_path: Path) -> None:
    await lotse.add_user(desk, "seed", Role.EDITOR, ())
    revision = await publishing.publish(desk, ADA, await _submitted(desk, "Vom Menschen", by="seed"))
    spoilt = small.write(tmp_path / "content", small.spoilt("cities", "marl", ("aliases",), ["X"]))
    opened = await open_guide(desk.store, spoilt, desk.clock() + timedelta(days=1))
    assert opened.revision == revision


async def test_a_seed_waits_for_who_is_publishing(desk: Office, tmp_path: Path) -> None:
    changed = small.write(tmp_path / "content", small.spoilt("cities", "marl", ("aliases",), ["X"]))
    async with desk.work() as work:
        await knowledge.lock(work)
        opening = asyncio.create_task(open_guide(desk.store, changed, desk.clock()))
        await asyncio.wait({opening}, timeout=0.3)
        await knowledge.publish(work, "r1", small.documents(), EDDA, "x")
    assert (await opening).revision == "r1"


async def test_a_conversation_goes_on_across_a_publish(desk: Office) -> None:
    person = await lives_in(jonas(desk), "marl")
    assert "Was Kitaplatz ist" in await person.says("Kitaplatz")
    elsewhere = Office(desk.store, desk.texts, desk.guide)
    await publishing.publish(elsewhere, EMIL, await _submitted(desk, "Betreuung am Vormittag"))
    before = desk.guide
    assert await refresh(desk)
    assert desk.guide is not before
    assert "Kitaplatz" in await person.presses(person.messages[-1].offers[0].label)
    assert "Sie haben danach gefragt" in await person.says("Kitaplatz")
    assert "Betreuung am Vormittag" in await person.presses("Mehr zu")


async def test_proposals_are_listed_by_their_state(desk: Office) -> None:
    first, second = await _proposed(desk, "Erstens"), await _submitted(desk, "Zweitens")
    assert {one.id for one in await proposals.listing(desk, EMIL)} == {first, second}
    waiting = await proposals.listing(desk, EMIL, (ProposalStatus.REVIEW,))
    assert [one.id for one in waiting] == [second]


async def test_a_report_is_kept_with_the_proposal(desk: Office) -> None:
    id_ = await _proposed(desk, "x")
    async with desk.work() as work:
        found = await kept.get(work, id_)
        assert found
        await kept.keep_report(work, found, '{"broke": 0}')
    assert (await proposals.look(desk, EDDA, id_)).proposal.report == '{"broke": 0}'
