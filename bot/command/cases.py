"""`bot cases`: the Lotse's desk on the command line. Every command is done as a user."""

import sys
import unicodedata
from collections.abc import Iterator
from typing import Annotated

import typer

from bot.cases import Case, Content, Event, Outcome
from bot.command import with_office
from bot.desk import lotse
from knowledge.localized import GERMAN

app = typer.Typer(no_args_is_help=True, help="The Lotse's desk: list, show, claim, reply, note, close.")
As = Annotated[str, typer.Option("--as", help="Your user name", envvar="LOTSE_USER")]
Number = Annotated[str, typer.Argument(help="The case number, as 7KM-2QX-4")]
Words = Annotated[str, typer.Argument(help="The text; - reads it from standard input")]


@app.command("list")
def list_(user: As, *, closed: Annotated[bool, typer.Option(help="The closed ones")] = False) -> None:
    """List your cases: urgent first, then who waits longest."""
    found = with_office(lambda office: lotse.queue_of(office, user, closed=closed))
    for case in found:
        typer.echo(_line(case))
    if not found:
        typer.echo("No cases.")


def _line(case: Case) -> str:
    waiting = f"waiting since {case.waiting_since:%Y-%m-%d %H:%M} UTC" if case.waiting_since else "answered"
    mark = "URGENT  " if case.urgent else ""
    parts = (
        case.city or "no city",
        case.lang,
        case.status,
        ",".join(case.reasons),
        case.owner or "nobody",
        waiting,
    )
    return f"{case.number}  {mark}{'  '.join(parts)}"


@app.command()
def show(user: As, number: Number) -> None:
    """Show a case: what was passed on, the conversation, the history."""
    case, events = with_office(lambda office: lotse.show(office, user, number))
    typer.echo(_line(case))
    if case.consent:
        typer.echo(f"Consent: text {case.consent.version}, {case.consent.at:%Y-%m-%d %H:%M} UTC")
    typer.echo(f"Guide revision: {case.revision}")
    if case.content.danger:
        typer.echo(f"Danger: {case.content.danger}")
    for need in case.content.needs:
        typer.echo(f"Need: {need}")
    for line in _matter(case.content):
        typer.echo(line)
    for words in case.content.words:
        typer.echo(f"Words: {_quoted(words)}")
    for event in events:
        typer.echo(_event(event))


def _matter(content: Content) -> Iterator[str]:
    """The facts, the plan and why the case is hard, one line each."""
    for id_, value in content.facts:
        typed = "none" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else value
        yield f"Fact: {id_}: {typed}"
    for number, step in enumerate(content.plan, 1):
        child = f" for a child of {step.age}" if step.age is not None else ""
        until = f", until {step.until}{' (missed)' if step.missed else ''}" if step.until else ""
        yield f"Step {number}: {' or '.join(step.services)}{child}{until}{f', {step.mark}' if step.mark else ''}"
    for reason in content.reasons:
        yield f"Reason: {reason}"


def _event(event: Event) -> str:
    delivery = f" [{event.delivery}]" if event.delivery else ""
    text = f": {_quoted(event.text)}" if event.text else ""
    return f"{event.at:%Y-%m-%d %H:%M}  {event.kind} by {event.actor}{delivery}{text}"


def _quoted(text: str) -> str:
    """A person's words as they cannot be taken for ours: further lines set in, nothing invisible."""
    lines = (
        "".join(char for char in line if unicodedata.category(char) not in ("Cc", "Cf"))
        for line in text.splitlines()
    )
    return "\n    | ".join(lines)


@app.command()
def claim(user: As, number: Number) -> None:
    """Make a free case yours; the person is told."""
    with_office(lambda office: lotse.claim(office, user, number))
    typer.echo(f"Case {number} is yours.")


@app.command()
def reply(
    user: As,
    number: Number,
    text: Words,
    lang: Annotated[str, typer.Option(help="The language of the text, as the person is told")] = GERMAN,
) -> None:
    """Answer the person, as who holds the case."""
    words = _words(text)
    with_office(lambda office: lotse.reply(office, user, number, words, lang))
    typer.echo("Queued for the person.")


@app.command()
def note(user: As, number: Number, text: Words) -> None:
    """Write an internal note; it never leaves the house."""
    words = _words(text)
    with_office(lambda office: lotse.note(office, user, number, words))
    typer.echo("Noted.")


@app.command()
def close(
    user: As,
    number: Number,
    outcome: Annotated[Outcome | None, typer.Option(help="What became of it")] = None,
) -> None:
    """End a case; the person is told, and the guide answers again."""
    with_office(lambda office: lotse.close(office, user, number, outcome))
    typer.echo(f"Case {number} is closed.")


def _words(text: str) -> str:
    return sys.stdin.read() if text == "-" else text
