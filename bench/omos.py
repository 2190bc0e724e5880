"""`python -m bench.omos DATA`: questions on the pages of three regions, with no training on the questions.

DATA is a folder with `integreat/rems-murr-kreis.de.json` and `omos-qa/{train,dev}_de.jsonl` (OMoS-QA, KONVENS 2024,
CC BY 4.0). Pages become services as `bot import integreat` makes them; pages of other regions stand in the rows.
"""

import argparse
import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import bm25s
import numpy as np

from knowledge.errors import NoEncoderError
from knowledge.formats import integreat
from knowledge.load import Document, load
from knowledge.model import Encoder
from knowledge.understand import prepare, understand
from knowledge.understand.normalize import fold, tokens
from knowledge.understand.vectors import open_encoder

_REGION = "rems-murr-kreis"
_WRITTEN = date(2023, 10, 25)
_GRAM = 4
Row = dict[str, Any]


def read_questions(folder: Path) -> list[Row]:
    lines = (line for part in ("train", "dev") for line in _lines(folder / "omos-qa" / f"{part}_de.jsonl"))
    return [json.loads(line) for line in lines]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def pages(folder: Path, questions: Sequence[Row]) -> tuple[Document, ...]:
    """The region's pages with text, and what the questions tell of pages that are not among them."""
    path = folder / "integreat" / f"{_REGION}.de.json"
    region = integreat.documents(integreat.read(path.read_bytes(), path.name))
    known = {document.id for document in region}
    told = {f"page-{row['pageId']}": row for row in questions if f"page-{row['pageId']}" not in known}
    rest = tuple(_told(id_, row["city"], row["context"]) for id_, row in told.items())
    return (*region, *integreat.documents(integreat.Catalogue("de", rest)))


def _told(id_: str, city: str, context: str) -> integreat.Page:
    title, _, text = context.partition("\n")
    return integreat.Page(id_, f"/{city}/de/{id_}/", "", title, text or title, city, _WRITTEN)


def guide_ranks(documents: tuple[Document, ...], encoder: Encoder | None) -> Callable[[str], list[str]]:
    """Services best first, as the guide offers them."""
    guide = load(documents, encoder)
    prepare(guide)
    return lambda text: [one.service for one in understand(text, "de", guide, _WRITTEN).candidates]


def bm25_ranks(
    documents: tuple[Document, ...], parts: Callable[[str], list[str]]
) -> Callable[[str], list[str]]:
    services = [document for document in documents if document.kind == "services"]
    corpus = [parts(f"{one.data['name']} {one.data['description']}") for one in services]
    index = bm25s.BM25()
    index.index(corpus, show_progress=False)

    def ranks(text: str) -> list[str]:
        scores = index.get_scores(parts(text))
        return [services[place].id for place in np.argsort(-scores, kind="stable")[:3]]

    return ranks


def words(text: str) -> list[str]:
    return list(tokens(text)) or [""]


def grams(text: str) -> list[str]:
    padded = [f" {word} " for word in re.findall(r"\w+", fold(text))]
    return [word[at : at + _GRAM] for word in padded for at in range(max(len(word) - _GRAM + 1, 1))] or [""]


def hits(ranks: Callable[[str], list[str]], questions: Sequence[Row]) -> tuple[float, float]:
    found = [(f"page-{row['pageId']}", ranks(row["question"])) for row in questions]
    return tuple(sum(gold in ranked[:most] for gold, ranked in found) / len(found) for most in (1, 3))  # type: ignore[return-value]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    folder = parser.parse_args().data
    questions = read_questions(folder)
    documents = pages(folder, questions)
    services = sum(document.kind == "services" for document in documents)
    print(f"{len(questions)} questions, {services} pages                 hit@1  hit@3")
    ways = {
        "BM25 over words": bm25_ranks(documents, words),
        "BM25 over character n-grams": bm25_ranks(documents, grams),
        "the guide by words alone": guide_ranks(documents, None),
    }
    try:
        ways["the guide by words and meaning"] = guide_ranks(documents, open_encoder(None))
    except NoEncoderError as error:
        print(f"no encoder on this machine: {error.why}")
    for name, ranks in ways.items():
        first, third = hits(ranks, questions)
        print(f"{name:36} {first:.3f}  {third:.3f}")


if __name__ == "__main__":
    main()
