"""Documents into the files of a folder: what people wrote there beside them (comments, order) is kept."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from knowledge.load import Document

_WIDTH = 110


def keep(folder: Path, documents: Iterable[Document]) -> None:
    """Writes each document into its file; a file that is there changes only where the document does."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    for one in documents:
        path = folder / one.source
        there = yaml.load(path.read_text(encoding="utf-8")) if path.exists() else {}
        _renew(there, one.data)
        path.parent.mkdir(parents=True, exist_ok=True)
        yaml.dump(there, path)


def _renew(there: dict[str, Any], new: Mapping[str, Any]) -> None:
    for field in [field for field in there if field not in new]:
        del there[field]
    for field, value in new.items():
        old = there.get(field)
        if isinstance(old, dict) and isinstance(value, Mapping):
            _renew(old, value)
        elif field not in there or old != value:
            there[field] = _readable(value)


def _readable(value: Any) -> Any:
    """A text of several lines is written as it reads."""
    if isinstance(value, Mapping):
        return {field: _readable(one) for field, one in value.items()}
    return LiteralScalarString(value) if isinstance(value, str) and "\n" in value else value
