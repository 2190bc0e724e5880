"""Other ways to the same answer, on the same messages and phrases: what the guide is measured against."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import bm25s
import numpy as np
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from knowledge.model import Guide, PhraseKind
from knowledge.understand.normalize import fold, tokens

Ranks = Callable[[str], Sequence[str]]
_MOST = 60


def wratio(guide: Guide) -> Ranks:
    """Rapidfuzz WRatio over the names of the services in every language."""
    names = [(text.text, one.id) for one in guide.services.values() for text in one.name.texts.values()]

    def ranks(text: str) -> Sequence[str]:
        near = process.extract(text, [name for name, _ in names], scorer=fuzz.WRatio, limit=_MOST)
        return _first(names[place][1] for _, _, place in near)

    return ranks


def bm25(guide: Guide) -> Ranks:
    """BM25 over the words of the phrases; a service is as near as its nearest phrase."""
    phrases = _phrases(guide)
    index = bm25s.BM25()
    index.index([list(tokens(text)) or [""] for text, _ in phrases], show_progress=False)

    def ranks(text: str) -> Sequence[str]:
        scores = index.get_scores(list(tokens(text)) or [""])
        return _first(phrases[place][1] for place in np.argsort(-scores, kind="stable")[:_MOST])

    return ranks


def ngrams(guide: Guide) -> Ranks:
    """Character n-grams and logistic regression, as many would do it first."""
    phrases = _phrases(guide)
    # In single precision the last steps of the fit find no way down, and it ends before it is done.
    vectors = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2, dtype=np.float64
    )
    known = vectors.fit_transform(fold(text) for text, _ in phrases)
    model = LogisticRegression(C=3, max_iter=200, tol=1e-4).fit(known, [service for _, service in phrases])

    def ranks(text: str) -> Sequence[str]:
        shares = model.predict_log_proba(vectors.transform([fold(text)]))[0]
        return [str(model.classes_[place]) for place in np.argsort(-shares)[:3]]

    return ranks


def _phrases(guide: Guide) -> list[tuple[str, str]]:
    return [(one.text, one.targets[0]) for one in guide.phrases if one.kind is PhraseKind.SERVICE]


def _first(services: Any) -> Sequence[str]:
    """The first three services, each once."""
    return list(dict.fromkeys(services))[:3]


def hits(ranks: Ranks, messages: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """hit@1 and hit@3 of the messages with one need, for German and for the other languages."""
    found: dict[str, list[tuple[bool, bool]]] = {"de": [], "other": []}
    for row in messages:
        if row["kind"] == "single":
            accepted, ranked = {*row["services"], *row["also_ok"]}, ranks(row["text"])
            group = "de" if row["lang"] == "de" else "other"
            found[group].append((bool(accepted & {*ranked[:1]}), bool(accepted & {*ranked[:3]})))
    return {
        f"hit{most}.{group}": sum(row[place] for row in rows) / max(len(rows), 1)
        for group, rows in found.items()
        for place, most in ((0, 1), (1, 3))
    }
