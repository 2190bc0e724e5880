"""What is written in a case: an answer to the person, a note for the house, and drafts of both."""

from starlette.responses import Response

from bot.console.access import LOTSEN
from bot.console.ask import Ask
from bot.console.pages.case import CASES, back, refused, show
from bot.console.route import Route
from bot.desk import drafting, lotse, reading
from bot.desk.canned import canned
from bot.errors import StaffError
from bot.store.drafts import DraftKind
from knowledge.localized import GERMAN

_CASE = CASES + "/{number}"


async def reply(ask: Ask) -> Response:
    text, lang = _written(ask)
    try:
        await lotse.reply(ask.office, ask.user.name, ask.path["number"], text, lang, after=_seen(ask))
    except StaffError as error:
        return await refused(ask, error, "reply", {"reply": text, "lang": lang})
    return back(ask, "case.replied", "conversation")


async def preview(ask: Ask) -> Response:
    """What the person would read."""
    text, lang = _written(ask)
    message = await reading.preview(ask.office, ask.user.name, ask.path["number"], text, lang)
    if ask.is_fragment:
        return ask.show("_preview.html", preview=message)
    return await show(ask, typed={"reply": text, "lang": lang}, preview=message)


async def take_canned(ask: Ask) -> Response:
    """A canned reply below what is typed already, in the person's language."""
    found = await reading.open_case(ask.office, ask.user.name, ask.path["number"])
    ready = {one.id: one for one in canned(ask.office, found.case, found.reach.lang)}
    text, lang = _written(ask)
    taken = ready.get(ask.field("canned"))
    if taken is None:
        return await show(ask, typed={"reply": text, "lang": lang})
    text = "\n\n".join(filter(None, (text, taken.text)))
    return await show(ask, typed={"reply": text, "lang": taken.lang})


async def again(ask: Ask) -> Response:
    """An answer that may not have arrived goes out once more."""
    try:
        event = int(ask.path["event"])
        await lotse.send_again(ask.office, ask.user.name, ask.path["number"], event)
    except StaffError as error:
        return await refused(ask, error, "conversation", {})
    return back(ask, "case.sent_again", "conversation")


async def note(ask: Ask) -> Response:
    text = ask.field("note")
    try:
        await lotse.note(ask.office, ask.user.name, ask.path["number"], text)
    except StaffError as error:
        return await refused(ask, error, "note", {"note": text})
    return back(ask, "case.noted", "notes")


async def keep_reply(ask: Ask) -> Response:
    text, lang = _written(ask)
    return await _keep(ask, DraftKind.REPLY, text, lang)


async def keep_note(ask: Ask) -> Response:
    return await _keep(ask, DraftKind.NOTE, ask.field("note"), GERMAN)


async def _keep(ask: Ask, kind: DraftKind, text: str, lang: str) -> Response:
    typed = {"reply": text, "lang": lang} if kind is DraftKind.REPLY else {"note": text}
    number = ask.path["number"]
    try:
        kept = await drafting.keep(ask.office, ask.user.name, number, kind, text, lang, after=_seen(ask))
    except StaffError as error:
        if ask.is_fragment:
            raise
        return await refused(ask, error, kind, typed)
    if ask.is_fragment:
        return ask.show("_draft.html", kept=kept, at=ask.now)
    return back(ask, "case.draft_kept" if kept else "case.draft_old", kind)


def _written(ask: Ask) -> tuple[str, str]:
    """An answer as it was typed, and its language."""
    lang = ask.field("lang")
    return ask.field("reply"), lang if lang in ask.office.texts.languages else GERMAN


def _seen(ask: Ask) -> int:
    """The last event that the page showed."""
    typed = ask.field("after")
    return int(typed) if typed.isdecimal() else 0


ROUTES = (
    Route("POST", _CASE + "/reply", LOTSEN, reply),
    Route("POST", _CASE + "/preview", LOTSEN, preview),
    Route("POST", _CASE + "/canned", LOTSEN, take_canned),
    Route("POST", _CASE + "/replies/{event:int}/again", LOTSEN, again),
    Route("POST", _CASE + "/note", LOTSEN, note),
    Route("POST", _CASE + "/draft/reply", LOTSEN, keep_reply),
    Route("POST", _CASE + "/draft/note", LOTSEN, keep_note),
)
