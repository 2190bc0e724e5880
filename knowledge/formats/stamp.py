"""Says in each translation which German it was made from. Keeps comments and order of the files."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from knowledge.reading import fingerprint

_WIDTH = 110
_NOT_TEXTS = ("origin", "of", "synonyms")


def stamp_folder(folder: Path) -> Iterator[str]:
    """Adds the missing fingerprints to every document; yields a line for each change and each stale text."""
    for path in sorted(folder.glob("*/*.yaml")):
        yaml = _writer()
        document = yaml.load(path.read_text(encoding="utf-8"))
        lines = list(_stamp(document))
        if any("stamped" in line for line in lines):
            path.write_text(_written(yaml, document), encoding="utf-8")
        yield from (f"{path.parent.name}/{path.name}: {line}" for line in lines)


def _writer() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    return yaml


def _written(yaml: YAML, document: Any) -> str:
    """The document as text; a folded line's end carries no blank, which YAML would drop anyway."""
    out = StringIO()
    yaml.dump(document, out)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _stamp(document: Any) -> Iterator[str]:
    for lang, block in ((document or {}).get("translations") or {}).items():
        marks = block.get("of")
        if marks is None:
            marks = block["of"] = {}
        added = 0
        german = _texts(document)
        for field in _texts(block):
            now = fingerprint(str(german.get(field, "")).strip())
            if field not in marks:
                marks[field] = now
                added += 1
            elif marks[field] != now:
                yield f"translations.{lang}.{field} is stale"
        if added:
            yield f"translations.{lang}: {added} stamped"


def _texts(block: Any) -> dict[str, Any]:
    """The texts of a block by their fields; those within a field are named with it, as «labels.none»."""
    found: dict[str, Any] = {}
    for field, value in block.items():
        if field in _NOT_TEXTS:
            continue
        parts = value.items() if isinstance(value, dict) else (("", value),)
        found.update({f"{field}.{name}" if name else field: text for name, text in parts})
    return found
