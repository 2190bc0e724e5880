"""The command line: proposals and revisions of the published guide."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from knowledge.load import Document
from tests.knowledge import small

Cli = Callable[..., Result]
EDDA, EMIL = ("--as", "edda"), ("--as", "emil")


@pytest.fixture
def hired(cli: Cli) -> Cli:
    for name in ("edda", "emil"):
        cli("users", "add", name, "--role", "editor", "--all-cities")
    return cli


def _folder(tmp_path: Path, found: tuple[Document, ...]) -> str:
    return str(small.write(tmp_path / "draft", found))


def test_a_folder_is_proposed_published_compared_and_brought_back(hired: Cli, tmp_path: Path) -> None:
    assert "No proposals." in hired("knowledge", "proposals", *EDDA).output
    draft = _folder(tmp_path, small.spoilt("services", "kita", ("cost",), "Nach Einkommen"))
    broken = ("knowledge", "propose", draft, "--reason", "the cost", *EDDA)
    result = CliRunner().invoke(app, list(broken))
    assert result.exit_code == 1
    assert "services/kita.yaml: translations" in result.stderr or "cost" in result.stderr
    assert "1  withdrawn  edda  the cost" in hired("knowledge", "proposals", *EDDA).output

    _folder(tmp_path, small.spoilt("cities", "marl", ("name",), "Stadt Marl"))
    _folder(tmp_path, (small.documents()[2], small.document("papers", "foto", {"name": "Foto"})))
    assert "Proposal 2" in hired("knowledge", "propose", draft, "--reason", "name", *EDDA).output
    hired("knowledge", "publish", "2", *EDDA, code=1)
    assert "Published as" in hired("knowledge", "publish", "2", *EMIL, "--note", "good").output
    new, old = (line.split()[0] for line in hired("knowledge", "history", *EDDA).output.splitlines())
    told = hired("knowledge", "compare", old, new, *EMIL).output
    assert "cities/marl.yaml  changed" in told
    assert "  name: {+Stadt +}Marl" in told
    assert "papers/foto.yaml  new" in told
    assert "No difference." in hired("knowledge", "compare", new, new, *EMIL).output

    back = ("knowledge", "bring-back", old, "--reason", "as before", *EDDA)
    assert "Proposal 3" in hired(*back, "--document", "cities/marl").output
    hired("knowledge", "publish", "3", *EMIL)
    assert "Proposal 4" in hired(*back).output
    hired("knowledge", "publish", "4", *EMIL)
    assert hired("knowledge", "history", *EDDA).output.startswith(old)


def test_a_whole_folder_says_what_goes(hired: Cli, tmp_path: Path) -> None:
    fewer = tuple(one for one in small.documents() if one.id != "kindergeld")
    phrases = [one for one in small.phrases() if one.get("services") != ["kindergeld"]]
    draft = _folder(tmp_path, (*fewer[:-1], Document("phrases", "all", phrases)))
    hired("knowledge", "propose", draft, "--reason", "one less", "--whole", *EDDA)
    hired("knowledge", "publish", "1", *EMIL)
    new, old = (line.split()[0] for line in hired("knowledge", "history", *EDDA).output.splitlines())
    told = hired("knowledge", "compare", old, new, *EMIL).output
    assert "services/kindergeld.yaml  gone" in told
    assert "phrases/all.jsonl  changed" in told
    assert "-> nothing" in told


def test_a_folder_that_changes_nothing_is_no_proposal(hired: Cli, tmp_path: Path) -> None:
    draft = _folder(tmp_path, small.documents())
    hired("knowledge", "propose", draft, "--reason", "x", *EDDA, code=1)
    assert "No proposals." in hired("knowledge", "proposals", *EDDA).output
