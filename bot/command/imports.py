"""`bot import …`: the knowledge of others into a folder of documents, one command a format."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from knowledge.errors import InvalidKnowledgeError, KnowledgeError
from knowledge.formats import hsds as open_referral
from knowledge.formats import integreat as pages
from knowledge.formats import xzufi as leistungen
from knowledge.formats.changes import Changes, Difference, Imported, compare
from knowledge.formats.kept import keep
from knowledge.load import LANGUAGES, load, read_folder

app = typer.Typer(help="Bring in the catalogues of others.", no_args_is_help=True)
Catalogue = Annotated[Path, typer.Argument(help="The file to import (JSON)")]
Into = Annotated[Path, typer.Argument(help="The folder of documents; made where there is none")]
Show = Annotated[bool, typer.Option("--show", help="Say what would change, and change nothing")]
Theirs = Annotated[bool, typer.Option("--theirs", help="Settle all conflicts: take the text of the file")]
Ours = Annotated[bool, typer.Option("--ours", help="Settle all conflicts: keep the text of the folder")]
_TOLD = 20


@app.command()
def hsds(
    file: Catalogue,
    folder: Into,
    lang: Annotated[str, typer.Option("--lang", help="The language of the texts")] = "de",
    show: Show = False,
    theirs: Theirs = False,
    ours: Ours = False,
) -> None:
    """Make documents from services in Open Referral HSDS 3. Importing the same file again changes nothing."""
    if lang not in LANGUAGES:
        typer.echo(f"--lang: «{lang}» is none of {', '.join(LANGUAGES)}", err=True)
        raise typer.Exit(1)
    _take_over(lambda: open_referral.read(file.read_bytes(), file.name, lang), folder, show, theirs, ours)


@app.command()
def xzufi(
    file: Catalogue, folder: Into, show: Show = False, theirs: Theirs = False, ours: Ours = False
) -> None:
    """Make documents from Leistungen in XZuFi 2.2 or 2.3 (JSON). Importing the same file again changes nothing."""
    _take_over(lambda: leistungen.read(file.read_bytes(), file.name), folder, show, theirs, ours)


def _take_over(read: Callable[[], Imported], folder: Path, show: bool, theirs: bool, ours: bool) -> None:
    """Says what a file changes of a folder and, unless it is only to be shown, writes it there."""
    try:
        imported = read()
        now = read_folder(folder) if any(folder.glob("*/*.yaml")) else ()
        changes = compare(now, imported.documents)
        _tell(imported, changes)
        if not show:
            keep(folder, changes.written(theirs=theirs, ours=ours))
    except (KnowledgeError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    if not show:
        _tell_problems(folder)


def _tell(imported: Imported, changes: Changes) -> None:
    for what, names in (
        ("new", [one.source for one in changes.new]),
        ("changed", [f"{one.here.source} {_fields(one.taken)}" for one in changes.changed if one.taken]),
        (
            "in conflict (changed in the folder and in the file)",
            [f"{one.here.source} {_fields(one.conflicts)}" for one in changes.changed if one.conflicts],
        ),
        ("gone from the file (left as they are)", [one.source for one in changes.gone]),
        ("left out", [f"{what} ({count})" for what, count in sorted(imported.left_out.items())]),
    ):
        typer.echo(f"{what}: {len(names)}")
        _tell_some(names)


def _fields(differences: tuple[Difference, ...]) -> str:
    return f"({', '.join(one.field for one in differences)})"


def _tell_some(names: list[str]) -> None:
    for name in names[:_TOLD]:
        typer.echo(f"  {name}")
    if len(names) > _TOLD:
        typer.echo(f"  … and {len(names) - _TOLD} more")


def _tell_problems(folder: Path) -> None:
    """What editors have to mend before the folder can be published."""
    try:
        load(read_folder(folder) if any(folder.glob("*/*.yaml")) else ())
        typer.echo("no problems")
    except InvalidKnowledgeError as error:
        typer.echo(f"to mend: {len(error.problems)}")
        _tell_some([str(one) for one in error.problems])


@app.command()
def integreat(
    file: Annotated[
        Path, typer.Argument(help="Pages as the Integreat API gives them (JSON), in one language")
    ],
    folder: Annotated[Path, typer.Argument(help="Where the documents go; made where there is none")],
) -> None:
    """Make documents from pages of the Integreat guide. Import German first, then other languages into the same folder.

    What comes first decides which documents there are, what comes later translates them. Where there is no German, the
    first language stands in for it. Pages without text only give their titles to those below.
    """
    try:
        catalogue = pages.read(file.read_bytes(), file.name)
        found = pages.documents(catalogue)
        done = pages.write(folder, found, catalogue.lang)
    except (KnowledgeError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    services = sum(one.kind == "services" for one in done.written)
    silent = len(catalogue.pages) - sum(one.kind == "services" for one in found)
    what = "documents" if catalogue.lang == done.base else f"translations of «{done.base}»"
    typer.echo(f"«{catalogue.lang}»: {len(catalogue.pages)} pages, {silent} of them without text")
    typer.echo(f"{what}: services {services}  topics {len(done.written) - services}")
    for names, why in (
        (done.missing, "in the folder, not in the file (left as they are)"),
        (done.left_out, "in the file only (left out, they have no document to translate)"),
    ):
        if names:
            typer.echo(f"{len(names)} {why}: {', '.join(names)}")
