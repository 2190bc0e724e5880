"""`bot import …`: the knowledge of others into a folder of documents, one command a format."""

from pathlib import Path
from typing import Annotated

import typer

from knowledge.errors import KnowledgeError
from knowledge.formats import integreat as pages

app = typer.Typer(help="Bring in the catalogues of others.", no_args_is_help=True)


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
