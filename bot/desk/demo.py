"""For trying it out: made-up staff and three made-up cases, each of which went through the dialogue as a real one does.

Everything here is invented; the cases are marked so, and are made only where nobody works yet.
"""

import uuid
from dataclasses import dataclass
from itertools import count

from bot import passwords
from bot.desk import conversation, lotse, sign_in
from bot.desk.office import Office
from bot.handlers.views import data
from bot.model import Address, Incoming, IncomingKind
from bot.session import Session
from bot.staff import Role
from bot.store import cases, people, staff, web

_CITY = "castrop-rauxel"
_AGREE = "…yes"  # of what is offered, the choice that ends so


@dataclass(frozen=True, slots=True)
class Story:
    """What somebody writes, in their language, line by line; «…x» presses the choice whose data ends in x."""

    lang: str
    lines: tuple[str, ...]


_STORIES = (
    Story(
        "de",
        (
            "Ich bin allein mit zwei Kindern, 2 und 7. Am 1. März fängt meine Umschulung an, ich habe keinen Kitaplatz.",
            "…plan",
            "…human",
            _AGREE,
            "Ich weiß nicht, was ich zuerst machen soll. Können Sie mir helfen?",
        ),
    ),
    Story("ar", ("قطعوا عني الكهرباء ولا أستطيع دفع الفاتورة", "…human", _AGREE, "عندي طفل عمره سنة واحدة")),
    Story("uk", ("Мені потрібна допомога з документами для Jobcenter", "…human", _AGREE)),
)
_STAFF = (
    ("lotse", Role.LOTSE, None),
    ("jugendamt", Role.DEPARTMENT, "jugendamt"),
    ("jobcenter", Role.DEPARTMENT, "jobcenter"),
    ("verwaltung", Role.ADMINISTRATOR, None),
)


@dataclass(frozen=True, slots=True)
class Login:
    """A made-up member of staff, and the password that is told this once."""

    name: str
    role: Role
    password: str


async def prepare(office: Office) -> tuple[Login, ...]:
    """Makes staff and cases where nobody works yet; returns who can sign in, nobody where somebody does."""
    async with office.work() as work:
        if await staff.all_(work):
            return ()
    logins = []
    for name, role, department in _STAFF:
        password = passwords.new_password()
        await lotse.add_user(office, name, role, (_CITY,), department)
        await sign_in.set_password(office, name, password)
        logins.append(Login(name, role, password))
    for story in _STORIES:
        await _tell(office, story)
    return tuple(logins)


async def _tell(office: Office, story: Story) -> None:
    """One person's conversation, up to their case."""
    where = web.address(uuid.uuid4().hex)
    async with office.work() as work:
        await web.add_place(work, where.external_id)
    await conversation.begin(office, where, story.lang, _CITY)
    for number, line in zip(count(1), story.lines):
        await _say(office, where, story.lang, str(number), line)
    session = await _session(office, where)
    assert session.case, "each story ends with a case"
    async with office.work() as work:
        await cases.mark_demo(work, session.case)


async def _session(office: Office, where: Address) -> Session:
    async with office.work() as work:
        session = await people.load_session(work, await people.arrive(work, where))
    assert session, "the conversation has begun"
    return session


async def _say(office: Office, where: Address, lang: str, ref: str, line: str) -> None:
    """One line, answered."""
    kind, text = IncomingKind.TEXT, line
    if line.startswith("…"):
        kind, text = IncomingKind.PRESS, await _offered(office, where, line.removeprefix("…"))
    await conversation.keep(office, where, f"{where.external_id}:{ref}", line)
    (row,) = await conversation.waiting(office, where.channel, where.bot, 1)
    await conversation.receive(office, row.id, Incoming(where, kind, text, lang=lang, ref=ref))


async def _offered(office: Office, where: Address, end: str) -> str:
    """The choice on offer whose data ends so; else the data itself, which is always valid."""
    session = await _session(office, where)
    return next((one.data for one in session.offered if one.data.endswith(end)), data(*end.split(":")))
