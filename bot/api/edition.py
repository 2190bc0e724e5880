"""All that the HSDS API tells of one revision, written once: a request only joins what is there."""

import asyncio
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.desk import Office
from knowledge.formats import hsds
from knowledge.model import Guide

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row, as JSON in full and as JSON without its lists, and the words to search in."""

    row: Row
    whole: str = field(repr=False)
    flat: str = field(repr=False)
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Edition:
    """All rows of one revision by kind and id."""

    revision: str
    etag: str
    entries: Mapping[str, Mapping[str, Entry]] = field(repr=False)

    def services_of(self, organization: str) -> Iterator[Entry]:
        services = self.entries["services"].values()
        return (one for one in services if one.row.get("organization_id") == organization)


def written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _edition(guide: Guide) -> Edition:
    data = hsds.dataset(guide)
    kinds: dict[str, Iterable[Row]] = {
        "services": data.services,
        "organizations": data.organizations,
        "taxonomies": data.taxonomies,
        "taxonomy_terms": data.taxonomy_terms,
        "service_at_locations": (one for row in data.services for one in row.get("service_at_locations", ())),
    }
    entries = {kind: {row["id"]: _entry(row) for row in rows} for kind, rows in kinds.items()}
    digest = hashlib.sha256()
    for some in entries.values():
        for one in some.values():
            digest.update(one.whole.encode())
    return Edition(guide.revision, f'"{guide.revision}-{digest.hexdigest()[:12]}"', entries)


def _entry(row: Row) -> Entry:
    flat = {key: value for key, value in row.items() if not isinstance(value, list)}
    values = (*flat.values(), *(one.get("value", "") for one in row.get("attributes", ())))
    words = "\n".join(value for value in values if isinstance(value, str))
    return Entry(row, written(row), written(flat), words.casefold())


class Shelf:
    """The edition of the revision that is published; made once, off the event loop."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.making = asyncio.Lock()
        self.made: Edition | None = None

    async def edition(self) -> Edition:
        if (made := self._current()) is not None:
            return made
        async with self.making:
            if (made := self._current()) is None:
                made = self.made = await asyncio.to_thread(_edition, self.office.guide)
        return made

    def _current(self) -> Edition | None:
        return self.made if self.made and self.made.revision == self.office.guide.revision else None
