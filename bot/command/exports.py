"""`bot export …`: the knowledge as a file in a format of others, one command a format."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.command.knowledge import Folder
from bot.config import settings
from knowledge.errors import KnowledgeError
from knowledge.formats import hsds as open_referral
from knowledge.formats import xzufi as leistungen
from knowledge.load import CONTENT, load, read_folder
from knowledge.model import Guide

app = typer.Typer(help="Give the knowledge to others.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="The file to write (JSON)")]


@app.command()
def hsds(file: File, knowledge: Folder = None) -> None:
    """Write the guide as Open Referral HSDS 3: services, organizations, taxonomies."""
    data = open_referral.dataset(_guide(knowledge))
    _write(file, data.as_file(), len(data.services))


@app.command()
def xzufi(
    file: File,
    knowledge: Folder = None,
    version: Annotated[
        leistungen.Version, typer.Option("--xzufi", help="The version of XZuFi")
    ] = leistungen.Version.V2_3,
) -> None:
    """Write the services as Leistungen of XZuFi, in the JSON shape of the FIM portal."""
    rows = leistungen.leistungen(_guide(knowledge), version)
    _write(file, rows, len(rows))


def _guide(folder: Path | None) -> Guide:
    try:
        return load(read_folder(folder or settings().knowledge or CONTENT))
    except KnowledgeError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def _write(file: Path, value: Any, services: int) -> None:
    try:
        file.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{file}: services {services}")
