"""`bot knowledge`: changes to the published guide, proposed by one person and published by another."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.command import with_office
from bot.command.cases import As
from bot.desk import Office, proposals, publishing, revisions
from knowledge.difference import DocumentDifference, FieldDifference, Side
from knowledge.errors import InvalidKnowledgeError
from knowledge.load import read_folder

app = typer.Typer(no_args_is_help=True, help="The published guide: propose, publish, compare, bring back.")
Number = Annotated[int, typer.Argument(help="The number of the proposal")]
Reason = Annotated[str, typer.Option("--reason", help="Why; whoever publishes it reads this")]
_FOLDER = "folder"
_MARKS = {Side.BEFORE: "[-{}-]", Side.AFTER: "{{+{}+}}", Side.BOTH: "{}"}
_SIGNS = {Side.BEFORE: "gone", Side.AFTER: "new", Side.BOTH: "changed"}


@app.command("proposals")
def list_(user: As) -> None:
    """List the proposals, the last changed first."""
    found = with_office(lambda office: proposals.listing(office, user))
    for one in found:
        typer.echo(f"{one.id}  {one.status}  {one.author.name}  {one.reason}")
    if not found:
        typer.echo("No proposals.")


@app.command("history")
def history(user: As) -> None:
    """List the revisions that held, the newest first."""
    for one in with_office(lambda office: revisions.history(office, user)):
        typer.echo(f"{one.id}  {one.published_at:%Y-%m-%d %H:%M} UTC  {one.author}  {one.reason}")


@app.command()
def propose(
    folder: Annotated[Path, typer.Argument(help="A folder of documents; what is as published is left out")],
    user: As,
    reason: Reason,
    *,
    whole: Annotated[bool, typer.Option("--whole", help="What is not in the folder goes")] = False,
) -> None:
    """Propose what a folder changes, and ask for a second person. With problems nothing is proposed."""

    async def use(office: Office) -> int:
        found = read_folder(folder)
        id_ = await proposals.propose(office, user, reason, found, _FOLDER, whole=whole)
        try:
            await proposals.submit(office, user, id_)
        except InvalidKnowledgeError:
            await proposals.withdraw(office, user, id_)
            raise
        return id_

    typer.echo(f"Proposal {with_office(use)} waits for a second person.")


@app.command()
def publish(
    number: Number, user: As, note: Annotated[str, typer.Option(help="What the reviewer says to it")] = ""
) -> None:
    """Publish somebody's proposal; every process uses it within five seconds."""
    revision = with_office(lambda office: publishing.publish(office, user, number, note=note))
    typer.echo(f"Published as {revision}.")


@app.command()
def compare(
    before: Annotated[str, typer.Argument(help="A revision")],
    after: Annotated[str, typer.Argument(help="Another")],
    user: As,
) -> None:
    """Show what is different between two revisions."""
    found = with_office(lambda office: revisions.compare(office, user, before, after))
    for one in found:
        _tell(one)
    if not found:
        typer.echo("No difference.")


def _tell(one: DocumentDifference) -> None:
    typer.echo(f"{one.source}  {_SIGNS[one.side]}")
    if one.side is Side.BOTH:
        for field in one.fields:
            typer.echo(f"  {field.field}: {_told(field)}")


def _told(field: FieldDifference) -> str:
    if field.parts:
        return "".join(_MARKS[part.side].format(part.text) for part in field.parts)
    return f"{_shown(field.before)} -> {_shown(field.after)}"


def _shown(value: Any) -> str:
    return "nothing" if value is None else str(value)


@app.command("bring-back")
def bring_back(
    revision: Annotated[str, typer.Argument(help="The revision to restore")],
    user: As,
    reason: Reason,
    document: Annotated[str, typer.Option(help="One document alone, as services/kita-platz")] = "",
) -> None:
    """Propose to restore a revision, or one document of it, and ask for a second person."""
    kind, _, id_ = document.partition("/")

    async def use(office: Office) -> int:
        only = (kind, id_) if document else None
        number = await revisions.bring_back(office, user, revision, reason, only)
        await proposals.submit(office, user, number)
        return number

    typer.echo(f"Proposal {with_office(use)} waits for a second person.")
