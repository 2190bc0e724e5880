"""A catalogue that is nothing but phrases: JSON lines with `service`, `lang` and `text`."""

import json
from typing import Any

from knowledge.errors import InvalidKnowledgeError, Problem
from knowledge.localized import GERMAN, Origin
from knowledge.model import PhraseKind
from knowledge.reading import NEVER

_FIELDS = ("service", "lang", "text")
_TOPIC = "catalogue"
Part = tuple[str, str, Any]


def phrases_alone(content: bytes, source: str) -> tuple[Part, ...]:
    """Kind, id and data of the documents that such a file makes; `source` names the file in problems.

    A service is its id: the name is the id with blanks for dashes, and all else is unknown.
    Raises InvalidKnowledgeError with each line that is no phrase.
    """
    problems: list[Problem] = []
    rows = _rows(content, source, problems)
    if not rows and not problems:
        problems.append(Problem(source, "file", "holds no phrases"))
    if problems:
        raise InvalidKnowledgeError(tuple(problems))
    services = tuple(dict.fromkeys(row["service"] for row in rows))
    phrases = {"languages": sorted({row["lang"] for row in rows}), "rows": [_phrase(row) for row in rows]}
    topic = {"id": _TOPIC, "order": 1, "name": source, "languages": [GERMAN]}
    return (
        *(("services", id_, _service(id_)) for id_ in services),
        ("topics", _TOPIC, topic),
        ("phrases", _TOPIC, phrases),
    )


def _rows(content: bytes, source: str, problems: list[Problem]) -> list[dict[str, str]]:
    try:
        lines = content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        problems.append(Problem(source, "file", f"cannot be read: {error}"))
        return []
    rows = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                rows.append(_row(line))
            except (ValueError, RecursionError) as error:
                problems.append(Problem(source, f"line {number}", str(error)))
    return rows


def _row(line: str) -> dict[str, str]:
    """The fields of a line. Raises ValueError, or RecursionError where brackets are nested too deep."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ValueError(f"is no JSON: {error}") from None
    given = row if isinstance(row, dict) else {}
    fields = {field: value.strip() for field in _FIELDS if isinstance(value := given.get(field), str)}
    wrong = [field for field in _FIELDS if not fields.get(field)]
    if wrong:
        raise ValueError(f"{', '.join(wrong)}: a text is missing")
    "".join(fields.values()).encode()  # half a surrogate is no character
    return fields


def _service(id_: str) -> dict[str, Any]:
    name = id_.replace("-", " ").strip() or id_
    return {
        "id": id_,
        "topic": _TOPIC,
        "name": name,
        "summary": name,
        "as_of": NEVER.isoformat(),
        "languages": [GERMAN],
    }


def _phrase(row: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": PhraseKind.SERVICE.value,
        "lang": row["lang"],
        "text": row["text"],
        "services": [row["service"]],
        "origin": Origin.WRITTEN.value,
    }
