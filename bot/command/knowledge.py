"""`bot match`, `bot check` and `bot stamp`: the knowledge without a database."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import clock, logs
from bot.app import open_reading
from bot.config import settings
from bot.errors import StaffError
from bot.texts import Texts
from knowledge.errors import InvalidKnowledgeError, NoEncoderError, Problem
from knowledge.formats.stamp import stamp_folder
from knowledge.inventory import Inventory, take_inventory
from knowledge.load import CONTENT, VECTORS, load, read_folder, read_path
from knowledge.model import Guide, Understanding
from knowledge.plan.proof import unproven
from knowledge.understand import understand
from knowledge.understand.examples import sentences_of
from knowledge.understand.vectors import open_encoder

_AT_ONCE = 500

Folder = Annotated[
    Path | None,
    typer.Option("--knowledge", help="A folder of documents, or JSON lines with service, lang, text"),
]


def guide_of(folder: Path | None) -> Guide:
    """The guide of a folder or file; its problems are printed, and the exit code is 1."""
    try:
        return load(read_path(folder or settings().knowledge or CONTENT), open_reading(settings()))
    except InvalidKnowledgeError as error:
        _stop_at(error.problems)
        raise


def _stop_at(problems: Sequence[Problem]) -> None:
    """Prints problems; where there are some, the exit code is 1."""
    for problem in problems:
        typer.echo(str(problem), err=True)
    if problems:
        typer.echo(f"{len(problems)} problems", err=True)
        raise typer.Exit(1) from None


def match(knowledge: Folder = None) -> None:
    """Read messages (JSON lines with id, text, lang) and print what each is understood as."""
    logs.configure("WARNING")
    guide = guide_of(knowledge)
    today = clock.today(clock.now())
    for number, line in enumerate(sys.stdin, 1):
        if line.strip():
            typer.echo(json.dumps(_matched(line, number, guide, today), ensure_ascii=False))


def _matched(line: str, number: int, guide: Guide, today: date) -> dict[str, Any]:
    try:
        row = json.loads(line)
        id_, text, lang = row["id"], str(row["text"]), str(row.get("lang", "de"))
    except (ValueError, TypeError, KeyError) as error:
        typer.echo(f"line {number}: no message with id, text and lang ({type(error).__name__})", err=True)
        raise typer.Exit(1) from None
    return {"id": id_} | _printed(understand(text, lang, guide, today))


def _printed(understood: Understanding) -> dict[str, Any]:
    return {
        "danger": understood.danger,
        "decision": understood.decision,
        "needs": list(understood.needs),
        "candidates": [{"service": c.service, "confidence": c.confidence} for c in understood.candidates],
    }


def encode() -> None:
    """Keep the vectors of all phrases of the seed, so that a start need not make them. After each change of phrases."""
    try:
        encoder = open_encoder(VECTORS)
    except NoEncoderError as error:
        typer.echo(f"no encoder on this machine: {error.why}", err=True)
        raise typer.Exit(1) from None
    texts = sentences_of(load(read_folder(CONTENT)))
    missing = encoder.missing(texts)
    for start in range(0, len(missing), _AT_ONCE):
        encoder.recall(missing[start : start + _AT_ONCE])
        typer.echo(f"{min(start + _AT_ONCE, len(missing))} of {len(missing)} new texts", err=True)
    typer.echo(f"kept: {encoder.write(VECTORS, texts)} vectors")


def check(knowledge: Folder = None) -> None:
    """Validate the content and the texts; print counts per language, stale and unverified."""
    guide = guide_of(knowledge)
    try:
        texts = Texts()
    except StaffError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    _stop_at(tuple(unproven(guide)))
    _print_inventory(take_inventory(guide), texts)


def _print_inventory(inventory: Inventory, texts: Texts) -> None:
    typer.echo("documents  " + "  ".join(f"{kind} {count}" for kind, count in inventory.documents.items()))
    typer.echo("language    texts  stale  machine  reviewed  phrases")
    for lang in texts.languages:
        counts = inventory.languages.get(lang, Counter())
        row = [counts[key] for key in ("texts", "stale", "machine", "reviewed", "phrases")]
        typer.echo(f"{lang:10} {row[0]:6} {row[1]:6} {row[2]:8} {row[3]:9} {row[4]:8}")
    typer.echo(f"not yet checked by the office: {inventory.unchecked} of {inventory.checkable} documents")
    typer.echo(f"contacts with an assured date: {inventory.contacts}")
    typer.echo("no problems")


def stamp(folder: Annotated[Path, typer.Argument(help="A folder of documents")] = CONTENT) -> None:
    """Mark translations that have no mark as made from the present German; say which are stale."""
    for line in stamp_folder(folder):
        typer.echo(line)
