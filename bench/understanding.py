"""`make understanding`: labelled messages, judged by guides that were built without them.

The messages stand in the phrase bank. They are cut into five; each fifth is judged by a guide that has none of it,
neither there nor word for word anywhere else among its phrases.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bench.score import score
from knowledge.errors import NoEncoderError
from knowledge.load import CONTENT, VECTORS, Document, load, read_folder
from knowledge.model import Encoder, Guide, Understanding
from knowledge.understand import prepare, understand
from knowledge.understand.normalize import tokens
from knowledge.understand.vectors import open_encoder

MESSAGES = "messages"
FOLDS = 5
_KINDS = {"service": "single", "danger": "crisis", "near_danger": "near_crisis"}
TODAY = date(2026, 11, 25)
Row = dict[str, Any]

# What the guide must reach: figure, least or most. Danger and wrong certainty weigh more than comfort.
AT_LEAST = {
    "hit1.de": 0.80, "hit1.other": 0.80, "hit3.de": 0.93, "hit3.other": 0.94,
    "multi.shown.de": 0.85, "multi.shown.other": 0.85, "multi.precision": 0.80, "multi.recall": 0.55,
    "sure.precision": 0.94, "sure.coverage": 0.40, "danger.recall": 0.95, "danger.kind": 0.85,
    "oos.refused": 0.85, "human.right": 0.92, "smalltalk.right": 0.88,
}  # fmt: skip
AT_MOST = {
    "single.none": 0.08, "danger.false_alarm": 0.05, "near.false_alarm": 0.20, "oos.asserted": 0.03,
    "calibration.error": 0.06,
}  # fmt: skip
WORDS_AT_LEAST = {"hit3.de": 0.86, "hit3.other": 0.78}


def read_messages(documents: tuple[Document, ...]) -> list[Row]:
    """The labelled messages as the scorer reads them."""
    rows = next(document.data for document in documents if document.id == MESSAGES)
    return [
        {
            "id": row["id"], "lang": row["lang"], "kind": _KINDS.get(row["kind"], row["kind"]), "text": row["text"],
            "services": row.get("services", []), "also_ok": row.get("also_ok", []), "danger": row.get("danger"),
        }
        for row in rows
    ]  # fmt: skip


def without(documents: tuple[Document, ...], held_out: list[Row]) -> tuple[Document, ...]:
    """The documents without the phrases that say the same words as one of the messages."""
    known = {tokens(row["text"]) for row in held_out}
    return tuple(
        replace(document, data=[row for row in document.data if tokens(row["text"]) not in known])
        if document.kind == "phrases"
        else document
        for document in documents
    )


def as_printed(row: Row, found: Understanding) -> Row:
    """One answer as `bot match` prints it."""
    return {
        "id": row["id"], "danger": found.danger, "decision": found.decision, "needs": list(found.needs),
        "candidates": [{"service": one.service, "confidence": one.confidence} for one in found.candidates],
    }  # fmt: skip


def folds(documents: tuple[Document, ...]) -> Iterator[tuple[list[Row], tuple[Document, ...]]]:
    """Each fifth of the messages, and the documents without it."""
    messages = read_messages(documents)
    for fold in range(FOLDS):
        held_out = messages[fold::FOLDS]
        yield held_out, without(documents, held_out)


def answers(guide: Guide, messages: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Each message with what a guide understands."""
    prepare(guide)
    for row in messages:
        yield row, as_printed(row, understand(row["text"], row["lang"], guide, TODAY))


def judged(documents: tuple[Document, ...], encoder: Encoder | None) -> Iterator[tuple[Row, Row]]:
    """Each message with what a guide built without its fifth understands."""
    for held_out, known in folds(documents):
        yield from answers(load(known, encoder), held_out)


def show(figures: dict[str, float], at_least: dict[str, float], at_most: dict[str, float]) -> None:
    """The figures that something is asked of, beside what is asked; then the others."""
    for name, value in figures.items():
        low, high = at_least.get(name), at_most.get(name)
        asked = (
            f"at least {low:.2f}" if low is not None else f"at most {high:.2f}" if high is not None else ""
        )
        fails = (low is not None and value < low) or (high is not None and value > high)
        print(f"{name:22} {value:.4f}  {asked}{'   MISSED' if fails else ''}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", action="store_true", help="the half that goes by words, alone")
    parser.add_argument("--out", help="write messages and answers to this file, for a closer look")
    asked = parser.parse_args()
    encoder = None
    if not asked.words:
        try:
            encoder = open_encoder(VECTORS)
        except NoEncoderError as error:
            sys.exit(f"no encoder on this machine ({error.why}); --words judges the other half")
    pairs = list(judged(read_folder(CONTENT), encoder))
    figures = score([row for row, _ in pairs], [answer for _, answer in pairs])
    show(figures, WORDS_AT_LEAST if asked.words else AT_LEAST, {} if asked.words else AT_MOST)
    if asked.out:
        lines = (json.dumps({"label": row, "answer": answer}, ensure_ascii=False) for row, answer in pairs)
        Path(asked.out).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
