"""What is written and not sent yet: kept for its author, in every browser, until it is sent."""

from bot.cases import CaseStatus, EventKind
from bot.desk.lotse import handling
from bot.desk.office import Office
from bot.errors import ClosedError
from bot.store import cases, drafts
from bot.store.drafts import DraftKind
from knowledge.localized import GERMAN


async def keep(
    office: Office, name: str, number: str, kind: DraftKind, text: str, lang: str = GERMAN, *, after: int = 0
) -> bool:
    """Keeps a draft; an empty one is removed.

    False when something of the kind was sent since the event `after`: a page that was open then must not bring it back.
    """
    async with handling(office, name, number) as (work, user, case):
        if case.status is CaseStatus.CLOSED:
            raise ClosedError(number=case.number)
        if await cases.has_written(work, case, user, _SENT[kind], after):
            return False
        if text.strip():
            await drafts.keep(work, case, user, kind, text, lang)
        else:
            await drafts.drop(work, case, user, kind)
        return True


_SENT = {DraftKind.REPLY: EventKind.REPLY, DraftKind.NOTE: EventKind.NOTE}
