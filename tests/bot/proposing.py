"""Editors in a test, and a guide of their own that is small and published."""

from copy import deepcopy
from pathlib import Path
from typing import Any

from bot.desk import Office, lotse
from bot.desk.office import open_guide
from bot.staff import Role
from bot.store import knowledge
from knowledge.load import Document
from tests.knowledge import small

EDDA, EMIL = "edda", "emil"
MIA = "mia-in-marl"
ADA = "ada"
KITA = ("services", "kita")
MARL = ("cities", "marl")
PASS = ("papers", "pass")


async def house(office: Office, tmp_path: Path) -> Office:
    """Two editors, one of Marl alone, an administrator; the small guide is published."""
    for name, role, cities in (
        (EDDA, Role.EDITOR, ()),
        (EMIL, Role.EDITOR, ()),
        (MIA, Role.EDITOR, ("marl",)),
        (ADA, Role.ADMINISTRATOR, ()),
    ):
        await lotse.add_user(office, name, role, cities)
    folder = small.write(tmp_path / "content", small.documents())
    office.guide = await open_guide(office.store, folder, office.clock())
    return office


async def holds(office: Office, place: tuple[str, str]) -> Any:
    """What is published of a document."""
    document = await published(office, place)
    assert document
    return document.data


async def published(office: Office, place: tuple[str, str]) -> Document | None:
    async with office.work() as work:
        found = await knowledge.published(work)
        assert found
        return await knowledge.one(work, found.id, *place)


async def reworded(office: Office, place: tuple[str, str], field: str, text: Any) -> Any:
    """The published document with another text in a field."""
    return {**deepcopy(await holds(office, place)), field: text}
