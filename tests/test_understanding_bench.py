"""The bench of the understanding judges fairly, and where the encoder is off words alone decide."""

import json
from typing import Any

import pytest
import structlog

from bench import understanding as bench
from bench.score import score
from bot import app
from bot.config import settings_from
from knowledge.errors import NoEncoderError
from knowledge.load import CONTENT, Document
from knowledge.model import Encoder
from knowledge.understand.normalize import tokens
from tests.knowledge import small

Row = dict[str, Any]
# Two words each that nothing else uses: a guide that has one of them in it is sure of it.
ODD = tuple(f"{first}{second} quirl{second}" for first in ("zwax", "blupf", "krest") for second in "abcd")
ANSWERS = {"oos": "none", "human": "human", "smalltalk": "smalltalk", "near_crisis": "none", "crisis": "none"}


def _message(number: int, text: str) -> Row:
    return small.phrase("service", "de", text, services=["wohngeld"], id=f"m{number}", style="plain")


@pytest.fixture
def documents() -> tuple[Document, ...]:
    """A small guide with messages, some of which stand among the phrases as well."""
    messages = [_message(number, text) for number, text in enumerate(ODD)]
    twins = [small.phrase("service", "de", f"  {text.upper()}!", services=["wohngeld"]) for text in ODD[::2]]
    return (
        *small.documents(),
        Document("phrases", "messages", messages),
        Document("phrases", "twins", twins),
    )


@pytest.fixture(scope="module")
def labelled() -> list[Row]:
    """The messages of the phrase bank, as the scorer reads them."""
    lines = (CONTENT / "phrases" / f"{bench.MESSAGES}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return bench.read_messages((Document("phrases", bench.MESSAGES, rows),))


def _perfect(row: Row) -> Row:
    named = row["kind"] in ("single", "multi")
    return {
        "id": row["id"],
        "danger": row["danger"],
        "decision": "sure" if named else ANSWERS[row["kind"]],
        "needs": row["services"] if named else [],
        "candidates": [{"service": service, "confidence": 1.0} for service in row["services"]],
    }


def _helpless(row: Row) -> Row:
    return {"id": row["id"], "danger": None, "decision": "none", "needs": [], "candidates": []}


def _texts(documents: tuple[Document, ...]) -> list[tuple[str, ...]]:
    return [tokens(row["text"]) for one in documents if one.kind == "phrases" for row in one.data]


def test_a_message_that_is_held_out_stands_nowhere_among_the_phrases(documents: tuple[Document, ...]) -> None:
    held_out = bench.read_messages(documents)[:3]
    left = bench.without(documents, held_out)
    gone = {tokens(row["text"]) for row in held_out}
    assert _texts(left) == [said for said in _texts(documents) if said not in gone]
    assert len(_texts(documents)) - len(_texts(left)) == 5  # two of the three stand there twice


def test_what_is_no_phrase_is_left_alone(documents: tuple[Document, ...]) -> None:
    left = bench.without(documents, bench.read_messages(documents))
    assert [one for one in left if one.kind != "phrases"] == [
        one for one in documents if one.kind != "phrases"
    ]
    assert [(one.kind, one.id) for one in left] == [(one.kind, one.id) for one in documents]
    assert len(next(one.data for one in documents if one.id == bench.MESSAGES)) == len(ODD)


def test_each_message_is_judged_once(documents: tuple[Document, ...]) -> None:
    pairs = list(bench.judged(documents, None))
    assert sorted(row["id"] for row, _ in pairs) == sorted(f"m{number}" for number in range(len(ODD)))
    assert all(row["id"] == answer["id"] for row, answer in pairs)
    assert set(score([row for row, _ in pairs], [answer for _, answer in pairs])) >= set(
        bench.WORDS_AT_LEAST
    ) - {"hit3.other"}


def test_a_message_is_judged_by_a_guide_that_does_not_know_it(
    documents: tuple[Document, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {answer["decision"] for _, answer in bench.judged(documents, None)} <= {"none", "unsure"}
    monkeypatch.setattr(bench, "without", lambda documents, held_out: documents)
    assert {answer["decision"] for _, answer in bench.judged(documents, None)} == {"sure"}


def test_messages_have_what_the_scorer_asks_for(labelled: list[Row]) -> None:
    assert {row["kind"] for row in labelled} == {"single", "multi", *ANSWERS}
    assert len({row["id"] for row in labelled}) == len(labelled)
    assert all(row["danger"] for row in labelled if row["kind"] == "crisis")
    assert all(row["services"] for row in labelled if row["kind"] in ("single", "multi"))


def test_perfect_answers_are_worth_one_and_miss_nothing(labelled: list[Row]) -> None:
    figures = score(labelled, [_perfect(row) for row in labelled])
    assert {name: figures[name] for name in bench.AT_LEAST} == dict.fromkeys(bench.AT_LEAST, 1.0)
    assert {name: figures[name] for name in bench.AT_MOST} == dict.fromkeys(bench.AT_MOST, 0.0)


def test_what_is_missed_is_shown(labelled: list[Row], capsys: pytest.CaptureFixture[str]) -> None:
    bench.show(score(labelled, [_perfect(row) for row in labelled]), bench.AT_LEAST, bench.AT_MOST)
    assert "MISSED" not in capsys.readouterr().out
    figures = score(labelled, [_helpless(row) for row in labelled])
    known = {name: value for name, value in figures.items() if value is not None}
    bench.show(known, bench.AT_LEAST, bench.AT_MOST)
    missed = {line.split()[0] for line in capsys.readouterr().out.splitlines() if line.endswith("MISSED")}
    assert missed >= {"hit1.de", "hit3.other", "danger.recall", "human.right", "single.none"}
    assert "oos.refused" not in missed


def test_where_the_encoder_is_off_there_is_none_and_the_log_says_so() -> None:
    with structlog.testing.capture_logs() as logs:
        assert app.open_reading(settings_from({"LOTSE_ENCODER": "false"})) is None
    assert [(one["event"], one["why"]) for one in logs] == [
        ("understanding.words_alone", "LOTSE_ENCODER is off")
    ]


def test_where_a_machine_has_no_encoder_the_log_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: object) -> Encoder:
        raise NoEncoderError(why="the processor has no avx2")

    monkeypatch.setattr(app, "open_encoder", none)
    with structlog.testing.capture_logs() as logs:
        assert app.open_reading(settings_from({})) is None
    assert [one["why"] for one in logs] == ["the processor has no avx2"]
