"""The documents are held true: commands, settings, paths and layers that they name exist, and what must be named is."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from bot.__main__ import app
from bot.channels.slash import COMMANDS
from bot.config import _SECRETS, PREFIX, Settings
from bot.desk import Office, conversation
from bot.model import BOLD, PLAIN
from bot.retention import TERMS, Kept
from knowledge.load import KINDS
from knowledge.model import Command, DangerKind, PhraseKind
from tests import cast

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))
VARIABLES = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
FILES = {f"{PREFIX}{name}_FILE" for name in _SECRETS}
COMMAND = re.compile(r"python -m bot ([^`\n|#]+)")
PATH = re.compile(r"`([\w.*-]+(?:/[\w.*-]+)+/?)`")
LINK = re.compile(r'\]\(([^)#:]+)\)|src="([^":]+)"')


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _command(words: list[str]) -> tuple[Any, list[str]]:
    """The command that words name, and the words behind it. Raises KeyError when there is none."""
    command: Any = typer.main.get_command(app)
    while words and not words[0].startswith("-") and hasattr(command, "commands"):
        command, words = command.commands[words[0].strip("\"'.,:;()")], words[1:]
    return command, words


def _every_command(command: Any = None) -> Iterator[Any]:
    command = command or typer.main.get_command(app)
    yield command
    for part in getattr(command, "commands", {}).values():
        yield from _every_command(part)


@pytest.mark.parametrize("path", DOCUMENTS, ids=_ids)
def test_every_command_that_a_document_names_exists(path: Path) -> None:
    for line in COMMAND.findall(path.read_text(encoding="utf-8")):
        command, rest = _command(line.split())
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        named = {word.strip("\"'.,:;()") for word in rest if word.startswith("--")}
        assert named <= known, line


def test_the_documents_name_every_command() -> None:
    named = " ".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    top: Any = typer.main.get_command(app)
    for name in (*top.commands, *(f"/{word}" for word in COMMANDS)):
        assert re.search(rf"(python -m bot |`){re.escape(name)}\b", named), name


async def test_the_conversation_in_the_readme_is_real(small_office: Office) -> None:
    """Said and answered as printed there; what is left out there ends with «…», and a case number is another one."""
    mother, heard = cast.Person(small_office, "mother", "de"), ""
    await conversation.begin(small_office, mother.address, "de", "castrop-rauxel")
    printed = _read("README.md").partition("--name mother\n")[2].partition("\n```")[0]
    for line in printed.splitlines():
        if line.startswith("> "):
            heard = await mother.says(line.removeprefix("> "))
            heard = heard.replace(BOLD, "").replace(PLAIN, "")
        else:
            assert re.sub(r"\w{3}-\w{3}-\w\. …", "", line.lstrip()) in heard
    assert "Fallnummer" in heard


@pytest.mark.parametrize("path", DOCUMENTS, ids=_ids)
def test_every_variable_that_a_document_names_exists(path: Path) -> None:
    found = set(re.findall(rf"\b{PREFIX}[A-Z_]*[A-Z]\b", path.read_text(encoding="utf-8")))
    options = {
        str(parameter.envvar)
        for command in _every_command()
        for parameter in command.params
        if parameter.envvar
    }
    assert found <= VARIABLES | FILES | options


@pytest.mark.parametrize("path", DOCUMENTS, ids=_ids)
def test_every_path_that_a_document_names_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tops = {entry.name for entry in ROOT.iterdir()} - {"var"}
    named = [name for name in PATH.findall(text) if name.partition("/")[0] in tops or path.parent == ROOT]
    missing = [name for name in named if not any(ROOT.glob(name.rstrip("/"))) and not name.startswith("var/")]
    links = [one or other for one, other in LINK.findall(text)]
    assert not missing
    assert all((path.parent / link).exists() for link in links)


def test_the_architecture_is_one_page() -> None:
    assert len(_read("ARCHITECTURE.md").splitlines()) <= 120


def test_the_architecture_shows_the_layers_that_are_kept() -> None:
    contracts = tomllib.loads(_read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract["name"] == "Layers")
    shown = _read("ARCHITECTURE.md").partition("## Layers")[2].partition("```")[2].partition("```")[0]
    place = 0
    for layer in (part for row in layers for part in row.split(" | ")):
        place = shown.index(layer, place) + len(layer)


def test_the_way_of_a_message_names_functions_that_exist() -> None:
    way = _read("ARCHITECTURE.md").partition("## The way of one message")[2].partition("## Where")[0]
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    for name in re.findall(r"\b[A-Za-z_]+\.([a-z_]+)\b", way):
        assert f"def {name}(" in code, name


def test_every_setting_is_explained() -> None:
    text = _read("docs/operate.md")
    assert {name for name in VARIABLES if f"| `{name}`" not in text} == set()
    marked = set(re.findall(r"\| `(\w+)` ᶠ", text))
    assert marked == {f"{PREFIX}{name}" for name in _SECRETS}


def test_every_term_of_retention_is_told_as_it_is() -> None:
    text = _read("docs/operate.md")
    told = dict(re.findall(r"\| `(\w+)` \| (\d+) \|", text))
    assert told == {str(kind): str(TERMS[kind].days) for kind in Kept}


def test_editors_are_told_every_kind() -> None:
    text = _read("docs/content.md")
    for name in (*(f"{kind}/" for kind in KINDS), *PhraseKind, *Command, *DangerKind):
        assert f"`{name}`" in text, name


def test_the_cast_is_introduced() -> None:
    text = _read("CONTRIBUTING.md")
    people = (cast.amira, cast.olena, cast.emine, cast.jonas)
    names = [person.__name__ for person in people] + [
        cast.LOTSE_CASTROP,
        cast.LOTSE_MARL,
        cast.EDITOR,
        cast.OUTSIDER,
    ]
    assert [name for name in names if name.capitalize() not in text] == []
