"""Hostile texts on the page of a case: each is there as text, none as markup, and none reaches beyond its place."""

from html.parser import HTMLParser

from bot.cases import EventKind
from bot.desk import Office, lotse
from bot.store import cases
from tests import hostile
from tests.bot.scene import MARL, case_of, with_case
from tests.cast import hire, jonas
from tests.console import clerk

_VOID = {"meta", "link", "input", "br", "img", "base", "hr"}


class Page(HTMLParser):
    """The elements of a page with their attributes, and the texts of what people wrote."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self._within: int | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        if tag in _VOID:
            return
        self._open.append(tag)
        if self._within is None and "words-text" in (found.get("class") or "").split():
            self._within = len(self._open)
            self.words.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, tag
        if self._within is not None and len(self._open) < self._within:
            self._within = None

    def handle_data(self, data: str) -> None:
        if self._within is not None:
            self.words[-1] += data


def test_there_are_a_hundred_different_ones() -> None:
    texts = hostile.texts()
    assert len(set(texts)) == hostile.COUNT
    assert max(map(len, texts)) == hostile.LONGEST
    assert texts == hostile.texts()


async def test_a_hundred_hostile_texts_are_shown_as_text(small_office: Office) -> None:
    await hire(small_office)
    person = jonas(small_office)
    number = await with_case(person)
    plain = Page(await _page(small_office, number))
    citizen = (await case_of(person)).citizen
    texts = hostile.texts()
    async with small_office.work() as work:
        for place, text in enumerate(texts):
            for kind, words in _told(text, texts[place - 1]):
                await cases.record(work, number, citizen, kind, text=words, lang="ar", ref=str(place))
    html = await _page(small_office, number)
    page = Page(html)
    shown = {text.replace("\r\n", "\n") for text in page.words}
    for text in hostile.texts():
        assert text in shown or text.replace("\r\n", "\n") in shown, text[:80]
    assert _kinds(page) - _kinds(plain) <= {"details", "summary", "del", "ins"}
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert len([tag for tag, _ in page.elements if tag == "script"]) == len(
        [tag for tag, _ in plain.elements if tag == "script"]
    )


def _told(text: str, other: str) -> tuple[tuple[EventKind, str], ...]:
    return ((EventKind.MESSAGE, text), (EventKind.NOTE, text), (EventKind.EDITED, other))


def _kinds(page: Page) -> set[str]:
    return {tag for tag, _ in page.elements} - {"bdi", "strong", "ol", "li", "div", "span", "p", "time"}


async def _page(office: Office, number: str) -> str:
    async with clerk(office, MARL) as mehmet:
        page = await mehmet.opens(f"/console/cases/{number}")
    assert page.status_code == 200
    return page.text


async def test_hostile_answers_come_back_into_the_form_as_typed(small_office: Office) -> None:
    await hire(small_office)
    person = jonas(small_office)
    number = await with_case(person)
    async with clerk(small_office, MARL) as mehmet:
        await mehmet.opens(f"/console/cases/{number}")
        for text in hostile.texts()[:20]:
            answer = await mehmet.sends(f"/console/cases/{number}/reply", reply=text, lang="de")
            assert answer.status_code == 409
            assert "textarea" in {tag for tag, _ in Page(answer.text).elements}
        await lotse.claim(small_office, MARL, number)
        hidden = await mehmet.sends(f"/console/cases/{number}/preview", reply=hostile.texts()[0], lang="ar")
        assert hostile.texts()[0] not in hidden.text
