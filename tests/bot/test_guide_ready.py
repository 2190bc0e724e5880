"""A published guide reaches every process: what one encoded no other encodes, and nobody waits meanwhile."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.desk import Office
from bot.desk import office as desk
from bot.desk.office import make_ready, open_guide, refresh
from bot.store import knowledge, vectors
from bot.tables import vector
from knowledge.load import Document, load
from knowledge.model import Guide, Vectors
from knowledge.understand.examples import sentences_of
from knowledge.understand.vectors import Kept, Small, key_of
from tests.bot.scene import rows, stop_clock
from tests.knowledge import small
from tests.knowledge.test_vectors import Counting


class Slow(Counting):
    """As quick as it must be for many phrases."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        rng = np.random.default_rng(len(texts))
        return rng.normal(size=(len(texts), 8)).astype(np.float32)


def _more(*texts: str) -> tuple[Document, ...]:
    added = [small.phrase("service", "de", text, services=["wohngeld"]) for text in texts]
    return (*small.documents()[:-1], Document("phrases", "all", [*small.phrases(), *added]))


def _guide(found: Sequence[Document], encoder: Kept) -> Guide:
    return load(found, encoder)


async def test_what_one_process_encoded_another_recalls(office: Office) -> None:
    guide_there, there = small.documents(), Counting()
    await make_ready(office.store, _guide(guide_there, Kept(there)), office.clock())
    here = Counting()
    kept = Kept(here)
    guide = _guide(guide_there, kept)
    await make_ready(office.store, guide, office.clock())
    assert len(there.asked) == 1
    assert here.asked == []
    assert kept.recall(["my rent is too high"]) == pytest.approx(
        Kept(there).recall(["my rent is too high"]), abs=1e-6
    )


async def test_an_encoder_of_another_name_recalls_nothing(office: Office) -> None:
    await make_ready(office.store, _guide(small.documents(), Kept(Counting())), office.clock())
    other = Counting("other 2")
    await make_ready(office.store, _guide(small.documents(), Kept(other)), office.clock())
    assert len(other.asked) == 1


async def test_of_20000_phrases_only_the_new_one_is_encoded(small_office: Office) -> None:
    many = [f"satz nummer {number} über die miete" for number in range(20_000)]
    encoder = Slow()
    kept = Kept(encoder)
    await make_ready(small_office.store, _guide(_more(*many), kept), small_office.clock())
    before = len(encoder.asked)
    await make_ready(small_office.store, _guide(_more(*many, "ganz neu gesagt"), kept), small_office.clock())
    assert encoder.asked[before:] == [["ganz neu gesagt"]]
    assert len(await rows(small_office, vector)) == len(set(sentences_of(_guide(_more(*many, "x"), kept))))


async def test_two_processes_may_keep_the_same_vector(office: Office) -> None:
    one = Small(2**64 - 1, b"\x01\x7f", 0.5)
    for _ in range(2):
        async with office.work() as work:
            await vectors.keep(work, "counting 1", (one,))
    async with office.work() as work:
        assert await vectors.find(work, "counting 1", [one.key, key_of("unknown")]) == (one,)


async def test_a_guide_is_known_by_the_name_it_was_published_under(office: Office, tmp_path: Path) -> None:
    clock = stop_clock(office)
    office.guide = await open_guide(
        office.store, small.write(tmp_path / "content", small.documents()), clock.now
    )
    clock.goes(minutes=1)
    async with office.work() as work:
        await knowledge.publish(work, "r1", small.documents(), "edda", "older way of naming")
    assert await refresh(office)
    assert office.guide.revision == "r1"
    assert not await refresh(office)


async def test_the_order_of_a_folder_does_not_name_the_revision(office: Office, tmp_path: Path) -> None:
    twins = (small.document("papers", "pass-kind", {"name": "Kinderausweis"}), *small.documents())
    folder = small.write(tmp_path / "content", twins)
    office.guide = await open_guide(office.store, folder, office.clock())
    assert (await open_guide(office.store, folder, office.clock())).revision == office.guide.revision
    assert load(twins).revision == load(tuple(reversed(twins))).revision == office.guide.revision
    assert not await refresh(office)


async def test_a_revision_is_the_newest_whatever_the_clocks_say(office: Office) -> None:
    clock = stop_clock(office)
    async with office.work() as work:
        await knowledge.publish(work, "r1", small.documents(), "edda", "x")
    clock.goes(minutes=-5)
    async with office.work() as work:
        await knowledge.publish(work, "r2", small.documents(), "otto", "y")
    async with office.work() as work:
        found = await knowledge.published(work)
    assert found
    assert found.id == "r2"


async def test_the_loop_goes_on_while_a_guide_is_loaded(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with office.work() as work:
        await knowledge.publish(work, "r1", small.documents(), "edda", "x")
    looked = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(*_: object) -> Guide:
        asyncio.run_coroutine_threadsafe(_set(looked), loop).result(5)
        return replace(office.guide, revision="r1")

    monkeypatch.setattr(desk, "load", slow)
    assert await refresh(office)
    assert looked.is_set()


async def _set(event: asyncio.Event) -> None:
    event.set()
